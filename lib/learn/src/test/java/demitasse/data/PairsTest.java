package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import demitasse.data.preprocessing.Preprocessing;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PairsTest {
  private static final float[][] VECTORS = {{1, 2}, {3, 4}, {5, 6}};

  private static Batch batch(NDManager manager, Samples samples, int... indices) {
    return samples.batch(manager, indices, 7);
  }

  @Test
  void arraysOfAnyDepthAndType() {
    double[][][] matrices = {
      {{1, 2, 3}, {4, 5, 6}}, {{7, 8, 9}, {0, 1, 2}}, {{1, 1, 1}, {2, 2, 2}}
    };
    long[][] whole = {{1}, {2}, {3}};
    Samples samples = Samples.of(matrices, whole);
    assertEquals(3, samples.size());
    assertEquals(new Shape(2, 3), samples.inputShape());
    assertEquals(new Shape(1), samples.targetShape());
    assertEquals(OptionalInt.empty(), samples.classes());
    try (NDManager manager = NDManager.newBaseManager()) {
      Batch batch = batch(manager, samples, 2, 0);
      assertEquals(new Shape(2, 2, 3), batch.input().getShape());
      assertArrayEquals(
          new float[] {1, 1, 1, 2, 2, 2, 1, 2, 3, 4, 5, 6}, batch.input().toFloatArray());
      assertArrayEquals(new float[] {3, 1}, batch.target().toFloatArray());
      assertThrows(IndexOutOfBoundsException.class, () -> batch(manager, samples, 3));
    }
  }

  @Test
  void wholeNumbersAreLabelsAndOthersAreNot() {
    Samples labelled = Samples.of(VECTORS, new int[] {0, 4, 1});
    assertEquals(new Shape(), labelled.targetShape());
    assertEquals(OptionalInt.of(5), labelled.classes());
    Samples values = Samples.of(VECTORS, new double[] {0.5, 1, 2});
    assertEquals(new Shape(1), values.targetShape());
    try (NDManager manager = NDManager.newBaseManager()) {
      Batch batch = batch(manager, labelled, 1, 2);
      assertEquals(DataType.INT32, batch.target().getDataType());
      assertArrayEquals(new int[] {4, 1}, batch.target().toIntArray());
      assertArrayEquals(new float[] {0.5f}, batch(manager, values, 0).target().toFloatArray());
    }
  }

  @Test
  void ofASetTheInputsAreTakenWithItsChanceAndAll() {
    ImageSet clean = Mnist.generated().test().take(20);
    ImageSet noisy =
        clean.preprocess(Preprocessing.rescaling(1 / 255f), Preprocessing.gaussianNoise(0.3));
    Samples denoising = Samples.of(noisy, clean);
    assertEquals(clean.inputShape(), denoising.targetShape());
    try (NDManager manager = NDManager.newBaseManager()) {
      Batch batch = batch(manager, denoising, 3, 11);
      int[] both = {3, 11};
      assertArrayEquals(
          noisy.batch(manager, both, 7).input().toFloatArray(), batch.input().toFloatArray());
      float[] expected = clean.batch(manager, both, 0).input().toFloatArray();
      assertArrayEquals(expected, batch.target().toFloatArray());
      float[] noise = batch.input().toFloatArray();
      double squares = 0;
      for (int i = 0; i < noise.length; i++) {
        squares += Math.pow(noise[i] - expected[i], 2);
      }
      assertEquals(0.3, Math.sqrt(squares / noise.length), 0.03);
    }
    assertThrows(IllegalArgumentException.class, () -> Preprocessing.gaussianNoise(-1));
  }

  @Test
  void theSameArrayTwiceIsMadeOnce() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Batch batch = batch(manager, Samples.of(VECTORS, VECTORS), 0, 1);
      assertSame(batch.input(), batch.target());
    }
  }

  @Test
  void refusesWhatCannotBeMeant() {
    assertRefused("3 inputs and 2 targets", VECTORS, new int[2]);
    assertRefused("differ in shape: number 1", new float[][] {{1, 2}, {3}}, new int[2]);
    assertRefused("differ in shape: number 1", new float[][] {{1}, null}, new int[2]);
    assertRefused("labels count from 0; there is -1", VECTORS, new int[] {0, -1, 2});
    assertRefused("neither a set nor an array", List.of(1f, 2f), new int[2]);
    assertRefused("neither a set nor an array", new byte[3][784], new int[3]);
    assertRefused("neither a set nor an array", VECTORS, new String[3]);
    assertThrows(IllegalArgumentException.class, () -> Samples.of(VECTORS, null));
  }

  private static void assertRefused(String message, Object inputs, Object targets) {
    var refused = assertThrows(IllegalArgumentException.class, () -> Samples.of(inputs, targets));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }
}
