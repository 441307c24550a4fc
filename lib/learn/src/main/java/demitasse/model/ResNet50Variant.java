package demitasse.model;

import demitasse.layer.Conv2d;
import demitasse.layer.Padding;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two networks that are called ResNet50. */
enum ResNet50Variant {
  /** Of {@code keras.applications}, version 1. */
  KERAS(Layout.KERAS, 1.001e-5f, "predictions/bias"),
  /** Of {@code torchvision.models}, also called version 1.5. */
  TORCHVISION(Layout.PYTORCH, 1e-5f, "fc.bias");

  private static final Pattern BLOCK = Pattern.compile("conv(\\d)_block(\\d)_(\\d)_(conv|bn)");

  private final Layout layout;
  private final float epsilon;
  private final String lastBias;

  ResNet50Variant(Layout layout, float epsilon, String lastBias) {
    this.layout = layout;
    this.epsilon = epsilon;
    this.lastBias = lastBias;
  }

  /** Returns how its weights are published. */
  Layout layout() {
    return layout;
  }

  /** Returns what is added to the variance of a normalization. */
  float epsilon() {
    return epsilon;
  }

  /** Returns what the bias of the last layer is called among its published weights. */
  String lastBias() {
    return lastBias;
  }

  /** Returns the stride of the first convolution of a block. */
  int first(int strides) {
    return this == KERAS ? strides : 1;
  }

  /** Returns the stride of the second convolution of a block. */
  int second(int strides) {
    return this == KERAS ? 1 : strides;
  }

  /** Returns a convolution with a border: PyTorch's is the same on all sides, with any stride. */
  Conv2d padded(Conv2d convolution, int kernel) {
    return this == KERAS ? convolution.padding(Padding.SAME) : convolution.padding(kernel / 2);
  }

  /** Returns what they call a layer: {@code conv2_block1_1_conv} is {@code layer1.0.conv1}. */
  String theirName(String name) {
    if (this == KERAS) {
      return name;
    }
    Matcher block = BLOCK.matcher(name);
    if (!block.matches()) {
      return Map.of("conv1_conv", "conv1", "conv1_bn", "bn1", "predictions", "fc").get(name);
    }
    int stage = Integer.parseInt(block.group(1)) - 1;
    int number = Integer.parseInt(block.group(2)) - 1;
    boolean convolution = block.group(4).equals("conv");
    String part =
        block.group(3).equals("0")
            ? "downsample." + (convolution ? 0 : 1)
            : (convolution ? "conv" : "bn") + block.group(3);
    return "layer%d.%d.%s".formatted(stage, number, part);
  }
}
