package demitasse.spark;

import demitasse.data.ImageSet;
import demitasse.data.generated.GeneratedDigits;
import demitasse.data.image.Images;
import demitasse.numeric.Seeds;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Images spread over the partitions of a cluster. The driver sends ranges of numbers, and executors
 * read or draw the images: no process holds them all.
 */
public final class ImagePartitions {
  /** How many images are drawn from one seed: those of a range do not depend on the partitions. */
  static final int BLOCK = 500;

  private static final PerProcess<Loaded> SETS = new PerProcess<>();

  private ImagePartitions() {}

  /** A set that executors have loaded; it is ordinary memory, so there is nothing to free. */
  private record Loaded(ImageSet images) implements AutoCloseable {
    @Override
    public void close() {}
  }

  /**
   * Returns the first {@code count} images of a set that every executor can load.
   *
   * @param load loads the set, on an executor: {@code () -> Mnist.load().train()}
   * @param partitions how many
   */
  public static JavaRDD<LabelledImage> of(
      JavaSparkContext context, SerializableSupplier<ImageSet> load, int count, int partitions) {
    UUID id = UUID.randomUUID();
    return ranges(context, count, partitions).flatMap(range -> read(id, load, range));
  }

  private static Iterator<LabelledImage> read(
      UUID id, SerializableSupplier<ImageSet> load, Range range) {
    ImageSet images = SETS.use(id, () -> new Loaded(load.get())).images();
    SETS.release(id); // the set itself stays as long as the iterator has it
    return IntStream.range(range.from(), range.to())
        .mapToObj(i -> new LabelledImage(images.pixels(i), images.label(i)))
        .iterator();
  }

  /**
   * Returns generated digits of 28 × 28 grey pixels, the same ones however many partitions there
   * are.
   *
   * @param seed decides what they look like
   */
  public static JavaRDD<LabelledImage> generated(
      JavaSparkContext context, int count, long seed, int partitions) {
    return ranges(context, count, partitions).flatMap(range -> images(range, seed).iterator());
  }

  /** Draws the images of a range, a block at a time. */
  static Stream<LabelledImage> images(Range range, long seed) {
    return IntStream.rangeClosed(range.from() / BLOCK, (range.to() - 1) / BLOCK)
        .boxed()
        .flatMap(block -> draw(block, seed, range));
  }

  private static Stream<LabelledImage> draw(int block, long seed, Range range) {
    Images drawn = GeneratedDigits.draw("digits", BLOCK, Seeds.mix(seed, block));
    int first = block * BLOCK;
    return IntStream.range(Math.max(range.from(), first), Math.min(range.to(), first + BLOCK))
        .mapToObj(i -> new LabelledImage(drawn.pixels(i - first), drawn.labels()[i - first]));
  }

  private static JavaRDD<Range> ranges(JavaSparkContext context, int count, int partitions) {
    if (count < 1 || partitions < 1 || partitions > count) {
      throw new IllegalArgumentException(
          count + " images do not fill " + partitions + " partitions");
    }
    List<Range> ranges =
        IntStream.range(0, partitions)
            .mapToObj(
                i ->
                    new Range(
                        (int) ((long) count * i / partitions),
                        (int) ((long) count * (i + 1) / partitions)))
            .toList();
    return context.parallelize(ranges, partitions);
  }
}
