package demitasse.plot;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The thread's interrupt, a notebook's stop button, while many points are drawn. */
class StopTest {
  private static final float[][] POINTS = new float[10_000][2];
  private static final int[] LABELS = new int[POINTS.length];
  private static final List<String> NAMES = List.of("a");

  static {
    for (int i = 0; i < POINTS.length; i++) {
      POINTS[i] = new float[] {i % 97, i % 89};
    }
  }

  @AfterEach
  void calm() {
    Thread.interrupted();
  }

  static Stream<Executable> maps() {
    return Stream.of(
        () -> Scatter.image("title", POINTS, LABELS, NAMES),
        () -> ClusterPlot.of("title", POINTS, LABELS, new float[1][2]).image(),
        () -> ThumbnailMap.image("title", POINTS, LABELS, 1, List.of()),
        () -> HoverMap.html(POINTS, LABELS, NAMES));
  }

  @ParameterizedTest
  @MethodSource("maps")
  void aStopEndsTheDrawing(Executable map) {
    assertDoesNotThrow(map);
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, map);
    assertTrue(Thread.currentThread().isInterrupted());
  }
}
