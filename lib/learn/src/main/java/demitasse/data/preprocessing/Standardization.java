package demitasse.data.preprocessing;

import demitasse.data.image.ImageShape;
import demitasse.data.image.PixelCounts;
import demitasse.data.image.PixelStatistics;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** (value − mean) / deviation, with a mean and a deviation for each channel of 0 … 255. */
final class Standardization implements Preprocessing {
  private final String name;
  private final boolean swapped;
  private final float[] mean;
  private final float[] deviation;

  private Standardization(String name, boolean swapped, float[] mean, float[] deviation) {
    this.name = name;
    this.swapped = swapped;
    this.mean = mean;
    this.deviation = deviation;
  }

  static Standardization caffe() {
    float[] blueGreenRed = {103.939f, 116.779f, 123.68f};
    return new Standardization(
        "preprocess_input(caffe)", true, blueGreenRed, new float[] {1, 1, 1});
  }

  static Standardization torch() {
    float[] mean = {0.485f * 255, 0.456f * 255, 0.406f * 255};
    float[] deviation = {0.229f * 255, 0.224f * 255, 0.225f * 255};
    return new Standardization("preprocess_input(torch)", false, mean, deviation);
  }

  static Standardization of(PixelCounts set) {
    PixelStatistics[] channels = PixelStatistics.ofChannels(set);
    float[] mean = new float[channels.length];
    float[] deviation = new float[channels.length];
    for (int c = 0; c < channels.length; c++) {
      mean[c] = (float) channels[c].mean();
      // Keras, too, keeps a constant channel from being divided by zero.
      deviation[c] = (float) Math.max(channels[c].deviation(), 1e-7);
    }
    String name = "normalization(mean " + list(mean) + "; deviation " + list(deviation) + ")";
    return new Standardization(name, false, mean, deviation);
  }

  private static String list(float[] values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> String.format(Locale.ROOT, "%.1f", values[i]))
        .collect(Collectors.joining(", "));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean needsPixelValues() {
    return true;
  }

  @Override
  public boolean keepsPixelValues() {
    return false;
  }

  @Override
  public ImageShape outputShape(ImageShape input) {
    if (input.channels() != mean.length) {
      throw new IllegalArgumentException(
          name + " needs images of " + mean.length + " channels, not " + input);
    }
    return input;
  }

  @Override
  public <T> T export(StepExporter<T> to, ImageShape shape, T x) {
    return to.standardized(swapped ? to.channelsReversed(x) : x, mean, deviation);
  }

  @Override
  public void apply(float[] image, ImageShape shape, float[] result, RandomGenerator random) {
    int plane = shape.plane();
    for (int c = 0; c < mean.length; c++) {
      int from = (swapped ? mean.length - 1 - c : c) * plane;
      int to = c * plane;
      for (int p = 0; p < plane; p++) {
        result[to + p] = (image[from + p] - mean[c]) / deviation[c];
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
