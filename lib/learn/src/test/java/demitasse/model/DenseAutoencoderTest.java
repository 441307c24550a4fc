package demitasse.model;

import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Activation.SIGMOID;
import static demitasse.layer.Layers.dense;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.layer.Layer;
import demitasse.layer.Sequential;
import java.util.List;
import org.junit.jupiter.api.Test;

class DenseAutoencoderTest {
  private static Sequential autoencoder() {
    return Autoencoders.dense784();
  }

  @Test
  void summaryIsTheChaptersTable() {
    Summary summary = Summary.of(autoencoder());
    assertEquals(
        List.of(
            new Summary.Row("dense", "Dense", new Shape(784), "relu", 615_440, 0, List.of("input")),
            new Summary.Row("dense_1", "Dense", new Shape(64), "relu", 50_240, 0, List.of("dense")),
            new Summary.Row(
                "dense_2", "Dense", new Shape(784), "sigmoid", 50_960, 0, List.of("dense_1"))),
        summary.rows());
    assertEquals(716_640, summary.parameters());
    assertEquals(716_640, summary.trainable());
    assertEquals(0, summary.nonTrainable());
  }

  @Test
  void summaryPrintsAlignedColumnsAndTotals() {
    String text = Summary.of(autoencoder()).toString();
    List<String> lines = text.lines().toList();
    assertEquals(7, lines.size(), text);
    assertTrue(lines.get(2).startsWith("dense (Dense)  "), text);
    assertTrue(lines.get(2).endsWith("615,440"), text);
    assertEquals(lines.get(2).length(), lines.get(4).length(), text);
    assertEquals(
        "Total parameters: 716,640 (trainable 716,640, non-trainable 0)", lines.get(6), text);
  }

  @Test
  void summaryCountsWhatTheBuiltModelHas() {
    try (var model = autoencoder()) {
      model.build(1);
      long held =
          model.parameters().stream()
              .mapToLong(parameter -> parameter.getArray().getShape().size())
              .sum();
      assertEquals(Summary.of(model).parameters(), held);
    }
  }

  @Test
  void denseLayerIsActivationOfWeightsTimesInputPlusBias() {
    try (var model = Sequential.of(new Shape(2), dense(3, RELU), dense(1, LINEAR))) {
      model.build(1);
      set(model, 0, 1, 2, 3, 4, -5, -6); // W of dense: 3 × 2
      set(model, 1, 0.5f, -20, 0); // b of dense
      set(model, 2, 2, 1, 7); // W of dense_1: 1 × 3
      set(model, 3, -1); // b of dense_1
      try (NDManager scope = model.manager().newSubManager()) {
        NDArray x = scope.create(new float[] {1, 1, 2, 10}, new Shape(2, 2));
        // Hidden, before ReLU: (3.5, -13, -11) and (22.5, 26, -70).
        assertArrayEquals(
            new float[] {2 * 3.5f - 1, 2 * 22.5f + 26 - 1}, model.forward(x).toFloatArray(), 1e-5f);
      }
    }
  }

  @Test
  void sigmoidIsTheLogisticFunction() {
    try (var model = Sequential.of(new Shape(1), dense(1, SIGMOID))) {
      model.build(1);
      set(model, 0, 1);
      try (NDManager scope = model.manager().newSubManager()) {
        NDArray x = scope.create(new float[] {-2, 0, 3}, new Shape(3, 1));
        assertArrayEquals(
            new float[] {0.119203f, 0.5f, 0.952574f}, model.forward(x).toFloatArray(), 1e-6f);
      }
    }
  }

  @Test
  void weightsStartGlorotUniformAndBiasesAtZero() {
    try (var model = autoencoder()) {
      model.build(7);
      float[] weights = model.parameters().get(2).getArray().toFloatArray();
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
      assertArrayEquals(new float[64], model.parameters().get(3).getArray().toFloatArray());
    }
  }

  @Test
  void theSeedDecidesTheWeights() {
    try (var one = autoencoder();
        var same = autoencoder();
        var other = autoencoder()) {
      one.build(5);
      same.build(5);
      other.build(6);
      float[] weights = one.parameters().get(0).getArray().toFloatArray();
      assertArrayEquals(weights, same.parameters().get(0).getArray().toFloatArray());
      assertFalse(
          java.util.Arrays.equals(weights, other.parameters().get(0).getArray().toFloatArray()));
    }
  }

  @Test
  void theFirstLayersShareTheWeights() {
    try (var model = autoencoder()) {
      Sequential encoder = model.first(2);
      assertEquals(new Shape(64), encoder.outputShape());
      model.build(3);
      try (NDManager scope = model.manager().newSubManager()) {
        NDArray x = scope.ones(new Shape(1, 784));
        float[] before = encoder.forward(x).toFloatArray();
        model.parameters().get(3).getArray().addi(1);
        float[] after = encoder.forward(x).toFloatArray();
        assertEquals(Math.max(0, before[0]) == 0, before[0] == 0);
        boolean anyMoved = false;
        for (int i = 0; i < before.length; i++) {
          anyMoved |= after[i] > before[i];
        }
        assertTrue(anyMoved);
      }
    }
  }

  @Test
  void encoderThenDecoderIsTheWholeModel() {
    try (var model = autoencoder()) {
      model.build(3);
      Sequential decoder = model.last(1);
      assertEquals(new Shape(64), decoder.inputShape());
      try (NDManager scope = model.manager().newSubManager()) {
        NDArray x = scope.ones(new Shape(1, 784));
        NDArray code = model.first(2).forward(x);
        assertArrayEquals(model.forward(x).toFloatArray(), decoder.forward(code).toFloatArray());
      }
    }
  }

  @Test
  void refusesWhatDoesNotFitAndNamesTheLayer() {
    var flattenFirst =
        assertThrows(
            IllegalArgumentException.class,
            () -> Sequential.of(new Shape(1, 28, 28), dense(64, RELU)));
    assertTrue(flattenFirst.getMessage().startsWith("dense: "), flattenFirst.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Sequential.of(new Shape(784)));
    assertThrows(IllegalArgumentException.class, () -> dense(0, RELU));
    Layer layer = dense(784, RELU);
    var twice =
        assertThrows(
            IllegalArgumentException.class, () -> Sequential.of(new Shape(784), layer, layer));
    assertTrue(twice.getMessage().startsWith("dense_1: "), twice.getMessage());
    assertThrows(IllegalArgumentException.class, () -> autoencoder().first(0));
    assertThrows(IllegalArgumentException.class, () -> autoencoder().first(4));
    assertThrows(IllegalArgumentException.class, () -> autoencoder().last(4));
  }

  @Test
  void refusesInputsOfAnotherShapeAndUseWithoutWeights() {
    try (var model = autoencoder()) {
      assertThrows(IllegalStateException.class, model::manager);
      model.build(1);
      try (NDManager scope = model.manager().newSubManager()) {
        NDArray x = scope.ones(new Shape(2, 28, 28));
        var wrong = assertThrows(IllegalArgumentException.class, () -> model.forward(x));
        assertTrue(wrong.getMessage().contains("(784)"), wrong.getMessage());
      }
    }
  }

  @Test
  void closingFreesTheWeights() {
    var model = autoencoder();
    model.build(1);
    NDManager weights = model.manager();
    model.close();
    assertFalse(model.isBuilt());
    assertFalse(weights.isOpen());
    assertThrows(IllegalStateException.class, model::manager);
  }

  private static void set(Sequential model, int parameter, float... values) {
    model.parameters().get(parameter).getArray().set(values);
  }
}
