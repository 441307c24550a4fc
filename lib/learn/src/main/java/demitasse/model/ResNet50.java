package demitasse.model;

import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Activation.SOFTMAX;
import static demitasse.layer.Layers.activation;
import static demitasse.layer.Layers.batchNormalization;
import static demitasse.layer.Layers.conv2d;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.globalAveragePooling2d;
import static demitasse.layer.Layers.maxPooling2d;
import static demitasse.layer.Layers.residual;
import static demitasse.layer.Layers.zeroPadding2d;
import static demitasse.model.Models.sequential;
import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.types.Shape;
import demitasse.layer.Input;
import demitasse.layer.Layer;
import demitasse.train.CheckpointException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * ResNet50 as Keras has it: version 1 with the activation behind the sum, biases in all
 * convolutions, and the stride in the first convolution of a block. Layers are named as in Keras.
 *
 * <p>He, Zhang, Ren and Sun: Deep residual learning for image recognition, CVPR 2016, table 1, the
 * column of 50 layers.
 */
public final class ResNet50 {
  private ResNet50() {}

  /**
   * Returns the model with random weights.
   *
   * @param input of (channels, height, width), such as 3, 224, 224 or 3, 32, 32; at least 32 pixels
   *     a side, which five halvings bring to one
   * @param classes for 100 of them the model has 23,792,612 parameters, of which 53,120 are not
   *     trained
   * @throws IllegalArgumentException if the images are too small or there is no class
   */
  public static Sequential of(Input input, int classes) {
    return of(input, classes, ResNet50Variant.KERAS);
  }

  /**
   * Returns the model as torchvision has it: the stride in the 3 × 3 convolution of a block, no
   * bias in front of a normalization, whose ε is 10⁻⁵. The biases are there, and zero in {@link
   * #read published weights}. Names and numbers of parameters are those of {@link #of}.
   *
   * @param input as in {@link #of}
   * @throws IllegalArgumentException if the images are too small or there is no class
   */
  public static Sequential torchvision(Input input, int classes) {
    return of(input, classes, ResNet50Variant.TORCHVISION);
  }

  /**
   * Returns the model with weights that were published for Keras or for torchvision: the file tells
   * which of the two networks they belong to. These lines of Python write such a file:
   *
   * <pre>{@code
   * net = torchvision.models.resnet50(weights="IMAGENET1K_V2")
   * safetensors.torch.save_file(net.state_dict(), "resnet50.safetensors")
   *
   * net = keras.applications.ResNet50(weights="imagenet")
   * safetensors.numpy.save_file({f"{layer.name}/{weight.name}": weight.numpy()
   *     for layer in net.layers for weight in layer.weights}, "resnet50.safetensors")
   * }</pre>
   *
   * <p>Prepare images as for its training: with {@link
   * demitasse.data.preprocessing.Preprocessing#caffe} for Keras' weights, with {@link
   * demitasse.data.preprocessing.Preprocessing#torch} for torchvision's.
   *
   * @param input as in {@link #of}
   * @throws CheckpointException if the file cannot be read, is damaged, or has the weights of
   *     another network; the message says what differs
   * @throws IllegalArgumentException if the images are too small
   */
  public static Sequential read(Path file, Input input) {
    given(file, "the file");
    try (PublishedWeights weights = PublishedWeights.open(file)) {
      ResNet50Variant variant =
          Stream.of(ResNet50Variant.values())
              .filter(each -> weights.tensors().containsKey(each.lastBias()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new CheckpointException(
                          file,
                          "not Keras' nor torchvision's ResNet50: it has neither "
                              + ResNet50Variant.KERAS.lastBias()
                              + " nor "
                              + ResNet50Variant.TORCHVISION.lastBias()));
      long classes = weights.tensors().get(variant.lastBias()).size();
      Sequential model = of(input, Math.toIntExact(classes), variant);
      weights.into(model, variant.layout(), node -> variant.theirName(node.name()));
      return model;
    }
  }

  private static Sequential of(Input input, int classes, ResNet50Variant variant) {
    given(input, "the input");
    Shape inputShape = input.shape();
    if (inputShape.dimension() != 3 || inputShape.get(1) < 32 || inputShape.get(2) < 32) {
      throw new IllegalArgumentException(
          "ResNet50 takes images of at least 32 × 32, not " + inputShape);
    }
    List<Layer> layers = new ArrayList<>(List.of(input));
    layers.add(zeroPadding2d(3).name("conv1_pad"));
    layers.add(conv2d(64, 7, LINEAR).strides(2).name("conv1_conv"));
    layers.add(batchNormalization().epsilon(variant.epsilon()).name("conv1_bn"));
    layers.add(activation(RELU).name("conv1_relu"));
    layers.add(zeroPadding2d(1).name("pool1_pad"));
    layers.add(maxPooling2d(3).strides(2).name("pool1_pool"));
    stage(layers, variant, "conv2", 64, 3, 1);
    stage(layers, variant, "conv3", 128, 4, 2);
    stage(layers, variant, "conv4", 256, 6, 2);
    stage(layers, variant, "conv5", 512, 3, 2);
    layers.add(globalAveragePooling2d().name("avg_pool"));
    layers.add(dense(classes, SOFTMAX).name("predictions"));
    return sequential(layers);
  }

  /** Adds blocks of which the first changes the size and needs a projection as its shortcut. */
  private static void stage(
      List<Layer> layers,
      ResNet50Variant variant,
      String name,
      int filters,
      int blocks,
      int firstStrides) {
    for (int block = 1; block <= blocks; block++) {
      String prefix = name + "_block" + block;
      int strides = block == 1 ? firstStrides : 1;
      Layer[] shortcut =
          (block == 1
                  ? normalized(variant, prefix + "_0", 4 * filters, 1, strides)
                  : List.<Layer>of())
              .toArray(Layer[]::new);
      layers.add(
          residual(bottleneck(variant, prefix, filters, strides))
              .shortcut(shortcut)
              .name(prefix + "_add"));
      layers.add(activation(RELU).name(prefix + "_out"));
    }
  }

  /** 1 × 1 to fewer channels, 3 × 3 among them, 1 × 1 to four times as many. */
  private static List<Layer> bottleneck(
      ResNet50Variant variant, String prefix, int filters, int strides) {
    List<Layer> layers = new ArrayList<>();
    layers.addAll(normalized(variant, prefix + "_1", filters, 1, variant.first(strides)));
    layers.add(activation(RELU).name(prefix + "_1_relu"));
    layers.addAll(normalized(variant, prefix + "_2", filters, 3, variant.second(strides)));
    layers.add(activation(RELU).name(prefix + "_2_relu"));
    layers.addAll(normalized(variant, prefix + "_3", 4 * filters, 1, 1));
    return layers;
  }

  private static List<Layer> normalized(
      ResNet50Variant variant, String prefix, int filters, int kernel, int strides) {
    return List.of(
        variant
            .padded(conv2d(filters, kernel, LINEAR).strides(strides), kernel)
            .name(prefix + "_conv"),
        batchNormalization().epsilon(variant.epsilon()).name(prefix + "_bn"));
  }
}
