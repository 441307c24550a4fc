package demitasse.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import demitasse.data.preprocessing.Pipeline;
import demitasse.data.preprocessing.Preprocessing;
import demitasse.data.preprocessing.StepExporter;
import demitasse.engine.ArrayMemory;
import demitasse.numeric.Seeds;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a model sees of images: their preprocessing, the order of the axes, and the target. It turns
 * the bytes of some images into a batch.
 */
record BatchForm(Pipeline pipeline, boolean channelsLast, boolean flat, Target target) {
  /** From so many floats on, building a batch in several threads is faster than in one. */
  private static final int WORTH_SHARING = 500_000;

  /** What a model should return for an image. */
  enum Target {
    LABEL,
    ONE_HOT,
    INPUT
  }

  /** Returns the one that every set begins with: values from 0 to 1, channels first, labels. */
  static BatchForm usual(ImageShape stored) {
    var scaled = new Pipeline(stored, List.of(Preprocessing.rescaling(1 / 255f)));
    return new BatchForm(scaled, false, false, Target.LABEL);
  }

  BatchForm with(Pipeline other) {
    return new BatchForm(other, channelsLast, flat, target);
  }

  BatchForm with(Target other) {
    return new BatchForm(pipeline, channelsLast, flat, other);
  }

  BatchForm flattened() {
    return new BatchForm(pipeline, channelsLast, true, target);
  }

  BatchForm withChannelsLast() {
    return new BatchForm(pipeline, true, flat, target);
  }

  /** Returns the shape of one input, without the batch. */
  Shape inputShape() {
    ImageShape shape = pipeline.outputShape();
    if (flat) {
      return new Shape(shape.size());
    }
    return channelsLast
        ? new Shape(shape.height(), shape.width(), shape.channels())
        : new Shape(shape.channels(), shape.height(), shape.width());
  }

  /** Tells an exporter how the pixel values become inputs. */
  <T> T export(StepExporter<T> to, T pixels) {
    T x = pipeline.export(to, pixels);
    T ordered = channelsLast ? to.channelsLast(x) : x;
    return flat ? to.flat(ordered, pipeline.outputShape().size()) : ordered;
  }

  /** Returns the shape of one target, without the batch. */
  Shape targetShape(int classes) {
    return switch (target) {
      case LABEL -> new Shape();
      case ONE_HOT -> new Shape(classes);
      case INPUT -> inputShape();
    };
  }

  /**
   * Builds a batch.
   *
   * @param chosen the places of the images among all
   * @param seed decides what is random about it
   */
  Batch batch(NDManager manager, Images images, int[] chosen, long seed) {
    Shape inputs = new Shape(chosen.length).addAll(inputShape());
    NDArray input =
        ArrayMemory.create(manager, inputs, buffer -> fill(buffer, images, chosen, seed));
    return new Batch(input, target(manager, images, chosen, input));
  }

  private void fill(FloatBuffer buffer, Images images, int[] chosen, long seed) {
    int values = pipeline.outputShape().size();
    int parts =
        (long) chosen.length * values < WORTH_SHARING
            ? 1
            : Math.min(chosen.length, Runtime.getRuntime().availableProcessors());
    IntStream.range(0, parts)
        .parallel()
        .forEach(
            part -> {
              int from = (int) ((long) chosen.length * part / parts);
              int to = (int) ((long) chosen.length * (part + 1) / parts);
              fill(buffer, images, chosen, from, to, seed);
            });
  }

  /** Fills in what a model sees of the images {@code chosen[from … to - 1]}. */
  private void fill(FloatBuffer buffer, Images images, int[] chosen, int from, int to, long seed) {
    ImageShape shape = pipeline.outputShape();
    boolean interleave = channelsLast && shape.channels() > 1;
    float[] interleaved = new float[interleave ? shape.size() : 0];
    var scratch = pipeline.scratch();
    byte[] pixels = new byte[images.shape().size()];
    for (int i = from; i < to; i++) {
      long own = Seeds.mix(seed, chosen[i]);
      images.read(chosen[i], pixels);
      float[] values = pipeline.run(pixels, own, scratch);
      if (interleave) {
        interleave(values, shape, interleaved);
        values = interleaved;
      }
      buffer.put(i * shape.size(), values, 0, shape.size());
    }
  }

  private static void interleave(float[] planes, ImageShape shape, float[] result) {
    int channels = shape.channels();
    int plane = shape.plane();
    for (int c = 0; c < channels; c++) {
      for (int p = 0; p < plane; p++) {
        result[p * channels + c] = planes[c * plane + p];
      }
    }
  }

  private NDArray target(NDManager manager, Images images, int[] chosen, NDArray input) {
    int[] labels = Arrays.stream(chosen).map(i -> images.labels()[i]).toArray();
    return switch (target) {
      case INPUT -> input;
      case LABEL -> manager.create(labels, new Shape(labels.length));
      case ONE_HOT -> {
        int classes = images.classNames().size();
        float[] marks = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
          marks[i * classes + labels[i]] = 1;
        }
        yield manager.create(marks, new Shape(labels.length, classes));
      }
    };
  }
}
