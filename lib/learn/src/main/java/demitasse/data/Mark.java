package demitasse.data;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import java.util.zip.CRC32;

/** Makes a short mark of what a few of many samples contain, evenly spread over all. */
final class Mark {
  private static final int SAMPLES = 64;

  private final CRC32 sum = new CRC32();
  private final ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);

  /**
   * Adds some of the samples.
   *
   * @param size how many samples there are
   * @param adder gets the number of a sample, which it adds
   */
  Mark of(int size, IntConsumer adder) {
    int some = Math.min(size, SAMPLES);
    for (int s = 0; s < some; s++) {
      adder.accept((int) ((long) s * size / some));
    }
    return this;
  }

  void add(byte[] bytes) {
    sum.update(bytes);
  }

  void add(int value) {
    sum.update(number.clear().putInt(value).flip());
  }

  void add(float value) {
    add(Float.floatToIntBits(value));
  }

  @Override
  public String toString() {
    return "%08x".formatted(sum.getValue());
  }
}
