package demitasse.tribuo;

import static demitasse.numeric.Arguments.given;

import java.util.stream.IntStream;
import org.tribuo.MutableDataset;
import org.tribuo.clustering.ClusterID;
import org.tribuo.clustering.ClusteringFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Puts rows of numbers into the form of Tribuo's own data set. */
public final class TribuoData {
  private TribuoData() {}

  /**
   * Returns the points as a data set whose examples know their class, for Tribuo's evaluator. Its
   * trainers do not look at the classes.
   *
   * @param source what the points are, for the provenance
   * @param points shape (n, d)
   * @param classes of each point, 0 or more; length n
   * @throws IllegalArgumentException if there is not one class for each point
   */
  public static MutableDataset<ClusterID> of(String source, float[][] points, int[] classes) {
    given(source, "the source");
    given(points, "the points", "point");
    given(classes, "the classes");
    if (points.length != classes.length) {
      throw new IllegalArgumentException(
          points.length + " points, but " + classes.length + " classes");
    }
    var factory = new ClusteringFactory();
    var data = new MutableDataset<>(new SimpleDataSourceProvenance(source, factory), factory);
    int columns = points.length == 0 ? 0 : points[0].length;
    String[] names =
        IntStream.range(0, columns)
            .mapToObj(c -> TribuoModel.name(c, columns))
            .toArray(String[]::new);
    for (int i = 0; i < points.length; i++) {
      double[] values = new double[columns];
      for (int c = 0; c < columns; c++) {
        values[c] = points[i][c];
      }
      data.add(new ArrayExample<>(new ClusterID(classes[i]), names, values));
    }
    return data;
  }
}
