package demitasse.numeric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
  @Test
  void floatsInTheUsualRangeStayAsTheyAre() {
    float[][] rows = {{1.5f, -2}, {3, 1e6f}};
    Frame frame = Frame.of(Rows.of(rows, "points"));
    assertEquals(0, frame.exponent());
    Points points = frame.pack(Rows.of(rows, "points"));
    assertArrayEquals(new float[] {1.5f, -2, 3, 1e6f}, points.values());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-37, 1e-25, 1e19, 1e37})
  void squaredDistancesOutsideTheRangeOfFloatComeBack(double scale) {
    double[][] rows = {{0, 0}, {3 * scale, 4 * scale}};
    Frame frame = Frame.of(Rows.of(rows, "points"));
    Points points = frame.pack(Rows.of(rows, "points"));
    float stored = (float) points.squaredDistance(0, points, 1);
    assertTrue(stored > 0 && stored < Float.POSITIVE_INFINITY, "stored " + stored);
    double expected = 25 * scale * scale;
    assertEquals(expected, frame.squaredDistance(stored), 1e-6 * expected);
    assertEquals(4 * scale, frame.value(points.values()[3], 1), 1e-6 * 4 * scale);
  }

  @Test
  void doublesFarFromTheOriginKeepWhatTellsThemApart() {
    double[][] rows = {{1e9 + 0.125}, {1e9 + 0.25}, {1e9 + 0.5}};
    Frame frame = Frame.of(Rows.of(rows, "points"));
    Points points = frame.pack(Rows.of(rows, "points"));
    assertEquals(0.125 * 0.125, frame.squaredDistance(points.squaredDistance(0, points, 1)), 0);
    assertEquals(1e9 + 0.5, frame.value(points.values()[2], 0), 0);
  }

  @Test
  void directionsAreKeptAroundZero() {
    double[][] rows = {{1e-30, 0}, {0, 1e-30}};
    Points points = Frame.aroundZero(Rows.of(rows, "points")).pack(Rows.of(rows, "points"));
    assertTrue(points.values()[0] > 0);
    assertEquals(0, points.values()[1]);
    assertEquals(points.values()[0], points.values()[3]);
  }
}
