package demitasse.model;

import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Activation.SIGMOID;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static demitasse.train.Training.adam;
import static demitasse.train.Training.mse;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.layer.Layer;
import demitasse.layer.Pass;
import java.util.List;
import org.junit.jupiter.api.Test;

class DenseAutoencoderTest {
  private static Sequential autoencoder() {
    return Autoencoders.dense784();
  }

  @Test
  void summaryIsTheChaptersTable() {
    Summary summary = autoencoder().summary();
    assertEquals(
        List.of(
            new Summary.Row(
                "dense", "encoder", "Dense", new Shape(784), "relu", 615_440, 0, List.of("input")),
            new Summary.Row(
                "dense_1", "encoder", "Dense", new Shape(64), "relu", 50_240, 0, List.of("dense")),
            new Summary.Row(
                "dense_2",
                "decoder",
                "Dense",
                new Shape(784),
                "sigmoid",
                50_960,
                0,
                List.of("dense_1"))),
        summary.rows());
    assertEquals(716_640, summary.parameters());
    assertEquals(716_640, summary.trainable());
    assertEquals(0, summary.nonTrainable());
  }

  @Test
  void summaryPrintsAlignedColumnsAndTotals() {
    String text = autoencoder().summary().toString();
    List<String> lines = text.lines().toList();
    assertEquals(9, lines.size(), text);
    assertEquals("encoder", lines.get(2));
    assertTrue(lines.get(3).startsWith("  dense (Dense)  "), text);
    assertTrue(lines.get(3).endsWith("615,440"), text);
    assertEquals("decoder", lines.get(5));
    assertEquals(lines.get(3).length(), lines.get(6).length(), text);
    assertEquals(
        "Total parameters: 716,640 (trainable 716,640, non-trainable 0)", lines.get(8), text);
  }

  @Test
  void summaryCountsWhatTheBuiltModelHas() {
    try (var model = autoencoder()) {
      model.seed(1);
      long held =
          model.network().weights().stream().mapToLong(parameter -> parameter.shape().size()).sum();
      assertEquals(model.summary().parameters(), held);
    }
  }

  @Test
  void denseLayerIsActivationOfWeightsTimesInputPlusBias() {
    try (var model = sequential(input(2), dense(3, RELU), dense(1, LINEAR))) {
      model.seed(1);
      set(model, 0, 1, 2, 3, 4, -5, -6); // W of dense: 3 × 2
      set(model, 1, 0.5f, -20, 0); // b of dense
      set(model, 2, 2, 1, 7); // W of dense_1: 1 × 3
      set(model, 3, -1); // b of dense_1
      try (NDManager scope = model.network().newScope()) {
        NDArray x = scope.create(new float[] {1, 1, 2, 10}, new Shape(2, 2));
        // Hidden, before ReLU: (3.5, -13, -11) and (22.5, 26, -70).
        assertArrayEquals(
            new float[] {2 * 3.5f - 1, 2 * 22.5f + 26 - 1},
            model.network().forward(Pass.inference(), x).toFloatArray(),
            1e-5f);
      }
    }
  }

  @Test
  void sigmoidIsTheLogisticFunction() {
    try (var model = sequential(input(1), dense(1, SIGMOID))) {
      model.seed(1);
      set(model, 0, 1);
      try (NDManager scope = model.network().newScope()) {
        NDArray x = scope.create(new float[] {-2, 0, 3}, new Shape(3, 1));
        assertArrayEquals(
            new float[] {0.119203f, 0.5f, 0.952574f},
            model.network().forward(Pass.inference(), x).toFloatArray(),
            1e-6f);
      }
    }
  }

  @Test
  void weightsStartGlorotUniformAndBiasesAtZero() {
    try (var model = autoencoder()) {
      model.seed(7);
      float[] weights = model.network().weights().get(2).array().toFloatArray();
      double limit = Math.sqrt(6.0 / (784 + 64));
      double sum = 0;
      double squares = 0;
      double largest = 0;
      for (float w : weights) {
        sum += w;
        squares += (double) w * w;
        largest = Math.max(largest, Math.abs(w));
      }
      assertTrue(largest <= limit && largest > 0.999 * limit, "largest " + largest);
      assertEquals(0, sum / weights.length, 0.02 * limit);
      // The variance of a uniform distribution on (-r, r) is r² / 3.
      assertEquals(limit * limit / 3, squares / weights.length, 0.01 * limit * limit);
      assertArrayEquals(new float[64], model.network().weights().get(3).array().toFloatArray());
    }
  }

  @Test
  void theSeedDecidesTheWeights() {
    try (var one = autoencoder();
        var same = autoencoder();
        var other = autoencoder()) {
      one.seed(5);
      same.seed(5);
      other.seed(6);
      float[] weights = one.network().weights().get(0).array().toFloatArray();
      assertArrayEquals(weights, same.network().weights().get(0).array().toFloatArray());
      assertFalse(
          java.util.Arrays.equals(
              weights, other.network().weights().get(0).array().toFloatArray()));
    }
  }

  @Test
  void refusesWhatDoesNotFitAndNamesTheLayer() {
    var flattenFirst =
        assertThrows(
            IllegalArgumentException.class, () -> sequential(input(1, 28, 28), dense(64, RELU)));
    assertTrue(flattenFirst.getMessage().startsWith("dense: "), flattenFirst.getMessage());
    assertThrows(IllegalArgumentException.class, () -> sequential(input(784)));
    assertThrows(IllegalArgumentException.class, () -> dense(0, RELU));
    Layer layer = dense(784, RELU);
    var twice =
        assertThrows(IllegalArgumentException.class, () -> sequential(input(784), layer, layer));
    assertTrue(twice.getMessage().startsWith("dense_1: "), twice.getMessage());
    assertThrows(IllegalArgumentException.class, () -> autoencoder().first(0));
    assertThrows(IllegalArgumentException.class, () -> autoencoder().first(3));
  }

  @Test
  void refusesInputsOfAnotherShape() {
    try (var model = autoencoder()) {
      try (NDManager scope = model.network().newScope()) {
        NDArray x = scope.ones(new Shape(2, 28, 28));
        var wrong =
            assertThrows(
                IllegalArgumentException.class, () -> model.network().forward(Pass.inference(), x));
        assertTrue(wrong.getMessage().contains("(784)"), wrong.getMessage());
      }
    }
  }

  @Test
  void closingFreesTheWeights() {
    var model = autoencoder();
    NDArray weight = model.network().weights().get(0).array();
    model.close();
    assertTrue(weight.isReleased());
    var closed = assertThrows(IllegalStateException.class, () -> model.predict(new float[1][784]));
    assertTrue(closed.getMessage().contains("was closed"), closed.getMessage());
    assertThrows(IllegalStateException.class, () -> model.compile(adam(1e-3), mse()));
    model.close();
  }

  private static void set(Sequential model, int parameter, float... values) {
    model.network().weights().get(parameter).set(values);
  }
}
