package demitasse.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is said where something is missing. */
class MissingArgumentsTest {
  private static final float[][] POINTS = {{1}, {2}, {3}, {4}};

  @Test
  void nothingMayBeNullAndTheErrorSaysWhat() {
    TSneOptions options = TSneOptions.defaults().perplexity(1);
    refuses("points must not be null", () -> TSne.fit((float[][]) null, options));
    refuses("points: row 0 must not be null", () -> TSne.fit(new float[][] {null}, options));
    refuses("the options must not be null", () -> TSne.fit(POINTS, null));
    refuses("the options must not be null", () -> TSne.sweep(POINTS, null, 1));
    refuses(
        "the perplexities must not be null", () -> TSne.sweep(POINTS, options, (double[]) null));
    refuses("the initialization must not be null", () -> options.initialization(null));
    refuses("the distance must not be null", () -> options.distance(null));
    refuses("the method must not be null", () -> options.method(null));
    refuses("the search must not be null", () -> options.search(null));
  }

  private static void refuses(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
