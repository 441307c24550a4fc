import demitasse.cluster.KMeans;
import demitasse.cluster.KMeansOptions;
import demitasse.cluster.KMeansResult;
import demitasse.tribuo.TribuoModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.MutableDataset;
import org.tribuo.clustering.ClusterID;
import org.tribuo.clustering.ClusteringFactory;
import org.tribuo.clustering.kmeans.KMeansTrainer;
import org.tribuo.math.distance.L2Distance;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Our side of the k-means benchmark, and Tribuo's; see kmeans.py, which asks. */
public class KMeansBench {
  // Held, or the logging system may forget the level with the logger.
  private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

  private static float[][] points;
  private static MutableDataset<ClusterID> examples;

  public static void main(String[] args) throws IOException {
    TRIBUO.setLevel(Level.OFF);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      System.out.println(
          switch (words[0]) {
            case "load" -> load(Path.of(words[1]));
            case "fit" -> fit(words);
            case "tribuo" -> tribuo(words);
            default -> throw new IllegalArgumentException(line);
          });
    }
  }

  /** load FILE: points of 64 dimensions. */
  private static String load(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    points = new float[bytes.capacity() / 256][64];
    for (float[] point : points) {
      for (int c = 0; c < 64; c++) {
        point[c] = bytes.getFloat();
      }
    }
    return "{}";
  }

  /** fit K RESTARTS SEED. */
  private static String fit(String[] words) {
    KMeansOptions options =
        KMeansOptions.of(Integer.parseInt(words[1]))
            .nInit(Integer.parseInt(words[2]))
            .seed(Integer.parseInt(words[3]))
            .initialization(KMeansOptions.Initialization.K_MEANS_PLUS_PLUS);
    long start = System.nanoTime();
    KMeansResult result = KMeans.fit(points, options);
    double seconds = (System.nanoTime() - start) / 1e9;
    return String.format(
        Locale.ROOT,
        "{\"seconds\": %.4f, \"inertia\": %.3f, \"iterations\": %d}",
        seconds,
        result.inertia(),
        result.iterations());
  }

  /** tribuo K SEED: one start of Tribuo's own trainer, the making of its examples not counted. */
  private static String tribuo(String[] words) {
    if (examples == null) {
      examples =
          new MutableDataset<>(
              new SimpleDataSourceProvenance("codes", new ClusteringFactory()),
              new ClusteringFactory());
      for (float[] point : points) {
        examples.add(TribuoModel.example(point));
      }
    }
    KMeansTrainer trainer =
        new KMeansTrainer(
            Integer.parseInt(words[1]),
            300,
            new L2Distance(),
            KMeansTrainer.Initialisation.PLUSPLUS,
            Runtime.getRuntime().availableProcessors(),
            Integer.parseInt(words[2]));
    long start = System.nanoTime();
    trainer.train(examples);
    return String.format(Locale.ROOT, "{\"seconds\": %.4f}", (System.nanoTime() - start) / 1e9);
  }
}
