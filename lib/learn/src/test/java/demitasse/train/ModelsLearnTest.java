package demitasse.train;

import static demitasse.layer.Layers.input;
import static demitasse.train.Training.accuracy;
import static demitasse.train.Training.adam;
import static demitasse.train.Training.epochs;
import static demitasse.train.Training.mse;
import static demitasse.train.Training.sparseCategoricalCrossentropy;
import static demitasse.train.Training.topK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.data.Batch;
import demitasse.data.Mnist;
import demitasse.data.Samples;
import demitasse.layer.Activation;
import demitasse.model.Autoencoders;
import demitasse.model.Classifiers;
import demitasse.model.ResNet50;
import demitasse.model.Sequential;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each of the chapters' models, for a few steps: the loss falls. */
class ModelsLearnTest {
  @RegisterExtension final Printed printed = new Printed();

  private static void assertLearns(Sequential model, Samples samples, Loss loss, int epochs) {
    try (model) {
      model.compile(adam(1e-3), loss).seed(1);
      History history = model.fit(samples, epochs(epochs).batchSize(8));
      List<Double> losses = history.metrics().get("loss");
      assertTrue(Collections.min(losses) < 0.9 * losses.get(0), history.toString());
    }
  }

  @Test
  void autoencodersLearn() {
    Samples digits = Mnist.generated().test().take(64).reconstruct();
    Samples flat = Mnist.generated().test().take(64).flat().reconstruct();
    assertLearns(Autoencoders.dense784(), flat, mse(), 4);
    assertLearns(Autoencoders.convolutional(Activation.RELU), digits, mse(), 4);
    assertLearns(Autoencoders.convolutional(Activation.ELU), digits, mse(), 4);
  }

  @Test
  void classifiersLearn() {
    // Two of the ten classes, so that there is something to learn in a few steps.
    Samples digits = Mnist.generated().test().ofClass(0, 1).take(16);
    assertLearns(Classifiers.mnist(), digits, sparseCategoricalCrossentropy(), 6);
    assertLearns(Classifiers.cifar100(), new Tints(32), sparseCategoricalCrossentropy(), 4);
  }

  @Test
  void resNet50Learns() {
    try (var model = ResNet50.of(input(3, 32, 32), 100)) {
      model.compile(adam(1e-4), sparseCategoricalCrossentropy(), accuracy(), topK(5)).seed(1);
      History history = model.fit(new Tints(32), epochs(3).batchSize(16));
      double first = history.metrics().get("loss").get(0);
      assertEquals(Math.log(100), first, 1.5, "the first steps guess");
      assertTrue(history.last("loss") < 0.9 * first, history.toString());
    }
  }

  /** Noise of 32 × 32 pixels whose mean colour tells the class. */
  private record Tints(int size) implements Samples {
    @Override
    public Shape inputShape() {
      return new Shape(3, 32, 32);
    }

    @Override
    public Shape targetShape() {
      return new Shape();
    }

    @Override
    public Batch batch(NDManager manager, int[] indices, long seed) {
      float[] input = new float[3072 * indices.length];
      for (int i = 0; i < indices.length; i++) {
        var random = new Random(indices[i]);
        for (int p = 0; p < 3072; p++) {
          float tint = p / 1024 == indices[i] % 3 ? 0.8f : 0.2f;
          input[3072 * i + p] = tint + 0.1f * random.nextFloat();
        }
      }
      int[] labels = Arrays.stream(indices).map(i -> 40 + i % 3).toArray();
      return new Batch(
          manager.create(input, new Shape(indices.length, 3, 32, 32)), manager.create(labels));
    }
  }
}
