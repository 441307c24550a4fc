package demitasse.data;

import static demitasse.data.image.Interpolation.AREA;
import static demitasse.data.image.Interpolation.BILINEAR;
import static demitasse.data.image.Interpolation.NEAREST;
import static demitasse.data.preprocessing.Preprocessing.bgr;
import static demitasse.data.preprocessing.Preprocessing.caffe;
import static demitasse.data.preprocessing.Preprocessing.normalization;
import static demitasse.data.preprocessing.Preprocessing.randomCrop;
import static demitasse.data.preprocessing.Preprocessing.randomFlip;
import static demitasse.data.preprocessing.Preprocessing.rescaling;
import static demitasse.data.preprocessing.Preprocessing.resizing;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import demitasse.data.image.Interpolation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreprocessingTest {
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private static ImageSet images(int channels, int height, int width, int... values) {
    var shape = new ImageShape(channels, height, width);
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      pixels[i] = (byte) values[i];
    }
    int[] labels = new int[values.length / shape.size()];
    return ImageSet.of(new Images("few", false, shape, pixels, labels, List.of("thing")));
  }

  private float[] first(ImageSet set, long seed) {
    return set.batch(manager, new int[] {0}, seed).input().toFloatArray();
  }

  private float[] first(ImageSet set) {
    return first(set, 0);
  }

  @Test
  void rescalesWithAnOffset() {
    var set = images(1, 1, 3, 0, 51, 255).preprocess(rescaling(1 / 127.5f, -1));
    assertArrayEquals(new float[] {-1, -0.6f, 1}, first(set), 1e-6f);
  }

  @Test
  void caffeIsBlueGreenRedMinusTheMeans() {
    var set = images(3, 1, 2, 255, 0, 100, 101, 10, 20).preprocess(caffe());
    float[] expected = {
      10 - 103.939f, 20 - 103.939f, 100 - 116.779f, 101 - 116.779f, 255 - 123.68f, -123.68f
    };
    assertArrayEquals(expected, first(set), 1e-5f);
  }

  @Test
  void normalizationGivesMeanZeroAndDeviationOne() {
    int[] values = IntStream.range(0, 5 * 2 * 12).map(i -> i * i % 251).toArray();
    var set = images(2, 3, 4, values);
    var normal = set.preprocess(normalization(set));
    float[] all = normal.batch(manager, new int[] {0, 1, 2, 3, 4}, 0).input().toFloatArray();
    for (int channel = 0; channel < 2; channel++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < 5; i++) {
        for (int p = 0; p < 12; p++) {
          float value = all[i * 24 + channel * 12 + p];
          sum += value;
          squares += value * value;
        }
      }
      assertEquals(0, sum / 60, 1e-6);
      assertEquals(1, squares / 60, 1e-5);
    }
  }

  @Test
  void normalizationOfASingleColorStaysFinite() {
    var set = images(1, 1, 2, 7, 7);
    assertArrayEquals(new float[] {0, 0}, first(set.preprocess(normalization(set))));
  }

  @Test
  void bgrSwapsAndSwapsBack() {
    var set = images(3, 1, 2, 1, 2, 3, 4, 5, 6).preprocess();
    assertArrayEquals(new float[] {5, 6, 3, 4, 1, 2}, first(set.preprocess(bgr())));
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, first(set.preprocess(bgr(), bgr())));
  }

  @Test
  void nearestTakesTheCenter() {
    var four = images(1, 1, 4, 10, 20, 30, 40);
    assertArrayEquals(new float[] {20, 40}, first(four.preprocess(resizing(1, 2, NEAREST))));
    var two = images(1, 2, 1, 10, 20);
    assertArrayEquals(
        new float[] {10, 10, 10, 10, 20, 20, 20, 20},
        first(two.preprocess(resizing(4, 2, NEAREST))));
  }

  @Test
  void bilinearHasHalfPixelCenters() {
    var two = images(1, 1, 2, 0, 100);
    // tf.image.resize of [0, 100] to 4 and to 3, and of [0, 100, 200, 40] to 2
    assertArrayEquals(
        new float[] {0, 25, 75, 100}, first(two.preprocess(resizing(1, 4, BILINEAR))), 1e-4f);
    assertArrayEquals(
        new float[] {0, 50, 100}, first(two.preprocess(resizing(1, 3, BILINEAR))), 1e-4f);
    var four = images(1, 1, 4, 0, 100, 200, 40);
    assertArrayEquals(
        new float[] {50, 120}, first(four.preprocess(resizing(1, 2, BILINEAR))), 1e-4f);
    var square = images(1, 2, 2, 0, 100, 200, 40);
    assertArrayEquals(
        new float[] {0, 50, 100, 100, 85, 70, 200, 120, 40},
        first(square.preprocess(resizing(3, 3, BILINEAR))),
        1e-4f);
  }

  @Test
  void areaAverages() {
    var six = images(1, 2, 3, 0, 30, 60, 60, 90, 120);
    assertArrayEquals(new float[] {60}, first(six.preprocess(resizing(1, 1, AREA))), 1e-4f);
    // Columns 0 to 1.5 and 1.5 to 3.
    assertArrayEquals(
        new float[] {10, 50, 70, 110}, first(six.preprocess(resizing(2, 2, AREA))), 1e-4f);
  }

  @ParameterizedTest
  @EnumSource(Interpolation.class)
  void resizingKeepsSizeAndPlainColors(Interpolation interpolation) {
    int[] values = IntStream.range(0, 3 * 5 * 7).map(i -> 13 * i % 256).toArray();
    var odd = images(3, 5, 7, values);
    assertArrayEquals(
        first(odd.preprocess()), first(odd.preprocess(resizing(5, 7, interpolation))), 1e-4f);
    int[] plain = new int[3 * 5 * 7];
    Arrays.fill(plain, 77);
    for (int size : new int[] {1, 2, 3, 8, 50}) {
      var resized = images(3, 5, 7, plain).preprocess(resizing(size, size + 1, interpolation));
      assertEquals(new Shape(3, size, size + 1), resized.inputShape());
      for (float value : first(resized)) {
        assertEquals(77, value, 1e-3f);
      }
    }
  }

  @Test
  void flipsHalfOfTheTime() {
    var set = images(1, 2, 2, 1, 2, 3, 4).preprocess(randomFlip());
    int flipped = 0;
    for (int seed = 0; seed < 1000; seed++) {
      float[] values = first(set, seed);
      if (values[0] == 2) {
        assertArrayEquals(new float[] {2, 1, 4, 3}, values);
        flipped++;
      } else {
        assertArrayEquals(new float[] {1, 2, 3, 4}, values);
      }
    }
    assertTrue(flipped > 420 && flipped < 580, flipped + " of 1000 flipped");
  }

  @Test
  void cropsEveryPlaceOfThePaddedImage() {
    var set = images(1, 2, 2, 1, 2, 3, 4).preprocess(randomCrop(1));
    int[][] padded = {{0, 0, 0, 0}, {0, 1, 2, 0}, {0, 3, 4, 0}, {0, 0, 0, 0}};
    Set<String> possible = new HashSet<>();
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 3; x++) {
        float[] cut = {padded[y][x], padded[y][x + 1], padded[y + 1][x], padded[y + 1][x + 1]};
        possible.add(Arrays.toString(cut));
      }
    }
    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < 300; seed++) {
      seen.add(Arrays.toString(first(set, seed)));
    }
    assertEquals(possible, seen);
  }

  @Test
  void cropsWithMorePaddingThanImage() {
    var set = images(1, 1, 2, 8, 9).preprocess(randomCrop(5));
    for (int seed = 0; seed < 300; seed++) {
      String values = Arrays.toString(first(set, seed));
      assertTrue(
          Set.of("[0.0, 0.0]", "[8.0, 9.0]", "[0.0, 8.0]", "[9.0, 0.0]").contains(values), values);
    }
    assertArrayEquals(first(set.preprocess(), 3), first(set.preprocess(randomCrop(0)), 3));
  }

  @Test
  void aSeedRepeatsTheBatchAndImagesDifferWithinIt() {
    int[] values = new int[64 * 64];
    Arrays.setAll(values, i -> i % 64);
    var set = images(1, 8, 8, values).preprocess(randomFlip(), randomCrop(3));
    int[] all = IntStream.range(0, 64).toArray();
    float[] once = set.batch(manager, all, 5).input().toFloatArray();
    assertArrayEquals(once, set.batch(manager, all, 5).input().toFloatArray());
    Set<String> different = new HashSet<>();
    for (int i = 0; i < 64; i++) {
      different.add(Arrays.toString(Arrays.copyOfRange(once, i * 64, (i + 1) * 64)));
    }
    assertTrue(different.size() > 30, different.size() + " of 98 possible images");
    int[] reversed = IntStream.range(0, 64).map(i -> 63 - i).toArray();
    float[] backwards = set.batch(manager, reversed, 5).input().toFloatArray();
    assertArrayEquals(
        Arrays.copyOfRange(once, 0, 64), Arrays.copyOfRange(backwards, 63 * 64, 64 * 64));
  }

  @Test
  void largeBatchesAreTheSameAsSingleImages() {
    int[] values = IntStream.range(0, 40 * 3 * 16).map(i -> 31 * i % 256).toArray();
    var set =
        images(3, 4, 4, values)
            .preprocess(randomFlip(), resizing(128, 128, BILINEAR), rescaling(1 / 255f));
    int[] all = IntStream.range(0, 40).toArray();
    float[] together = set.batch(manager, all, 1).input().toFloatArray(); // two million values
    int size = 3 * 128 * 128;
    for (int i = 0; i < 40; i++) {
      float[] alone = set.batch(manager, new int[] {i}, 1).input().toFloatArray();
      assertArrayEquals(alone, Arrays.copyOfRange(together, i * size, (i + 1) * size));
    }
  }

  @Test
  void aBatchThatIsFarTooLargeIsRefused() {
    var huge = images(1, 1, 1, 0).preprocess(resizing(30_000, 30_000, NEAREST));
    String message = assertThrows(IllegalArgumentException.class, () -> first(huge)).getMessage();
    assertTrue(message.contains("larger than 2 GB"), message);
  }

  @Test
  void stepsThatCannotWorkAreRefusedAtOnce() {
    var gray = images(1, 2, 2, 1, 2, 3, 4);
    var color = images(3, 1, 1, 1, 2, 3);
    assertThrows(IllegalArgumentException.class, () -> gray.preprocess(caffe()));
    assertThrows(IllegalArgumentException.class, () -> gray.preprocess(normalization(color)));
    assertThrows(IllegalArgumentException.class, () -> gray.preprocess(bgr()));
    assertThrows(IllegalArgumentException.class, () -> resizing(0, 5, NEAREST));
    assertThrows(IllegalArgumentException.class, () -> randomCrop(-1));
    assertThrows(IllegalArgumentException.class, () -> normalization(color.take(0)));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> color.preprocess(rescaling(1 / 255f), caffe()))
            .getMessage();
    assertEquals(
        "preprocess_input(caffe) needs the values 0 to 255, so it cannot follow rescaling(1/255)",
        message);
  }

  @Test
  void theSummaryShowsEveryStep() {
    var set =
        images(3, 1, 2, 0, 0, 0, 0, 100, 100)
            .preprocess(randomFlip(), randomCrop(4), resizing(4, 4, BILINEAR), rescaling(1 / 255f))
            .flat()
            .oneHot();
    var summary = set.summary();
    assertEquals("few", summary.name());
    assertEquals(
        List.of(
            "stored",
            "random_flip(horizontal)",
            "random_crop(padding 4)",
            "resizing(4, 4, bilinear)",
            "rescaling(1/255)",
            "input",
            "target"),
        summary.stringColumn("Step").asList());
    assertEquals(
        List.of(
            "1×2×3 uint8",
            "1×2×3 float32",
            "1×2×3 float32",
            "4×4×3 float32",
            "4×4×3 float32",
            "(batch, 48) float32",
            "(batch, 1) float32, one-hot"),
        summary.stringColumn("Output").asList());
  }
}
