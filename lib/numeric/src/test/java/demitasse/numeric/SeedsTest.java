package demitasse.numeric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeedsTest {
  @Test
  void neighboringItemsDrawDifferentFirstValues() {
    double[] first =
        LongStream.range(0, 1000)
            .mapToDouble(i -> new Random(Seeds.mix(7, i)).nextDouble())
            .toArray();
    assertEquals(1000, Arrays.stream(first).distinct().count());
    assertEquals(0.5, Arrays.stream(first).average().orElseThrow(), 0.05);
    assertEquals(Seeds.mix(7, 3), Seeds.mix(7, 3));
  }

  @Test
  void aShuffleKeepsAllItemsAndRepeatsItself() {
    int[] items = IntStream.range(0, 50).toArray();
    int[] one = items.clone();
    int[] same = items.clone();
    Seeds.shuffle(one, 3);
    Seeds.shuffle(same, 3);
    assertArrayEquals(one, same);
    assertFalse(Arrays.equals(items, one));
    Arrays.sort(one);
    assertArrayEquals(items, one);
  }

  @Test
  void aRefusedArgumentIsNamedWithItsValue() {
    Arguments.check(true, "k must be at least 1", 1);
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Arguments.check(false, "k must be at least 1", 0));
    assertEquals("k must be at least 1, got 0", refused.getMessage());
  }
}
