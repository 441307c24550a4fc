package demitasse.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PairDistancesTest {
  /** Two near points beside one far away: |a|² + |b|² − 2 a·b in float32 gives 0 for the two. */
  @Test
  void aSecondLookTellsNearPointsApartBesideAFarOne() {
    Cloud cloud = Cloud.of(points(1e6f, 1e6f + 1, 0, -3e6f));
    PairDistances squared = new PairDistances(cloud);
    squared.measure(PointBlock.of(cloud, 0, 4), 0, 0, 1);
    assertEquals(0, squared.toFirst()[0]);
    assertEquals(1, squared.toFirst()[1], 1e-3);
    assertEquals(1, squared.toSecond()[0], 1e-3);
    assertEquals(1.6e13, squared.toFirst()[3], 1e-3 * 1.6e13);
  }

  @Test
  void theRoomIsUsedAgainForAnotherBlock() {
    Cloud cloud = Cloud.of(points(0, 1, 3, 7, 12));
    PairDistances squared = new PairDistances(cloud);
    squared.measure(PointBlock.of(cloud, 0, 3), 0, 0, 4);
    squared.measure(PointBlock.of(cloud, 3, 5), 3, 1, 2);
    assertEquals(36, squared.toFirst()[0], 0.036);
    assertEquals(121, squared.toFirst()[1], 0.121);
    assertEquals(16, squared.toSecond()[0], 0.016);
    assertEquals(81, squared.toSecond()[1], 0.081);
  }

  private static Points points(float... values) {
    return new Points(values.length, 1, values);
  }
}
