import demitasse.data.Mnist;
import demitasse.embed.EmbeddingQuality;
import demitasse.embed.TSneOptions.Initialization;
import demitasse.embed.Method;
import demitasse.embed.NeighborRecall;
import demitasse.embed.TSne;
import demitasse.embed.TSneOptions;
import demitasse.embed.TSneResult;
import demitasse.layer.Activation;
import demitasse.model.Autoencoders;
import demitasse.model.Sequential;
import demitasse.model.Pretrained;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Our side of the t-SNE benchmark; see tsne.py, which asks. Matrices are float32, row by row. */
public class TsneBench {
  /** From here on a run takes so long that one wants to see it move. */
  private static final int MANY = 200_000;

  private static float[][] points;

  public static void main(String[] args) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      System.out.println(
          switch (words[0]) {
            case "codes" -> codes(Path.of(words[1]));
            case "load" -> load(Path.of(words[1]), integer(words[2]));
            case "mixture" -> mixture(integer(words[1]), integer(words[2]));
            case "fit" -> fit(words);
            case "sweep" -> sweep(words);
            case "judge" -> judge(words);
            case "recall" -> recall(integer(words[1]));
            default -> throw new IllegalArgumentException(line);
          });
    }
  }

  /**
   * codes OUT: the latent vectors of MNIST's training images, by the autoencoder of chapter 7 with
   * the weights that come with the course, so that all measure on the same ones.
   */
  private static String codes(Path out) throws IOException {
    Mnist mnist = Mnist.load();
    Sequential model = Autoencoders.convolutional(Activation.ELU);
    int epochs = Pretrained.load("elu-autoencoder", model).epochs().size();
    write(out, model.first(1).predict(mnist.train()));
    return json(
        "{\"from\": \"ELU autoencoder of chapter 7, trained for %d epochs, on %s\"}",
        epochs, mnist.train().name());
  }

  /** load FILE N: the first n points of 64 dimensions. */
  private static String load(Path file, int n) throws IOException {
    points = read(file, n, 64);
    return "{}";
  }

  /** mixture N D: points around 100 centres. */
  private static String mixture(int n, int d) {
    SplittableRandom random = new SplittableRandom(0);
    float[][] centres = new float[100][d];
    for (float[] centre : centres) {
      for (int c = 0; c < d; c++) {
        centre[c] = (float) (3 * random.nextGaussian());
      }
    }
    points = new float[n][d];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < d; c++) {
        points[i][c] = centres[i % 100][c] + (float) random.nextGaussian();
      }
    }
    return "{}";
  }

  /** fit PERPLEXITY RATE ITERATIONS START SEED OUT; rate and out may be -, start random or pca. */
  private static String fit(String[] words) throws IOException {
    TSneOptions options = options(words);
    double cpuBefore = cpu();
    long start = System.nanoTime();
    TSneResult result = TSne.fit(points, options);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (!words[6].equals("-")) {
      write(Path.of(words[6]), result.embedding());
    }
    return json(
        "{\"seconds\": %.4f, \"kl\": %.6f, \"neighbours\": %.3f, \"affinities\": %.3f,"
            + " \"start\": %.3f, \"optimisation\": %.3f, \"cpu\": %.1f, \"peak_mib\": %d}",
        seconds,
        result.kl(),
        result.timings().neighbors(),
        result.timings().affinities(),
        result.timings().initialization(),
        result.timings().optimization(),
        cpu() - cpuBefore,
        peak());
  }

  /** sweep P,P,… RATE ITERATIONS START SEED. */
  private static String sweep(String[] words) {
    double[] perplexities =
        List.of(words[1].split(",")).stream().mapToDouble(Double::parseDouble).toArray();
    words[1] = "30";
    TSneOptions options = options(words);
    long start = System.nanoTime();
    List<TSneResult> results = TSne.sweep(points, options, perplexities);
    double seconds = (System.nanoTime() - start) / 1e9;
    return json(
        "{\"seconds\": %.4f, \"kl\": %s}", seconds, results.stream().map(TSneResult::kl).toList());
  }

  /** judge PERPLEXITY MAP: divergence by one ruler for both sides, and neighbourhoods kept. */
  private static String judge(String[] words) throws IOException {
    float[][] map = read(Path.of(words[2]), points.length, 2);
    TSneOptions options =
        TSneOptions.defaults()
            .perplexity(Double.parseDouble(words[1]))
            .method(Method.BARNES_HUT)
            .theta(0)
            .iterations(0)
            .initialization(Initialization.given(map));
    return json(
        "{\"kl\": %.6f, \"trustworthiness\": %.5f, \"recall\": %.5f}",
        TSne.fit(points, options).kl(),
        EmbeddingQuality.trustworthiness(points, map, 10),
        EmbeddingQuality.neighborRecall(points, map, 10));
  }

  /** recall K: the share of neighbours that the approximate search finds, on a sample. */
  private static String recall(int k) {
    return json("{\"recall\": %.4f}", NeighborRecall.ofSearch(points, k, 1000));
  }

  private static TSneOptions options(String[] words) {
    TSneOptions options =
        TSneOptions.defaults()
            .perplexity(Double.parseDouble(words[1]))
            .iterations(integer(words[3]))
            .seed(integer(words[5]));
    if (!words[2].equals("-")) {
      options = options.learningRate(Double.parseDouble(words[2]));
    }
    if (points.length >= MANY) {
      options =
          options.listener(
              progress -> {
                System.err.printf(
                    "    step %d of %d, KL %.3f%n",
                    progress.iteration(), progress.iterations(), progress.kl());
                return true;
              });
    }
    return words[4].equals("random")
        ? options.initialization(Initialization.random())
        : options;
  }

  private static int integer(String word) {
    return Integer.parseInt(word);
  }

  private static String json(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Processor time of this process so far in seconds, all cores. */
  private static double cpu() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e9;
  }

  /** The largest resident set so far in MiB, where the system tells it. */
  private static long peak() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return -1;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(-1);
  }

  private static float[][] read(Path file, int n, int d) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[][] rows = new float[n][d];
    for (float[] row : rows) {
      for (int c = 0; c < d; c++) {
        row[c] = bytes.getFloat();
      }
    }
    return rows;
  }

  private static void write(Path file, float[][] rows) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * rows.length * rows[0].length).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      for (float value : row) {
        bytes.putFloat(value);
      }
    }
    Files.write(file, bytes.array());
  }
}
