package demitasse.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

/** Asserts that two outputs are nearly equal. */
final class Closeness {
  /** How far two ways of summing 32-bit floats may differ, relative to the largest output. */
  static final double FLOATS = 1e-5;

  private Closeness() {}

  static void assertClose(float[][] expected, float[][] found, String what) {
    assertClose(expected, found, FLOATS, what);
  }

  static void assertClose(float[][] expected, float[][] found, double tolerance, String what) {
    assertEquals(expected.length, found.length, what);
    double largest = 1e-6;
    for (float[] row : expected) {
      for (float value : row) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    for (int row = 0; row < expected.length; row++) {
      assertEquals(expected[row].length, found[row].length, what);
      for (int i = 0; i < expected[row].length; i++) {
        double difference = Math.abs((double) expected[row][i] - found[row][i]);
        int at = i;
        int in = row;
        assertTrue(
            difference <= tolerance * largest,
            () ->
                "%s: %s in place of %s, at %d of row %d; row %s"
                    .formatted(
                        what,
                        found[in][at],
                        expected[in][at],
                        at,
                        in,
                        Arrays.toString(
                            Arrays.copyOf(expected[in], Math.min(9, expected[in].length)))));
      }
    }
  }
}
