package demitasse.data.preprocessing;

import demitasse.data.image.ImageShape;
import java.util.random.RandomGenerator;

/**
 * Keras' {@code GaussianNoise}: adds to each value a number of its own.
 *
 * @param deviation of these numbers, whose mean is 0
 */
record GaussianNoise(float deviation) implements Preprocessing {
  GaussianNoise {
    if (!(deviation >= 0) || Float.isInfinite(deviation)) {
      throw new IllegalArgumentException(
          "a standard deviation is a number of at least 0, not " + deviation);
    }
  }

  @Override
  public String name() {
    return "gaussian_noise(" + deviation + ")";
  }

  @Override
  public boolean keepsPixelValues() {
    return false;
  }

  @Override
  public <T> T export(StepExporter<T> to, ImageShape shape, T x) {
    return x;
  }

  @Override
  public void apply(float[] image, ImageShape shape, float[] result, RandomGenerator random) {
    int size = shape.size();
    for (int i = 0; i < size; i++) {
      result[i] = image[i] + deviation * (float) random.nextGaussian();
    }
  }
}
