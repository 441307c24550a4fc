/**
 * More than one machine, on Apache Spark: {@link demitasse.spark.SparkCluster} starts a cluster of
 * processes or names an existing one, and opens sessions on it in which the lambdas and classes of
 * a notebook's cells run on executors. {@link demitasse.spark.ImagePartitions} spreads images over
 * them, {@link demitasse.spark.SparkEncoder} passes these through a trained model, {@link
 * demitasse.spark.SparkClusters} clusters what comes out, and {@link demitasse.spark.Vectors} takes
 * it to MLlib and to Parquet files.
 *
 * <p>How cells get there: {@code CellServer} answers executors that ask for a class of a cell, with
 * the byte code that {@code SessionReads} has changed so that a session variable has its value
 * there, which {@code SessionVariables} fetches.
 */
package demitasse.spark;
