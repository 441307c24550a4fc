import static demitasse.layer.Activation.RELU;
import demitasse.layer.Weight;
import demitasse.layer.Network;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static demitasse.train.Training.epochs;
import static demitasse.layer.Layers.activation;
import static demitasse.layer.Layers.batchNormalization;
import static demitasse.layer.Layers.conv2d;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.globalAveragePooling2d;
import static demitasse.layer.Layers.residual;
import static demitasse.train.Training.mse;
import static demitasse.train.Training.sparseCategoricalCrossentropy;
import static demitasse.train.Training.accuracy;
import static demitasse.train.Training.adam;
import static demitasse.train.Training.sgd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import demitasse.data.Batch;
import demitasse.data.Cifar100;
import demitasse.data.ImageSet;
import demitasse.data.Mnist;
import demitasse.data.image.Interpolation;
import demitasse.data.preprocessing.Preprocessing;
import demitasse.layer.Activation;
import demitasse.model.Autoencoders;
import demitasse.model.Classifiers;
import demitasse.layer.Conv2d;
import demitasse.layer.Initializer;
import demitasse.layer.Layer;
import demitasse.layer.Pass;
import demitasse.model.ResNet50;
import demitasse.model.Sequential;
import demitasse.train.History;
import demitasse.train.Loss;
import demitasse.train.Metric;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Our side of the training benchmark; see training.py, which asks. */
public class TrainingBench {
  private static final int IMAGES = 20_000;

  private static ImageSet digits;
  private static ImageSet pictures;
  private static ImageSet samples;
  private static Sequential model;
  private static Sequential bareModel;
  private static Loss loss;
  private static Optimizer bareOptimizer;
  private static int batchSize;

  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream())); // fit reports to people
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      answers.println(
          switch (words[0]) {
            case "export" -> export(Path.of(words[1]));
            case "model" -> model(words[1], Integer.parseInt(words[2]));
            case "fit" -> fit(Integer.parseInt(words[1]));
            case "bare" -> bare(Integer.parseInt(words[1]));
            default -> throw new IllegalArgumentException(line);
          });
    }
  }

  /** export FOLDER: the data, for the peer. */
  private static String export(Path folder) throws IOException {
    digits = Mnist.load().train().take(IMAGES);
    pictures = Cifar100.load().train().take(IMAGES);
    Files.createDirectories(folder);
    write(folder, "mnist", digits);
    write(folder, "cifar", pictures);
    return "{}";
  }

  private static void write(Path folder, String name, ImageSet set) throws IOException {
    var pixels = new ByteArrayOutputStream();
    var labels = new ByteArrayOutputStream();
    for (int i = 0; i < set.size(); i++) {
      pixels.write(set.pixels(i));
      labels.write(set.label(i));
    }
    Files.write(folder.resolve(name + ".u8"), pixels.toByteArray());
    Files.write(folder.resolve(name + "-labels.u8"), labels.toByteArray());
  }

  /** model NAME BATCH: makes the model, and another one like it for the bare loop. */
  private static String model(String name, int batch) {
    batchSize = batch;
    switch (name) {
      case "dense" -> compile(Autoencoders::dense784, digits.flat().reconstruct());
      case "cnn-relu" ->
          compile(() -> Autoencoders.convolutional(Activation.RELU), digits.reconstruct());
      case "cnn-elu" ->
          compile(() -> Autoencoders.convolutional(Activation.ELU), digits.reconstruct());
      case "mnist-cnn" -> compile(Classifiers::mnist, digits);
      case "cifar-cnn" -> compile(Classifiers::cifar100, pictures);
      case "resnet50-32" -> compile(() -> ResNet50.of(input(3, 32, 32), 100), pictures);
      case "resnet50-224" ->
          compile(
              () -> ResNet50.of(input(3, 224, 224), 100),
              pictures.preprocess(
                  Preprocessing.resizing(224, 224, Interpolation.BILINEAR), Preprocessing.caffe()));
      case "small-resnet" -> compile(TrainingBench::smallResNet, pictures);
      default -> throw new IllegalArgumentException(name);
    }
    return "{}";
  }

  /** The recipe's network of chapter 4, which builds it in a cell. */
  private static Sequential smallResNet() {
    List<Layer> layers =
        new ArrayList<>(
            List.of(
                input(3, 32, 32),
                convolution(32, 3).padding(1),
                batchNormalization(),
                activation(RELU)));
    for (int filters : new int[] {48, 96, 192}) {
      layers.add(
          residual(
                  convolution(filters, 3).strides(2).padding(1),
                  batchNormalization(),
                  activation(RELU),
                  convolution(filters, 3).padding(1),
                  batchNormalization())
              .shortcut(convolution(filters, 1).strides(2), batchNormalization()));
      layers.add(activation(RELU));
    }
    layers.addAll(List.of(globalAveragePooling2d(), dense(100, Activation.SOFTMAX)));
    return sequential(layers);
  }

  private static Conv2d convolution(int filters, int kernel) {
    return conv2d(filters, kernel, Activation.LINEAR).initializer(Initializer.HE_UNIFORM);
  }

  /** With the optimizers of the chapters. */
  private static void compile(Supplier<Sequential> maker, ImageSet set) {
    if (model != null) {
      model.close();
      bareModel.close();
    }
    model = maker.get();
    bareModel = maker.get();
    samples = set;
    boolean autoencoder = model.outputActivation() == Activation.SIGMOID;
    boolean resNet = model.network().nodes().size() > 50;
    boolean digit = model.inputShape().get(0) != 3;
    loss = autoencoder ? mse() : sparseCategoricalCrossentropy();
    boolean withAdam = digit || resNet;
    float rate = resNet ? 1e-4f : withAdam ? 1e-3f : 0.01f;
    demitasse.train.Optimizer optimizer =
        withAdam ? adam(rate) : sgd(rate).momentum(0.9).nesterov();
    Tracker fixed = Tracker.fixed(rate);
    bareOptimizer =
        withAdam
            ? Optimizer.adam().optLearningRateTracker(fixed).optEpsilon(1e-7f).build()
            : Optimizer.nag().setLearningRateTracker(fixed).setMomentum(0.9f).build();
    Metric[] metrics = autoencoder ? new Metric[0] : new Metric[] {accuracy()};
    model.compile(optimizer, loss, metrics);
  }

  /** fit STEPS: one epoch over as many images as the steps take, in an order drawn anew. */
  private static String fit(int steps) {
    long start = System.nanoTime();
    History history =
        model.fit(samples.take(steps * batchSize), epochs(1).batchSize(batchSize));
    double seconds = (System.nanoTime() - start) / 1e9;
    return answer(seconds, history.metrics().get("loss").get(0));
  }

  /**
   * bare STEPS: the same layers and loss in a plain loop of DJL with DJL's own optimizer, and
   * nothing else. The batches' numbers are there before, as floats that are only handed over to the
   * engine, as every loop must; nothing is measured, and the engine is only waited for at the end.
   */
  private static String bare(int steps) {
    Network network = bareModel.network();
    try (NDManager memory = network.newScope()) {
      List<Ready> batches = new ArrayList<>();
      for (int step = 0; step < steps; step++) {
        int from = step * batchSize;
        batches.add(Ready.of(memory, IntStream.range(from, from + batchSize).toArray()));
      }
      NDArray last = null;
      long start = System.nanoTime();
      for (int step = 0; step < steps; step++) {
        last = bareStep(network, memory, batches.get(step), step);
      }
      double value = last.getFloat();
      return answer((System.nanoTime() - start) / 1e9, value);
    }
  }

  /** The numbers of a batch; no target where that is the input. */
  private record Ready(Shape shape, ByteBuffer input, NDArray target) {
    static Ready of(NDManager memory, int[] indices) {
      Batch batch = samples.batch(memory, indices, 0);
      NDArray input = batch.input();
      try (input) {
        return new Ready(
            input.getShape(),
            input.toByteBuffer(),
            batch.target() == input ? null : batch.target());
      }
    }

    Batch handOver(NDManager scope) {
      NDArray array = scope.create(input.rewind(), shape, DataType.FLOAT32);
      return new Batch(array, target == null ? array : target);
    }
  }

  private static NDArray bareStep(Network network, NDManager memory, Ready ready, int step) {
    try (NDManager scope = memory.newSubManager()) {
      Batch batch = ready.handOver(scope);
      Pass pass = Pass.training(step);
      NDArray error;
      try (GradientCollector gradients = network.engine().newGradientCollector()) {
        NDArray logits = network.logits(pass, batch.input());
        error =
            bareModel.outputActivation() == Activation.SOFTMAX
                ? loss.ofLogits(batch.target(), logits)
                : loss.of(batch.target(), bareModel.outputActivation().of(logits));
        gradients.backward(error);
      }
      pass.finish();
      for (Weight weight : network.weights()) {
        if (weight.trainable()) {
          try (NDArray gradient = weight.array().getGradient()) {
            // The optimizer remembers what it has to under the array's name.
            bareOptimizer.update(weight.array().getUid(), weight.array(), gradient);
          }
        }
      }
      error.attach(memory);
      return error;
    }
  }

  private static String answer(double seconds, double loss) {
    return String.format(Locale.ROOT, "{\"seconds\": %.5f, \"loss\": %.6f}", seconds, loss);
  }
}
