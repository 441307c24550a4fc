package demitasse.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is said where something is missing. */
class MissingArgumentsTest {
  private static final float[][] POINTS = {{1}, {2}, {3}};

  @Test
  void nothingMayBeNullAndTheErrorSaysWhat() {
    KMeansOptions options = KMeansOptions.of(1);
    refuses("points must not be null", () -> KMeans.fit((float[][]) null, options));
    refuses("points must not be null", () -> KMeans.fit((double[][]) null, options));
    refuses("points: row 1 must not be null", () -> KMeans.fit(new float[][] {{1}, null}, options));
    refuses(
        "points: row 0 must not be null", () -> KMeans.fit(new double[][] {null, {1}}, options));
    refuses("the options must not be null", () -> KMeans.fit(POINTS, null));
    refuses("the options must not be null", () -> KMeans.elbow(POINTS, null, 1, 2));
    refuses(
        "the numbers of clusters must not be null",
        () -> KMeans.elbow(POINTS, options, (int[]) null));
    refuses("the initialization must not be null", () -> options.initialization(null));
  }

  private static void refuses(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
