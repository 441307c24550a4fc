package demitasse.spark;

import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;

import demitasse.data.ImageSet;
import demitasse.data.image.ImageShape;
import demitasse.model.Sequential;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Passes images through a trained model on the executors of a cluster.
 *
 * <p>The weights travel once to each executor, which makes one model for all its tasks. A task
 * passes its partition through it in batches, so it never holds more images than a batch has. The
 * native memory of a batch is freed after it, that of a model when another one takes its place.
 */
public final class SparkEncoder implements Serializable {
  private static final long serialVersionUID = 1;

  /** Larger ones are not faster on one core, and take more memory. */
  private static final int BATCH = 64;

  private static final PerProcess<Replica> REPLICAS = new PerProcess<>();

  private final UUID id = UUID.randomUUID();
  private final SerializableSupplier<Sequential> layers;
  private final Broadcast<byte[]> weights;
  private final long[] shape;

  private SparkEncoder(
      SerializableSupplier<Sequential> layers, Broadcast<byte[]> weights, long[] shape) {
    this.layers = layers;
    this.weights = weights;
    this.shape = shape;
  }

  /**
   * Returns an encoder that passes images through a model on executors.
   *
   * @param trained has the weights; it takes images of shape (channels, height, width)
   * @param layers makes the same layers, without an input, on an executor: {@code () ->
   *     Autoencoders.encoder(ELU)}
   * @throws IllegalArgumentException if the model takes no images, or the layers are others
   */
  public static SparkEncoder of(
      JavaSparkContext context, Sequential trained, SerializableSupplier<Sequential> layers) {
    long[] shape = trained.inputShape().getShape();
    if (shape.length != 3) {
      throw new IllegalArgumentException(
          "the model takes inputs of shape %s, not images (channels, height, width)"
              .formatted(trained.inputShape()));
    }
    byte[] weights = weights(trained);
    new Replica(layers.get(), weights, shape).close(); // does it fit?
    return new SparkEncoder(layers, context.broadcast(weights), shape);
  }

  private static byte[] weights(Sequential trained) {
    try {
      Path file = Files.createTempFile("demitasse-weights-", ".safetensors");
      try {
        trained.save(file);
        return Files.readAllBytes(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save the weights: " + e.getMessage(), e);
    }
  }

  /** Returns the model's output for each image, in the same order and partitions. */
  public JavaRDD<LabelledVector> encode(JavaRDD<LabelledImage> images) {
    return images.mapPartitions(this::encode);
  }

  private Iterator<LabelledVector> encode(Iterator<LabelledImage> images) {
    return new Encoded(images);
  }

  /** Makes a batch of vectors when the one before is used up. */
  private final class Encoded implements Iterator<LabelledVector> {
    private final Iterator<LabelledImage> images;
    private Iterator<LabelledVector> batch = List.<LabelledVector>of().iterator();

    Encoded(Iterator<LabelledImage> images) {
      this.images = images;
    }

    @Override
    public boolean hasNext() {
      return batch.hasNext() || images.hasNext();
    }

    @Override
    public LabelledVector next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (!batch.hasNext()) {
        List<LabelledImage> next = new ArrayList<>(BATCH);
        while (next.size() < BATCH && images.hasNext()) {
          next.add(images.next());
        }
        batch = encode(next).iterator();
      }
      return batch.next();
    }
  }

  private List<LabelledVector> encode(List<LabelledImage> images) {
    Replica replica = REPLICAS.use(id, () -> new Replica(layers.get(), weights.value(), shape));
    try {
      float[][] vectors = replica.encode(images);
      return IntStream.range(0, vectors.length)
          .mapToObj(i -> new LabelledVector(vectors[i], images.get(i).label()))
          .toList();
    } finally {
      REPLICAS.release(id);
    }
  }

  /** The model of one process. */
  private static final class Replica implements AutoCloseable {
    private final Sequential model;
    private final ImageShape shape;

    Replica(Sequential layers, byte[] weights, long[] shape) {
      this.shape = new ImageShape((int) shape[0], (int) shape[1], (int) shape[2]);
      this.model = sequential(input(shape), layers);
      try {
        Path file = Files.createTempFile("demitasse-weights-", ".safetensors");
        try {
          Files.write(file, weights);
          layers.load(file);
        } finally {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the weights: " + e.getMessage(), e);
      }
    }

    /** One batch at a time: the engine itself uses the cores that the process has. */
    synchronized float[][] encode(List<LabelledImage> images) {
      byte[] pixels = new byte[images.size() * shape.size()];
      for (int i = 0; i < images.size(); i++) {
        System.arraycopy(images.get(i).pixels(), 0, pixels, i * shape.size(), shape.size());
      }
      return model.predict(
          ImageSet.of("batch", shape, pixels, new int[images.size()], List.of("image")));
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
