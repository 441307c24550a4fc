package demitasse.data.preprocessing;

import demitasse.data.image.ImageShape;
import java.util.random.RandomGenerator;

/** Keras {@code Rescaling}: value × scale + offset. */
record Rescaling(float scale, float offset) implements Preprocessing {
  @Override
  public String name() {
    String by = scale < 1 ? "1/" + plain(1 / scale) : plain(scale);
    return "rescaling(" + by + (offset == 0 ? "" : ", " + plain(offset)) + ")";
  }

  private static String plain(float value) {
    float rounded = Math.round(value * 1000) / 1000f;
    return rounded == Math.rint(rounded)
        ? Integer.toString((int) rounded)
        : Float.toString(rounded);
  }

  @Override
  public boolean keepsPixelValues() {
    return false;
  }

  @Override
  public <T> T export(StepExporter<T> to, ImageShape shape, T x) {
    return to.rescaled(x, scale, offset);
  }

  @Override
  public void apply(float[] image, ImageShape shape, float[] result, RandomGenerator random) {
    int size = shape.size();
    for (int i = 0; i < size; i++) {
      result[i] = image[i] * scale + offset;
    }
  }
}
