package demitasse.model;

import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Activation.SIGMOID;
import static demitasse.layer.Layers.conv2d;
import static demitasse.layer.Layers.conv2dTranspose;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.flatten;
import static demitasse.layer.Layers.input;
import static demitasse.layer.Layers.reshape;
import static demitasse.model.Models.sequential;

import demitasse.layer.Activation;
import demitasse.layer.Padding;

/**
 * The autoencoders of the course, for images of 28 × 28 grey pixels: each a model of two, an
 * encoder and a decoder.
 */
public final class Autoencoders {
  private Autoencoders() {}

  /** Returns the dense one of chapter 5, for flat images: 784, 64, 784; 716,640 parameters. */
  public static Sequential dense784() {
    return sequential(
        input(784),
        sequential(dense(784, RELU), dense(64, RELU)).name("encoder"),
        sequential(dense(784, SIGMOID)).name("decoder"));
  }

  /**
   * Returns the convolutional one of chapters 6 and 7, made of {@link #encoder} and {@link
   * #decoder}; 421,377 parameters.
   *
   * @param activation of all layers but the last: RELU in chapter 6, ELU in chapter 7
   */
  public static Sequential convolutional(Activation activation) {
    return sequential(input(1, 28, 28), encoder(activation), decoder(activation));
  }

  /**
   * Returns its encoder: two convolutions halve the side to 7, and a dense layer makes the latent
   * vector of 64.
   */
  public static Sequential encoder(Activation activation) {
    return sequential(
            conv2d(32, 2, activation).strides(2),
            conv2d(64, 2, activation).strides(2),
            flatten(),
            dense(64, activation))
        .name("encoder");
  }

  /** Returns its decoder, which mirrors the encoder and ends in a sigmoid. */
  public static Sequential decoder(Activation activation) {
    return sequential(
            dense(7 * 7 * 64, activation),
            reshape(64, 7, 7),
            conv2dTranspose(32, 2, activation).strides(2).padding(Padding.SAME),
            conv2dTranspose(1, 2, SIGMOID).strides(2).padding(Padding.SAME))
        .name("decoder");
  }
}
