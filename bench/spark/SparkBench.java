import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;

import demitasse.cluster.ClusterQuality;
import demitasse.cluster.KMeans;
import demitasse.cluster.KMeansOptions;
import demitasse.cluster.KMeansResult;
import demitasse.data.ImageSet;
import demitasse.data.Mnist;
import demitasse.data.generated.GeneratedDigits;
import demitasse.data.image.Images;
import demitasse.layer.Activation;
import demitasse.model.Autoencoders;
import demitasse.model.Pretrained;
import demitasse.model.Sequential;
import demitasse.numeric.Seeds;
import demitasse.spark.ImagePartitions;
import demitasse.spark.LabelledImage;
import demitasse.spark.LabelledVector;
import demitasse.spark.SparkCluster;
import demitasse.spark.SparkClusters;
import demitasse.spark.SparkEncoder;
import demitasse.spark.Vectors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Both sides of the benchmark of Spark, each in a process of its own; see spark.py, which asks.
 * Generated images are drawn by both, from the same seeds, in blocks of the same size.
 */
public class SparkBench {
  private static final long SEED = 1;
  private static final int BLOCK = 500;
  private static final int BLOCKS_AT_ONCE = 20;
  private static final int IMAGES_IN_A_PARTITION = 5_000;

  private static final Sequential ENCODER = Autoencoders.encoder(Activation.ELU);
  private static Sequential model;

  private static float[][] points;
  private static int[] digits;

  private static SparkCluster cluster;
  private static SparkSession session;
  private static JavaSparkContext context;
  private static JavaRDD<LabelledVector> vectors;

  private SparkBench() {}

  public static void main(String[] args) throws Exception {
    model = sequential(input(1, 28, 28), ENCODER, Autoencoders.decoder(Activation.ELU));
    Pretrained.load("elu-autoencoder", model);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      System.out.println(
          switch (words[0]) {
            case "encode" -> encode(words[1], integer(words[2]));
            case "cluster" -> cluster(options(words));
            case "spark-start" -> seconds(() -> startSpark(integer(words[1])));
            case "spark-encode" ->
                seconds(() -> encodeOnExecutors(words[1], integer(words[2]), words[3]));
            case "spark-cluster" -> onExecutors(() -> SparkClusters.fit(vectors, options(words)));
            case "spark-sample" ->
                onExecutors(
                    () -> SparkClusters.fitSample(vectors, integer(words[3]), options(words)));
            default -> throw new IllegalArgumentException(line);
          });
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  // ---- one process

  /** encode mnist|generated N. */
  private static String encode(String source, int count) {
    points = new float[count][];
    digits = new int[count];
    Sequential encoder = model.first(1);
    return seconds(
        () -> {
          if (source.equals("mnist")) {
            encode(encoder, Mnist.load().train().take(count), 0);
          } else {
            encodeGenerated(encoder, count);
          }
          return null;
        });
  }

  private static void encodeGenerated(Sequential encoder, int count) {
    int blocks = (count + BLOCK - 1) / BLOCK;
    for (int from = 0; from < blocks; from += BLOCKS_AT_ONCE) {
      Images[] drawn =
          IntStream.range(from, Math.min(from + BLOCKS_AT_ONCE, blocks))
              .parallel()
              .mapToObj(b -> GeneratedDigits.draw("digits", BLOCK, Seeds.mix(SEED, b)))
              .toArray(Images[]::new);
      for (int b = 0; b < drawn.length; b++) {
        int first = (from + b) * BLOCK;
        encode(encoder, ImageSet.of(drawn[b]).take(Math.min(BLOCK, count - first)), first);
      }
    }
  }

  private static void encode(Sequential encoder, ImageSet images, int first) {
    float[][] codes = encoder.predict(images);
    for (int i = 0; i < codes.length; i++) {
      points[first + i] = codes[i];
      digits[first + i] = images.label(i);
    }
  }

  /** cluster RESTARTS ITERATIONS. */
  private static String cluster(KMeansOptions options) {
    long start = System.nanoTime();
    KMeansResult found = KMeans.fit(points, options);
    double seconds = (System.nanoTime() - start) / 1e9;
    return clusters(seconds, found.inertia(), ClusterQuality.purity(found.labels(), digits));
  }

  // ---- Spark

  /** spark-start EXECUTORS: a small cluster, a session, and one task on each executor. */
  private static Object startSpark(int executors) {
    cluster = SparkCluster.startSmall(executors);
    session = cluster.session("bench", executors);
    context = JavaSparkContext.fromSparkContext(session.sparkContext());
    while (cluster.executors().size() < executors) {
      context.parallelize(IntStream.range(0, executors).boxed().toList(), executors).count();
    }
    return null;
  }

  /** spark-encode mnist|generated N FOLDER: encodes, writes Parquet, and begins to read it. */
  private static Object encodeOnExecutors(String source, int count, String folder) {
    int partitions = Math.max(4, count / IMAGES_IN_A_PARTITION);
    JavaRDD<LabelledImage> images =
        source.equals("mnist")
            ? ImagePartitions.of(context, () -> Mnist.load().train(), count, partitions)
            : ImagePartitions.generated(context, count, SEED, partitions);
    SparkEncoder encoder =
        SparkEncoder.of(context, ENCODER, () -> Autoencoders.encoder(Activation.ELU));
    Vectors.write(session, encoder.encode(images), folder);
    vectors = Vectors.read(session, folder);
    return null;
  }

  /** spark-cluster RESTARTS ITERATIONS, or spark-sample RESTARTS ITERATIONS SIZE. */
  private static String onExecutors(Callable<SparkClusters> fit) throws Exception {
    long start = System.nanoTime();
    SparkClusters found = fit.call();
    return clusters((System.nanoTime() - start) / 1e9, found.inertia(), found.purity());
  }

  // ---- answers

  /** Of a command's words, the second is the number of restarts, the third that of iterations. */
  private static KMeansOptions options(String[] words) {
    return KMeansOptions.of(10)
        .nInit(integer(words[1]))
        .maxIterations(integer(words[2]))
        .seed(SEED);
  }

  private static int integer(String word) {
    return Integer.parseInt(word);
  }

  private static String seconds(Callable<?> work) {
    long start = System.nanoTime();
    try {
      work.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return String.format(Locale.ROOT, "{\"seconds\": %.3f}", (System.nanoTime() - start) / 1e9);
  }

  private static String clusters(double seconds, double inertia, double purity) {
    return String.format(
        Locale.ROOT,
        "{\"seconds\": %.3f, \"inertia\": %.6g, \"purity\": %.4f}",
        seconds,
        inertia,
        purity);
  }
}
