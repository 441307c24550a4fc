package demitasse.train;

import static demitasse.layer.Activation.ELU;
import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Activation.SIGMOID;
import static demitasse.layer.Activation.SOFTMAX;
import static demitasse.layer.Layers.batchNormalization;
import static demitasse.layer.Layers.conv2d;
import static demitasse.layer.Layers.conv2dTranspose;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.dropout;
import static demitasse.layer.Layers.flatten;
import static demitasse.layer.Layers.input;
import static demitasse.layer.Layers.maxPooling2d;
import static demitasse.layer.Layers.residual;
import static demitasse.model.Models.sequential;
import static demitasse.train.Training.accuracy;
import static demitasse.train.Training.adam;
import static demitasse.train.Training.epochs;
import static demitasse.train.Training.mse;
import static demitasse.train.Training.sgd;
import static demitasse.train.Training.sparseCategoricalCrossentropy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.BaseNDManager;
import demitasse.data.Cifar100;
import demitasse.data.ImageSet;
import demitasse.data.Mnist;
import demitasse.engine.FreedMemory;
import demitasse.layer.Padding;
import demitasse.model.ResNet50;
import demitasse.model.Sequential;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Epoch after epoch with every kind of layer, and no memory is left behind. */
class NativeMemoryTest {
  private static final ImageSet DIGITS = Mnist.generated().test().take(256);

  private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-[0-9a-f]+ ");
  private static final Pattern ADDRESS = Pattern.compile("0x([0-9a-f]+)");

  @RegisterExtension final Printed printed = new Printed();

  private static Sequential model() {
    return sequential(
        input(1, 28, 28),
        conv2d(8, 3, RELU).strides(2).padding(Padding.SAME),
        batchNormalization(),
        residual(conv2d(8, 3, ELU).padding(Padding.SAME)),
        maxPooling2d(2),
        conv2dTranspose(8, 2, ELU).strides(2).padding(Padding.SAME),
        dropout(0.25),
        flatten(),
        dense(10, SOFTMAX));
  }

  @Test
  void staysFlatOverEpochs() throws Exception {
    try (var model = model()) {
      model.compile(
          sgd(0.01).momentum(0.9).nesterov(), sparseCategoricalCrossentropy(), accuracy());
      Fit fit = epochs(6).validation(DIGITS);
      model.fit(DIGITS, fit);
      int arrays = arrays(model);
      long before = leastInUse(model, fit);
      model.fit(DIGITS, fit);
      model.fit(DIGITS, fit);
      long grown = leastInUse(model, fit) - before;
      // A leak only grows. What a long compilation holds on a busy machine goes again.
      for (int i = 0; i < 3 && grown >= 10; i++) {
        grown = leastInUse(model, fit) - before;
      }
      assertEquals(arrays, arrays(model), "arrays");
      // 192 steps: of the smallest array of a step, the batch itself, they take 18 MiB.
      assertTrue(grown < 10, "grown by " + grown + " MiB");
    }
  }

  /**
   * Trains twice, and returns the least memory in use after one of them, in MiB: a leak stays, and
   * the tens of megabytes that Java's compiler takes while it works go again.
   */
  private static long leastInUse(Sequential model, Fit fit) throws Exception {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 2; i++) {
      model.fit(DIGITS, fit);
      model.predict(DIGITS);
      awaitCompiler();
      // What C's library holds in store is resident too, and Java's compiler leaves much there.
      FreedMemory.giveBack();
      least = Math.min(least, outsideOfTheHeap() - ofJava());
    }
    return least;
  }

  /** Waits for half a second in which Java's compiler has finished nothing, ten seconds at most. */
  private static void awaitCompiler() throws InterruptedException {
    var compiler = ManagementFactory.getCompilationMXBean();
    long before = -1;
    for (int i = 0; i < 20 && compiler.getTotalCompilationTime() != before; i++) {
      before = compiler.getTotalCompilationTime();
      Thread.sleep(500);
    }
  }

  /** What Java has for compiled code and classes, in MiB. */
  private static long ofJava() {
    return ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed() >> 20;
  }

  @Test
  void whatAClosedModelHasTakenGoesBackToTheSystem() throws Exception {
    trainLarge().close(); // the engine takes some for itself
    long before = outsideOfTheHeap();
    var model = trainLarge();
    long grown = outsideOfTheHeap() - before;
    assertTrue(grown > 170, "weights and gradients are missing: " + grown + " MiB");
    model.close();
    long kept = outsideOfTheHeap() - before;
    assertTrue(kept < 40, "kept " + kept + " MiB");
  }

  /** Each takes 30 MB: weights, gradients, and what Adam remembers. */
  @Test
  void modelsThatNobodyClosesAreFreed() throws Exception {
    ImageSet rows = DIGITS.take(32).flat().reconstruct();
    for (int i = 0; i < 5; i++) {
      trainForgotten(rows);
    }
    long before = outsideOfTheHeap();
    long largest = 0;
    for (int i = 0; i < 40; i++) {
      trainForgotten(rows);
      if (i % 10 == 9) {
        largest = Math.max(largest, outsideOfTheHeap() - before);
      }
    }
    assertTrue(largest < 400, "grown by " + largest + " MiB");
  }

  @SuppressWarnings("resource")
  private static void trainForgotten(ImageSet rows) {
    sequential(input(784), dense(1600, RELU), dense(784, SIGMOID))
        .compile(adam(1e-3), mse())
        .fit(rows, epochs(1));
  }

  private static Sequential trainLarge() {
    var model = ResNet50.of(input(3, 32, 32), 100);
    model
        .compile(sgd(1e-4), sparseCategoricalCrossentropy())
        .fit(Cifar100.generated().test().take(4), epochs(1).batchSize(2));
    return model;
  }

  private static int arrays(Sequential model) {
    var root = (BaseNDManager) model.network().weights().get(0).array().getManager();
    return root.getManagedArrays().size() + root.getParentManager().getManagedArrays().size();
  }

  /** Resident memory less what of it is the heap's or a file's, in MiB. */
  private static long outsideOfTheHeap() throws Exception {
    Path maps = Path.of("/proc/self/smaps");
    assumeTrue(Files.exists(maps), "only Linux tells");
    System.gc();
    long[] heap = heapAddresses();
    long kibibytes = 0;
    boolean outside = false;
    for (String line : Files.readAllLines(maps)) {
      Matcher mapping = MAPPING.matcher(line);
      if (mapping.lookingAt()) {
        long start = Long.parseUnsignedLong(mapping.group(1), 16);
        outside = start < heap[0] || start >= heap[1];
      } else if (outside && line.startsWith("Anonymous:")) {
        kibibytes += Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return kibibytes / 1024;
  }

  /** Where the heap begins and ends, as {@code jcmd GC.heap_info} tells it. */
  private static long[] heapAddresses() throws Exception {
    Object info =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcHeapInfo",
                new Object[0],
                new String[0]);
    long[] addresses =
        ADDRESS
            .matcher(info.toString())
            .results()
            .mapToLong(found -> Long.parseUnsignedLong(found.group(1), 16))
            .sorted()
            .toArray();
    assertTrue(addresses.length >= 2, () -> "no addresses: " + info);
    return new long[] {addresses[0], addresses[addresses.length - 1]};
  }
}
