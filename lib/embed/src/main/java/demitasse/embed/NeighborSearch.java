package demitasse.embed;

import demitasse.embed.neighbors.Arranged;
import demitasse.embed.neighbors.ClusteredSearch;
import demitasse.embed.neighbors.ExactSearch;
import demitasse.embed.neighbors.Neighbors;
import demitasse.numeric.Cloud;
import demitasse.numeric.Parallel;
import demitasse.numeric.Points;

/** Finds neighbours by the method that suits the number of points, by the distance wanted. */
final class NeighborSearch {
  /** Up to here, all distances take hardly longer than clustering. */
  static final int EXACT_UP_TO = 10_000;

  private NeighborSearch() {}

  /**
   * Returns the points as the search wants them: around an origin in their midst, where float32 is
   * finest; for the cosine, of length 1, as |a − b|² = 2 (1 − a·b) there.
   *
   * @throws IllegalArgumentException if a point has no direction and the distance needs one
   */
  static Cloud prepare(Points points, Distance distance) {
    return distance == Distance.COSINE
        ? Cloud.aroundZero(normalized(points))
        : Cloud.rounded(points);
  }

  /**
   * Finds the k nearest neighbours of each point.
   *
   * @param points as they came, not prepared
   */
  static Arranged among(Points points, int k, Distance distance, Search search, Parallel parallel) {
    Cloud prepared = prepare(points, distance);
    boolean exact = search == Search.EXACT || search == Search.AUTO && points.size() <= EXACT_UP_TO;
    Arranged found =
        exact
            ? Arranged.asTheyAre(ExactSearch.among(prepared, k, parallel))
            : ClusteredSearch.among(prepared, k, parallel);
    asSquares(found.neighbors(), distance);
    return found;
  }

  /** Finds the k nearest of {@code points} for each query; both as they came, not prepared. */
  static Neighbors of(Points queries, Points points, int k, Distance distance, Parallel parallel) {
    Cloud prepared = prepare(points, distance);
    Cloud others = prepared.like(distance == Distance.COSINE ? normalized(queries) : queries);
    return asSquares(ExactSearch.of(others, prepared, k, parallel), distance);
  }

  private static Neighbors asSquares(Neighbors found, Distance distance) {
    if (distance == Distance.COSINE) {
      float[] squared = found.squaredDistances();
      for (int e = 0; e < squared.length; e++) {
        float cosineDistance = squared[e] / 2;
        squared[e] = Math.min(cosineDistance * cosineDistance, Float.MAX_VALUE);
      }
    }
    return found;
  }

  private static Points normalized(Points points) {
    int d = points.dimensions();
    float[] values = new float[points.values().length];
    for (int i = 0; i < points.size(); i++) {
      double squares = 0;
      for (int c = i * d; c < (i + 1) * d; c++) {
        squares += (double) points.values()[c] * points.values()[c];
      }
      if (squares == 0) {
        throw new IllegalArgumentException(
            "points: row %d is all zeros and has no direction for the cosine".formatted(i));
      }
      for (int c = i * d; c < (i + 1) * d; c++) {
        values[c] = (float) (points.values()[c] / Math.sqrt(squares));
      }
    }
    return new Points(points.size(), d, values);
  }
}
