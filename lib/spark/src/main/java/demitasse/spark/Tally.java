package demitasse.spark;

import demitasse.cluster.Contingency;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What is known of vectors once each is assigned to its nearest centre. Tallies add up. */
final class Tally implements Serializable {
  private static final long serialVersionUID = 1;

  private final int clusters;
  private final TreeMap<Integer, int[]> byClass = new TreeMap<>();
  private double inertia;

  Tally(int clusters) {
    this.clusters = clusters;
  }

  /** Assigns the vectors of a partition. */
  static Tally of(Iterator<LabelledVector> vectors, float[][] centroids) {
    Tally tally = new Tally(centroids.length);
    vectors.forEachRemaining(vector -> tally.assign(vector, centroids));
    return tally;
  }

  private void assign(LabelledVector vector, float[][] centroids) {
    int nearest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < centroids.length; c++) {
      double distance = squaredDistance(vector.vector(), centroids[c]);
      if (distance < least) {
        least = distance;
        nearest = c;
      }
    }
    if (nearest < 0) {
      throw new IllegalArgumentException("not all vectors and centres are finite");
    }
    inertia += least;
    column(vector.label())[nearest]++;
  }

  private static double squaredDistance(float[] vector, float[] centroid) {
    if (vector.length != centroid.length) {
      throw new IllegalArgumentException(
          "a vector has %d numbers, a centre %d".formatted(vector.length, centroid.length));
    }
    double sum = 0;
    for (int i = 0; i < vector.length; i++) {
      double difference = (double) vector[i] - centroid[i];
      sum += difference * difference;
    }
    return sum;
  }

  private int[] column(int label) {
    return byClass.computeIfAbsent(label, any -> new int[clusters]);
  }

  void add(Tally other) {
    inertia += other.inertia;
    other.byClass.forEach(
        (label, counts) -> {
          int[] column = column(label);
          Arrays.setAll(column, c -> column[c] + counts[c]);
        });
  }

  double inertia() {
    return inertia;
  }

  /** Returns how many vectors of which class are where, a row for every centre. */
  Contingency counts() {
    if (byClass.isEmpty()) {
      throw new IllegalArgumentException("there are no vectors to assign");
    }
    int[] classes = byClass.keySet().stream().mapToInt(Integer::intValue).toArray();
    int[][] counts = new int[clusters][classes.length];
    for (int c = 0; c < clusters; c++) {
      for (int j = 0; j < classes.length; j++) {
        counts[c][j] = byClass.get(classes[j])[c];
      }
    }
    int[] rows = Arrays.stream(counts).mapToInt(row -> Arrays.stream(row).sum()).toArray();
    int[] columns =
        byClass.values().stream().mapToInt(column -> Arrays.stream(column).sum()).toArray();
    return new Contingency(IntStream.range(0, clusters).toArray(), classes, counts, rows, columns);
  }
}
