package demitasse.data;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import demitasse.data.image.PixelCounts;
import demitasse.data.preprocessing.Pipeline;
import demitasse.data.preprocessing.Preprocessing;
import demitasse.data.preprocessing.StepExporter;
import demitasse.numeric.Parallel;
import demitasse.numeric.Seeds;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/**
 * Labelled images of one size, kept as bytes; floats are made for the batch that is asked for.
 *
 * <p>Inputs are float32 of shape (batch, channels, height, width) in 0 … 1, targets the int32
 * labels of shape (batch), unless a view asks for something else. Every method that returns another
 * set returns a view: the pixels stay where they are, only indices or the shape of a batch change.
 * Sets are immutable and safe for several threads.
 */
public final class ImageSet implements Samples, PixelCounts {
  private final Images images;
  private final int[] rows;
  private final BatchForm form;

  private ImageSet(Images images, int[] rows, BatchForm form) {
    this.images = images;
    this.rows = rows;
    this.form = form;
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
    given(labels, "the labels");
    return of(new Images(name, false, shape, pixels, labels.clone(), classNames));
  }

  /** Makes a set of all these images. */
  public static ImageSet of(Images images) {
    int[] all = IntStream.range(0, images.count()).toArray();
    return new ImageSet(images, all, BatchForm.usual(images.shape()));
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
  @Override
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
    int label = ClassNames.indexOf(classNames(), className);
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
    return images.pixels(row(i));
  }

  /**
   * Returns image {@code i} as stored, to look at. The name of its class is its description: the
   * property "comment" that the JDK reserves for it.
   */
  public BufferedImage image(int i) {
    BufferedImage image = images.image(row(i));
    return new BufferedImage(
        image.getColorModel(),
        image.getRaster(),
        image.isAlphaPremultiplied(),
        new Hashtable<>(Map.of("comment", className(i))));
  }

  @Override
  public long[] histogram(int channel) {
    Objects.checkIndex(channel, images.shape().channels());
    long[] counts = new long[256];
    int plane = images.shape().plane();
    byte[] pixels = new byte[images.shape().size()];
    for (int row : rows) {
      Parallel.checkInterrupt();
      images.read(row, pixels);
      for (int p = channel * plane; p < (channel + 1) * plane; p++) {
        counts[pixels[p] & 0xff]++;
      }
    }
    return counts;
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
    given(indices, "the indices");
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
    given(labels, "the labels");
    Set<Integer> wanted = new HashSet<>();
    for (int label : labels) {
      wanted.add(Objects.checkIndex(label, classNames().size()));
    }
    return withRows(
        Arrays.stream(rows).filter(row -> wanted.contains(images.labels()[row])).toArray());
  }

  /** Returns the images of the given classes. */
  public ImageSet ofClass(String... classNames) {
    given(classNames, "the class names", "class name");
    return ofClass(Arrays.stream(classNames).mapToInt(this::labelOf).toArray());
  }

  private ImageSet withRows(int[] others) {
    return new ImageSet(images, others, form);
  }

  /** Returns a view with label {@code newLabels[label]} in place of {@code label}. */
  ImageSet relabelled(int[] newLabels, List<String> names) {
    int[] labels = Arrays.stream(images.labels()).map(label -> newLabels[label]).toArray();
    return new ImageSet(images.with(labels, names), rows, form);
  }

  // ---- views with another form of batch

  /** Returns a view whose inputs are vectors: (784) in place of (1, 28, 28). */
  public ImageSet flat() {
    return withForm(form.flattened());
  }

  /** Returns a view with inputs (height, width, channels), the order of Keras. */
  public ImageSet channelsLast() {
    return withForm(form.withChannelsLast());
  }

  /** Returns a view whose target is the input itself, the same array: an autoencoder's task. */
  public ImageSet reconstruct() {
    return withForm(form.with(BatchForm.Target.INPUT));
  }

  /** Returns a view whose targets are float32 vectors with a 1 at the label. */
  public ImageSet oneHot() {
    return withForm(form.with(BatchForm.Target.ONE_HOT));
  }

  /**
   * Returns a view with these steps in place of the former ones. They begin with the pixel values 0
   * to 255; without any step, these are what a model sees.
   *
   * @throws IllegalArgumentException if a step cannot work on what the one before it makes
   */
  public ImageSet preprocess(Preprocessing... steps) {
    given(steps, "the steps", "step");
    return withForm(form.with(new Pipeline(images.shape(), List.of(steps))));
  }

  private ImageSet withForm(BatchForm other) {
    return new ImageSet(images, rows, other);
  }

  // ---- batches

  @Override
  public Shape inputShape() {
    return form.inputShape();
  }

  @Override
  public Shape targetShape() {
    return form.targetShape(classNames().size());
  }

  @Override
  public OptionalInt classes() {
    return form.target() == BatchForm.Target.LABEL
        ? OptionalInt.of(1 + Arrays.stream(labels()).max().orElse(-1))
        : OptionalInt.empty();
  }

  @Override
  public Batch batch(NDManager manager, int[] indices, long seed) {
    return form.batch(manager, images, Arrays.stream(indices).map(this::row).toArray(), seed);
  }

  /** Goes through the set in order; see {@link Batches}. */
  public Batches batches(NDManager manager, int batchSize) {
    return Batches.inOrder(this, manager, batchSize);
  }

  /** Goes through the set in an order that the seed decides; see {@link Batches}. */
  public Batches batches(NDManager manager, int batchSize, long seed) {
    return Batches.shuffled(this, manager, batchSize, seed);
  }

  /**
   * Tells an exporter how the pixel values, 0 to 255, become the inputs of a model. What is for
   * training only, such as a random flip, is left out.
   *
   * @param pixels stands for images as they are stored, (batch, channels, height, width)
   * @return what stands for the inputs
   * @throws UnsupportedOperationException if a step does not say what it computes; the message
   *     names it
   */
  public <T> T export(StepExporter<T> to, T pixels) {
    return form.export(to, pixels);
  }

  // ---- telling what it is

  /** Returns a table of the steps from the stored bytes to a batch and what each makes of them. */
  public Table summary() {
    return BatchSummary.of(this, form);
  }

  @Override
  public String mark() {
    Mark mark = new Mark();
    return mark.of(
            size(),
            i -> {
              mark.add(pixels(i));
              mark.add(label(i));
            })
        .toString();
  }

  /** Returns one line: name, number, size of the images, classes, and what a model sees. */
  @Override
  public String toString() {
    List<String> seen = new ArrayList<>();
    form.pipeline().steps().forEach(step -> seen.add(step.name()));
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
