package demitasse.numeric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NearestCenterTest {
  @Test
  void nearCentersFarFromTheOriginAreToldApart() {
    float[] values = {1e6f, 1e6f + 1, 1e6f + 3, -2e6f, 0};
    Cloud cloud = Cloud.of(new Points(5, 1, values));
    double[] centers = {1e6 + 3, 1e6, 1e6 + 1, -2e6};
    int[] labels = new int[5];
    double[] distances = new double[5];
    new NearestCenter(cloud, centers).assign(PointBlock.of(cloud, 0, 5), 0, labels, distances);
    assertArrayEquals(new int[] {1, 2, 0, 3, 1}, labels);
    for (int i = 0; i < 4; i++) {
      assertEquals(0, distances[i], "point " + i);
    }
    assertEquals(1e12, distances[4], 1e9);
  }

  @Test
  void ofEquallyNearCentersTheFirstCounts() {
    Cloud cloud = Cloud.of(new Points(3, 1, new float[] {5e5f, 0, 1e6f}));
    int[] labels = new int[3];
    double[] distances = new double[3];
    new NearestCenter(cloud, new double[] {5e5 + 1, 5e5 - 1})
        .assign(PointBlock.of(cloud, 0, 3), 0, labels, distances);
    assertEquals(0, labels[0]);
    assertEquals(1, distances[0]);
  }
}
