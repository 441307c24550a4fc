package demitasse.train;

import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Activation.TANH;
import static demitasse.layer.Layers.batchNormalization;
import static demitasse.layer.Layers.conv2d;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.dropout;
import static demitasse.layer.Layers.flatten;
import static demitasse.layer.Layers.globalAveragePooling2d;
import static demitasse.layer.Layers.input;
import static demitasse.layer.Layers.reshape;
import static demitasse.model.Models.sequential;
import static demitasse.train.Training.accuracy;
import static demitasse.train.Training.adam;
import static demitasse.train.Training.epochs;
import static demitasse.train.Training.mse;
import static demitasse.train.Training.sgd;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import demitasse.data.ImageSet;
import demitasse.data.Mnist;
import demitasse.data.Samples;
import demitasse.data.format.SafetensorsReader;
import demitasse.data.format.SafetensorsWriter;
import demitasse.data.format.Tensor;
import demitasse.data.preprocessing.Preprocessing;
import demitasse.layer.Activation;
import demitasse.model.Pretrained;
import demitasse.model.Sequential;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
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
    return sequential(
        input(WIDTH), dense(8, RELU), batchNormalization(), dropout(0.25), dense(1, LINEAR));
  }

  private static Sequential compiled(Sequential model, long seed) {
    return model.compile(adam(0.01), mse()).seed(seed);
  }

  private static List<float[]> weights(Sequential model) {
    return model.network().weights().stream().map(each -> each.array().toFloatArray()).toList();
  }

  private static void assertSameWeights(Sequential expected, Sequential actual) {
    List<float[]> a = weights(expected);
    List<float[]> b = weights(actual);
    for (int i = 0; i < a.size(); i++) {
      assertArrayEquals(a.get(i), b.get(i), 1e-6f, "parameter " + i);
    }
  }

  @Test
  void aModelGoesBackToItsOwnCheckpoint() {
    // To measure a convolution, MXNet brings its weights to a layout of its own.
    Sequential model =
        sequential(
            input(192),
            reshape(3, 8, 8),
            conv2d(16, 3, RELU),
            conv2d(16, 3, RELU),
            flatten(),
            dense(1, LINEAR));
    var samples = new RandomVectors(40, 192, 1);
    compiled(model, 7);
    model.fit(samples, epochs(1));
    Path file = folder.resolve("best.ckpt");
    model.save(file);
    List<float[]> then = weights(model);
    double loss = model.evaluate(samples).get("loss");

    model.fit(samples, epochs(1).validation(samples));
    model.load(file);
    List<float[]> back = weights(model);
    for (int i = 0; i < then.size(); i++) {
      assertArrayEquals(then.get(i), back.get(i), "parameter " + i);
    }
    assertEquals(loss, model.evaluate(samples).get("loss"), 1e-6);
    model.close();
  }

  @Test
  void aResumedRunEndsLikeOneThatWasNeverInterrupted() {
    Path file = folder.resolve("new").resolve("run.ckpt");
    try (var whole = model();
        var before = model();
        var after = model()) {
      History expected = compiled(whole, 42).fit(train(), epochs(5).validation(test()));
      Fit fit = epochs(2).validation(test()).resumable(file);
      compiled(before, 42).fit(train(), fit);
      compiled(after, 42);
      History resumed = after.fit(train(), epochs(5).validation(test()).resumable(file));
      assertEquals(expected.epochs(), resumed.epochs());
      assertEquals(expected.metrics().get("loss"), resumed.metrics().get("loss"));
      assertEquals(expected.metrics().get("val_loss"), resumed.metrics().get("val_loss"));
      assertSameWeights(whole, after);
      assertTrue(printed.text().contains("after epoch 2 of 5"));
      History again =
          compiled(model(), 42).fit(train(), epochs(5).validation(test()).resumable(file));
      assertEquals(List.of(1, 2, 3, 4, 5), again.epochs(), "there is nothing left to do");
      assertTrue(
          printed.text().contains("run.ckpt already has all 5 epochs: nothing is left to do"));
    }
    assertEquals(List.of("run.ckpt"), names(file.getParent()));
  }

  @Test
  void aConvolutionThatWasUsedGoesBackToWhereItWasSaved() {
    Path file = folder.resolve("conv.ckpt");
    var images = new RandomVectors(64, 16 * 8 * 8, 1);
    try (var model =
        sequential(
            input(16 * 8 * 8),
            reshape(16, 8, 8),
            conv2d(32, 3, RELU),
            flatten(),
            dense(1, LINEAR))) {
      compiled(model, 3);
      model.fit(images, epochs(1).validation(images).saveBest(file, "val_loss"));
      List<float[]> saved = weights(model);
      double loss = model.evaluate(images).get("loss");
      model.fit(images, epochs(1).validation(images));
      assertTrue(loss != model.evaluate(images).get("loss"), "it has not learned on");
      model.restore(file);
      assertEquals(List.of(1, 2), model.history().epochs(), "the history stays");
      List<float[]> loaded = weights(model);
      for (int i = 0; i < saved.size(); i++) {
        assertArrayEquals(saved.get(i), loaded.get(i), "parameter " + i);
      }
      assertEquals(loss, model.evaluate(images).get("loss"), 1e-6);
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
    Fit three = epochs(3).batchSize(10).validation(test());
    try (var whole = model();
        var stopped = model();
        var other = model()) {
      History expected = compiled(whole, 42).fit(train(), three);
      compiled(stopped, 42);
      // 20 batches in an epoch: stopped after 5 batches of the second one.
      History before = stopped.fit(interruptingAt(25), three.resumable(file));
      assertEquals(List.of(1), before.epochs());
      assertEquals(50, Checkpoint.readState(file).begun().done());

      Sequential later = compiled(other, 42);
      History resumed = later.fit(train(), three.resumable(file));
      assertEquals(expected.metrics().get("loss"), resumed.metrics().get("loss"));
      assertEquals(expected.metrics().get("val_loss"), resumed.metrics().get("val_loss"));
      assertSameWeights(whole, other);
      assertTrue(printed.text().contains("after epoch 1 of 3, 50 samples further"));

      // Also without a file, in the same model.
      History rest = stopped.fit(train(), epochs(2).batchSize(10).validation(test()));
      assertEquals(List.of(2, 3), rest.epochs());
      assertSameWeights(whole, stopped);
    }
  }

  @Test
  void aTrainingUnderWayIsNotFinished() {
    Path file = folder.resolve("model.ckpt");
    Path underWay = folder.resolve("run.ckpt");
    Fit three = epochs(3).batchSize(10);
    assertFalse(Trainer.isFinished(file), "there is none");
    try (var model = model()) {
      compiled(model, 42);
      model.save(file);
      assertFalse(Trainer.isFinished(file), "it was never trained");

      assertEquals(List.of(1), model.fit(interruptingAt(25), three.resumable(underWay)).epochs());
      model.save(file);
      assertFalse(Trainer.isFinished(file), "stopped in the second of three epochs");
      assertFalse(Trainer.isFinished(underWay));

      assertEquals(2, model.fit(train(), epochs(2).batchSize(10)).epochs().size());
      model.save(file);
      assertTrue(Trainer.isFinished(file));
    }
    try (var model = model()) {
      compiled(model, 42)
          .fit(train(), epochs(20).batchSize(10).validation(test()).earlyStop("val_loss", 1));
      model.save(file);
      assertTrue(Trainer.isFinished(file), "an early stop is an end too");
    }
  }

  @Test
  void savingIsNotDisturbedByAnInterrupt() {
    Path file = folder.resolve("run.ckpt");
    try (var model = model()) {
      compiled(model, 42);
      Thread.currentThread().interrupt();
      model.save(file);
      assertTrue(Thread.interrupted(), "it is for the fit to answer");
      model.load(file);
    }
  }

  @Test
  void anEpochOverOtherSamplesBeginsAnew() {
    try (var model = model()) {
      compiled(model, 42);
      model.fit(interruptingAt(5), epochs(1).batchSize(10));
      var fewer = new RandomVectors(30, WIDTH, 4);
      double loss = model.fit(fewer, epochs(1).batchSize(10)).last("loss");
      assertTrue(loss > 0 && loss < 10, "the mean of this epoch alone: " + loss);
    }
  }

  @Test
  void loadBringsBackTheBestEpoch() {
    Path file = folder.resolve("best.ckpt");
    // After five epochs of 7 steps the rate becomes so large that the loss rises again.
    Schedule spoilt = step -> step < 35 ? 0.02f : 1;
    try (var model = sequential(input(WIDTH), dense(1, LINEAR))) {
      model.compile(adam(spoilt), mse()).seed(3);
      Fit fit = epochs(12).validation(test()).saveBest(file, "val_loss");
      History history = model.fit(train(), fit);
      int best = history.bestEpoch("val_loss");
      double lowest = history.metrics().get("val_loss").get(best - 1);
      assertTrue(lowest < history.last("val_loss"), history.toString());
      assertTrue(printed.text().contains("best, saved"));
      model.load(file);
      assertEquals(lowest, model.evaluate(test()).get("loss"), 1e-9);
      assertEquals(best, model.history().epochs().size());
    }
  }

  @Test
  void refusesWhatIsNoCheckpointOrOfAnotherModel() throws Exception {
    Path file = folder.resolve("run.ckpt");
    try (var model = model();
        var wider = sequential(input(WIDTH), dense(9, RELU), dense(1, LINEAR));
        var plain = model()) {
      compiled(model, 42);
      model.fit(train(), epochs(1).resumable(file));
      assertRefused(compiled(wider, 1), file, "of another model");
      Sequential other = plain.compile(sgd(0.1), mse());
      assertRefused(other, file, "its optimizer is adam, and here it is sgd(");
      Path text = Files.writeString(folder.resolve("notes.txt"), "This is no checkpoint at all.");
      assertRefused(model, text, "not a checkpoint");
      assertRefused(model, Files.writeString(folder.resolve("empty"), ""), "not a checkpoint");
      assertRefused(model, folder.resolve("absent"), "could not be read");
      Path under = folder.resolve("notes.txt").resolve("run.ckpt");
      assertThrows(CheckpointException.class, () -> model.save(under));
    }
  }

  @Test
  void refusesWhatIsDamagedWhereverTheDamageIs() throws Exception {
    Path file = folder.resolve("run.ckpt");
    try (var model = model()) {
      compiled(model, 42);
      model.save(file);
      byte[] whole = Files.readAllBytes(file);
      var random = new java.util.Random(1);
      for (int i = 0; i < 60; i++) {
        byte[] damaged = whole.clone();
        damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
        assertRefused(model, Files.write(folder.resolve("flipped"), damaged), "checkpoint");
        byte[] cut = java.util.Arrays.copyOf(whole, random.nextInt(whole.length));
        assertRefused(model, Files.write(folder.resolve("cut"), cut), "checkpoint");
      }
      byte[] longer = java.util.Arrays.copyOf(whole, whole.length + 3);
      assertRefused(model, Files.write(folder.resolve("longer"), longer), "damaged");
      model.load(file);
    }
  }

  @Test
  void refusesTheFormatOfAnEarlierVersionByName() throws Exception {
    Path file = folder.resolve("run.ckpt");
    try (var out = new DataOutputStream(Files.newOutputStream(file));
        var model = model()) {
      out.writeUTF("Demitasse checkpoint 3");
      out.write(new byte[200]);
      assertRefused(compiled(model, 42), file, "the format of an earlier version");
    }
  }

  /** What is whole but not ours, or not of a training. */
  @Test
  void refusesOtherFilesOfTheSameFormat() throws Exception {
    Path file = folder.resolve("other.safetensors");
    try (var model = model()) {
      compiled(model, 42);
      for (String training : List.of("", "null", "{}", "[]", "{\"seed\":1", "{\"seed\":\"x\"}")) {
        try (var out = Files.newOutputStream(file)) {
          new SafetensorsWriter()
              .metadata("demitasse", "checkpoint 4")
              .metadata("training", training)
              .metadata("description", "{}")
              .write(out);
        }
        assertRefused(model, file, "not a checkpoint");
      }
      Pretrained.save(folder, "weights", model);
      assertRefused(model, folder.resolve("weights.safetensors"), "not a checkpoint");
    }
  }

  /** By the reader of the format alone: what another tool sees. */
  @Test
  void anyToolFindsTheWeightsByTheirNames() throws Exception {
    Path file = folder.resolve("run.safetensors");
    try (var model = model()) {
      compiled(model, 42).fit(train(), epochs(1));
      model.save(file);
      try (var reader = SafetensorsReader.open(file)) {
        List<String> names = reader.tensors().stream().map(Tensor::name).toList();
        assertEquals(
            List.of("dense.weight", "dense.weight.state.0", "dense.weight.state.1", "dense.bias"),
            names.subList(0, 4));
        Tensor weight = reader.tensors().get(0);
        assertEquals(List.of(8L, 6L), weight.shape());
        assertArrayEquals(weights(model).get(0), reader.read(weight));
      }
    }
  }

  /** A training is what it is made of, and not only the names and sizes of its arrays. */
  @Test
  void refusesByNameWhatDiffers() {
    Path file = folder.resolve("run.ckpt");
    try (var model = images(RELU, 2, 0.25).compile(adam(0.01), mse())) {
      model.fit(pixels(0), epochs(1).batchSize(8));
      model.save(file);
      assertRefused(images(TANH, 2, 0.25).compile(adam(0.01), mse()), file, "layer conv2d is");
      assertRefused(images(TANH, 2, 0.25).compile(adam(0.01), mse()), file, "activation=tanh");
      assertRefused(images(RELU, 1, 0.25).compile(adam(0.01), mse()), file, "strides=1");
      assertRefused(images(RELU, 2, 0.5).compile(adam(0.01), mse()), file, "layer dropout is");
      assertRefused(images(TANH, 2, 0.25), file, "layer conv2d is");
      Sequential rolling = images(RELU, 2, 0.25).compile(sgd(0.1).momentum(0.9), mse());
      rolling.save(folder.resolve("sgd.ckpt"));
      Sequential ahead = images(RELU, 2, 0.25).compile(sgd(0.1).momentum(0.9).nesterov(), mse());
      assertRefused(ahead, folder.resolve("sgd.ckpt"), "nesterov=true");
      rolling.compile(sgd(0.01).momentum(0.9), mse()).load(folder.resolve("sgd.ckpt"));
      Sequential same = images(RELU, 2, 0.25);
      assertRefused(same.compile(adam(0.01), new Doubled()), file, "its loss is mse");
      same.compile(adam(0.01), mse()).load(file);
      same.compile(adam(0.5), mse(), accuracy()).load(file);
      assertEquals(model.history(), same.history());
    }
  }

  private static Sequential images(Activation activation, int strides, double rate) {
    // Whatever the strides, the pooling leaves the same arrays.
    return sequential(
        input(1, 8, 8),
        conv2d(4, 2, activation).strides(strides),
        globalAveragePooling2d(),
        dropout(rate),
        dense(3, LINEAR));
  }

  private static Samples pixels(int seed) {
    var random = new Random(seed);
    float[][] rows = new float[16][64];
    for (float[] row : rows) {
      for (int i = 0; i < 64; i++) {
        row[i] = random.nextFloat();
      }
    }
    return Samples.of(rows, new float[16][3]);
  }

  /** A loss that goes by another name. */
  private record Doubled() implements Loss {
    @Override
    public String name() {
      return "doubled";
    }

    @Override
    public void requireFit(Shape target, Shape output) {}

    @Override
    public NDArray of(NDArray target, NDArray output) {
      return mse().of(target, output).mul(2);
    }
  }

  @Test
  void goesOnWithTheSameDataOnly() {
    Path file = folder.resolve("run.ckpt");
    ImageSet digits = Mnist.generated().test().take(32).flat().reconstruct();
    Fit fit = epochs(1).batchSize(16).resumable(file);
    oneLayer().fit(digits, fit);
    var other = assertThrows(CheckpointException.class, () -> oneLayer().fit(digits.take(31), fit));
    assertTrue(other.getMessage().contains("its data is 32 samples"), other.getMessage());
    assertTrue(other.getMessage().contains("here it is 31 samples"), other.getMessage());
    ImageSet darker = digits.preprocess(Preprocessing.rescaling(1 / 510f));
    assertThrows(CheckpointException.class, () -> oneLayer().fit(darker, fit));
    ImageSet train = Mnist.generated().train().take(32).flat().reconstruct();
    assertThrows(CheckpointException.class, () -> oneLayer().fit(train, fit));
    assertEquals(
        List.of(1, 2), oneLayer().fit(digits, epochs(2).batchSize(16).resumable(file)).epochs());
    oneLayer().load(file);
  }

  @Test
  void goesOnWithTheSameFitOnly() {
    Path file = folder.resolve("run.ckpt");
    float[][] rows = rows(24, 1);
    float[][] held = rows(8, 2);
    Fit plain = epochs(2).batchSize(8).resumable(file);
    Fit fit = plain.validation(Samples.of(held, held));
    Fit longer = epochs(3).batchSize(8).resumable(file).validation(Samples.of(held, held));
    Samples data = Samples.of(rows, rows);
    linear(adam(0.01)).fit(data, fit);

    assertNotResumed("its seed is 42, and here it is 43", linear(adam(0.01)).seed(43), data, fit);
    assertNotResumed(
        "its batch size is 8, and here it is 9", linear(adam(0.01)), data, fit.batchSize(9));
    assertNotResumed("its learning rate is 0.01, 0.01 after", linear(adam(0.02)), data, fit);
    Schedule falling = Training.staircase(0.01, 1000, 0.5);
    assertNotResumed("here it is 0.01, 0.005 after", linear(adam(falling)), data, fit);
    Sequential measured = linear(adam(0.01)).compile(adam(0.01), mse(), accuracy());
    assertNotResumed("its metrics is loss, and here it is loss, acc", measured, data, fit);
    assertNotResumed("and here it is none", linear(adam(0.01)), data, plain);
    Fit split = plain.validationSplit(0.25);
    assertNotResumed("its data is 24 samples", linear(adam(0.01)), data, split);
    Fit other = plain.validation(Samples.of(held, rows(8, 3)));
    assertNotResumed("its validation is 8 samples", linear(adam(0.01)), data, other);
    Samples turned = Samples.of(rows(24, 4), rows);
    assertNotResumed("content ", linear(adam(0.01)), turned, fit);
    assertEquals(List.of(1, 2, 3), linear(adam(0.01)).fit(data, longer).epochs());
  }

  @Test
  void aRefusedFitLeavesNoTraceInWhatIsSavedLater() throws Exception {
    Path foreign = folder.resolve("foreign.ckpt");
    Samples data = Samples.of(rows(24, 1), rows(24, 1));
    linear(adam(0.01)).seed(43).fit(data, epochs(1).batchSize(4).resumable(foreign));
    Path before = folder.resolve("before.ckpt");
    Path after = folder.resolve("after.ckpt");
    try (Sequential model = linear(adam(0.01))) {
      model.fit(data, epochs(2).batchSize(8));
      model.save(before);
      Fit refused = epochs(5).batchSize(4).resumable(foreign);
      assertThrows(CheckpointException.class, () -> model.fit(data, refused));
      model.save(after);
    }
    assertArrayEquals(Files.readAllBytes(before), Files.readAllBytes(after));
  }

  private static Sequential linear(Optimizer optimizer) {
    return sequential(input(3), dense(3, LINEAR)).compile(optimizer, mse()).seed(42);
  }

  private static float[][] rows(int count, int seed) {
    var random = new Random(seed);
    float[][] rows = new float[count][3];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextFloat();
      }
    }
    return rows;
  }

  private static void assertNotResumed(String reason, Sequential model, Samples data, Fit fit) {
    List<float[]> before = weights(model);
    long seed = model.seed();
    var refused = assertThrows(CheckpointException.class, () -> model.fit(data, fit));
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    assertEquals(seed, model.seed());
    assertTrue(model.history().epochs().isEmpty());
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(before.get(i), weights(model).get(i));
    }
  }

  /** The same pictures in another order are other data. */
  @Test
  void goesOnWithTheSameImagesInTheSameOrderOnly() {
    Path file = folder.resolve("run.ckpt");
    ImageSet digits = Mnist.generated().test().take(32).flat().reconstruct();
    Fit fit = epochs(1).batchSize(16).resumable(file);
    oneLayer().fit(digits, fit);
    assertNotResumed("content ", oneLayer(), digits.shuffle(1), fit);
    assertEquals(List.of(1), oneLayer().fit(digits, fit).epochs());
  }

  private static Sequential oneLayer() {
    return sequential(input(784), dense(784, LINEAR)).compile(adam(1e-3), mse());
  }

  @Test
  void aStoppedFitGoesOnToTheSameLastEpoch() {
    Path file = folder.resolve("run.ckpt");
    for (Fit fit : List.of(epochs(3).batchSize(10), epochs(3).batchSize(10).resumable(file))) {
      try (var model = model()) {
        compiled(model, 42);
        int before = printed.text().length();
        assertEquals(List.of(1), model.fit(interruptingAt(25), fit).epochs());
        assertEquals(List.of(1, 2, 3), model.fit(train(), fit).epochs());
        String text = printed.text().substring(before);
        assertTrue(text.contains("epoch 2/3  stopped"), text);
        assertTrue(text.contains("epoch 3/3  loss"), text);
        assertFalse(text.contains("/4"), text);
        boolean ended = fit.resumable().isPresent();
        assertEquals(
            ended ? List.of(1, 2, 3) : List.of(4, 5, 6),
            model.fit(train(), fit).epochs(),
            "one that has come to its end is over, if it is in a file, and else begins anew");
      }
    }
  }

  @Test
  void aFitThatWasStoppedInItsFirstEpochHasSomethingToShow() {
    try (var model = model()) {
      compiled(model, 42);
      Fit fit = epochs(3).batchSize(10).validation(test());
      History stopped = model.fit(interruptingAt(5), fit);
      assertEquals(List.of(1), stopped.epochs());
      assertEquals(List.of("loss", "val_loss", "seconds"), List.copyOf(stopped.metrics().keySet()));
      assertTrue(stopped.last("loss") > 0, stopped.toString());
      assertTrue(Double.isNaN(stopped.last("val_loss")), stopped.toString());
      assertEquals(List.of(), model.history().epochs(), "no epoch is finished");
      assertEquals(List.of(1, 2, 3), model.fit(train(), fit).epochs());
    }
  }

  @Test
  void whatCannotBeSavedIsSaidAndTheTrainingGoesOn() throws Exception {
    Path under = Files.writeString(folder.resolve("notes.txt"), "no folder").resolve("run.ckpt");
    try (var model = model()) {
      compiled(model, 42);
      History history =
          model.fit(
              train(), epochs(2).validation(test()).resumable(under).saveBest(under, "val_loss"));
      assertEquals(List.of(1, 2), history.epochs());
      assertTrue(printed.text().contains("not saved, the training goes on: "), printed.text());
      assertFalse(printed.text().contains("best, saved"), printed.text());
    }
  }

  @Test
  void whatCouldNotBeWrittenLeavesNothingBehind() throws Exception {
    // In the place of the file stands a folder that is not empty.
    Path file = Files.createDirectories(folder.resolve("run.ckpt"));
    Files.writeString(file.resolve("notes.txt"), "in the way");
    try (var model = model()) {
      compiled(model, 42);
      var failed = assertThrows(CheckpointException.class, () -> model.save(file));
      assertTrue(failed.getMessage().startsWith(file + ": "), failed.getMessage());
    }
    assertEquals(List.of("run.ckpt"), names(folder));
  }

  @Test
  void aLinkLeadsToTheFileAndStays() throws Exception {
    Path large = Files.createDirectories(folder.resolve("large"));
    Path link = Files.createSymbolicLink(folder.resolve("link.ckpt"), Path.of("large", "run.ckpt"));
    try (var model = model()) {
      compiled(model, 42);
      model.save(link);
      assertTrue(Files.isSymbolicLink(link));
      assertEquals(List.of("run.ckpt"), names(large));
      model.save(link);
      model.load(link);
      assertEquals(List.of("run.ckpt"), names(large));
      var failed = assertThrows(CheckpointException.class, () -> model.save(Path.of("/")));
      assertTrue(failed.getMessage().endsWith("(it is a folder)"), failed.getMessage());
    }
  }

  private static void assertRefused(Sequential model, Path file, String reason) {
    List<float[]> before = weights(model);
    var refused = assertThrows(CheckpointException.class, () -> model.load(file));
    assertTrue(refused.getMessage().startsWith(file + ": "), refused.getMessage());
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    List<float[]> after = weights(model);
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(before.get(i), after.get(i));
    }
  }
}
