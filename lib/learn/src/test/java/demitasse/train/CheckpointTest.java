package demitasse.train;

import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Layers.batchNormalization;
import static demitasse.layer.Layers.conv2d;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.dropout;
import static demitasse.layer.Layers.flatten;
import static demitasse.layer.Layers.reshape;
import static demitasse.train.Losses.mse;
import static demitasse.train.Optimizers.adam;
import static demitasse.train.Optimizers.sgd;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import demitasse.layer.Sequential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final int WIDTH = 6;

  @TempDir Path folder;

  @RegisterExtension final Printed printed = new Printed();

  private static RandomVectors train() {
    return new RandomVectors(200, WIDTH, 1);
  }

  private static RandomVectors test() {
    return new RandomVectors(50, WIDTH, 2);
  }

  /** With everything that has a state or is random: dropout, moving averages, Adam. */
  private static Sequential model() {
    return Sequential.of(
        new Shape(WIDTH), dense(8, RELU), batchNormalization(), dropout(0.25), dense(1, LINEAR));
  }

  private static Learner learner(Sequential model, long seed) {
    return Learner.of(model).optimizer(adam(0.01f)).loss(mse()).seed(seed).compile();
  }

  private static List<float[]> weights(Sequential model) {
    return model.parameters().stream().map(each -> each.getArray().toFloatArray()).toList();
  }

  private static void assertSameWeights(Sequential expected, Sequential actual) {
    List<float[]> a = weights(expected);
    List<float[]> b = weights(actual);
    for (int i = 0; i < a.size(); i++) {
      assertArrayEquals(a.get(i), b.get(i), 1e-6f, "parameter " + i);
    }
  }

  @Test
  void aLearnerGoesBackToItsOwnCheckpoint() {
    // To measure a convolution, MXNet brings its weights to a layout of its own.
    Sequential model =
        Sequential.of(
            new Shape(192),
            reshape(3, 8, 8),
            conv2d(16, 3, RELU),
            conv2d(16, 3, RELU),
            flatten(),
            dense(1, LINEAR));
    var samples = new RandomVectors(40, 192, 1);
    Learner learner = learner(model, 7);
    learner.fit(samples, Fit.epochs(1));
    Path file = folder.resolve("best.ckpt");
    learner.save(file);
    List<float[]> then = weights(model);
    double loss = learner.evaluate(samples).get("loss");

    learner.fit(samples, Fit.epochs(1).validation(samples));
    learner.load(file);
    List<float[]> back = weights(model);
    for (int i = 0; i < then.size(); i++) {
      assertArrayEquals(then.get(i), back.get(i), "parameter " + i);
    }
    assertEquals(loss, learner.evaluate(samples).get("loss"), 1e-6);
    model.close();
  }

  @Test
  void aResumedRunEndsLikeOneThatWasNeverInterrupted() {
    Path file = folder.resolve("new").resolve("run.ckpt");
    try (var whole = model();
        var before = model();
        var after = model()) {
      History expected = learner(whole, 42).fit(train(), Fit.epochs(5).validation(test()));
      Fit fit = Fit.epochs(2).validation(test()).resumable(file);
      learner(before, 42).fit(train(), fit);
      Learner learner = learner(after, 7);
      History resumed = learner.fit(train(), Fit.epochs(5).validation(test()).resumable(file));
      assertEquals(expected.epochs(), resumed.epochs());
      assertEquals(expected.metrics().get("loss"), resumed.metrics().get("loss"));
      assertEquals(expected.metrics().get("val_loss"), resumed.metrics().get("val_loss"));
      assertSameWeights(whole, after);
      assertTrue(printed.text().contains("after epoch 2"));
      History again = learner(model(), 7).fit(train(), Fit.epochs(5).resumable(file));
      assertEquals(List.of(1, 2, 3, 4, 5), again.epochs(), "there is nothing left to do");
    }
    assertEquals(List.of("run.ckpt"), names(file.getParent()));
  }

  @Test
  void aConvolutionThatWasUsedGoesBackToWhereItWasSaved() {
    Path file = folder.resolve("conv.ckpt");
    var images = new RandomVectors(64, 16 * 8 * 8, 1);
    try (var model =
        Sequential.of(
            new Shape(16 * 8 * 8),
            reshape(16, 8, 8),
            conv2d(32, 3, RELU),
            flatten(),
            dense(1, LINEAR))) {
      Learner learner = learner(model, 3);
      learner.fit(images, Fit.epochs(1).validation(images).saveBest(file, "val_loss"));
      List<float[]> saved = weights(model);
      double loss = learner.evaluate(images).get("loss");
      learner.fit(images, Fit.epochs(1).validation(images));
      assertTrue(loss != learner.evaluate(images).get("loss"), "it has not learned on");
      learner.restore(file);
      assertEquals(List.of(1, 2), learner.history().epochs(), "the history stays");
      List<float[]> loaded = weights(model);
      for (int i = 0; i < saved.size(); i++) {
        assertArrayEquals(saved.get(i), loaded.get(i), "parameter " + i);
      }
      assertEquals(loss, learner.evaluate(images).get("loss"), 1e-6);
    }
  }

  private static List<String> names(Path folder) {
    return List.of(folder.toFile().list());
  }

  /** Interrupts its reader at the n-th batch. */
  private static WatchedSamples interruptingAt(int n) {
    int[] batches = {0};
    return new WatchedSamples(
        train(),
        indices -> {
          if (++batches[0] == n) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  void anInterruptInTheMiddleOfAnEpochLosesNothing() {
    Path file = folder.resolve("run.ckpt");
    Fit three = Fit.epochs(3).batchSize(10).validation(test());
    try (var whole = model();
        var stopped = model();
        var other = model()) {
      History expected = learner(whole, 42).fit(train(), three);
      Learner learner = learner(stopped, 42);
      // 20 batches in an epoch: stopped after 5 batches of the second one.
      History before = learner.fit(interruptingAt(25), three.resumable(file));
      assertEquals(List.of(1), before.epochs());
      assertEquals(50, Checkpoint.readProgress(file).begun().done());

      Learner later = learner(other, 7);
      History resumed = later.fit(train(), three.resumable(file));
      assertEquals(expected.metrics().get("loss"), resumed.metrics().get("loss"));
      assertEquals(expected.metrics().get("val_loss"), resumed.metrics().get("val_loss"));
      assertSameWeights(whole, other);
      assertTrue(printed.text().contains("and 50 samples of the next"));

      // Also without a file, in the same learner.
      History rest = learner.fit(train(), Fit.epochs(2).batchSize(10).validation(test()));
      assertEquals(List.of(2, 3), rest.epochs());
      assertSameWeights(whole, stopped);
    }
  }

  @Test
  void savingIsNotDisturbedByAnInterrupt() {
    Path file = folder.resolve("run.ckpt");
    try (var model = model()) {
      Learner learner = learner(model, 42);
      Thread.currentThread().interrupt();
      learner.save(file);
      assertTrue(Thread.interrupted(), "it is for the fit to answer");
      learner.load(file);
    }
  }

  @Test
  void anEpochOverOtherSamplesBeginsAnew() {
    try (var model = model()) {
      Learner learner = learner(model, 42);
      learner.fit(interruptingAt(5), Fit.epochs(1).batchSize(10));
      var fewer = new RandomVectors(30, WIDTH, 4);
      double loss = learner.fit(fewer, Fit.epochs(1).batchSize(10)).last("loss");
      assertTrue(loss > 0 && loss < 10, "the mean of this epoch alone: " + loss);
    }
  }

  @Test
  void loadBringsBackTheBestEpoch() {
    Path file = folder.resolve("best.ckpt");
    // After five epochs of 7 steps the rate becomes so large that the loss rises again.
    Schedule spoilt = step -> step < 35 ? 0.02f : 1;
    try (var model = Sequential.of(new Shape(WIDTH), dense(1, LINEAR))) {
      Learner learner = Learner.of(model).optimizer(adam(spoilt)).loss(mse()).seed(3).compile();
      Fit fit = Fit.epochs(12).validation(test()).saveBest(file, "val_loss");
      History history = learner.fit(train(), fit);
      int best = history.bestEpoch("val_loss");
      double lowest = history.metrics().get("val_loss").get(best - 1);
      assertTrue(lowest < history.last("val_loss"), history.toString());
      assertTrue(printed.text().contains("best, saved"));
      learner.load(file);
      assertEquals(lowest, learner.evaluate(test()).get("loss"), 1e-9);
      assertEquals(best, learner.history().epochs().size());
    }
  }

  @Test
  void refusesWhatIsNoCheckpointOrOfAnotherModel() throws Exception {
    Path file = folder.resolve("run.ckpt");
    try (var model = model();
        var wider = Sequential.of(new Shape(WIDTH), dense(9, RELU), dense(1, LINEAR));
        var plain = model()) {
      Learner learner = learner(model, 42);
      learner.fit(train(), Fit.epochs(1).resumable(file));
      assertRefused(learner(wider, 1), file, "of another model");
      Learner other = Learner.of(plain).optimizer(sgd(0.1f)).loss(mse()).compile();
      assertRefused(other, file, "of another model or optimizer");
      Path text = Files.writeString(folder.resolve("notes.txt"), "This is no checkpoint at all.");
      assertRefused(learner, text, "not a checkpoint");
      assertRefused(learner, Files.writeString(folder.resolve("empty"), ""), "not a checkpoint");
      assertRefused(learner, folder.resolve("absent"), "could not be read");
      Path under = folder.resolve("notes.txt").resolve("run.ckpt");
      assertThrows(CheckpointException.class, () -> learner.save(under));
    }
  }

  @Test
  void refusesWhatIsDamagedWhereverTheDamageIs() throws Exception {
    Path file = folder.resolve("run.ckpt");
    try (var model = model()) {
      Learner learner = learner(model, 42);
      learner.save(file);
      byte[] whole = Files.readAllBytes(file);
      var random = new java.util.Random(1);
      for (int i = 0; i < 60; i++) {
        byte[] damaged = whole.clone();
        damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
        assertRefused(learner, Files.write(folder.resolve("flipped"), damaged), "checkpoint");
        byte[] cut = java.util.Arrays.copyOf(whole, random.nextInt(whole.length));
        assertRefused(learner, Files.write(folder.resolve("cut"), cut), "checkpoint");
      }
      byte[] longer = java.util.Arrays.copyOf(whole, whole.length + 3);
      assertRefused(learner, Files.write(folder.resolve("longer"), longer), "damaged");
      learner.load(file);
    }
  }

  private static void assertRefused(Learner learner, Path file, String reason) {
    List<float[]> before = weights(learner.model());
    var refused = assertThrows(CheckpointException.class, () -> learner.load(file));
    assertTrue(refused.getMessage().startsWith(file + ": "), refused.getMessage());
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    List<float[]> after = weights(learner.model());
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(before.get(i), after.get(i));
    }
  }
}
