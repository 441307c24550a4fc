package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import demitasse.data.Batch;
import demitasse.data.Samples;
import demitasse.layer.Network;
import demitasse.layer.Pass;

/** Measures what a model makes of samples, with no learning. */
public final class Evaluation {
  private Evaluation() {}

  /**
   * Measures.
   *
   * @return means over all samples
   * @throws IllegalArgumentException if there are no samples, or they do not fit the model; nothing
   *     has been computed then
   * @throws java.util.concurrent.CancellationException if the thread was interrupted
   */
  public static Scores of(Network network, Samples samples, Measures measures) {
    Samples fitted = Fitted.of(samples, network, measures);
    double[] means = new double[measures.names().size()];
    for (int[] indices : Prediction.batches(network, fitted.size())) {
      Interrupts.requireNone();
      try (NDManager scope = network.newScope()) {
        Batch batch = fitted.batch(scope, indices, 0);
        NDArray logits = network.logits(Pass.inference(), batch.input());
        NDArray loss = measures.loss(batch.target(), logits);
        double[] values = measures.all(loss, batch.target(), logits);
        for (int i = 0; i < means.length; i++) {
          means[i] += values[i] * indices.length;
        }
      }
    }
    for (int i = 0; i < means.length; i++) {
      means[i] /= fitted.size();
    }
    return new Scores(measures.named(means));
  }
}
