package demitasse.spark;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark cluster: processes of this machine, or an existing one elsewhere.
 *
 * <pre>{@code
 * SparkCluster cluster = SparkCluster.start(2);
 * SparkSession spark = cluster.session("digits", 2);
 * var sc = JavaSparkContext.fromSparkContext(spark.sparkContext());
 * sc.parallelize(List.of(1, 2, 3)).map(x -> x * x).collect();
 * cluster.close();
 * }</pre>
 *
 * <p>A cluster of this machine is Spark's standalone one: a master, workers with one core each, and
 * executors that the workers start for a session, each a process. They listen on free ports of the
 * loopback interface only, and end with {@link #close} or with this process, however it ends.
 */
public final class SparkCluster implements AutoCloseable {
  /** The environment variable that names a cluster to use in place of one's own. */
  public static final String MASTER_VARIABLE = "DEMITASSE_SPARK_MASTER";

  /** The state of a cluster. */
  public enum State {
    /** The master and all workers run. */
    RUNNING,
    /**
     * The master runs, but a worker has ended. Jobs go on with the others, or wait if there are
     * none; {@link SparkCluster#restartWorkers} mends it.
     */
    DEGRADED,
    /** The master has ended, by itself or by {@link SparkCluster#close}. */
    STOPPED,
    /** It was not started here: Spark's own pages show its state. */
    EXTERNAL
  }

  private final String master;
  private final Optional<LocalCluster> local; // none if it was not started here
  private final Sessions sessions;

  private SparkCluster(String master, Optional<LocalCluster> local) {
    this.master = master;
    this.local = local;
    this.sessions = new Sessions(master, local.map(LocalCluster::folder));
  }

  /**
   * Returns the cluster that {@code DEMITASSE_SPARK_MASTER} names, or starts a small one.
   *
   * @param workers as for {@link #startSmall}
   */
  public static SparkCluster current(int workers) {
    String named = System.getenv(MASTER_VARIABLE);
    return named == null || named.isBlank() ? startSmall(workers) : at(named.strip());
  }

  /**
   * Returns an existing cluster.
   *
   * @param master Spark's name for it, such as {@code spark://host:7077}; {@code local[2]} is this
   *     process, with two threads
   */
  public static SparkCluster at(String master) {
    return new SparkCluster(master, Optional.empty());
  }

  /**
   * Starts a cluster on this machine, each master and worker a process, and waits until its workers
   * have registered.
   *
   * @param workers how many, each with one core
   * @throws IllegalArgumentException if that is less than one
   * @throws IllegalStateException if a process ends or does not answer; the message has its log
   */
  public static SparkCluster start(int workers) {
    return start(workers, false);
  }

  /**
   * Starts a cluster whose master and workers share one process, which saves about 110 MB for each
   * worker. Executors are processes of their own all the same. See {@link #start}.
   */
  public static SparkCluster startSmall(int workers) {
    return start(workers, true);
  }

  private static SparkCluster start(int workers, boolean small) {
    if (workers < 1) {
      throw new IllegalArgumentException("a cluster has one worker or more, not " + workers);
    }
    LocalCluster local = LocalCluster.start(workers, small);
    SparkCluster cluster = new SparkCluster(local.master(), Optional.of(local));
    Runtime.getRuntime().addShutdownHook(new Thread(local::end));
    return cluster;
  }

  /** Returns Spark's name for the cluster, such as {@code spark://127.0.0.1:40123}. */
  public String master() {
    return master;
  }

  /** Returns the state of the cluster now. */
  public State state() {
    return local.map(LocalCluster::state).orElse(State.EXTERNAL);
  }

  /** Returns the processes that run now, executors included; none of a cluster elsewhere. */
  public List<ProcessHandle> processes() {
    return local.map(LocalCluster::processes).orElse(List.of());
  }

  /** Returns the executors that run now; none of a cluster elsewhere. */
  public List<ProcessHandle> executors() {
    return local.map(LocalCluster::executors).orElse(List.of());
  }

  /**
   * Restarts the workers that have ended, and waits until they have registered. The open session
   * gets executors on them, and its jobs go on there.
   *
   * @return how many were restarted; 0 for a cluster elsewhere
   * @throws IllegalStateException if the master has ended, too, or a worker does not start
   */
  public int restartWorkers() {
    return local.map(LocalCluster::restartWorkers).orElse(0);
  }

  /**
   * Opens a session; one that is open, on whatever cluster, ends. The lambdas, records and classes
   * of cells run on its executors, where session variables have the values that they have here when
   * the stage begins. The stop button ends its jobs. Workers that have ended are restarted.
   *
   * @param name as Spark's pages call it
   * @param executors how many at most, each with one core
   * @throws IllegalStateException if the cluster has ended, or a worker does not start
   */
  public SparkSession session(String name, int executors) {
    restartWorkers();
    return sessions.open(name, executors);
  }

  /** Ends the session, if one is open, and the processes. */
  @Override
  public void close() {
    sessions.close();
    local.ifPresent(LocalCluster::end);
  }

  @Override
  public String toString() {
    return "Spark cluster at %s, %s".formatted(master, state());
  }
}
