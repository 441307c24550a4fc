package demitasse.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import demitasse.data.preprocessing.Pipeline;
import demitasse.data.preprocessing.Preprocessing;
import demitasse.engine.ArrayMemory;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Labelled images of one size, kept as bytes; floats are made for the batch that is asked for.
 *
 * <p>Inputs are float32 of shape (batch, channels, height, width) in 0 … 1, targets the int32
 * labels of shape (batch), unless a view asks for something else. Every method that returns another
 * set returns a view: the pixels stay where they are, only indices or the shape of a batch change.
 * Sets are immutable and safe for several threads.
 */
public final class ImageSet implements Samples {
  private enum Target {
    LABEL,
    ONE_HOT,
    INPUT
  }

  /** From so many floats on, building a batch in several threads is faster than in one. */
  private static final int WORTH_SHARING = 500_000;

  private final Images images;
  private final int[] rows;
  private final Pipeline pipeline;
  private final boolean channelsLast;
  private final boolean flat;
  private final Target target;

  private ImageSet(
      Images images,
      int[] rows,
      Pipeline pipeline,
      boolean channelsLast,
      boolean flat,
      Target target) {
    this.images = images;
    this.rows = rows;
    this.pipeline = pipeline;
    this.channelsLast = channelsLast;
    this.flat = flat;
    this.target = target;
  }

  /**
   * Makes a set of images at hand.
   *
   * @param name how tables and charts call it
   * @param shape of every image
   * @param pixels unsigned bytes, image after image, each (channels, height, width); not copied, so
   *     they must not change any more
   * @param labels one for each image
   * @param classNames the meaning of label 0, 1, …
   * @throws IllegalArgumentException if these do not fit together
   */
  public static ImageSet of(
      String name, ImageShape shape, byte[] pixels, int[] labels, List<String> classNames) {
    return of(new Images(name, false, shape, pixels, labels.clone(), classNames));
  }

  public static ImageSet of(Images images) {
    return new ImageSet(
        images,
        IntStream.range(0, images.count()).toArray(),
        new Pipeline(images.shape(), List.of(Preprocessing.rescaling(1 / 255f))),
        false,
        false,
        Target.LABEL);
  }

  // ---- what is in it

  /** Returns how tables and charts call this set. That of a stand-in says so. */
  public String name() {
    return images.name();
  }

  /** Tells whether this is a generated stand-in and not the real data. */
  public boolean isGenerated() {
    return images.generated();
  }

  @Override
  public int size() {
    return rows.length;
  }

  /** Returns the shape of the stored images, before any preprocessing. */
  public ImageShape imageShape() {
    return images.shape();
  }

  /** Returns the names of the classes; the label is the position. */
  public List<String> classNames() {
    return images.classNames();
  }

  /** Returns the label of image {@code i}. */
  public int label(int i) {
    return images.labels()[row(i)];
  }

  /** Returns the name of the class of image {@code i}. */
  public String className(int i) {
    return classNames().get(label(i));
  }

  /** Returns all labels, in order. */
  public int[] labels() {
    return Arrays.stream(rows).map(row -> images.labels()[row]).toArray();
  }

  /**
   * Returns the label of a class name.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  public int labelOf(String className) {
    int label = classNames().indexOf(className);
    if (label < 0) {
      throw new IllegalArgumentException(
          "no class \"" + className + "\" in " + name() + "; there are " + classNames());
    }
    return label;
  }

  /**
   * Returns a copy of the stored pixels of image {@code i}: unsigned, (channels, height, width).
   */
  public byte[] pixels(int i) {
    int start = images.start(row(i));
    return Arrays.copyOfRange(images.pixels(), start, start + images.shape().size());
  }

  /** Returns image {@code i} as stored, to look at. */
  public BufferedImage image(int i) {
    ImageShape shape = images.shape();
    int plane = shape.plane();
    int start = images.start(row(i));
    byte[] pixels = images.pixels();
    // RGB for grey images too: Java would apply a gamma curve when it converts its grey type.
    var image = new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
    int[] rgb = new int[plane];
    for (int p = 0; p < plane; p++) {
      int red = pixels[start + p] & 0xff;
      int green = shape.channels() == 1 ? red : pixels[start + plane + p] & 0xff;
      int blue = shape.channels() == 1 ? red : pixels[start + 2 * plane + p] & 0xff;
      rgb[p] = red << 16 | green << 8 | blue;
    }
    image.getRaster().setDataElements(0, 0, shape.width(), shape.height(), rgb);
    return image;
  }

  private int row(int i) {
    return rows[Objects.checkIndex(i, rows.length)];
  }

  // ---- views with other images

  /** Returns the first {@code count} images. */
  public ImageSet take(int count) {
    return slice(0, count);
  }

  /** Returns the images from {@code from} up to, but without, {@code to}. */
  public ImageSet slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows.length);
    return withRows(Arrays.copyOfRange(rows, from, to));
  }

  /** Returns the images with the given indices, in the given order. */
  public ImageSet subset(int... indices) {
    return withRows(Arrays.stream(indices).map(this::row).toArray());
  }

  /** Returns all images in an order that the seed decides. */
  public ImageSet shuffle(long seed) {
    int[] shuffled = rows.clone();
    Seeds.shuffle(shuffled, seed);
    return withRows(shuffled);
  }

  /**
   * The two parts of a set.
   *
   * @param train what comes first
   * @param validation the rest
   */
  public record Split(ImageSet train, ImageSet validation) {}

  /**
   * Cuts off the last part for validation, exactly as Keras' {@code validation_split} does: without
   * shuffling, at floor(size × (1 − fraction)).
   *
   * @param fraction of the images that goes to validation, between 0 and 1
   */
  public Split split(double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException("the fraction must lie between 0 and 1, not " + fraction);
    }
    int at = (int) Math.floor(size() * (1 - fraction));
    return new Split(slice(0, at), slice(at, size()));
  }

  /** Shuffles with the seed, then cuts off the last part. */
  public Split split(double fraction, long seed) {
    return shuffle(seed).split(fraction);
  }

  /** Returns the images of the given labels. */
  public ImageSet ofClass(int... labels) {
    Set<Integer> wanted = new HashSet<>();
    for (int label : labels) {
      wanted.add(Objects.checkIndex(label, classNames().size()));
    }
    return withRows(
        Arrays.stream(rows).filter(row -> wanted.contains(images.labels()[row])).toArray());
  }

  /** Returns the images of the given classes. */
  public ImageSet ofClass(String... classNames) {
    return ofClass(Arrays.stream(classNames).mapToInt(this::labelOf).toArray());
  }

  // ---- views with another form of batch

  /** Returns a view whose inputs are vectors: (784) in place of (1, 28, 28). */
  public ImageSet flat() {
    return new ImageSet(images, rows, pipeline, channelsLast, true, target);
  }

  /** Returns a view with inputs (height, width, channels), the order of Keras. */
  public ImageSet channelsLast() {
    return new ImageSet(images, rows, pipeline, true, flat, target);
  }

  /** Returns a view with inputs (channels, height, width), the order of DJL's layers. */
  public ImageSet channelsFirst() {
    return new ImageSet(images, rows, pipeline, false, flat, target);
  }

  /** Returns a view whose target is the input itself, the same array: an autoencoder's task. */
  public ImageSet reconstruct() {
    return withTarget(Target.INPUT);
  }

  /** Returns a view whose targets are float32 vectors with a 1 at the label. */
  public ImageSet oneHot() {
    return withTarget(Target.ONE_HOT);
  }

  /**
   * Returns a view with these steps in place of the former ones. They begin with the pixel values 0
   * to 255; without any step, these are what a model sees.
   *
   * @throws IllegalArgumentException if a step cannot work on what the one before it makes
   */
  public ImageSet preprocess(Preprocessing... steps) {
    return withPipeline(new Pipeline(images.shape(), List.of(steps)));
  }

  /** Returns a view with red and blue swapped, after whatever is done to the images already. */
  public ImageSet bgr() {
    List<Preprocessing> steps = new ArrayList<>(pipeline.steps());
    steps.add(Preprocessing.bgr());
    return withPipeline(new Pipeline(images.shape(), steps));
  }

  private ImageSet withPipeline(Pipeline other) {
    return new ImageSet(images, rows, other, channelsLast, flat, target);
  }

  /** Returns a view with label {@code newLabels[label]} in place of {@code label}. */
  ImageSet relabelled(int[] newLabels, List<String> names) {
    int[] labels = Arrays.stream(images.labels()).map(label -> newLabels[label]).toArray();
    var others =
        new Images(
            images.name(), images.generated(), images.shape(), images.pixels(), labels, names);
    return new ImageSet(others, rows, pipeline, channelsLast, flat, target);
  }

  private ImageSet withRows(int[] others) {
    return new ImageSet(images, others, pipeline, channelsLast, flat, target);
  }

  private ImageSet withTarget(Target other) {
    return new ImageSet(images, rows, pipeline, channelsLast, flat, other);
  }

  // ---- batches

  @Override
  public Shape inputShape() {
    ImageShape shape = pipeline.outputShape();
    if (flat) {
      return new Shape(shape.size());
    }
    return channelsLast
        ? new Shape(shape.height(), shape.width(), shape.channels())
        : new Shape(shape.channels(), shape.height(), shape.width());
  }

  @Override
  public Shape targetShape() {
    return switch (target) {
      case LABEL -> new Shape();
      case ONE_HOT -> new Shape(classNames().size());
      case INPUT -> inputShape();
    };
  }

  @Override
  public Batch batch(NDManager manager, int[] indices, long seed) {
    for (int index : indices) {
      Objects.checkIndex(index, rows.length);
    }
    Shape inputs = new Shape(indices.length).addAll(inputShape());
    NDArray input = ArrayMemory.create(manager, inputs, buffer -> fill(buffer, indices, seed));
    return new Batch(input, target(manager, indices, input));
  }

  private void fill(FloatBuffer buffer, int[] indices, long seed) {
    int values = pipeline.outputShape().size();
    int parts =
        (long) indices.length * values < WORTH_SHARING
            ? 1
            : Math.min(indices.length, Runtime.getRuntime().availableProcessors());
    IntStream.range(0, parts)
        .parallel()
        .forEach(
            part -> {
              int from = (int) ((long) indices.length * part / parts);
              int to = (int) ((long) indices.length * (part + 1) / parts);
              fill(buffer, indices, from, to, seed);
            });
  }

  /** Fills in what a model sees of the images {@code indices[from … to - 1]}. */
  private void fill(FloatBuffer buffer, int[] indices, int from, int to, long seed) {
    ImageShape shape = pipeline.outputShape();
    boolean interleave = channelsLast && shape.channels() > 1;
    float[] interleaved = new float[interleave ? shape.size() : 0];
    var scratch = pipeline.scratch();
    for (int i = from; i < to; i++) {
      int row = rows[indices[i]];
      long own = Seeds.mix(seed, row);
      float[] values = pipeline.run(images.pixels(), images.start(row), own, scratch);
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

  private NDArray target(NDManager manager, int[] indices, NDArray input) {
    return switch (target) {
      case INPUT -> input;
      case LABEL -> {
        int[] labels = Arrays.stream(indices).map(this::label).toArray();
        yield manager.create(labels, new Shape(labels.length));
      }
      case ONE_HOT -> {
        int classes = classNames().size();
        float[] marks = new float[indices.length * classes];
        for (int i = 0; i < indices.length; i++) {
          marks[i * classes + label(indices[i])] = 1;
        }
        yield manager.create(marks, new Shape(indices.length, classes));
      }
    };
  }

  /** Goes through the set in order; see {@link Batches}. */
  public Batches batches(NDManager manager, int batchSize) {
    return Batches.inOrder(this, manager, batchSize);
  }

  /** Goes through the set in an order that the seed decides; see {@link Batches}. */
  public Batches batches(NDManager manager, int batchSize, long seed) {
    return Batches.shuffled(this, manager, batchSize, seed);
  }

  // ---- telling what it is

  /** Counts how often each of the 256 values stands in a channel of the stored images. */
  public long[] histogram(int channel) {
    long[] counts = new long[256];
    int plane = images.shape().plane();
    for (int row : rows) {
      int start = images.start(row) + channel * plane;
      for (int p = start; p < start + plane; p++) {
        counts[images.pixels()[p] & 0xff]++;
      }
    }
    return counts;
  }

  /**
   * Returns one image for each class that this set has images of: their mean, rounded. Not a view,
   * but as small as it looks.
   */
  public ImageSet meanImages() {
    int size = images.shape().size();
    int classes = classNames().size();
    long[] sums = new long[classes * size];
    int[] counts = new int[classes];
    for (int row : rows) {
      int label = images.labels()[row];
      counts[label]++;
      for (int p = 0; p < size; p++) {
        sums[label * size + p] += images.pixels()[images.start(row) + p] & 0xff;
      }
    }
    int[] present = IntStream.range(0, classes).filter(label -> counts[label] > 0).toArray();
    byte[] means = new byte[present.length * size];
    for (int i = 0; i < present.length; i++) {
      for (int p = 0; p < size; p++) {
        means[i * size + p] =
            (byte) Math.round((double) sums[present[i] * size + p] / counts[present[i]]);
      }
    }
    String name = name() + ": means of the classes";
    return of(new Images(name, isGenerated(), images.shape(), means, present, classNames()));
  }

  /** Returns a table of the steps from the stored bytes to a batch and what each makes of them. */
  public Table summary() {
    StringColumn step = StringColumn.create("Step");
    StringColumn output = StringColumn.create("Output");
    step.append("stored");
    output.append(images.shape() + " uint8");
    for (int s = 0; s < pipeline.steps().size(); s++) {
      step.append(pipeline.steps().get(s).name());
      output.append(pipeline.shapes().get(s + 1) + " float32");
    }
    step.append("input");
    output.append(batchOf(inputShape()) + " float32");
    step.append("target");
    output.append(
        switch (target) {
          case LABEL -> batchOf(targetShape()) + " int32, the label";
          case ONE_HOT -> batchOf(targetShape()) + " float32, one-hot";
          case INPUT -> "the input itself";
        });
    return Table.create(name(), step, output);
  }

  private static String batchOf(Shape shape) {
    String sides =
        Arrays.stream(shape.getShape()).mapToObj(n -> ", " + n).collect(Collectors.joining());
    return "(batch" + sides + ")";
  }

  /** Returns one line: name, number, size of the images, classes, and what a model sees. */
  @Override
  public String toString() {
    List<String> seen = new ArrayList<>();
    pipeline.steps().forEach(step -> seen.add(step.name()));
    return String.format(
        Locale.ROOT,
        "%s: %,d images %s uint8, %d classes; input %s float32%s",
        name(),
        size(),
        images.shape(),
        classNames().size(),
        inputShape(),
        seen.isEmpty() ? "" : ", " + String.join(", ", seen));
  }
}
