package demitasse.model;

import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Activation.SOFTMAX;
import static demitasse.layer.Layers.batchNormalization;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static demitasse.train.Training.accuracy;
import static demitasse.train.Training.adam;
import static demitasse.train.Training.epochs;
import static demitasse.train.Training.sparseCategoricalCrossentropy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.layer.Activation;
import demitasse.train.CheckpointException;
import demitasse.train.History;
import demitasse.train.RandomClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainedTest {
  @TempDir Path folder;

  private static Sequential model(int units) {
    return sequential(input(2), dense(units, RELU), batchNormalization(), dense(3, SOFTMAX));
  }

  private Sequential trained(int units) {
    Sequential model =
        model(units).compile(adam(0.01), sparseCategoricalCrossentropy(), accuracy()).seed(1);
    model.fit(new RandomClasses(60, false), epochs(2));
    return model;
  }

  private static float[][] inputs() {
    float[][] rows = new float[20][2];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < 2; j++) {
        rows[i][j] = (float) Math.sin(i * 2 + j);
      }
    }
    return rows;
  }

  @Test
  void aModelWithLoadedWeightsPredictsAsTheTrainedOne() {
    Sequential model = trained(5);
    Pretrained.save(folder, "sample", model);
    try (Sequential other = model(5)) {
      History history = Pretrained.load(folder, "sample", other);
      assertEquals(model.history(), history);
      float[][] expected = model.predict(inputs());
      float[][] found = other.predict(inputs());
      for (int i = 0; i < expected.length; i++) {
        assertArrayEquals(expected[i], found[i], 2e-3f, "three digits");
      }
    }
  }

  @Test
  void severalModelsShareAFolder() {
    Pretrained.save(folder, "a", trained(5));
    Pretrained.save(folder, "b", trained(6));
    Pretrained.load(folder, "a", model(5));
    Pretrained.load(folder, "b", model(6));
  }

  @Test
  void aHistoryNeedsNoWeights() throws IOException {
    Sequential model = trained(5);
    Pretrained.save(folder, "sample", model);
    Files.delete(folder.resolve("sample.safetensors"));
    assertEquals(model.history(), Pretrained.history(folder, "sample"));

    Path file = folder.resolve("sample.csv");
    Files.writeString(file, Files.readString(file).replace('0', '1'));
    var refused =
        assertThrows(CheckpointException.class, () -> Pretrained.history(folder, "sample"));
    assertTrue(refused.getMessage().contains("sample.csv"), refused.getMessage());
  }

  @Test
  void weightsOfAnotherModelAreRefused() {
    Pretrained.save(folder, "sample", trained(5));
    var refused =
        assertThrows(CheckpointException.class, () -> Pretrained.load(folder, "sample", model(6)));
    assertTrue(refused.getMessage().contains("another model"), refused.getMessage());
  }

  @Test
  void aDamagedFileIsRefusedByName() throws IOException {
    Pretrained.save(folder, "sample", trained(5));
    Path file = folder.resolve("sample.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    var refused =
        assertThrows(CheckpointException.class, () -> Pretrained.load(folder, "sample", model(5)));
    assertTrue(refused.getMessage().contains("sample.safetensors"), refused.getMessage());
  }

  @Test
  void theFormatOfAnEarlierVersionIsRefusedByName() throws IOException {
    Pretrained.save(folder, "sample", trained(5));
    Files.move(folder.resolve("sample.safetensors"), folder.resolve("sample.weights"));
    var refused =
        assertThrows(CheckpointException.class, () -> Pretrained.load(folder, "sample", model(5)));
    assertTrue(refused.getMessage().contains("sample.weights: "), refused.getMessage());
    assertTrue(refused.getMessage().contains("an earlier version"), refused.getMessage());
  }

  @Test
  void theCoursesOwnWeightsAreThere() {
    try (Sequential model = Autoencoders.convolutional(Activation.ELU)) {
      assertEquals(40, Pretrained.load("elu-autoencoder", model).epochs().size());
    }
  }

  @Test
  void whatIsNotThereIsSaid() {
    var refused =
        assertThrows(CheckpointException.class, () -> Pretrained.load(folder, "none", model(5)));
    assertTrue(refused.getMessage().contains("no such"), refused.getMessage());
  }
}
