package demitasse.kernel.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void aThirdOfTheLettersMayDiffer() {
    assertEquals(Optional.of("SIGMOID"), Nearest.to("SIGMIOD", List.of("RELU", "SIGMOID")));
    assertEquals(Optional.empty(), Nearest.to("ELU", List.of("SIGMOID", "SOFTMAX")));
  }

  @Test
  void upperAndLowerCaseDecideBetweenEquallyNearNames() {
    List<String> names = List.of("Dense", "dense", "Conv2d", "conv2d", "Sequential", "sequential");
    assertEquals(Optional.of("dense"), Nearest.to("densee", names));
    assertEquals(Optional.of("conv2d"), Nearest.to("conv2D", names));
    assertEquals(Optional.of("sequential"), Nearest.to("sequentail", names));
    assertEquals(Optional.of("Sequential"), Nearest.to("Sequental", names));
  }
}
