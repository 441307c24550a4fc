package demitasse.spark;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.DenseVector;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Takes vectors to MLlib, and to Parquet files and back. */
public final class Vectors {
  private static final StructType COLUMNS =
      new StructType()
          .add("label", DataTypes.IntegerType, false)
          .add("vector", DataTypes.createArrayType(DataTypes.FloatType, false), false);

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
   * Writes a folder of Parquet files, one for each partition, in place of what was there.
   *
   * @param folder a path, or an address that Spark knows, which all executors can write to
   */
  public static void write(SparkSession session, JavaRDD<LabelledVector> vectors, String folder) {
    JavaRDD<Row> rows = vectors.map(one -> RowFactory.create(one.label(), box(one.vector())));
    session.createDataFrame(rows, COLUMNS).write().mode(SaveMode.Overwrite).parquet(folder);
  }

  /** Reads what {@link #write} has written, in whatever order of the files. */
  public static JavaRDD<LabelledVector> read(SparkSession session, String folder) {
    Dataset<Row> rows = session.read().schema(COLUMNS).parquet(folder);
    return rows.javaRDD().map(row -> new LabelledVector(unbox(row.getList(1)), row.getInt(0)));
  }

  private static Float[] box(float[] vector) {
    Float[] boxed = new Float[vector.length];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = vector[i];
    }
    return boxed;
  }

  private static float[] unbox(List<Float> vector) {
    float[] numbers = new float[vector.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = vector.get(i);
    }
    return numbers;
  }
}
