package demitasse.model;

import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Activation.SOFTMAX;
import static demitasse.layer.Layers.batchNormalization;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.flatten;
import static demitasse.layer.Layers.input;
import static demitasse.layer.Layers.residual;
import static demitasse.model.Models.sequential;
import static demitasse.train.Training.adam;
import static demitasse.train.Training.epochs;
import static demitasse.train.Training.mse;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import demitasse.data.Samples;
import demitasse.layer.Dense;
import demitasse.layer.Layer;
import demitasse.layer.Node;
import demitasse.train.History;
import demitasse.train.Printed;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Models in models, and layers in several models: one set of weights. */
class NestingTest {
  @RegisterExtension final Printed printed = new Printed();

  private final float[][] rows = rows(40, 6);
  private final Samples autoencoding = Samples.of(rows, rows);

  private static float[][] rows(int count, int width) {
    var random = new Random(1);
    float[][] rows = new float[count][width];
    for (float[] row : rows) {
      for (int i = 0; i < width; i++) {
        row[i] = random.nextFloat();
      }
    }
    return rows;
  }

  private static Sequential encoder() {
    return sequential(dense(5, RELU), batchNormalization(), dense(3, RELU)).name("encoder");
  }

  private static Sequential decoder() {
    return sequential(dense(5, RELU), dense(6, LINEAR)).name("decoder");
  }

  @Test
  void aModelOfModelsIsTheModelOfTheirLayers() {
    try (var nested = sequential(input(6), encoder(), decoder());
        var flat =
            sequential(
                input(6),
                dense(5, RELU),
                batchNormalization(),
                dense(3, RELU),
                dense(5, RELU),
                dense(6, LINEAR))) {
      assertEquals(names(flat), names(nested));
      assertEquals(flat.summary().parameters(), nested.summary().parameters());
      nested.compile(adam(0.01), mse()).seed(3);
      flat.compile(adam(0.01), mse()).seed(3);
      History one = nested.fit(autoencoding, epochs(3).batchSize(8));
      History other = flat.fit(autoencoding, epochs(3).batchSize(8));
      assertEquals(other.metrics().get("loss"), one.metrics().get("loss"));
      assertSame(flat.predict(rows), nested.predict(rows));
    }
  }

  private static List<String> names(Sequential model) {
    return model.network().nodes().stream().map(Node::name).toList();
  }

  private static void assertSame(float[][] expected, float[][] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], actual[i], 1e-6f, "row " + i);
    }
  }

  @Test
  void thePartsLearnWithTheWhole() {
    Sequential encoder = encoder();
    Sequential decoder = decoder();
    try (var model = sequential(input(6), encoder, decoder)) {
      model.compile(adam(0.01), mse()).seed(1);
      float[][] before = encoder.predict(rows);
      model.fit(autoencoding, epochs(2));
      float[][] codes = encoder.predict(rows);
      assertFalse(Arrays.deepEquals(before, codes), "the encoder has not learned");
      assertSame(model.predict(rows), decoder.predict(codes));
      assertEquals(new Shape(3), encoder.outputShape());
      assertEquals(new Shape(3), decoder.inputShape());
      assertEquals(List.of("dense_2", "dense_3"), names(decoder), "the names are the whole's");
      assertEquals("encoder", model.layers().get(0).name());
      assertEquals(model.layer("decoder"), decoder);
      assertEquals("dense_3", model.layer("dense_3").name());
      var unknown = assertThrows(IllegalArgumentException.class, () -> model.layer("middle"));
      assertTrue(unknown.getMessage().contains("[encoder, decoder]"), unknown.getMessage());
    }
  }

  @Test
  void itMakesNoDifferenceWhoAsksFirst() {
    Sequential encoder = encoder();
    Sequential other = encoder();
    try (var model = sequential(input(6), encoder, decoder());
        var same = sequential(input(6), other, decoder())) {
      model.seed(9);
      same.seed(9);
      float[][] codes = encoder.predict(rows);
      float[][] outputs = same.predict(rows);
      assertSame(codes, other.predict(rows));
      assertSame(outputs, model.predict(rows));
    }
  }

  @Test
  void aTrainedEncoderServesAnotherModel() {
    Sequential encoder = encoder();
    try (var autoencoder = sequential(input(6), encoder, decoder())) {
      autoencoder.compile(adam(0.01), mse()).fit(autoencoding, epochs(2));
      float[][] codes = encoder.predict(rows);
      try (var classifier = sequential(input(6), encoder, dense(4, SOFTMAX))) {
        assertSame(codes, classifier.first(1).predict(rows));
        assertEquals(40, classifier.predict(rows).length);
      }
      assertSame(codes, encoder.predict(rows));
    }
    var gone = assertThrows(IllegalStateException.class, () -> encoder.predict(rows));
    assertTrue(gone.getMessage().contains("closed"), gone.getMessage());
  }

  @Test
  void aPartWithAnInputOfItsOwnIsRefusedWhereItDoesNotFit() {
    Sequential encoder = sequential(input(6), dense(3, RELU)).name("encoder");
    try (var model = sequential(input(6), encoder, decoder())) {
      assertEquals(new Shape(6), model.outputShape());
      assertSame(encoder.predict(rows), model.first(1).predict(rows));
    }
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> sequential(input(7), encoder, decoder()));
    assertTrue(refused.getMessage().startsWith("encoder: "), refused.getMessage());
    assertTrue(refused.getMessage().contains("(6)"), refused.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> sequential(input(3), dense(3, RELU), input(3)));
    var twice =
        assertThrows(
            IllegalArgumentException.class, () -> sequential(input(3), decoder(), decoder()));
    assertTrue(twice.getMessage().contains("decoder"), twice.getMessage());
  }

  @Test
  void aModelLearnsTheShapeOfItsInputsFromWhatItSees() {
    try (var model = sequential(dense(4, RELU), dense(6, LINEAR))) {
      assertThrows(IllegalStateException.class, model::summary);
      assertThrows(IllegalStateException.class, model::weights);
      assertTrue(model.toString().contains("units=4"), model.toString());
      model.compile(adam(0.01), mse()).fit(autoencoding, epochs(1));
      assertEquals(new Shape(6), model.inputShape());
      assertTrue(model.toString().contains("Total parameters"), model.toString());
      assertThrows(IllegalArgumentException.class, () -> model.predict(new float[1][5]));
    }
  }

  @Test
  void weightsArePlainArrays() {
    Dense dense = dense(2, LINEAR);
    assertThrows(IllegalStateException.class, dense::weights);
    try (var model = sequential(input(3), dense)) {
      dense.setWeights(new float[] {1, 2, 3, 4, 5, 6}, new float[] {0.5f, -0.5f});
      assertArrayEquals(new float[] {1.5f, 3.5f}, model.predict(new float[] {1, 0, 0}), 1e-6f);
      assertArrayEquals(new float[] {6.5f, 14.5f}, model.predict(new float[] {1, 1, 1}), 1e-6f);
      assertArrayEquals(new float[] {0.5f, -0.5f}, model.weights()[1]);
      try (var other = sequential(input(3), dense(2, LINEAR))) {
        other.setWeights(model.weights());
        assertArrayEquals(new float[] {6.5f, 14.5f}, other.predict(new float[] {1, 1, 1}), 1e-6f);
      }
      var few = assertThrows(IllegalArgumentException.class, () -> dense.setWeights(new float[6]));
      assertTrue(few.getMessage().contains("weight (2, 3), bias (2)"), few.getMessage());
      assertThrows(
          IllegalArgumentException.class, () -> dense.setWeights(new float[6], new float[3]));
      assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, dense.weights()[0]);
      float[][] copy = dense.weights();
      copy[0][0] = 99;
      assertEquals(1, dense.weights()[0][0]);
    }
  }

  @Test
  void aResidualOfModelsHasTheirWeights() {
    Sequential branch = sequential(dense(4, RELU), dense(6, LINEAR));
    try (var model = sequential(input(6), residual(branch))) {
      model.seed(2);
      float[][] learned = branch.predict(rows);
      float[][] sums = model.predict(rows);
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < 6; j++) {
          assertEquals(rows[i][j] + learned[i][j], sums[i][j], 1e-5f);
        }
      }
      assertEquals(4, model.weights().length);
    }
  }

  @Test
  void aCheckpointOfANestedModelIsThatOfItsLayers(@TempDir Path folder) {
    Path file = folder.resolve("model.ckpt");
    try (var nested = sequential(input(6), encoder(), decoder());
        var flat =
            sequential(
                input(6),
                dense(5, RELU),
                batchNormalization(),
                dense(3, RELU),
                dense(5, RELU),
                dense(6, LINEAR))) {
      nested.compile(adam(0.01), mse()).fit(autoencoding, epochs(2));
      nested.save(file);
      flat.load(file);
      assertSame(nested.predict(rows), flat.predict(rows));
      assertEquals(
          nested.history(), flat.history(), "not compiled, it has the history all the same");
      Path weights = folder.resolve("weights.ckpt");
      flat.save(weights);
      try (var third = sequential(input(6), encoder(), decoder())) {
        third.load(weights);
        assertSame(nested.predict(rows), third.predict(rows));
      }
    }
  }

  @Test
  void namesAndSettingsMakeNewLayersThatShareNothing() {
    Layer plain = dense(3, RELU);
    Layer named = plain.name("latent");
    assertEquals("dense", plain.name());
    assertEquals("latent", named.name());
    try (var model = sequential(input(2), plain, flatten(), named)) {
      assertEquals(List.of("dense", "flatten", "latent"), names(model));
      assertEquals(3, model.first(2).predict(new float[][] {{1, 2}})[0].length);
    }
  }
}
