package demitasse.model;

import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Activation.SOFTMAX;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static demitasse.train.Training.accuracy;
import static demitasse.train.Training.adam;
import static demitasse.train.Training.categoricalCrossentropy;
import static demitasse.train.Training.epochs;
import static demitasse.train.Training.mse;
import static demitasse.train.Training.sgd;
import static demitasse.train.Training.sparseCategoricalCrossentropy;
import static demitasse.train.Training.topK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import demitasse.layer.Pass;
import demitasse.train.Fit;
import demitasse.train.History;
import demitasse.train.Loss;
import demitasse.train.Printed;
import demitasse.train.RandomClasses;
import demitasse.train.RandomVectors;
import demitasse.train.WatchedSamples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SequentialTest {
  private static final int WIDTH = 6;
  private final RandomVectors train = new RandomVectors(200, WIDTH, 1);
  private final RandomVectors test = new RandomVectors(50, WIDTH, 2);

  @RegisterExtension final Printed printed = new Printed();

  private static Sequential model() {
    return sequential(input(WIDTH), dense(8, RELU), dense(1, LINEAR));
  }

  private static Sequential compiled(Sequential model, long seed) {
    return model.compile(adam(0.01), mse()).seed(seed);
  }

  @Test
  void learnsWhatCanBeLearned() {
    try (var model = sequential(input(WIDTH), dense(1, LINEAR))) {
      compiled(model, 42);
      double before = model.evaluate(test).get("loss");
      History history = model.fit(train, epochs(60).batchSize(20).validation(test));
      assertTrue(history.last("loss") < 1e-4 * before, history.toString());
      assertEquals(model.evaluate(test).get("loss"), history.last("val_loss"), 1e-12);
      // The sum of a vector has the weights 1 and the bias 0.
      float[] weights = model.network().weights().get(0).array().toFloatArray();
      assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1}, weights, 0.02f);
    }
  }

  /** More weights than one core takes at a time, and no multiple of anything. */
  @Test
  void eachWeightOfALargeLayerTakesItsSteps() {
    int width = 50_021;
    var samples = new RandomVectors(1, width, 3);
    try (var model = sequential(input(width), dense(1, LINEAR));
        NDManager manager = NDManager.newBaseManager()) {
      model.seed(5);
      float[] x = samples.batch(manager, new int[1], 0).input().toFloatArray();
      float[] first = model.network().weights().get(0).array().toFloatArray();
      double[] w = IntStream.range(0, width).mapToDouble(i -> first[i]).toArray();
      double[] v = new double[width];
      float rate = 1e-5f;
      model.compile(sgd(rate).momentum(0.5), mse()).fit(samples, epochs(3).batchSize(1));
      double sum = IntStream.range(0, width).mapToDouble(i -> x[i]).sum();
      double bias = 0;
      double biasVelocity = 0;
      for (int step = 0; step < 3; step++) {
        double slope = 2 * (dot(w, x) + bias - sum);
        for (int i = 0; i < width; i++) {
          v[i] = 0.5 * v[i] - rate * slope * x[i];
          w[i] += v[i];
        }
        biasVelocity = 0.5 * biasVelocity - rate * slope;
        bias += biasVelocity;
      }
      float[] last = model.network().weights().get(0).array().toFloatArray();
      for (int i = 0; i < width; i++) {
        assertEquals(w[i], last[i], 1e-6, "weight " + i);
      }
      assertTrue(IntStream.range(0, width).filter(i -> last[i] != first[i]).count() > 0.9 * width);
    }
  }

  private static double dot(double[] w, float[] x) {
    return IntStream.range(0, x.length).mapToDouble(i -> w[i] * x[i]).sum();
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    try (var one = model();
        var same = model();
        var other = model()) {
      Fit fit = epochs(3).batchSize(16);
      List<Double> losses = compiled(one, 42).fit(train, fit).metrics().get("loss");
      assertEquals(losses, compiled(same, 42).fit(train, fit).metrics().get("loss"));
      assertNotEquals(losses, compiled(other, 43).fit(train, fit).metrics().get("loss"));
    }
  }

  @Test
  void aSecondFitGoesOnWhereTheFirstEnded() {
    try (var atOnce = model();
        var inTwo = model()) {
      History whole = compiled(atOnce, 42).fit(train, epochs(4).batchSize(16));
      compiled(inTwo, 42).fit(train, epochs(2).batchSize(16));
      History second = inTwo.fit(train, epochs(2).batchSize(16));
      assertEquals(List.of(3, 4), second.epochs());
      assertEquals(whole.metrics().get("loss").subList(2, 4), second.metrics().get("loss"));
      assertEquals(whole.metrics().get("loss"), inTwo.history().metrics().get("loss"));
    }
  }

  @Test
  void anEpochSeesEachSampleOnceInAnOrderOfItsOwn() {
    var seen = new ArrayList<Integer>();
    var spy = new WatchedSamples(train, indices -> Arrays.stream(indices).forEach(seen::add));
    try (var model = model()) {
      compiled(model, 42).fit(spy, epochs(2).batchSize(32));
    }
    List<Integer> all = IntStream.range(0, train.size()).boxed().toList();
    List<Integer> first = seen.subList(0, train.size());
    List<Integer> second = seen.subList(train.size(), 2 * train.size());
    assertEquals(all, first.stream().sorted().toList());
    assertEquals(all, second.stream().sorted().toList());
    assertNotEquals(all, first);
    assertNotEquals(first, second);
  }

  @Test
  void theLossOfAnEpochIsTheMeanOverItsSamplesAlsoWithAShortLastBatch() {
    // A learning rate too small to move a float32 weight: the mean must be the loss of the first
    // model.
    try (var model = model()) {
      model.compile(adam(1e-30), mse()).seed(1);
      double loss = model.evaluate(train).get("loss");
      History history = model.fit(train, epochs(1).batchSize(48));
      assertEquals(loss, history.last("loss"), 1e-6 * loss);
    }
  }

  @Test
  void nativeArraysDoNotPileUpOverEpochs() {
    try (var model = model()) {
      compiled(model, 42);
      Fit fit = epochs(1).batchSize(16).validation(test);
      model.fit(train, fit);
      int afterOne = managed(model);
      for (int epoch = 0; epoch < 20; epoch++) {
        model.fit(train, fit);
        model.predict(test);
      }
      assertEquals(afterOne, managed(model));
    }
  }

  private static int managed(Sequential model) {
    var root = (BaseNDManager) model.network().weights().get(0).array().getManager();
    int system = root.getParentManager().getManagedArrays().size();
    return root.getManagedArrays().size() + system;
  }

  @Test
  void anInterruptEndsTheFitAndKeepsTheModel() {
    try (var model = model()) {
      compiled(model, 42);
      model.fit(train, epochs(1).batchSize(16));
      Thread.currentThread().interrupt();
      History stopped = model.fit(train, epochs(5).batchSize(16));
      assertFalse(Thread.interrupted(), "the interrupt is answered and must not hit what follows");
      assertEquals(List.of(), stopped.epochs());
      assertTrue(printed.text().contains("epoch 2/6  stopped"));
      assertEquals(List.of(2, 3), model.fit(train, epochs(2).batchSize(16)).epochs());
    }
  }

  @Test
  void whoWatchesSeesEachStepWithItsLoss() {
    System.setProperty("jupyter.allow_stdin", "true");
    try (var model = model()) {
      compiled(model, 42).fit(train, epochs(1).batchSize(16));
    } finally {
      System.clearProperty("jupyter.allow_stdin");
    }
    String[] shown = printed.text().split("\r");
    assertTrue(shown[0].matches("epoch 1/1  step 1/13  loss \\d\\.\\d+  \\d+\\.\\d s *"), shown[0]);
    assertFalse(printed.text().contains("NaN"), printed.text());
  }

  @Test
  void saysAsMuchAsItIsAskedTo() {
    System.setProperty("jupyter.allow_stdin", "true");
    try (var model = model()) {
      Fit fit = epochs(2).batchSize(16);
      compiled(model, 42).fit(train, fit.verbose(0));
      assertEquals("", printed.text());
      model.fit(train, fit.verbose(2));
      assertTrue(printed.text().matches("epoch 3/4  .* s\\Repoch 4/4  .* s\\R"), printed.text());
      assertEquals(4, model.history().epochs().size());
      assertThrows(IllegalArgumentException.class, () -> fit.verbose(3));
      assertThrows(IllegalArgumentException.class, () -> fit.verbose(-1));
    } finally {
      System.clearProperty("jupyter.allow_stdin");
    }
  }

  @Test
  void aLossThatIsNoNumberEndsTheFitWithAnExplanation() {
    try (var model = model()) {
      compiled(model, 42);
      var diverged =
          assertThrows(
              IllegalStateException.class,
              () -> model.fit(new RandomVectors(64, WIDTH, 3).withNaN(), epochs(1)));
      assertTrue(diverged.getMessage().contains("learning rate"), diverged.getMessage());
    }
  }

  @Test
  void printsOneLineForEachEpochWhenNobodyWatches() {
    try (var model = model()) {
      compiled(model, 42).fit(train, epochs(3).batchSize(16).validation(test));
    }
    String text = printed.text();
    assertEquals(3, text.lines().count(), text);
    assertTrue(
        text.lines()
            .skip(2)
            .findFirst()
            .orElseThrow()
            .matches("epoch 3/3  loss \\d+\\.\\d{4}  val_loss \\d+\\.\\d{4}  \\d+\\.\\d s"),
        text);
  }

  @Test
  void predictReturnsWhatForwardReturns() {
    try (var model = model()) {
      compiled(model, 42);
      float[][] rows = model.predict(new RandomVectors(600, WIDTH, 4));
      assertEquals(600, rows.length);
      try (NDManager scope = model.network().newScope()) {
        var batch = new RandomVectors(600, WIDTH, 4).batch(scope, new int[] {0, 599}, 0);
        float[] expected = model.network().forward(Pass.inference(), batch.input()).toFloatArray();
        assertArrayEquals(new float[] {expected[0]}, rows[0], 1e-6f);
        assertArrayEquals(new float[] {expected[1]}, rows[599], 1e-6f);
        float[][] same = model.predict(new float[][] {batch.input().get(1).toFloatArray()});
        assertArrayEquals(rows[599], same[0], 1e-6f);
      }
      assertThrows(
          IllegalArgumentException.class,
          () -> model.predict(new float[][] {new float[WIDTH - 1]}));
      assertEquals(0, model.predict(new float[0][]).length, "no rows");
    }
  }

  @Test
  void aClassifierLearnsFromLabelsAndFromOneHotTargetsAlike() {
    try (var sparse = classifier();
        var categorical = classifier()) {
      var labels = new RandomClasses(300, false);
      var vectors = new RandomClasses(300, true);
      History one =
          classify(sparse, sparseCategoricalCrossentropy())
              .fit(labels, epochs(20).validation(labels));
      History other =
          classify(categorical, categoricalCrossentropy())
              .fit(vectors, epochs(20).validation(vectors));
      assertEquals(
          List.of(
              "loss",
              "accuracy",
              "top_2_accuracy",
              "val_loss",
              "val_accuracy",
              "val_top_2_accuracy",
              "seconds"),
          List.copyOf(one.metrics().keySet()));
      assertTrue(one.last("val_accuracy") > 0.9, one.toString());
      assertTrue(one.last("val_top_2_accuracy") >= one.last("val_accuracy"));
      assertEquals(one.last("loss"), other.last("loss"), 1e-5);
      assertEquals(one.last("val_accuracy"), other.last("val_accuracy"), 1e-9);
      assertEquals(
          accuracyByHand(sparse, labels), one.last("val_accuracy"), 1e-6, "measured at the end");
    }
  }

  private static Sequential classifier() {
    return sequential(input(2), dense(16, RELU), dense(3, SOFTMAX));
  }

  private static Sequential classify(Sequential model, Loss loss) {
    return model.compile(adam(0.02), loss, accuracy(), topK(2)).seed(5);
  }

  private static double accuracyByHand(Sequential model, RandomClasses samples) {
    float[][] outputs = model.predict(samples);
    int right = 0;
    for (int i = 0; i < outputs.length; i++) {
      int largest = 0;
      for (int c = 1; c < 3; c++) {
        largest = outputs[i][c] > outputs[i][largest] ? c : largest;
      }
      right += largest == samples.label(i) ? 1 : 0;
    }
    return (double) right / outputs.length;
  }

  @Test
  void validationSplitCutsOffTheEndBeforeAnyShuffling() {
    var seen = new ArrayList<Integer>();
    var spy = new WatchedSamples(train, indices -> Arrays.stream(indices).forEach(seen::add));
    try (var model = model()) {
      compiled(model, 42).fit(spy, epochs(1).validationSplit(0.3));
    }
    List<Integer> all = IntStream.range(0, 200).boxed().toList();
    assertEquals(all.subList(0, 140), seen.subList(0, 140).stream().sorted().toList());
    assertEquals(all.subList(140, 200), seen.subList(140, 200));
    assertThrows(IllegalArgumentException.class, () -> epochs(1).validationSplit(0));
    assertThrows(IllegalArgumentException.class, () -> epochs(1).validationSplit(1));
  }

  @Test
  void stopsEarlyWhenNothingGetsBetter() {
    // A rate too small to move a weight: the first epoch stays the best.
    try (var model = model()) {
      model.compile(adam(1e-30), mse()).seed(1);
      Fit fit = epochs(50).validation(test).earlyStop("val_loss", 3);
      assertEquals(List.of(1, 2, 3, 4), model.fit(train, fit).epochs());
      String text = printed.text();
      assertTrue(text.contains("stopped early: no better val_loss since epoch 1"), text);
      assertThrows(IllegalArgumentException.class, () -> fit.earlyStop("val_loss", 0));
      assertThrows(
          IllegalArgumentException.class,
          () -> model.fit(train, epochs(2).earlyStop("val_accuracy", 1)));
    }
  }

  @Test
  void refusesWhatCannotBeMeant() {
    try (var model = model()) {
      var notCompiled =
          assertThrows(IllegalStateException.class, () -> model.fit(train, epochs(1)));
      assertTrue(notCompiled.getMessage().contains("compile("), notCompiled.getMessage());
      assertThrows(IllegalStateException.class, () -> model.evaluate(train));
      compiled(model, 42);
      assertThrows(
          IllegalArgumentException.class,
          () -> model.fit(new RandomVectors(0, WIDTH, 1), epochs(1)));
      assertThrows(
          IllegalArgumentException.class,
          () -> model.fit(new RandomVectors(9, WIDTH + 1, 1), epochs(1)));
    }
    assertThrows(IllegalArgumentException.class, () -> epochs(0));
    assertThrows(IllegalArgumentException.class, () -> epochs(1).batchSize(0));
    assertThrows(IllegalArgumentException.class, () -> adam(0));
    assertThrows(IllegalArgumentException.class, () -> adam(Float.NaN));
  }

  @Test
  void targetsThatCannotBeComparedAreRefusedBeforeTheEngineSeesThem() {
    try (var wide = sequential(input(WIDTH), dense(WIDTH, LINEAR))) {
      compiled(wide, 1);
      var refused = assertThrows(IllegalArgumentException.class, () -> wide.fit(train, epochs(1)));
      assertTrue(refused.getMessage().contains("reconstruct()"), refused.getMessage());
      assertThrows(IllegalArgumentException.class, () -> wide.evaluate(train));
    }
  }

  @Test
  void compilingAnewFreesWhatTheFormerOptimizerRemembered() {
    try (var model = model()) {
      compiled(model, 1).fit(train, epochs(1).batchSize(50));
      int once = managed(model);
      for (int i = 0; i < 5; i++) {
        compiled(model, 1).fit(train, epochs(1).batchSize(50));
      }
      assertEquals(once, managed(model));
    }
  }

  @Test
  void aPartIsClosedWithoutHarmToTheWhole() {
    try (var model = model()) {
      compiled(model, 1);
      try (Sequential part = model.first(1)) {
        assertEquals(50, part.predict(test).length);
      }
      assertEquals(50, model.predict(test).length);
    }
  }

  @Test
  void anInterruptWhileMeasuringEndsTheFitToo() {
    var interrupting = new WatchedSamples(test, indices -> Thread.currentThread().interrupt());
    try (var model = model()) {
      History history =
          compiled(model, 1).fit(train, epochs(9).batchSize(50).validation(interrupting));
      assertFalse(Thread.interrupted());
      assertTrue(history.epochs().size() < 9, history.toString());
    }
  }
}
