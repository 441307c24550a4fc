package demitasse.model;

import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Activation.SIGMOID;
import static demitasse.layer.Layers.conv2d;
import static demitasse.layer.Layers.conv2dTranspose;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.flatten;
import static demitasse.layer.Layers.reshape;

import ai.djl.ndarray.types.Shape;
import demitasse.layer.Activation;
import demitasse.layer.Padding;
import demitasse.layer.Sequential;

/** The autoencoders of the course, for pictures of 28 × 28 grey pixels. */
public final class Autoencoders {
  private Autoencoders() {}

  /** Returns the dense one of chapter 3, for flat pictures: 784, 64, 784; 716,640 parameters. */
  public static Sequential dense784() {
    return Sequential.of(new Shape(784), dense(784, RELU), dense(64, RELU), dense(784, SIGMOID));
  }

  /**
   * Returns the convolutional one of chapters 4 and 5: two convolutions halve the side to 7, a
   * dense layer makes the latent vector of 64, and the way back mirrors the way there; 421,377
   * parameters.
   *
   * @param activation of all layers but the last: RELU in chapter 4, ELU in chapter 5
   */
  public static Sequential convolutional(Activation activation) {
    return Sequential.of(
        new Shape(1, 28, 28),
        conv2d(32, 2, activation).strides(2),
        conv2d(64, 2, activation).strides(2),
        flatten(),
        dense(64, activation),
        dense(7 * 7 * 64, activation),
        reshape(64, 7, 7),
        conv2dTranspose(32, 2, activation).strides(2).padding(Padding.SAME),
        conv2dTranspose(1, 2, SIGMOID).strides(2).padding(Padding.SAME));
  }
}
