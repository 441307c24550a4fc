package demitasse.model;

import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Activation.SOFTMAX;
import static demitasse.layer.Initializer.HE_UNIFORM;
import static demitasse.layer.Layers.batchNormalization;
import static demitasse.layer.Layers.conv2d;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.dropout;
import static demitasse.layer.Layers.flatten;
import static demitasse.layer.Layers.input;
import static demitasse.layer.Layers.maxPooling2d;
import static demitasse.model.Models.sequential;

import demitasse.layer.Padding;

/** The convolutional classifiers of chapters 2 and 3. Both end in a softmax. */
public final class Classifiers {
  private Classifiers() {}

  /**
   * Returns the one for CIFAR-100: images (3, 32, 32), 100 classes; 937,348 parameters, of which
   * 384 are not trained.
   */
  public static Sequential cifar100() {
    return sequential(
        input(3, 32, 32),
        conv2d(32, 3, RELU).initializer(HE_UNIFORM),
        batchNormalization(),
        conv2d(32, 3, RELU).initializer(HE_UNIFORM),
        batchNormalization(),
        maxPooling2d(2),
        dropout(0.25),
        conv2d(64, 3, RELU).initializer(HE_UNIFORM),
        batchNormalization(),
        conv2d(64, 3, RELU).initializer(HE_UNIFORM),
        batchNormalization(),
        maxPooling2d(2),
        dropout(0.25),
        flatten(),
        dense(512, RELU),
        dropout(0.5),
        dense(100, SOFTMAX));
  }

  /** Returns the one for MNIST: images (1, 28, 28), 10 classes; 5,259,594 parameters. */
  public static Sequential mnist() {
    return sequential(
        input(1, 28, 28),
        conv2d(64, 3, RELU).padding(Padding.SAME),
        conv2d(64, 3, RELU).padding(Padding.SAME),
        maxPooling2d(2),
        conv2d(128, 3, RELU).padding(Padding.SAME),
        conv2d(256, 3, RELU),
        maxPooling2d(2),
        flatten(),
        dense(512, RELU),
        dropout(0.5),
        dense(256, RELU),
        dropout(0.5),
        dense(10, SOFTMAX));
  }
}
