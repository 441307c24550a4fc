package demitasse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.cluster.KMeans;
import demitasse.cluster.KMeansOptions;
import demitasse.data.Mnist;
import demitasse.embed.EmbeddingQuality;
import demitasse.embed.TSne;
import demitasse.embed.TSneOptions;
import demitasse.embed.TSneOptions.Initialization;
import demitasse.layer.Activation;
import demitasse.model.Autoencoders;
import demitasse.model.Pretrained;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * What k-means and t-SNE make of the real digits' latent vectors, by the autoencoder that comes
 * with the course. The bounds are what scikit-learn 1.2.1 reached on the same vectors: {@code
 * ./demitasse bench kmeans} and {@code tsne} run both side by side.
 */
@EnabledIfEnvironmentVariable(named = "DEMITASSE_DATA", matches = ".+")
class LatentCodesTest {
  private static float[][] codes;

  @BeforeAll
  static void encode() {
    try (var model = Autoencoders.convolutional(Activation.ELU)) {
      Pretrained.load("elu-autoencoder", model);
      codes = model.first(1).predict(Mnist.load().train());
    }
    assertEquals(60_000, codes.length, "these are not the real digits");
  }

  /** The best of scikit-learn's in three times ten restarts. */
  @Test
  void tenRestartsReachScikitLearnsInertia() {
    double inertia = KMeans.fit(codes, KMeansOptions.of(10).seed(0)).inertia();
    assertTrue(inertia <= 1.001 * 64_520_752, "inertia " + inertia);
  }

  /** Means of scikit-learn's over five seeds, from which single maps differ in the last digit. */
  @Test
  void aMapIsNoWorseThanScikitLearns() {
    float[][] first = Arrays.copyOf(codes, 5000);
    var options =
        TSneOptions.defaults()
            .perplexity(15)
            .learningRate(100)
            .initialization(Initialization.random());
    var map = TSne.fit(first, options);
    assertTrue(map.kl() <= 1.01 * 1.5266, "KL " + map.kl());
    double trust = EmbeddingQuality.trustworthiness(first, map.embedding(), 10);
    assertTrue(trust >= 0.9866 - 1e-3, "trustworthiness " + trust);
    double recall = EmbeddingQuality.neighborRecall(first, map.embedding(), 10);
    assertTrue(recall >= 0.4807 - 5e-3, "recall " + recall);
  }
}
