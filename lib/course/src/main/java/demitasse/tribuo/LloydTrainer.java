package demitasse.tribuo;

import static demitasse.numeric.Arguments.given;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import demitasse.cluster.KMeans;
import demitasse.cluster.KMeansOptions;
import demitasse.cluster.KMeansOptions.Initialization;
import java.util.Map;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Trainer;
import org.tribuo.clustering.ClusterID;
import org.tribuo.clustering.kmeans.KMeansModel;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.provenance.impl.TrainerProvenanceImpl;

/**
 * {@link KMeans} as a Tribuo trainer: takes a Tribuo data set and returns Tribuo's model. Features
 * that an example lacks count as 0.
 *
 * <p>For one start, Tribuo's own trainer takes longer than this one for ten, as it visits examples
 * as objects; it makes no restarts and leaves an empty cluster's centre at the origin.
 */
public final class LloydTrainer implements Trainer<ClusterID> {
  @Config(mandatory = true, description = "Number of clusters.")
  private int k;

  @Config(description = "Number of restarts, of which the best is kept.")
  private int nInit;

  @Config(description = "Most iterations of a restart.")
  private int maxIterations;

  @Config(description = "Ends a restart whose centres move by less.")
  private double tolerance;

  @Config(description = "Seed of the starts.")
  private long seed;

  @Config(description = "How starts are chosen.")
  private Initialization initialization;

  @Config(description = "Number of threads, 0 for one per processor.")
  private int threads;

  private int invocations;

  /** For Tribuo's configuration, which sets the fields afterwards: the usual options. */
  private LloydTrainer() {
    this(KMeansOptions.defaults());
  }

  /** Makes a trainer with these options. */
  public LloydTrainer(KMeansOptions options) {
    given(options, "the options");
    k = options.k();
    nInit = options.nInit();
    maxIterations = options.maxIterations();
    tolerance = options.tolerance();
    seed = options.seed();
    initialization = options.initialization();
    threads = options.threads();
  }

  /**
   * Clusters the examples of a data set.
   *
   * @throws IllegalArgumentException if values are not finite, or fewer than k examples differ
   */
  @Override
  public KMeansModel train(Dataset<ClusterID> examples, Map<String, Provenance> runProvenance) {
    ImmutableFeatureMap features = examples.getFeatureIDMap();
    float[][] rows = new float[examples.size()][features.size()];
    int i = 0;
    for (Example<ClusterID> example : examples) {
      for (Feature feature : example) {
        rows[i][features.getID(feature.getName())] = (float) feature.getValue();
      }
      i++;
    }
    KMeansOptions options =
        new KMeansOptions(k, nInit, maxIterations, tolerance, seed, initialization, threads);
    invocations++;
    return TribuoModel.of(
        features, examples.getProvenance(), KMeans.fit(rows, options), this, runProvenance);
  }

  @Override
  public int getInvocationCount() {
    return invocations;
  }

  @Override
  public void setInvocationCount(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("the count must be 0 or more, got " + count);
    }
    invocations = count;
  }

  @Override
  public TrainerProvenance getProvenance() {
    return new TrainerProvenanceImpl(this);
  }
}
