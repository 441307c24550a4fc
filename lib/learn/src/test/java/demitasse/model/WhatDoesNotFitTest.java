package demitasse.model;

import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Activation.SOFTMAX;
import static demitasse.layer.Layers.activation;
import static demitasse.layer.Layers.conv2d;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.flatten;
import static demitasse.layer.Layers.input;
import static demitasse.layer.Layers.maxPooling2d;
import static demitasse.model.Models.sequential;
import static demitasse.train.Training.accuracy;
import static demitasse.train.Training.adam;
import static demitasse.train.Training.categoricalCrossentropy;
import static demitasse.train.Training.epochs;
import static demitasse.train.Training.mse;
import static demitasse.train.Training.sgd;
import static demitasse.train.Training.sparseCategoricalCrossentropy;
import static demitasse.train.Training.topK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.data.Batch;
import demitasse.data.Cifar100;
import demitasse.data.ImageSet;
import demitasse.data.Mnist;
import demitasse.data.Samples;
import demitasse.layer.Activation;
import demitasse.train.Metric;
import demitasse.train.Printed;
import demitasse.train.Scores;
import demitasse.train.WatchedSamples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models, samples, losses and metrics that do not go together: told before the first step. */
class WhatDoesNotFitTest {
  private static final ImageSet DIGITS = Mnist.generated().test().take(64);
  private static final ImageSet PHOTOS = Cifar100.generated().test().take(400);

  @RegisterExtension final Printed printed = new Printed();

  private static Sequential classifier(int... shape) {
    long[] sides = IntStream.of(shape).asLongStream().toArray();
    return sequential(input(sides), flatten(), dense(10, SOFTMAX));
  }

  private static void assertRefused(String message, Executable call) {
    var refused = assertThrows(IllegalArgumentException.class, call);
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  /** Samples that nobody may ask for a batch. */
  private static Samples untouched(Samples samples) {
    return new WatchedSamples(
        samples,
        indices -> {
          throw new AssertionError("a batch was asked for");
        });
  }

  @Test
  void aLabelWithoutAnOutputIsToldBeforeTheFirstStep() {
    assertTrue(PHOTOS.classes().getAsInt() > 90);
    String message = "but the model has 10 outputs";
    try (var model = classifier(3, 32, 32)) {
      model.compile(sgd(0.01), sparseCategoricalCrossentropy(), accuracy());
      Samples photos = untouched(PHOTOS);
      assertRefused(message, () -> model.fit(photos, epochs(1)));
      assertRefused(message, () -> model.evaluate(photos));
      ImageSet few =
          PHOTOS.subset(IntStream.range(0, 400).filter(i -> PHOTOS.label(i) < 10).toArray());
      model.fit(few, epochs(1));
      assertRefused(
          "validation samples: a sample has the label",
          () -> model.fit(untouched(few), epochs(1).validation(photos)));
      Samples arrays = Samples.of(new float[2][3072], new int[] {3, 321});
      assertRefused("label 321", () -> model.fit(arrays, epochs(1)));
      assertRefused("at least 322 units", () -> model.evaluate(arrays));
    }
  }

  @Test
  void aLabelThatOnlyTheBatchShowsIsToldThere() {
    Samples secretive =
        new Samples() {
          @Override
          public int size() {
            return 4;
          }

          @Override
          public Shape inputShape() {
            return new Shape(2);
          }

          @Override
          public Shape targetShape() {
            return new Shape();
          }

          @Override
          public Batch batch(NDManager manager, int[] indices, long seed) {
            return new Batch(
                manager.ones(new Shape(indices.length, 2)),
                manager.create(IntStream.of(indices).map(i -> 5 * i).toArray()));
          }
        };
    try (var model = sequential(input(2), dense(10, SOFTMAX))) {
      model.compile(sgd(0.01), sparseCategoricalCrossentropy());
      assertRefused("but the model has 10 outputs", () -> model.fit(secretive, epochs(1)));
      assertRefused("but the model has 10 outputs", () -> model.evaluate(secretive));
    }
  }

  @Test
  void oneHotTargetsOfAnotherNumberOfClasses() {
    try (var model = classifier(3, 32, 32)) {
      model.compile(sgd(0.01), categoricalCrossentropy(), topK(5));
      Samples photos = untouched(PHOTOS.oneHot());
      assertRefused("one-hot targets of shape (10), not (100)", () -> model.fit(photos, epochs(1)));
      assertRefused("integer labels", () -> model.evaluate(untouched(PHOTOS)));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SOFTMAX")
  void crossentropyIsOfProbabilities(Activation last) {
    try (var model = sequential(input(784), dense(10, last));
        var behind = sequential(input(784), dense(10, SOFTMAX), activation(last))) {
      for (Sequential each : new Sequential[] {model, behind}) {
        assertRefused("softmax", () -> each.compile(adam(1e-3), sparseCategoricalCrossentropy()));
        assertRefused("softmax", () -> each.compile(adam(1e-3), categoricalCrossentropy()));
        assertRefused(
            "softmax", () -> each.evaluate(DIGITS.flat(), sparseCategoricalCrossentropy()));
      }
    }
    try (var layer = sequential(input(784), dense(10, LINEAR), activation(SOFTMAX))) {
      layer.compile(adam(1e-3), sparseCategoricalCrossentropy());
      assertEquals(Math.log(10), layer.evaluate(DIGITS.flat()).loss(), 1.5);
    }
  }

  /** Softmax of one number is 1 for every input: a loss of 0 that means nothing. */
  @Test
  void oneOutputIsNoChoiceBetweenClasses() {
    Samples samples = Samples.of(new float[8][3], new int[8]);
    try (Sequential model = sequential(input(3), dense(1, SOFTMAX))) {
      model.compile(sgd(0.1), sparseCategoricalCrossentropy());
      assertRefused(
          "the last layer needs a unit for each class",
          () -> model.fit(untouched(samples), epochs(1).verbose(0)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"loss", "seconds", "val_mine", " "})
  void aMetricMayNotTakeANameOfTheHistory(String name) {
    Metric metric = named(name);
    try (Sequential model = sequential(input(2), dense(2, SOFTMAX))) {
      var e =
          assertThrows(
              IllegalArgumentException.class, () -> model.compile(adam(0.1), mse(), metric));
      assertEquals("a metric cannot be called \"" + name + "\"", e.getMessage());
      assertThrows(
          IllegalArgumentException.class, () -> model.compile(adam(0.1), mse(), named(null)));
    }
  }

  private static Metric named(String name) {
    return new Metric() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public double of(NDArray target, NDArray output) {
        return 0;
      }
    };
  }

  @Test
  void metricsOfClassesNeedClasses() {
    try (var single = sequential(input(784), dense(1, LINEAR))) {
      single.compile(adam(1e-3), mse(), accuracy());
      Samples sums = Samples.of(new float[3][784], new float[3]);
      assertRefused("accuracy compares", () -> single.evaluate(sums));
    }
  }

  @Test
  void whatIsWatchedMustBeMeasured(@TempDir Path folder) {
    Path file = folder.resolve("best.ckpt");
    try (var model = classifier(1, 28, 28)) {
      model.compile(sgd(0.01), sparseCategoricalCrossentropy(), accuracy());
      Samples digits = untouched(DIGITS);
      assertRefused(
          "\"val_acuracy\" is to be watched, but only loss, accuracy, val_loss, val_accuracy",
          () -> model.fit(digits, epochs(1).validation(DIGITS).saveBest(file, "val_acuracy")));
      assertRefused(
          "\"val_loss\" is to be watched, but only loss, accuracy, seconds",
          () -> model.fit(digits, epochs(1).earlyStop("val_loss", 2)));
      assertRefused(
          "accuracy",
          () -> model.compile(sgd(0.01), sparseCategoricalCrossentropy(), accuracy(), accuracy()));
    }
    assertTrue(Files.notExists(file));
  }

  @Test
  void inputsOfAnotherShape() {
    try (var model = sequential(input(28, 28, 1), flatten(), dense(10, SOFTMAX))) {
      model.compile(sgd(0.01), sparseCategoricalCrossentropy());
      assertRefused(
          "(28, 28, 1), not (1, 28, 28): channels come first",
          () -> model.fit(untouched(DIGITS), epochs(1)));
      assertRefused("channels come first", () -> model.predict(untouched(DIGITS)));
    }
    try (var model = classifier(1, 28, 28)) {
      model.compile(sgd(0.01), sparseCategoricalCrossentropy());
      assertRefused(
          "validation samples: the model takes inputs of shape (1, 28, 28), not (3, 32, 32)",
          () -> model.fit(untouched(DIGITS), epochs(1).validation(untouched(PHOTOS))));
    }
  }

  @Test
  void flatOnOneSideIsTheSameNumbers() {
    try (var images = classifier(1, 28, 28);
        var vectors = sequential(input(784), dense(10, SOFTMAX))) {
      vectors.setWeights(images.weights());
      Scores expected = images.evaluate(DIGITS, sparseCategoricalCrossentropy());
      assertEquals(expected, vectors.evaluate(DIGITS, sparseCategoricalCrossentropy()));
      assertEquals(expected, images.evaluate(DIGITS.flat(), sparseCategoricalCrossentropy()));
      assertEquals(images.predict(DIGITS)[5][3], vectors.predict(DIGITS)[5][3]);
    }
    float[][] rows = new float[8][784];
    try (var model = Autoencoders.convolutional(RELU)) {
      model.compile(adam(1e-3), mse());
      model.fit(Samples.of(rows, rows), epochs(1));
    }
  }

  @Test
  void ofEqualOutputsTheFirstIsTheAnswerAndNoNumberIsNever() {
    long zeros = IntStream.of(DIGITS.labels()).filter(label -> label == 0).count();
    long belowFive = IntStream.of(DIGITS.labels()).filter(label -> label < 5).count();
    try (var model = sequential(input(784), dense(10, SOFTMAX))) {
      model.setWeights(new float[7840], new float[10]);
      Scores alike = model.evaluate(DIGITS, sparseCategoricalCrossentropy(), accuracy(), topK(5));
      assertEquals(zeros / 64.0, alike.get("accuracy"), 1e-12);
      assertEquals(belowFive / 64.0, alike.get("top_5_accuracy"), 1e-12);
      float[] none = new float[10];
      none[7] = Float.NaN;
      model.setWeights(new float[7840], none);
      Scores spoilt = model.evaluate(DIGITS, sparseCategoricalCrossentropy(), accuracy(), topK(10));
      assertEquals(0, spoilt.get("accuracy"));
      assertEquals(0, spoilt.get("top_10_accuracy"));
    }
  }

  @Test
  void whatWasNotMeasuredIsNamed() {
    try (var model = classifier(1, 28, 28)) {
      model.compile(sgd(0.01), sparseCategoricalCrossentropy(), accuracy());
      var history = model.fit(DIGITS, epochs(1));
      Scores scores = model.evaluate(DIGITS);
      assertRefused("\"acc\" was not measured, only loss, accuracy", () -> scores.get("acc"));
      assertRefused(
          "\"acc\" in the history, only loss, accuracy, seconds", () -> history.last("acc"));
      assertRefused("only loss, accuracy, seconds", () -> history.values("val_loss"));
      assertTrue(
          scores.toString().matches("loss \\d\\.\\d{4} {3}accuracy \\d\\.\\d{4}"),
          scores::toString);
    }
  }

  /** MXNet's ReLU and max pooling make a number of what is none, so the loss does not show it. */
  @Test
  void aWeightThatIsNoNumberEndsTheTraining() {
    float[][] rows = new float[32][64];
    rows[17][9] = Float.NaN;
    Samples samples = Samples.of(rows, new float[32][4]);
    try (var rectified = sequential(input(64), dense(8, RELU), dense(4, LINEAR));
        var pooled =
            sequential(
                input(1, 8, 8), conv2d(4, 3, RELU), maxPooling2d(2), flatten(), dense(4, LINEAR))) {
      for (Sequential model : new Sequential[] {rectified, pooled}) {
        model.compile(sgd(0.1), mse());
        var ended = assertThrows(IllegalStateException.class, () -> model.fit(samples, epochs(3)));
        assertTrue(ended.getMessage().contains("no longer a finite number"), ended.getMessage());
      }
    }
  }
}
