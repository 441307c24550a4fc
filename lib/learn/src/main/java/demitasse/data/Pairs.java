package demitasse.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Inputs and targets of two sources, the i-th of the one with the i-th of the other.
 *
 * @param inputs the one
 * @param targets the other
 */
record Pairs(Source inputs, Source targets) implements Samples {
  Pairs {
    if (inputs.size() != targets.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "each input needs a target, but there are %,d inputs and %,d targets",
              inputs.size(),
              targets.size()));
    }
  }

  static Pairs of(Object inputs, Object targets) {
    Source input = Source.of(inputs, "inputs");
    if (targets == inputs && !(targets instanceof int[])) {
      return new Pairs(input, input);
    }
    return new Pairs(
        input,
        targets instanceof int[] labels
            ? new Source.Labels(labels)
            : Source.of(targets, "targets"));
  }

  @Override
  public int size() {
    return inputs.size();
  }

  @Override
  public Shape inputShape() {
    return inputs.shape();
  }

  @Override
  public Shape targetShape() {
    return targets.shape();
  }

  @Override
  public OptionalInt classes() {
    return targets.classes();
  }

  @Override
  public Batch batch(NDManager manager, int[] indices, long seed) {
    for (int index : indices) {
      Objects.checkIndex(index, size());
    }
    NDArray input = inputs.batch(manager, indices, seed);
    return new Batch(input, targets == inputs ? input : targets.batch(manager, indices, seed));
  }

  @Override
  public String mark() {
    return (inputs.mark() + " " + targets.mark()).strip();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%,d pairs: inputs %s, targets %s", size(), inputs, targets);
  }
}
