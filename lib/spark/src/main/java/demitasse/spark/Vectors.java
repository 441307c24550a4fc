package demitasse.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.linalg.DenseVector;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/** Takes vectors to MLlib, and to Parquet files and back. */
public final class Vectors {
  private Vectors() {}

  /** Returns the vectors as MLlib takes them. */
  public static JavaRDD<Vector> forMllib(JavaRDD<LabelledVector> vectors) {
    return vectors.map(one -> dense(one.vector()));
  }

  /** Returns one vector as MLlib takes it. */
  public static Vector dense(float[] vector) {
    double[] numbers = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      numbers[i] = vector[i];
    }
    return new DenseVector(numbers);
  }

  /**
   * Writes a folder of Parquet files, one for each partition, with the columns {@code label} and
   * {@code vector}. What was there is replaced once all is written, so that the vectors may come
   * from the folder itself.
   *
   * @param folder a path, or an address that Spark knows, which all executors can write to
   * @throws UncheckedIOException if what was there cannot be replaced
   */
  public static void write(SparkSession session, JavaRDD<LabelledVector> vectors, String folder) {
    Configuration settings = new Configuration(session.sparkContext().hadoopConfiguration());
    settings.set(ParquetOutputFormat.COMPRESSION, CompressionCodecName.SNAPPY.name());
    Path whole = new Path(folder);
    Path part = whole.suffix(".unfinished");
    try {
      FileSystem files = whole.getFileSystem(settings);
      files.delete(part, true);
      vectors
          .mapToPair(one -> new Tuple2<Void, LabelledVector>(null, one))
          .saveAsNewAPIHadoopFile(
              part.toString(),
              Void.class,
              LabelledVector.class,
              VectorRecords.Output.class,
              settings);
      files.delete(whole, true);
      if (!files.rename(part, whole)) {
        throw new IOException("the files are in " + part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot replace " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads what {@link #write} has written, or Spark SQL in the same columns, in whatever order of
   * the files. There are at most as many partitions as Spark makes by default, so that many small
   * files are few tasks.
   */
  public static JavaRDD<LabelledVector> read(SparkSession session, String folder) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    return context
        .newAPIHadoopFile(
            folder,
            VectorRecords.Input.class,
            Void.class,
            LabelledVector.class,
            context.hadoopConfiguration())
        .values()
        .coalesce(context.defaultParallelism());
  }
}
