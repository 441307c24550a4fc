package demitasse.data.generated;

import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import demitasse.numeric.Parallel;
import demitasse.numeric.Seeds;
import java.awt.Color;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A hundred kinds of coloured texture: a stand-in for CIFAR-100 that needs no network and is the
 * same to the byte on every machine.
 *
 * <p>Ten patterns in ten pairs of colours make the classes; each image is turned, stretched,
 * shifted, lit and speckled at random.
 */
public final class GeneratedTextures {
  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  private static final int PATTERNS = 10;
  private static final int CLASSES = 100;
  private static final int SINE_STEPS = 1024;

  /** Images that one thread draws at a time. */
  private static final int BLOCK = 200;

  /** One turn of the sine, 0 to 1: from StrictMath, and read faster than computed. */
  private static final double[] WAVE =
      IntStream.range(0, SINE_STEPS)
          .mapToDouble(i -> 0.5 + 0.5 * StrictMath.sin(2 * Math.PI * i / SINE_STEPS))
          .toArray();

  private GeneratedTextures() {}

  /**
   * Draws equally many images of each class, in random order.
   *
   * @param classNames of the hundred classes
   */
  public static Images draw(String name, int count, long seed, List<String> classNames) {
    int[] labels = IntStream.range(0, count).map(i -> i % CLASSES).toArray();
    Seeds.shuffle(labels, seed);
    byte[] pixels = new byte[count * SHAPE.size()];
    try (var team = Parallel.of(0)) {
      team.forBlocks(
          count,
          BLOCK,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              draw(labels[i], new Random(Seeds.mix(seed, i)), pixels, i * SHAPE.size());
            }
          });
    }
    return new Images(name, true, SHAPE, pixels, labels, classNames);
  }

  private static void draw(int label, Random random, byte[] pixels, int start) {
    int pattern = label % PATTERNS;
    double hue = (label / PATTERNS) / 10.0 + between(random, -0.02, 0.02);
    int ink = Color.HSBtoRGB((float) hue, 0.85f, 0.95f);
    int ground = Color.HSBtoRGB((float) (hue + 0.37), 0.5f, 0.45f);
    double light = between(random, 0.75, 1);
    double angle = between(random, -0.4, 0.4);
    double period = between(random, 6.5, 11);
    double cos = StrictMath.cos(angle) / period;
    double sin = StrictMath.sin(angle) / period;
    double shiftX = between(random, 8, 24);
    double shiftY = between(random, 8, 24);
    long speckle = random.nextLong();
    int plane = SHAPE.plane();
    for (int p = 0; p < plane; p++) {
      double x = p % SHAPE.width() - shiftX;
      double y = p / SHAPE.width() - shiftY;
      double cover = cover(pattern, x * cos - y * sin, x * sin + y * cos);
      for (int c = 0; c < SHAPE.channels(); c++) {
        speckle = speckle * 6364136223846793005L + 1442695040888963407L; // Knuth's MMIX generator
        int from = ground >> 16 - 8 * c & 0xff;
        int to = ink >> 16 - 8 * c & 0xff;
        double value = light * (from + (to - from) * cover) + (speckle >> 59);
        pixels[start + c * plane + p] = (byte) Math.max(0, Math.min(255, Math.round(value)));
      }
    }
  }

  /** Returns how much ink lies at (u, v), which are counted in periods from the middle. */
  private static double cover(int pattern, double u, double v) {
    return switch (pattern) {
      case 0 -> wave(u); // stripes
      case 1 -> wave(v); // bars
      case 2 -> Math.floor(2 * u) % 2 == Math.floor(2 * v) % 2 ? 1 : 0; // checks
      case 3 -> wave(Math.sqrt(u * u + v * v)); // rings
      case 4 -> wave(u) * wave(v) > 0.6 ? 1 : 0; // dots
      case 5 -> wave(u + 0.5 * wave(v)); // waves
      case 6 -> wave(5 * StrictMath.atan2(v, u) / (2 * Math.PI)); // rays
      case 7 -> Math.max(wave(2 * u), wave(2 * v)) > 0.9 ? 1 : 0; // grid
      case 8 -> wave(v + Math.abs(u - Math.rint(u))); // zigzag
      default -> wave(Math.sqrt(u * u + v * v) + StrictMath.atan2(v, u) / (2 * Math.PI)); // spiral
    };
  }

  private static double wave(double turns) {
    return WAVE[(int) Math.floor(turns * SINE_STEPS) & SINE_STEPS - 1];
  }

  private static double between(Random random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
