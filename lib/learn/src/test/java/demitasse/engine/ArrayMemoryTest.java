package demitasse.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ArrayMemoryTest {
  private final NDManager manager = Engines.current().newBaseManager();

  @Test
  void whatIsWrittenIsWhatTheArrayHolds() {
    try (manager) {
      NDArray made = ArrayMemory.create(manager, new Shape(2, 3), ArrayMemoryTest::count);
      assertEquals(new Shape(2, 3), made.getShape());
      assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, made.toFloatArray());
      ArrayMemory.of(made).put(4, -1);
      assertEquals(-1, made.getFloat(1, 1));
      made.addi(1);
      assertEquals(0, ArrayMemory.of(made).get(4));
      assertEquals(6, ArrayMemory.of(made).get(5));
    }
  }

  private static void count(FloatBuffer numbers) {
    IntStream.range(0, numbers.capacity()).forEach(i -> numbers.put(i, i));
  }

  /** Engines keep images in blocks of channels, and a transposed array where the first one lies. */
  @Test
  void theOrderIsThatOfTheShapeHoweverTheEngineKeepsTheNumbers() {
    try (manager) {
      NDArray x = ArrayMemory.create(manager, new Shape(1, 32, 4, 4), ArrayMemoryTest::count);
      NDArray weight = manager.zeros(new Shape(32, 32, 1, 1));
      FloatBuffer diagonal = ArrayMemory.of(weight);
      IntStream.range(0, 32).forEach(i -> diagonal.put(33 * i, 1));
      NDArray same =
          x.getNDArrayInternal()
              .convolution(
                  x,
                  weight,
                  manager.zeros(new Shape(32)),
                  new Shape(1, 1),
                  new Shape(0, 0),
                  new Shape(1, 1),
                  1)
              .singletonOrThrow();
      assertArrayEquals(x.toFloatArray(), numbers(same));
      NDArray turned = x.reshape(32, 16).transpose();
      assertArrayEquals(turned.toFloatArray(), numbers(turned));
      assertEquals(16, ArrayMemory.of(turned).get(1));
    }
  }

  private static float[] numbers(NDArray array) {
    FloatBuffer buffer = ArrayMemory.of(array);
    float[] numbers = new float[buffer.capacity()];
    buffer.get(0, numbers);
    return numbers;
  }

  /** MXNet's library has a JPEG library in it, of another version than Java's. */
  @Test
  void javaReadsAndWritesPicturesAsBefore() throws IOException {
    try (manager) {
      ArrayMemory.of(manager.create(1f)).put(0, 2);
      var picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
      var bytes = new ByteArrayOutputStream();
      assertTrue(ImageIO.write(picture, "jpg", bytes));
      assertEquals(8, ImageIO.read(new ByteArrayInputStream(bytes.toByteArray())).getWidth());
    }
  }

  @Test
  void otherNumbersThanFloatsAndTooManyOfThemAreRefused() {
    try (manager) {
      NDArray labels = manager.create(new int[] {1});
      assertThrows(IllegalArgumentException.class, () -> ArrayMemory.of(labels));
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> ArrayMemory.create(manager, new Shape(1 << 20, 1 << 10), floats -> {}))
              .getMessage();
      assertTrue(message.contains("larger than 2 GB"), message);
    }
  }
}
