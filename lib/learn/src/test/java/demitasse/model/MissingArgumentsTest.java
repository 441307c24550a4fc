package demitasse.model;

import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Layers.conv2d;
import static demitasse.layer.Layers.conv2dTranspose;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.input;
import static demitasse.layer.Layers.maxPooling2d;
import static demitasse.layer.Layers.reshape;
import static demitasse.layer.Layers.residual;
import static demitasse.model.Models.sequential;
import static demitasse.train.Training.adam;
import static demitasse.train.Training.epochs;
import static demitasse.train.Training.mse;
import static demitasse.train.Training.sgd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import demitasse.data.ClassMeans;
import demitasse.data.ImageFolder;
import demitasse.data.ImageSet;
import demitasse.data.ImageTables;
import demitasse.data.Mnist;
import demitasse.data.Samples;
import demitasse.data.image.ImageShape;
import demitasse.data.preprocessing.Preprocessing;
import demitasse.layer.Activation;
import demitasse.layer.Layer;
import demitasse.layer.Padding;
import demitasse.train.Fit;
import demitasse.train.Metric;
import demitasse.train.Schedule;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a learner forgot, or lost in a cell that failed, is named. */
class MissingArgumentsTest {
  private static final float[][] ROWS = {{1, 2}, {3, 4}};
  private static final Samples SAMPLES = Samples.of(ROWS, ROWS);

  @Test
  void layersNameWhatIsMissing() {
    refuses("the activation must not be null", () -> dense(1, null));
    refuses("the activation must not be null", () -> conv2d(1, 3, null));
    refuses("the initializer must not be null", () -> dense(1, RELU).initializer(null));
    refuses("the initializer must not be null", () -> conv2d(1, 3, RELU).initializer(null));
    refuses("the padding must not be null", () -> conv2d(1, 3, RELU).padding((Padding) null));
    refuses(
        "the padding must not be null", () -> conv2dTranspose(1, 3, RELU).padding((Padding) null));
    refuses("the padding must not be null", () -> maxPooling2d(2).padding((Padding) null));
    refuses("the shape must not be null", () -> input((long[]) null));
    refuses("the shape must not be null", () -> reshape((long[]) null));
    refuses("the layers must not be null", () -> residual((List<Layer>) null));
    refuses("layer 1 must not be null", () -> residual(dense(1, RELU), null));
    refuses("the input must not be null", () -> ResNet50.of(null, 10));
    refuses("the input must not be null", () -> ResNet50.torchvision(null, 10));
  }

  @Test
  void modelsNameWhatIsMissing() {
    try (Sequential model = sequential(input(2), dense(2, Activation.LINEAR))) {
      refuses("the optimizer must not be null", () -> model.compile(null, mse()));
      refuses("the loss must not be null", () -> model.compile(sgd(0.1), null));
      refuses("metric 0 must not be null", () -> model.compile(sgd(0.1), mse(), (Metric) null));
      model.compile(sgd(0.1), mse());
      refuses("the samples must not be null", () -> model.fit(null, epochs(1)));
      refuses("the fit must not be null", () -> model.fit(SAMPLES, null));
      refuses("the samples must not be null", () -> model.evaluate(null));
      refuses("the loss must not be null", () -> model.evaluate(SAMPLES, null));
      refuses("the samples must not be null", () -> model.predict((Samples) null));
      refuses("the rows must not be null", () -> model.predict((float[][]) null));
      refuses("row 1 must not be null", () -> model.predict(new float[][] {{1, 2}, null}));
      refuses("the rows must not be null", () -> model.predictInTraining(null, 1));
      refuses("the file must not be null", () -> model.save(null));
      refuses("the file must not be null", () -> model.load(null));
      refuses("the file must not be null", () -> model.restore(null));
      refuses("array 1 must not be null", () -> model.setWeights(new float[4], null));
      refuses("the inputs must not be null", () -> Samples.of(null, ROWS));
      refuses("the targets must not be null", () -> Samples.of(ROWS, null));
      refuses("the name must not be null", () -> Pretrained.load(null, model));
      refuses("the model must not be null", () -> Pretrained.load("mnist-cnn", null));
      refuses("the name must not be null", () -> Pretrained.save(Path.of("."), null, model));
    }
    refuses("layer 1 must not be null", () -> sequential(input(2), null));
    refuses("the layers must not be null", () -> sequential((List<Layer>) null));
  }

  @Test
  void fitsAndOptimizersNameWhatIsMissing() {
    Fit fit = epochs(1);
    refuses("the validation samples must not be null", () -> fit.validation(null));
    refuses("the file must not be null", () -> fit.resumable(null));
    refuses("the time must not be null", () -> fit.resumable(Path.of("a.ckpt"), null));
    refuses("the file must not be null", () -> fit.saveBest(null, "loss"));
    refuses("the monitor must not be null", () -> fit.saveBest(Path.of("a.ckpt"), null));
    refuses("the monitor must not be null", () -> fit.earlyStop(null, 1));
    refuses("the learning rate must not be null", () -> adam((Schedule) null));
    refuses("the learning rate must not be null", () -> sgd((Schedule) null));
  }

  @Test
  void setsOfImagesNameWhatIsMissing() {
    ImageSet images = Mnist.generated().test().take(4);
    refuses("the folder must not be null", () -> Mnist.read(null));
    refuses("the folder must not be null", () -> ImageFolder.of(null));
    ImageFolder photos = ImageFolder.of(Path.of("photos"));
    refuses("the interpolation must not be null", () -> photos.interpolation(null));
    refuses("the names of the classes must not be null", () -> photos.classNames(null));
    ImageShape shape = new ImageShape(1, 1, 1);
    byte[] one = new byte[1];
    int[] label = {0};
    List<String> names = List.of("a");
    refuses("the name must not be null", () -> ImageSet.of(null, shape, one, label, names));
    refuses("the shape must not be null", () -> ImageSet.of("x", null, one, label, names));
    refuses("the pixels must not be null", () -> ImageSet.of("x", shape, null, label, names));
    refuses(
        "name 0 must not be null",
        () -> ImageSet.of("x", shape, one, label, Collections.singletonList(null)));
    refuses("the indices must not be null", () -> images.subset((int[]) null));
    refuses("the labels must not be null", () -> images.ofClass((int[]) null));
    refuses("the class names must not be null", () -> images.ofClass((String[]) null));
    refuses("class name 0 must not be null", () -> images.ofClass((String) null));
    refuses("the steps must not be null", () -> images.preprocess((Preprocessing[]) null));
    refuses("step 0 must not be null", () -> images.preprocess((Preprocessing) null));
    refuses("the images must not be null", () -> ImageTables.classBalance(null));
    refuses("the images must not be null", () -> ClassMeans.of(null));
  }

  private static void refuses(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
