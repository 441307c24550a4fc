package demitasse.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
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

  static final String LOOPBACK = "127.0.0.1";

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final long LOOK_MILLIS = 50;

  /** The state of a cluster. */
  public enum State {
    /** The master and all workers run. */
    RUNNING,
    /** The master runs and at least one worker; at least one has ended. Jobs go on, slower. */
    DEGRADED,
    /** The master or all workers have ended, by themselves or by {@link SparkCluster#close}. */
    STOPPED,
    /** It was not started here: Spark's own pages show its state. */
    EXTERNAL
  }

  private final String master;
  private final Optional<SparkFolder> folder; // of a cluster with processes
  private final List<ClusterProcess> processes; // the master first
  private final Sessions sessions;

  private SparkCluster(
      String master, Optional<SparkFolder> folder, List<ClusterProcess> processes) {
    this.master = master;
    this.folder = folder;
    this.processes = processes;
    this.sessions = new Sessions(master, folder);
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
    return new SparkCluster(master, Optional.empty(), List.of());
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
    List<ClusterProcess> started = new ArrayList<>();
    SparkFolder folder = null;
    try {
      folder = SparkFolder.make();
      int port = freePort();
      MasterPage page = new MasterPage(freePort());
      String master = "spark://" + LOOPBACK + ":" + port;
      List<List<String>> all = new ArrayList<>();
      all.add(masterProgram(port, page.port()));
      for (int i = 0; i < workers; i++) {
        all.add(workerProgram(folder, master));
      }
      if (small) {
        started.add(ClusterProcess.start(folder, "master", all));
      } else {
        for (List<String> one : all) {
          String name = started.isEmpty() ? "master" : "worker-" + started.size();
          started.add(ClusterProcess.start(folder, name, List.of(one)));
        }
      }
      await(folder, started, "the workers to register", () -> page.workers() == workers);
      SparkCluster cluster = new SparkCluster(master, Optional.of(folder), List.copyOf(started));
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::end));
      return cluster;
    } catch (IOException e) {
      undo(folder, started);
      throw new UncheckedIOException("the Spark cluster did not start: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      undo(folder, started);
      throw e;
    }
  }

  private static void undo(SparkFolder folder, List<ClusterProcess> started) {
    started.forEach(ClusterProcess::end);
    if (folder != null) {
      folder.remove();
    }
  }

  private static List<String> masterProgram(int port, int page) {
    return List.of(
        "org.apache.spark.deploy.master.Master",
        "--host",
        LOOPBACK,
        "--port",
        Integer.toString(port),
        "--webui-port",
        Integer.toString(page));
  }

  private static List<String> workerProgram(SparkFolder folder, String master) {
    return List.of(
        "org.apache.spark.deploy.worker.Worker",
        "--host",
        LOOPBACK,
        "--webui-port",
        "0",
        "--cores",
        "1",
        "--memory",
        "8g", // a limit only: a session asks for what it needs
        "--work-dir",
        folder.work().toString(),
        master);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    }
  }

  private static void await(
      SparkFolder folder, List<ClusterProcess> processes, String what, BooleanSupplier condition) {
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      for (ClusterProcess process : processes) {
        if (!process.isAlive()) {
          throw new IllegalStateException(
              "the %s of the Spark cluster has ended:%n%s"
                  .formatted(process.name(), folder.lastLines(process.name())));
        }
      }
      if (System.nanoTime() > until) {
        throw new IllegalStateException(
            "gave up waiting for %s:%n%s".formatted(what, folder.lastLines("master")));
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + what, e);
      }
    }
  }

  /** Returns Spark's name for the cluster, such as {@code spark://127.0.0.1:40123}. */
  public String master() {
    return master;
  }

  /** Returns the state of the cluster now. */
  public State state() {
    if (folder.isEmpty()) {
      return State.EXTERNAL;
    }
    long alive = processes.stream().filter(ClusterProcess::isAlive).count();
    if (!processes.get(0).isAlive() || alive == 1 && processes.size() > 1) {
      return State.STOPPED;
    }
    return alive == processes.size() ? State.RUNNING : State.DEGRADED;
  }

  /** Returns the processes that run now, executors included; none of a cluster elsewhere. */
  public List<ProcessHandle> processes() {
    return processes.stream()
        .filter(ClusterProcess::isAlive)
        .flatMap(one -> Stream.concat(Stream.of(one.process().toHandle()), one.executors()))
        .toList();
  }

  /** Returns the executors that run now; none of a cluster elsewhere. */
  public List<ProcessHandle> executors() {
    return processes.stream().flatMap(ClusterProcess::executors).toList();
  }

  /**
   * Opens a session; one that is open, on whatever cluster, ends. The lambdas, records and classes
   * of cells run on its executors, where session variables have the values that they have here when
   * the stage begins. The stop button ends its jobs.
   *
   * @param name as Spark's pages call it
   * @param executors how many at most, each with one core
   * @throws IllegalStateException if the cluster has ended
   */
  public SparkSession session(String name, int executors) {
    if (state() == State.STOPPED) {
      throw new IllegalStateException(
          "the Spark cluster has ended; SparkCluster.start(2) starts one");
    }
    return sessions.open(name, executors);
  }

  /** Ends the session, if one is open, and the processes. */
  @Override
  public void close() {
    sessions.close();
    end();
  }

  private void end() {
    processes.forEach(ClusterProcess::end);
    folder.ifPresent(SparkFolder::remove);
  }

  @Override
  public String toString() {
    return "Spark cluster at %s, %s".formatted(master, state());
  }
}
