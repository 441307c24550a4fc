package demitasse.train;

import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Activation.SOFTMAX;
import static demitasse.layer.Layers.dense;
import static demitasse.train.Losses.categoricalCrossentropy;
import static demitasse.train.Losses.mse;
import static demitasse.train.Losses.sparseCategoricalCrossentropy;
import static demitasse.train.Metrics.accuracy;
import static demitasse.train.Metrics.topK;
import static demitasse.train.Optimizers.adam;
import static demitasse.train.Optimizers.sgd;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.layer.Sequential;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LearnerTest {
  private static final int WIDTH = 6;
  private final RandomVectors train = new RandomVectors(200, WIDTH, 1);
  private final RandomVectors test = new RandomVectors(50, WIDTH, 2);

  @RegisterExtension final Printed printed = new Printed();

  private static Sequential model() {
    return Sequential.of(new Shape(WIDTH), dense(8, RELU), dense(1, LINEAR));
  }

  private static Learner learner(Sequential model, long seed) {
    return Learner.of(model).optimizer(adam(0.01f)).loss(mse()).seed(seed).compile();
  }

  @Test
  void learnsWhatCanBeLearned() {
    try (var model = Sequential.of(new Shape(WIDTH), dense(1, LINEAR))) {
      Learner learner = learner(model, 42);
      double before = learner.evaluate(test).get("loss");
      History history = learner.fit(train, Fit.epochs(60).batchSize(20).validation(test));
      assertTrue(history.last("loss") < 1e-4 * before, history.toString());
      assertEquals(learner.evaluate(test).get("loss"), history.last("val_loss"), 1e-12);
      // The sum of a vector has the weights 1 and the bias 0.
      float[] weights = model.parameters().get(0).getArray().toFloatArray();
      assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1}, weights, 0.02f);
    }
  }

  /** More weights than one core takes at a time, and no multiple of anything. */
  @Test
  void eachWeightOfALargeLayerTakesItsSteps() {
    int width = 50_021;
    var samples = new RandomVectors(1, width, 3);
    try (var model = Sequential.of(new Shape(width), dense(1, LINEAR));
        NDManager manager = NDManager.newBaseManager()) {
      model.build(5);
      float[] x = samples.batch(manager, new int[1], 0).input().toFloatArray();
      float[] first = model.parameters().get(0).getArray().toFloatArray();
      double[] w = IntStream.range(0, width).mapToDouble(i -> first[i]).toArray();
      double[] v = new double[width];
      float rate = 1e-5f;
      Learner.of(model)
          .optimizer(sgd(rate).momentum(0.5f))
          .loss(mse())
          .compile()
          .fit(samples, Fit.epochs(3).batchSize(1));
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
      float[] last = model.parameters().get(0).getArray().toFloatArray();
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
      Fit fit = Fit.epochs(3).batchSize(16);
      List<Double> losses = learner(one, 42).fit(train, fit).metrics().get("loss");
      assertEquals(losses, learner(same, 42).fit(train, fit).metrics().get("loss"));
      assertNotEquals(losses, learner(other, 43).fit(train, fit).metrics().get("loss"));
    }
  }

  @Test
  void aSecondFitGoesOnWhereTheFirstEnded() {
    try (var atOnce = model();
        var inTwo = model()) {
      History whole = learner(atOnce, 42).fit(train, Fit.epochs(4).batchSize(16));
      Learner learner = learner(inTwo, 42);
      learner.fit(train, Fit.epochs(2).batchSize(16));
      History second = learner.fit(train, Fit.epochs(2).batchSize(16));
      assertEquals(List.of(3, 4), second.epochs());
      assertEquals(whole.metrics().get("loss").subList(2, 4), second.metrics().get("loss"));
    }
  }

  @Test
  void anEpochSeesEachSampleOnceInAnOrderOfItsOwn() {
    var seen = new ArrayList<Integer>();
    var spy = new WatchedSamples(train, indices -> Arrays.stream(indices).forEach(seen::add));
    try (var model = model()) {
      learner(model, 42).fit(spy, Fit.epochs(2).batchSize(32));
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
      Learner learner = Learner.of(model).optimizer(adam(1e-30f)).loss(mse()).seed(1).compile();
      double loss = learner.evaluate(train).get("loss");
      History history = learner.fit(train, Fit.epochs(1).batchSize(48));
      assertEquals(loss, history.last("loss"), 1e-6 * loss);
    }
  }

  @Test
  void nativeArraysDoNotPileUpOverEpochs() {
    try (var model = model()) {
      Learner learner = learner(model, 42);
      Fit fit = Fit.epochs(1).batchSize(16).validation(test);
      learner.fit(train, fit);
      int afterOne = managed(model);
      for (int epoch = 0; epoch < 20; epoch++) {
        learner.fit(train, fit);
        Inference.predict(model, test);
      }
      assertEquals(afterOne, managed(model));
    }
  }

  private static int managed(Sequential model) {
    var root = (BaseNDManager) model.manager();
    int system = root.getParentManager().getManagedArrays().size();
    return root.getManagedArrays().size() + system;
  }

  @Test
  void anInterruptEndsTheFitAndKeepsTheModel() {
    try (var model = model()) {
      Learner learner = learner(model, 42);
      learner.fit(train, Fit.epochs(1).batchSize(16));
      Thread.currentThread().interrupt();
      History stopped = learner.fit(train, Fit.epochs(5).batchSize(16));
      assertFalse(Thread.interrupted(), "the interrupt is answered and must not hit what follows");
      assertEquals(List.of(), stopped.epochs());
      assertTrue(printed.text().contains("epoch 2/6  stopped"));
      assertEquals(List.of(2, 3), learner.fit(train, Fit.epochs(2).batchSize(16)).epochs());
    }
  }

  @Test
  void whoWatchesSeesEachStepWithItsLoss() {
    System.setProperty("jupyter.allow_stdin", "true");
    try (var model = model()) {
      learner(model, 42).fit(train, Fit.epochs(1).batchSize(16));
    } finally {
      System.clearProperty("jupyter.allow_stdin");
    }
    String[] shown = printed.text().split("\r");
    assertTrue(shown[0].matches("epoch 1/1  step 1/13  loss \\d\\.\\d+  \\d+\\.\\d s *"), shown[0]);
    assertFalse(printed.text().contains("NaN"), printed.text());
  }

  @Test
  void aLossThatIsNoNumberEndsTheFitWithAnExplanation() {
    try (var model = model()) {
      Learner learner = learner(model, 42);
      var diverged =
          assertThrows(
              IllegalStateException.class,
              () -> learner.fit(new RandomVectors(64, WIDTH, 3).withNaN(), Fit.epochs(1)));
      assertTrue(diverged.getMessage().contains("learning rate"), diverged.getMessage());
    }
  }

  @Test
  void printsOneLineForEachEpochWhenNobodyWatches() {
    try (var model = model()) {
      learner(model, 42).fit(train, Fit.epochs(3).batchSize(16).validation(test));
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
      learner(model, 42);
      float[][] rows = Inference.predict(model, new RandomVectors(600, WIDTH, 4));
      assertEquals(600, rows.length);
      try (NDManager scope = model.manager().newSubManager()) {
        var batch = new RandomVectors(600, WIDTH, 4).batch(scope, new int[] {0, 599}, 0);
        float[] expected = model.forward(batch.input()).toFloatArray();
        assertArrayEquals(new float[] {expected[0]}, rows[0], 1e-6f);
        assertArrayEquals(new float[] {expected[1]}, rows[599], 1e-6f);
        float[][] same =
            Inference.predict(model, new float[][] {batch.input().get(1).toFloatArray()});
        assertArrayEquals(rows[599], same[0], 1e-6f);
      }
      assertThrows(
          IllegalArgumentException.class,
          () -> Inference.predict(model, new float[][] {new float[WIDTH - 1]}));
      assertEquals(0, Inference.predict(model, new float[0][]).length, "no rows");
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
              .fit(labels, Fit.epochs(20).validation(labels));
      History other =
          classify(categorical, categoricalCrossentropy())
              .fit(vectors, Fit.epochs(20).validation(vectors));
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
    return Sequential.of(new Shape(2), dense(16, RELU), dense(3, SOFTMAX));
  }

  private static Learner classify(Sequential model, Loss loss) {
    return Learner.of(model)
        .optimizer(adam(0.02f))
        .loss(loss)
        .metrics(accuracy(), topK(2))
        .seed(5)
        .compile();
  }

  private static double accuracyByHand(Sequential model, RandomClasses samples) {
    float[][] outputs = Inference.predict(model, samples);
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
    try (var model = model();
        var same = model()) {
      History split = learner(model, 42).fit(train, Fit.epochs(2).validationSplit(0.3));
      History byHand =
          learner(same, 42)
              .fit(new Slice(train, 0, 140), Fit.epochs(2).validation(new Slice(train, 140, 200)));
      assertEquals(byHand.metrics().get("loss"), split.metrics().get("loss"));
      assertEquals(byHand.metrics().get("val_loss"), split.metrics().get("val_loss"));
    }
    assertThrows(IllegalArgumentException.class, () -> Fit.epochs(1).validationSplit(0));
    assertThrows(IllegalArgumentException.class, () -> Fit.epochs(1).validationSplit(1));
  }

  @Test
  void stopsEarlyWhenNothingGetsBetter() {
    // A rate too small to move a weight: the first epoch stays the best.
    try (var model = model()) {
      Learner learner = Learner.of(model).optimizer(adam(1e-30f)).loss(mse()).seed(1).compile();
      Fit fit = Fit.epochs(50).validation(test).earlyStop("val_loss", 3);
      assertEquals(List.of(1, 2, 3, 4), learner.fit(train, fit).epochs());
      String text = printed.text();
      assertTrue(text.contains("stopped early: no better val_loss since epoch 1"), text);
      assertThrows(IllegalArgumentException.class, () -> fit.earlyStop("val_loss", 0));
      assertThrows(
          IllegalArgumentException.class,
          () -> learner.fit(train, Fit.epochs(2).earlyStop("val_accuracy", 1)));
    }
  }

  @Test
  void refusesWhatCannotBeMeant() {
    try (var model = model()) {
      assertThrows(IllegalStateException.class, () -> Learner.of(model).loss(mse()).compile());
      assertThrows(
          IllegalStateException.class, () -> Learner.of(model).optimizer(adam(1)).compile());
      Learner learner = learner(model, 42);
      assertThrows(
          IllegalArgumentException.class,
          () -> learner.fit(new RandomVectors(0, WIDTH, 1), Fit.epochs(1)));
      assertThrows(
          IllegalArgumentException.class,
          () -> learner.fit(new RandomVectors(9, WIDTH + 1, 1), Fit.epochs(1)));
    }
    assertThrows(IllegalArgumentException.class, () -> Fit.epochs(0));
    assertThrows(IllegalArgumentException.class, () -> Fit.epochs(1).batchSize(0));
    assertThrows(IllegalArgumentException.class, () -> adam(0));
    assertThrows(IllegalArgumentException.class, () -> adam(Float.NaN));
  }

  @Test
  void targetsThatCannotBeComparedAreRefusedBeforeTheEngineSeesThem() {
    try (var wide = Sequential.of(new Shape(WIDTH), dense(WIDTH, LINEAR))) {
      Learner learner = learner(wide, 1);
      var refused =
          assertThrows(IllegalArgumentException.class, () -> learner.fit(train, Fit.epochs(1)));
      assertTrue(refused.getMessage().contains("reconstruct()"), refused.getMessage());
      assertThrows(IllegalArgumentException.class, () -> learner.evaluate(train));
    }
  }

  @Test
  void compilingAnewFreesTheFormerLearnersMemory() {
    try (var model = model()) {
      learner(model, 1);
      int once = managed(model);
      for (int i = 0; i < 5; i++) {
        learner(model, 1).fit(train, Fit.epochs(1).batchSize(50));
      }
      assertEquals(once, managed(model));
    }
  }

  @Test
  void aPartIsClosedWithoutHarmToTheWhole() {
    try (var model = model()) {
      learner(model, 1);
      try (Sequential part = model.first(1)) {
        assertEquals(50, Inference.predict(part, test).length);
      }
      assertEquals(50, Inference.predict(model, test).length);
    }
  }

  @Test
  void anInterruptWhileMeasuringEndsTheFitToo() {
    var interrupting = new WatchedSamples(test, indices -> Thread.currentThread().interrupt());
    try (var model = model()) {
      History history =
          learner(model, 1).fit(train, Fit.epochs(9).batchSize(50).validation(interrupting));
      assertFalse(Thread.interrupted());
      assertTrue(history.epochs().size() < 9, history.toString());
    }
  }
}
