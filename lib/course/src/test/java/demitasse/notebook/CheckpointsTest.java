package demitasse.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.Mnist;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
  @Test
  void noTwoKindsOfTrainingShareAFile() {
    Set<Path> files = new HashSet<>();
    for (Profile profile : Profile.values()) {
      for (String engine : List.of("MXNet", "PyTorch")) {
        for (boolean generated : new boolean[] {true, false}) {
          for (String model : List.of("a", "b")) {
            files.add(Checkpoints.file(Map.of(), profile, engine, generated, model));
          }
        }
      }
    }
    assertEquals(3 * 2 * 2 * 2, files.size());
  }

  @Test
  void theVariableNamesTheFolder() {
    Path file =
        Checkpoints.file(
            Map.of(Checkpoints.VARIABLE, "some/where"),
            Profile.QUICK,
            "MXNet",
            false,
            "elu.safetensors");
    assertEquals(Path.of("some/where/quick-mxnet/elu.safetensors").toAbsolutePath(), file);
  }

  @Test
  void generatedImagesAreToldApart() {
    Path file = Checkpoints.file("elu", Mnist.generated().train());
    assertTrue(file.getParent().toString().endsWith("-generated"), file.toString());
  }

  @Test
  void aTrainingUnderWayIsNoFinishedModel() {
    var images = Mnist.generated().train();
    assertNotEquals(Checkpoints.file("elu", images), Checkpoints.resumable("elu", images));
    assertEquals(
        Checkpoints.file("elu", images).getParent(),
        Checkpoints.resumable("elu", images).getParent());
  }

  @Test
  void aModelThatLeavesStandsBesideTheOneThatStays() {
    var images = Mnist.generated().train();
    Path leaves = Checkpoints.onnx("elu", images);
    assertEquals(Checkpoints.file("elu", images).resolveSibling("elu.onnx"), leaves);
  }
}
