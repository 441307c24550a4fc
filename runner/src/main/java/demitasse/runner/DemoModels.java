package demitasse.runner;

import static demitasse.layer.Activation.ELU;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;

import demitasse.data.ImageSet;
import demitasse.data.Mnist;
import demitasse.model.Autoencoders;
import demitasse.model.Classifiers;
import demitasse.model.Pretrained;
import demitasse.model.Sequential;
import demitasse.onnx.Onnx;
import demitasse.onnx.Precision;
import demitasse.train.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The models of the demonstrations, with the weights that come with the course: in 8 bits a weight,
 * so that a page that a phone loads stays small.
 */
final class DemoModels {
  private DemoModels() {}

  /**
   * Writes all models and the map.
   *
   * @param points how many images the map shows
   */
  static void write(DemoFolder folder, int points) {
    try (Sequential digits = Classifiers.mnist();
        Sequential pictures = Classifiers.cifar100();
        Sequential encoder = Autoencoders.encoder(ELU);
        Sequential decoder = Autoencoders.decoder(ELU);
        Sequential autoencoder = sequential(input(1, 28, 28), encoder, decoder)) {
      pack(folder, "digit.onnx", digits, Pretrained.load("mnist-cnn", digits), "dense_2", "conv2d");
      pack(folder, "picture.onnx", pictures, Pretrained.load("cifar100-cnn", pictures), "dense_1");
      History forty = Pretrained.load("elu-autoencoder", autoencoder);
      pack(folder, "decoder.onnx", decoder, forty, "conv2d_transpose_1");
      ImageSet images = Mnist.load().train().take(points);
      DemoMap.of(images, encoder.predict(images)).write(folder);
    }
  }

  private static void pack(
      DemoFolder folder, String name, Sequential model, History training, String... outputs) {
    try {
      Path file = Files.createTempFile("demitasse", ".onnx");
      try {
        Onnx.of(model)
            .outputs(outputs)
            .precision(Precision.INT8)
            .training(training)
            .licence("Apache-2.0")
            .write(file);
        folder.pack(name, Files.readAllBytes(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
