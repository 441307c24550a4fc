package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.data.format.CifarRecords;
import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class BatchesTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final ImageSet set = numbered(10);

  @AfterEach
  void close() {
    manager.close();
  }

  /** Images of one pixel whose value and label is their number. */
  private static ImageSet numbered(int count) {
    byte[] pixels = new byte[count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = (byte) i;
      labels[i] = i % 256;
    }
    List<String> names = IntStream.range(0, 256).mapToObj(Integer::toString).toList();
    return ImageSet.of(
            new Images("numbered", false, new ImageShape(1, 1, 1), pixels, labels, names))
        .preprocess();
  }

  private static List<Integer> labels(Iterable<NDList> batches) {
    List<Integer> seen = new ArrayList<>();
    for (NDList batch : batches) {
      float[] values = batch.get(0).toFloatArray();
      int[] labels = batch.get(1).toIntArray();
      for (int i = 0; i < labels.length; i++) {
        assertEquals(labels[i], values[i]);
        seen.add(labels[i]);
      }
    }
    return seen;
  }

  @Test
  void goesThroughInOrderWithASmallerLastBatch() {
    List<Shape> shapes = new ArrayList<>();
    for (NDList batch : set.batches(manager, 4)) {
      shapes.add(batch.get(0).getShape());
    }
    assertEquals(
        List.of(new Shape(4, 1, 1, 1), new Shape(4, 1, 1, 1), new Shape(2, 1, 1, 1)), shapes);
    assertEquals(3, set.batches(manager, 4).count());
    assertEquals(IntStream.range(0, 10).boxed().toList(), labels(set.batches(manager, 4)));
  }

  @Test
  void goesThroughShuffledByTheSeed() {
    List<Integer> once = labels(set.batches(manager, 3, 1));
    assertEquals(once, labels(set.batches(manager, 3, 1)));
    assertFalse(once.equals(labels(set.batches(manager, 3, 2))));
    List<Integer> sorted = new ArrayList<>(once);
    Collections.sort(sorted);
    assertEquals(IntStream.range(0, 10).boxed().toList(), sorted);
  }

  @Test
  void closesEachBatchWhenTheNextIsAskedFor() {
    var iterator = set.batches(manager, 4).iterator();
    NDList first = iterator.next();
    assertArrayEquals(new int[] {0, 1, 2, 3}, first.get(1).toIntArray());
    NDList second = iterator.next();
    assertThrows(IllegalStateException.class, () -> first.get(0).toFloatArray());
    iterator.next();
    assertThrows(IllegalStateException.class, () -> second.get(0).toFloatArray());
    assertFalse(iterator.hasNext());
    assertThrows(NoSuchElementException.class, iterator::next);
    assertEquals(List.of(), manager.getManagedArrays());
  }

  @Test
  void anEmptySetHasNoBatch() {
    assertFalse(set.take(0).batches(manager, 4).iterator().hasNext());
    assertThrows(IllegalArgumentException.class, () -> set.batches(manager, 0));
  }

  @Test
  @EnabledOnOs(OS.LINUX) // asks /proc
  void twentyEpochsLeaveMemoryWhereItWas() throws Exception {
    byte[] pixels = new byte[2_000 * 3072];
    var images =
        ImageSet.of(
            new Images(
                "grey", false, CifarRecords.SHAPE, pixels, new int[2_000], List.of("thing")));
    epochs(images, 3); // the engine sets memory aside at first
    long before = residentMegabytes();
    epochs(images, 20); // makes 20 × 24.6 MB of floats
    long grown = residentMegabytes() - before;
    assertTrue(grown < 60, "20 epochs left " + grown + " MB behind");
  }

  private void epochs(ImageSet images, int count) {
    for (int epoch = 0; epoch < count; epoch++) {
      for (NDList batch : images.batches(manager, 64, epoch)) {
        batch.get(0).getFloat(0, 0, 0, 0); // waits until the engine has made it
      }
    }
    System.gc();
  }

  /** Heap, direct buffers and what the engine holds. */
  private static long residentMegabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    throw new AssertionError("no VmRSS in /proc/self/status");
  }
}
