package demitasse.data.preprocessing;

import demitasse.data.image.ImageShape;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Zero padding on every side, then Keras {@code RandomCrop} to the former size. */
record RandomCrop(int padding) implements Preprocessing {
  RandomCrop {
    if (padding < 0) {
      throw new IllegalArgumentException("the padding must not be negative, but is " + padding);
    }
  }

  @Override
  public String name() {
    return "random_crop(padding " + padding + ")";
  }

  @Override
  public <T> T export(StepExporter<T> to, ImageShape shape, T x) {
    return x;
  }

  @Override
  public void apply(float[] image, ImageShape shape, float[] result, RandomGenerator random) {
    int height = shape.height();
    int width = shape.width();
    // Where the image lies in the cut: from -padding to +padding pixels off its place.
    int down = random.nextInt(2 * padding + 1) - padding;
    int right = random.nextInt(2 * padding + 1) - padding;
    int from = Math.max(0, -right);
    int length = width - Math.abs(right);
    Arrays.fill(result, 0, shape.size(), 0);
    for (int c = 0; c < shape.channels() && length > 0; c++) {
      for (int y = Math.max(0, -down); y < Math.min(height, height - down); y++) {
        int line = c * shape.plane() + y * width;
        int to = line + down * width + Math.max(0, right);
        System.arraycopy(image, line + from, result, to, length);
      }
    }
  }
}
