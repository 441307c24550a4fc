package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageSetTest {
  /** Ten RGB images of 2 rows and 3 columns; image i has the label i % 3; all bytes differ. */
  private final ImageSet set = tenImages();

  private static ImageSet tenImages() {
    byte[] pixels = new byte[10 * 18];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    int[] labels = IntStream.range(0, 10).map(i -> i % 3).toArray();
    List<String> names = List.of("zero", "one", "two");
    return ImageSet.of(new Images("ten", false, new ImageShape(3, 2, 3), pixels, labels, names));
  }

  /** Returns which of the ten images a view holds: the first byte tells. */
  private static int[] members(ImageSet view) {
    return IntStream.range(0, view.size()).map(i -> (view.pixels(i)[0] & 0xff) / 18).toArray();
  }

  @Test
  void takesAndSelects() {
    assertArrayEquals(new int[] {0, 1, 2}, members(set.take(3)));
    assertArrayEquals(new int[] {4, 5}, members(set.slice(4, 6)));
    assertArrayEquals(new int[] {5, 4}, members(set.subset(5, 4)));
    assertArrayEquals(new int[] {6, 7}, members(set.slice(5, 9).slice(1, 3)));
    assertArrayEquals(new int[] {1, 4, 7}, members(set.ofClass(1)));
    assertArrayEquals(new int[] {0, 2, 3, 5, 6, 8, 9}, members(set.ofClass("zero", "two")));
    assertEquals(0, set.take(0).size());
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThrows(IndexOutOfBoundsException.class, () -> set.take(11));
    assertThrows(IndexOutOfBoundsException.class, () -> set.slice(3, 11));
    assertThrows(IndexOutOfBoundsException.class, () -> set.subset(0, 10));
    assertThrows(IndexOutOfBoundsException.class, () -> set.take(5).label(5));
    assertThrows(IndexOutOfBoundsException.class, () -> set.image(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> set.ofClass(3));
    var e = assertThrows(IllegalArgumentException.class, () -> set.ofClass("three"));
    assertTrue(e.getMessage().contains("[zero, one, two]"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> set.split(0));
    assertThrows(IllegalArgumentException.class, () -> set.split(1));
    assertThrows(IllegalArgumentException.class, () -> set.split(Double.NaN));
    try (var manager = NDManager.newBaseManager()) {
      var view = set.take(5);
      assertThrows(IndexOutOfBoundsException.class, () -> view.batch(manager, new int[] {0, 5}, 0));
    }
  }

  @Test
  void shufflesByTheSeed() {
    int[] once = members(set.shuffle(1));
    assertArrayEquals(once, members(set.shuffle(1)));
    assertNotEquals(Arrays.toString(once), Arrays.toString(members(set.shuffle(2))));
    int[] sorted = once.clone();
    Arrays.sort(sorted);
    assertArrayEquals(members(set), sorted);
    assertEquals(set.label(once[0]), set.shuffle(1).label(0));
  }

  @Test
  void splitsOffTheLastPartAsKerasDoes() {
    var split = set.split(0.3);
    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6}, members(split.train()));
    assertArrayEquals(new int[] {7, 8, 9}, members(split.validation()));
    assertEquals(6, set.split(0.35).train().size());
    var random = set.split(0.3, 7);
    assertArrayEquals(members(set.shuffle(7).take(7)), members(random.train()));
    assertArrayEquals(members(set.shuffle(7).slice(7, 10)), members(random.validation()));
  }

  @Test
  void batchesHoldScaledPixelsAndLabels() {
    try (var manager = NDManager.newBaseManager()) {
      Batch batch = set.batch(manager, new int[] {9, 1}, 0);
      assertEquals(new Shape(2, 3, 2, 3), batch.input().getShape());
      assertEquals(DataType.FLOAT32, batch.input().getDataType());
      float[] values = batch.input().toFloatArray();
      assertEquals(162 / 255f, values[0], 1e-7f);
      assertEquals(18 / 255f, values[18], 1e-7f);
      assertEquals(35 / 255f, values[35], 1e-7f);
      assertEquals(new Shape(2), batch.target().getShape());
      assertEquals(DataType.INT32, batch.target().getDataType());
      assertArrayEquals(new int[] {0, 1}, batch.target().toIntArray());
      assertEquals(new Shape(), set.targetShape());
    }
  }

  @Test
  void blackAndWhiteAreExactlyZeroAndOne() {
    byte[] pixels = {0, (byte) 255};
    var two =
        ImageSet.of(
            new Images("two", false, new ImageShape(1, 1, 2), pixels, new int[1], List.of("a")));
    try (var manager = NDManager.newBaseManager()) {
      assertArrayEquals(
          new float[] {0, 1}, two.batch(manager, new int[1], 0).input().toFloatArray());
    }
  }

  @Test
  void viewsShapeTheBatch() {
    try (var manager = NDManager.newBaseManager()) {
      int[] second = {1};
      float[] planes = set.preprocess().batch(manager, second, 0).input().toFloatArray();
      assertEquals(18, planes[0]);
      assertEquals(35, planes[17]);

      Batch flat = set.preprocess().flat().batch(manager, second, 0);
      assertEquals(new Shape(18), set.flat().inputShape());
      assertEquals(new Shape(1, 18), flat.input().getShape());
      assertArrayEquals(planes, flat.input().toFloatArray());

      Batch last = set.preprocess().channelsLast().batch(manager, second, 0);
      assertEquals(new Shape(1, 2, 3, 3), last.input().getShape());
      // The first pixel: its red, green and blue lie one plane of 6 apart.
      float[] pixel = Arrays.copyOf(last.input().toFloatArray(), 4);
      assertArrayEquals(new float[] {18, 24, 30, 19}, pixel);
    }
  }

  @Test
  void reconstructionAimsAtTheInputItself() {
    try (var manager = NDManager.newBaseManager()) {
      var view = set.flat().reconstruct();
      Batch batch = view.batch(manager, new int[] {0, 3}, 0);
      assertSame(batch.input(), batch.target());
      assertEquals(new Shape(18), view.targetShape());
    }
  }

  @Test
  void oneHotMarksTheLabel() {
    try (var manager = NDManager.newBaseManager()) {
      Batch batch = set.oneHot().batch(manager, new int[] {2, 3}, 0);
      assertEquals(new Shape(3), set.oneHot().targetShape());
      assertArrayEquals(new float[] {0, 0, 1, 1, 0, 0}, batch.target().toFloatArray());
    }
  }

  @Test
  void imagesShowTheStoredPixels() {
    var image = set.image(1);
    assertEquals(3, image.getWidth());
    assertEquals(2, image.getHeight());
    assertEquals(0xff12181e, image.getRGB(0, 0)); // 18, 24, 30
    assertEquals(0xff171d23, image.getRGB(2, 1)); // 23, 29, 35
    assertEquals(set.className(1), image.getProperty("comment"));
  }

  @Test
  void namesLeadToLabelsAndBack() {
    assertEquals(2, set.labelOf("two"));
    assertEquals("two", set.className(5));
    assertThrows(IllegalArgumentException.class, () -> set.labelOf("three"));
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    var shape = new ImageShape(1, 1, 2);
    List<String> names = List.of("a", "b");
    assertEquals(1, ImageSet.of("one", shape, new byte[2], new int[] {1}, names).size());
    assertThrows(
        IllegalArgumentException.class,
        () -> ImageSet.of("odd", shape, new byte[3], new int[1], names));
    assertThrows(
        IllegalArgumentException.class,
        () -> ImageSet.of("more", shape, new byte[2], new int[] {2}, names));
    assertThrows(
        IllegalArgumentException.class,
        () -> ImageSet.of("less", shape, new byte[2], new int[] {-1}, names));
    assertThrows(IllegalArgumentException.class, () -> new ImageShape(0, 1, 1));
  }

  @Test
  void whateverHoldsThemTellsOfImagesInWords() {
    var images =
        new Images("two", false, new ImageShape(1, 1, 2), new byte[4], new int[2], List.of("a"));
    assertEquals("two: 2 images 1×2×1, 1 classes", images.toString());
    try (var manager = NDManager.newBaseManager()) {
      assertEquals("3 batches of up to 4", set.batches(manager, 4).toString());
    }
  }

  @Test
  void tellsWhatItIs() {
    assertEquals(
        "ten: 10 images 2×3×3 uint8, 3 classes; input (3, 2, 3) float32, rescaling(1/255)",
        set.toString());
  }
}
