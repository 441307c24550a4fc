package demitasse.data.preprocessing;

import demitasse.data.image.ImageShape;
import java.util.random.RandomGenerator;

/** Keras {@code RandomFlip("horizontal")}. */
record RandomFlip() implements Preprocessing {
  @Override
  public String name() {
    return "random_flip(horizontal)";
  }

  @Override
  public <T> T export(StepExporter<T> to, ImageShape shape, T x) {
    return x;
  }

  @Override
  public void apply(float[] image, ImageShape shape, float[] result, RandomGenerator random) {
    int size = shape.size();
    if (random.nextBoolean()) {
      System.arraycopy(image, 0, result, 0, size);
      return;
    }
    int width = shape.width();
    for (int start = 0; start < size; start += width) {
      for (int x = 0; x < width; x++) {
        result[start + x] = image[start + width - 1 - x];
      }
    }
  }
}
