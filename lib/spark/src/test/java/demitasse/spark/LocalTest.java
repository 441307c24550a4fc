package demitasse.spark;

import static demitasse.layer.Activation.ELU;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import demitasse.data.ImageSet;
import demitasse.data.image.ImageShape;
import demitasse.model.Autoencoders;
import demitasse.model.Sequential;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads of this process in place of executors. */
class LocalTest {
  private static SparkCluster cluster;
  private static JavaSparkContext context;

  @BeforeAll
  static void open() {
    cluster = SparkCluster.at("local[2]");
    context = JavaSparkContext.fromSparkContext(cluster.session("local", 2).sparkContext());
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @Test
  void itHasNoProcesses() {
    assertEquals(SparkCluster.State.EXTERNAL, cluster.state());
    assertEquals(List.of(), cluster.processes());
    assertEquals(0, cluster.restartWorkers());
    assertThrows(IllegalArgumentException.class, () -> SparkCluster.start(0));
  }

  @Test
  void threadsEncodeAsOneDoes() {
    byte[] pixels = new byte[300 * 784];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31 % 251);
    }
    Sequential encoder = Autoencoders.encoder(ELU);
    try (Sequential whole = sequential(input(1, 28, 28), encoder)) {
      float[][] expected = whole.predict(set(pixels));
      List<LabelledVector> found =
          SparkEncoder.of(context, encoder, () -> Autoencoders.encoder(ELU))
              .encode(ImagePartitions.of(context, () -> set(pixels), 300, 3))
              .collect();
      assertEquals(300, found.size());
      for (int i = 0; i < 300; i++) {
        assertArrayEquals(expected[i], found.get(i).vector(), 1e-5f);
      }
      List<Vector> dense = Vectors.forMllib(context.parallelize(found)).collect();
      assertEquals(found.get(7).vector()[5], (float) dense.get(7).apply(5));
    }
  }

  @Test
  void parquetKeepsVectorsAndLabels(@TempDir Path folder) {
    String file = folder.resolve("vectors").toString();
    SparkSession session = SparkSession.getDefaultSession().get();
    for (float number : new float[] {1, 0.1f}) { // the second takes the place of the first
      LabelledVector one = new LabelledVector(new float[] {number, -2}, 7);
      Vectors.write(session, context.parallelize(List.of(one)), file);
    }
    List<LabelledVector> read = Vectors.read(session, file).collect();
    assertEquals(1, read.size());
    assertArrayEquals(new float[] {0.1f, -2}, read.get(0).vector());
    assertEquals(7, read.get(0).label());
  }

  /** Vectors of any length, none included; partitions without vectors do no harm. */
  @Test
  void sparkSqlReadsAndWritesTheSameFiles(@TempDir Path folder) {
    SparkSession session = SparkSession.getDefaultSession().get();
    List<LabelledVector> all =
        List.of(
            new LabelledVector(new float[100], 1),
            new LabelledVector(new float[0], 2),
            new LabelledVector(new float[] {1.5f, Float.NaN}, -3));
    String ours = folder.resolve("ours").toString();
    String sparks = folder.resolve("sparks").toString();
    Vectors.write(session, context.parallelize(all, 5), ours);
    Dataset<Row> table = session.read().parquet(ours);
    assertEquals("STRUCT<label: INT, vector: ARRAY<FLOAT>>", table.schema().sql());
    assertEquals(1, table.where("label = -3 and vector[0] = 1.5 and isnan(vector[1])").count());
    table.write().parquet(sparks);
    Vectors.write(session, Vectors.read(session, ours), ours); // in its own place
    for (String files : List.of(ours, sparks)) {
      Map<Integer, float[]> read =
          Vectors.read(session, files).collect().stream()
              .collect(Collectors.toMap(LabelledVector::label, LabelledVector::vector));
      assertEquals(3, read.size());
      for (LabelledVector each : all) {
        assertArrayEquals(each.vector(), read.get(each.label()));
      }
    }
  }

  private static ImageSet set(byte[] pixels) {
    return ImageSet.of("set", new ImageShape(1, 28, 28), pixels, new int[300], List.of("image"));
  }

  @Test
  void otherLayersThanTheTrainedOnesAreRefused() {
    Sequential encoder = Autoencoders.encoder(ELU);
    try (Sequential whole = sequential(input(1, 28, 28), encoder)) {
      whole.predict(set(new byte[300 * 784]));
      assertThrows(
          RuntimeException.class,
          () -> SparkEncoder.of(context, encoder, () -> Autoencoders.decoder(ELU)));
    }
  }
}
