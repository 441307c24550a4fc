package demitasse.embed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Points that several tests use. */
public final class Samples {
  private Samples() {}

  /** Fisher's irises: 150 of three species, sepal and petal length and width in cm. */
  public record Iris(float[][] points, int[] species) {
    public static Iris load() {
      List<float[]> points = new ArrayList<>();
      List<String> species = new ArrayList<>();
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(
                  Samples.class.getResourceAsStream("/demitasse/iris.csv"),
                  StandardCharsets.UTF_8))) {
        reader.readLine();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          String[] fields = line.split(",");
          float[] point = new float[4];
          for (int c = 0; c < 4; c++) {
            point[c] = Float.parseFloat(fields[c]);
          }
          points.add(point);
          species.add(fields[4]);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      List<String> names = species.stream().distinct().toList();
      return new Iris(
          points.toArray(float[][]::new), species.stream().mapToInt(names::indexOf).toArray());
    }
  }

  /** Points around {@code centers} random centres, one after the other in turn. */
  public static float[][] blobs(int n, int dimensions, int centers, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] center = new double[centers][dimensions];
    for (double[] row : center) {
      for (int c = 0; c < dimensions; c++) {
        row[c] = 5 * random.nextGaussian();
      }
    }
    float[][] points = new float[n][dimensions];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < dimensions; c++) {
        points[i][c] = (float) (center[i % centers][c] + random.nextGaussian());
      }
    }
    return points;
  }

  /** A map of normal coordinates. */
  public static float[] map(int n, int dimensions, double deviation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] y = new float[n * dimensions];
    for (int c = 0; c < y.length; c++) {
      y[c] = (float) (deviation * random.nextGaussian());
    }
    return y;
  }
}
