package demitasse.inspect;

import static demitasse.layer.Activation.ELU;
import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Layers.activation;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.BaseNDManager;
import demitasse.data.ImageSet;
import demitasse.data.image.ImageShape;
import demitasse.data.preprocessing.Preprocessing;
import demitasse.model.Sequential;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeadUnitsTest {
  @Test
  void countsTheUnitsThatNoSampleWakes() {
    // Inputs lie between -0.5 and 0.5: a unit of weight 1 wakes with a bias above -0.5.
    try (var model =
        sequential(input(1), dense(4, RELU), dense(3, LINEAR), activation(ELU), dense(1, LINEAR))) {
      model.seed(1);
      set(model, 0, 1, 1, 1, 1);
      set(model, 1, 0, -0.3f, -0.6f, -7);
      set(model, 2, new float[12]);
      set(model, 3, -9, -4, 1);
      int arrays = arrays(model);
      DeadUnits dead = DeadUnits.of(model, evenly(600));
      assertEquals(arrays, arrays(model), "no array is left behind");
      assertEquals(
          List.of(
              new DeadUnits.Row("dense", RELU, 4, 2), new DeadUnits.Row("activation", ELU, 3, 1)),
          dead.rows());
      assertEquals(3, dead.total());
      assertEquals(2, dead.layer("dense").dead());
      assertEquals(List.of(0.4f, 0.2f, 0f, 0f), rounded(dead.active("dense")));
      assertThrows(IllegalArgumentException.class, () -> dead.active("dense_1"));
      assertEquals("50.0 %", dead.table().stringColumn("share").get(0));
      assertThrows(IllegalArgumentException.class, () -> dead.layer("dense_1"));
      assertThrows(IllegalArgumentException.class, () -> DeadUnits.of(model, evenly(0)));
    }
  }

  private static List<Float> rounded(float[] shares) {
    return IntStream.range(0, shares.length)
        .mapToObj(i -> Math.round(shares[i] * 10) / 10f)
        .toList();
  }

  /**
   * Vectors of one number, evenly spread from -0.5 to 0.5, over and over: 256 of 600 are positive.
   */
  private static ImageSet evenly(int count) {
    byte[] pixels = new byte[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = (byte) i;
    }
    return ImageSet.of("evenly", new ImageShape(1, 1, 1), pixels, new int[count], List.of("one"))
        .preprocess(Preprocessing.rescaling(1 / 255f, -0.5f))
        .flat();
  }

  private static int arrays(Sequential model) {
    var root = (BaseNDManager) model.network().weights().get(0).array().getManager();
    return root.getManagedArrays().size() + root.getParentManager().getManagedArrays().size();
  }

  private static void set(Sequential model, int parameter, float... values) {
    model.network().weights().get(parameter).set(values);
  }

  @Test
  void samplesAreFittedToTheModelOrRefused() {
    try (var flat = sequential(input(4), dense(3, RELU));
        var other = sequential(input(5), dense(3, RELU))) {
      ImageSet images =
          ImageSet.of("two", new ImageShape(1, 2, 2), new byte[8], new int[2], List.of("one"));
      assertEquals(3, DeadUnits.of(flat, images).layer("dense").units());
      var e = assertThrows(IllegalArgumentException.class, () -> DeadUnits.of(other, images));
      assertEquals("the model takes inputs of shape (5), not (1, 2, 2)", e.getMessage());
    }
  }
}
