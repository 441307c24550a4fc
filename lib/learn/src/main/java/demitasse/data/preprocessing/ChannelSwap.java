package demitasse.data.preprocessing;

import demitasse.data.image.ImageShape;
import java.util.random.RandomGenerator;

/** RGB to BGR, and back. */
record ChannelSwap() implements Preprocessing {
  private static final int RGB = 3;

  @Override
  public String name() {
    return "bgr";
  }

  @Override
  public ImageShape outputShape(ImageShape input) {
    if (input.channels() != RGB) {
      throw new IllegalArgumentException(name() + " needs images of three channels, not " + input);
    }
    return input;
  }

  @Override
  public <T> T export(StepExporter<T> to, ImageShape shape, T x) {
    return to.channelsReversed(x);
  }

  @Override
  public void apply(float[] image, ImageShape shape, float[] result, RandomGenerator random) {
    int plane = shape.plane();
    for (int c = 0; c < RGB; c++) {
      System.arraycopy(image, c * plane, result, (RGB - 1 - c) * plane, plane);
    }
  }
}
