package demitasse.tribuo;

import static demitasse.numeric.Arguments.given;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.BooleanProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.IntProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import com.oracle.labs.mlrg.olcut.util.MutableLong;
import demitasse.cluster.KMeans;
import demitasse.cluster.KMeansOptions;
import demitasse.cluster.KMeansResult;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.Map;
import org.tribuo.Example;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.MutableFeatureMap;
import org.tribuo.RealInfo;
import org.tribuo.Tribuo;
import org.tribuo.clustering.ClusterID;
import org.tribuo.clustering.ClusteringFactory;
import org.tribuo.clustering.ImmutableClusteringInfo;
import org.tribuo.clustering.kmeans.KMeansModel;
import org.tribuo.clustering.kmeans.protos.KMeansModelProto;
import org.tribuo.impl.ArrayExample;
import org.tribuo.impl.ModelDataCarrier;
import org.tribuo.math.distance.L2Distance;
import org.tribuo.math.la.DenseVector;
import org.tribuo.provenance.DatasetProvenance;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Puts clusters into the form of Tribuo's own model, which predicts, can be saved, and knows where
 * it comes from.
 *
 * <p>{@link KMeansModel} has no public constructor; its serialised form is public, so the model is
 * read from that.
 */
public final class TribuoModel {
  private TribuoModel() {}

  /**
   * Returns the model of points that are no Tribuo data set: a feature for each column, named by
   * its number.
   *
   * @param points what was clustered, shape (n, d)
   * @param result what {@link KMeans#fit} made of them
   * @param options with which it did
   */
  public static KMeansModel of(float[][] points, KMeansResult result, KMeansOptions options) {
    given(points, "the points", "point");
    given(result, "the result");
    given(options, "the options");
    int d = points[0].length;
    MutableFeatureMap features = new MutableFeatureMap();
    for (int c = 0; c < d; c++) {
      int column = c;
      double[] values = Arrays.stream(points).mapToDouble(point -> point[column]).toArray();
      DoubleSummaryStatistics summary = Arrays.stream(values).summaryStatistics();
      double mean = summary.getAverage();
      double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
      features.put(
          new RealInfo(
              name(c, d), points.length, summary.getMax(), summary.getMin(), mean, squares));
    }
    return of(
        new ImmutableFeatureMap(features),
        provenance(points.length, d),
        result,
        new LloydTrainer(options),
        Map.of());
  }

  static KMeansModel of(
      ImmutableFeatureMap features,
      DatasetProvenance data,
      KMeansResult clusters,
      LloydTrainer trainer,
      Map<String, Provenance> runProvenance) {
    Map<Integer, MutableLong> counts = new HashMap<>();
    for (int label : clusters.labels()) {
      counts.computeIfAbsent(label, unused -> new MutableLong()).increment();
    }
    ModelProvenance provenance =
        new ModelProvenance(
            KMeansModel.class.getName(),
            OffsetDateTime.now(),
            data,
            trainer.getProvenance(),
            runProvenance);
    ModelDataCarrier<ClusterID> metadata =
        new ModelDataCarrier<>(
            "",
            provenance,
            features,
            new ImmutableClusteringInfo(counts),
            false,
            provenance.getTribuoVersion());
    KMeansModelProto.Builder form =
        KMeansModelProto.newBuilder()
            .setMetadata(metadata.serialize())
            .setDistance(new L2Distance().serialize());
    for (float[] centroid : clusters.centroids()) {
      double[] values = new double[centroid.length];
      for (int c = 0; c < values.length; c++) {
        values[c] = centroid[c];
      }
      form.addCentroidVectors(DenseVector.createDenseVector(values).serialize());
    }
    try {
      return KMeansModel.deserializeFromProto(
          KMeansModel.CURRENT_VERSION, KMeansModel.class.getName(), Any.pack(form.build()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("Tribuo does not read the model it wrote", e);
    }
  }

  /** Returns a point as the example that a model predicts a cluster for. */
  public static Example<ClusterID> example(float[] point) {
    given(point, "the point");
    ArrayExample<ClusterID> example = new ArrayExample<>(ClusteringFactory.UNASSIGNED_CLUSTER_ID);
    for (int c = 0; c < point.length; c++) {
      example.add(name(c, point.length), point[c]);
    }
    return example;
  }

  /** Names a column by its number, with zeros in front: Tribuo orders features by name. */
  static String name(int column, int columns) {
    int digits = String.valueOf(columns - 1).length();
    return String.format("%0" + digits + "d", column);
  }

  /** Returns what Tribuo notes of a data set; the keys are those of {@link DatasetProvenance}. */
  private static DatasetProvenance provenance(int n, int d) {
    Map<String, Provenance> notes = new HashMap<>();
    note(notes, new StringProvenance("class-name", float[][].class.getTypeName()));
    note(notes, new BooleanProvenance("is-dense", true));
    note(notes, new BooleanProvenance("is-sequence", false));
    note(notes, new IntProvenance("num-examples", n));
    note(notes, new IntProvenance("num-features", d));
    note(notes, new IntProvenance("num-outputs", 0));
    note(notes, new StringProvenance("tribuo-version", Tribuo.VERSION));
    notes.put("transformations", new ListProvenance<ObjectProvenance>());
    notes.put(
        "datasource", new SimpleDataSourceProvenance("points in memory", new ClusteringFactory()));
    return new DatasetProvenance(notes);
  }

  private static void note(Map<String, Provenance> notes, PrimitiveProvenance<?> note) {
    notes.put(note.getKey(), note);
  }
}
