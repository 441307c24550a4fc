package demitasse.data.format;

import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import java.util.Arrays;
import java.util.List;

/** Keeps pixels in the heap. The array grows as they arrive. */
final class HeapSink implements ImageSink {
  /** The largest array that every virtual machine can make. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private byte[] bytes = {};
  private int size;

  @Override
  public void expect(int count) {
    bytes = Arrays.copyOf(bytes, Math.max(bytes.length, count));
  }

  @Override
  public void add(byte[] pixels, int count) {
    if (bytes.length - size < count) {
      bytes = Arrays.copyOf(bytes, Math.max(size + count, (int) Math.min(2L * size, LARGEST)));
    }
    System.arraycopy(pixels, 0, bytes, size, count);
    size += count;
  }

  @Override
  public Images finish(String name, ImageShape shape, int[] labels, List<String> classNames) {
    byte[] all = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    return new Images(name, false, shape, all, labels, classNames);
  }
}
