package demitasse.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CloudTest {
  @Test
  void aFastResultIsDoubtfulWhereItIsSmallBesideTheNorms() {
    assertTrue(Cloud.isDoubtful(0, 1, 1));
    assertTrue(!Cloud.isDoubtful(2, 1, 1));
  }

  @Test
  void theErrorBoundHoldsForTheFastLoops() {
    Cloud cloud = Cloud.of(points(1000, 1000.5f, -700, 3, 999));
    PointBlock block = PointBlock.of(cloud, 0, 5);
    float[] first = new float[5];
    float[] second = new float[5];
    block.relativeDistances(cloud.centered(), 0, 1, first, second);
    for (int j = 0; j < 5; j++) {
      double fast = first[j] + cloud.squaredNorm(0);
      double exact = cloud.squaredDistance(0, cloud, j);
      assertTrue(Math.abs(fast - exact) <= cloud.error(0, exact), "point " + j);
    }
  }

  @Test
  void oneFarPointDoesNotPullTheOriginAway() {
    float[] values = new float[101];
    for (int i = 0; i < 100; i++) {
      values[i] = i % 10;
    }
    values[100] = 1e12f;
    assertTrue(Math.abs(Cloud.of(points(values)).origin()[0]) < 10);
    assertEquals(0, Cloud.aroundZero(points(values)).origin()[0]);
  }

  @Test
  void selectedAndOtherPointsShareTheOrigin() {
    Cloud cloud = Cloud.of(points(1, 2, 6));
    Cloud selected = cloud.select(new int[] {2, 0});
    assertEquals(2, selected.size());
    assertEquals(25, selected.squaredDistance(0, cloud, 0));
    Cloud others = cloud.like(points(10));
    assertEquals(cloud.origin()[0], others.origin()[0]);
    assertEquals(16, others.squaredDistance(0, cloud, 2));
  }

  private static Points points(float... values) {
    return new Points(values.length, 1, values);
  }
}
