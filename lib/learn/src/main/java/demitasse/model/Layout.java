package demitasse.model;

import demitasse.layer.Node;
import demitasse.layer.Weight;
import java.util.Map;

/** How another library names weights and orders their axes. */
enum Layout {
  /** Of {@code state_dict}: {@code MODULE.weight}, channels first. */
  PYTORCH(
      ".",
      Map.of(
          "weight", "weight",
          "bias", "bias",
          "gamma", "weight",
          "beta", "bias",
          "movingMean", "running_mean",
          "movingVariance", "running_var")) {
    @Override
    int[] axes(Node node) {
      return switch (node.layer().type()) {
        case "Conv2DTranspose" -> new int[] {1, 2, 3, 0};
        case "Conv2D" -> new int[] {0, 1, 2, 3};
        default -> new int[] {0, 1};
      };
    }
  },
  /** Of a model's layers: {@code LAYER/kernel}, channels last. */
  KERAS(
      "/",
      Map.of(
          "weight", "kernel",
          "bias", "bias",
          "gamma", "gamma",
          "beta", "beta",
          "movingMean", "moving_mean",
          "movingVariance", "moving_variance")) {
    @Override
    int[] axes(Node node) {
      return switch (node.layer().type()) {
        case "Conv2DTranspose" -> new int[] {2, 0, 1, 3};
        case "Conv2D" -> new int[] {3, 2, 0, 1};
        default -> new int[] {1, 0};
      };
    }
  };

  private final String separator;
  private final Map<String, String> names;

  Layout(String separator, Map<String, String> names) {
    this.separator = separator;
    this.names = names;
  }

  /** Returns which of their axes each axis of our weights is. */
  abstract int[] axes(Node node);

  /** Returns what they call a weight of a layer, for which {@code layer} is their name. */
  String name(String layer, Weight weight) {
    return layer + separator + names.get(weight.name());
  }

  /** Returns the shape that they give a weight. */
  long[] shape(Node node, Weight weight) {
    long[] ours = weight.shape().getShape();
    if (ours.length == 1) {
      return ours;
    }
    long[] theirs = new long[ours.length];
    int[] axes = axes(node);
    for (int axis = 0; axis < ours.length; axis++) {
      theirs[axes[axis]] = ours[axis];
    }
    return theirs;
  }

  /**
   * Returns numbers in our order of axes.
   *
   * @param values in theirs, row by row
   */
  float[] ours(Node node, Weight weight, float[] values) {
    long[] ours = weight.shape().getShape();
    if (ours.length == 1) {
      return values;
    }
    long[] theirs = shape(node, weight);
    int[] axes = axes(node);
    // How far apart neighbours along each of our axes lie in theirs.
    int[] steps = new int[ours.length];
    for (int axis = 0; axis < ours.length; axis++) {
      steps[axis] = 1;
      for (int inner = axes[axis] + 1; inner < theirs.length; inner++) {
        steps[axis] *= (int) theirs[inner];
      }
    }
    float[] turned = new float[values.length];
    int[] index = new int[ours.length];
    int from = 0;
    for (int to = 0; to < turned.length; to++) {
      turned[to] = values[from];
      for (int axis = ours.length - 1; axis >= 0; axis--) {
        from += steps[axis];
        if (++index[axis] < ours[axis]) {
          break;
        }
        from -= index[axis] * steps[axis];
        index[axis] = 0;
      }
    }
    return turned;
  }
}
