package demitasse.data.preprocessing;

import demitasse.data.image.ImageShape;
import demitasse.data.image.Interpolation;
import demitasse.data.image.Resampling;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Keras {@code Resizing}. */
record Resizing(int height, int width, Interpolation interpolation) implements Preprocessing {
  Resizing {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("cannot resize to " + height + "×" + width);
    }
  }

  @Override
  public String name() {
    return String.format(
        Locale.ROOT,
        "resizing(%d, %d, %s)",
        height,
        width,
        interpolation.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public ImageShape outputShape(ImageShape input) {
    return new ImageShape(input.channels(), height, width);
  }

  @Override
  public <T> T export(StepExporter<T> to, ImageShape shape, T x) {
    return to.resized(x, shape, height, width, interpolation);
  }

  @Override
  public void apply(float[] image, ImageShape shape, float[] result, RandomGenerator random) {
    Resampling.resize(image, shape, result, height, width, interpolation);
  }
}
