package demitasse.spark;

import demitasse.engine.ErrorStream;
import demitasse.engine.SilentLogs;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.Utils;

/** Opens sessions on a cluster, one at a time, and what each needs of this process. */
final class Sessions implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  /** What an installation of Spark has, wherever it is. */
  private static final String SPARKS_OWN = ".*/(spark-|scala-|hadoop-client-|rocksdbjni-)[^/]*";

  /** Netty's setting for the size of the chunks that it takes from the system: 8 KiB times 2^n. */
  private static final String CHUNKS = "io.netty.allocator.maxOrder";

  private static final String SMALL_ORDER = "7";

  /** Chunks of 1 MiB: by default, each of several pools takes 4 MiB at once. */
  private static final String SMALL_CHUNKS = "-D" + CHUNKS + "=" + SMALL_ORDER;

  /**
   * Options that keep an executor small: one thread collects a heap with little to spare; free
   * native memory goes back to the system, as an engine and the compilers would keep over 100 MB;
   * code is compiled only once it has run often, as most of what Spark starts with never does; and
   * as in the kernel, only code that runs for long is fully optimized. Older JDKs do not know all
   * of them.
   */
  private static final String SMALL =
      "-XX:+IgnoreUnrecognizedVMOptions -XX:+UseSerialGC -Xms32m -XX:NewRatio=4"
          + " -XX:MinHeapFreeRatio=15 -XX:MaxHeapFreeRatio=30"
          + " -XX:TrimNativeHeapInterval=1000 -XX:Tier4InvocationThreshold=50000"
          + " -XX:Tier4MinInvocationThreshold=6000 -XX:Tier4CompileThreshold=150000"
          + " -XX:Tier4BackEdgeThreshold=400000 -XX:Tier3InvocationThreshold=2000"
          + " -XX:Tier3MinInvocationThreshold=1000 -XX:Tier3CompileThreshold=5000 "
          + SMALL_CHUNKS;

  /** The system property in which a kernel is told the course's folder. */
  private static final String COURSE = "demitasse.home";

  private final String master;
  private final Optional<SparkFolder> folder;
  private SparkSession session; // null before the first
  private CellServer cells; // of that session
  private SpareMemory memory; // of that session, if the cluster is on this machine

  /**
   * Makes what opens sessions.
   *
   * @param folder that of a cluster of this machine's
   */
  Sessions(String master, Optional<SparkFolder> folder) {
    this.master = master;
    this.folder = folder;
  }

  synchronized SparkSession open(String name, int executors) {
    close();
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
    SilentLogs.unlessWanted();
    if (folder.isPresent()) {
      System.getProperties().putIfAbsent(CHUNKS, SMALL_ORDER);
    }
    if (!isLocal()) {
      // The executors compute, and this process would print that its system has no native BLAS.
      System.getProperties().putIfAbsent("dev.ludovic.netlib.blas.allowNative", "false");
    }
    StopButton.connect();
    try {
      String host = address();
      // Otherwise Spark looks up this machine's name, which the machine itself may not know.
      Utils.setCustomHostname(host);
      cells =
          CellServer.start(host, Thread.currentThread().getContextClassLoader(), this::cancelStage);
      session = SparkSession.builder().config(settings(name, executors, host)).getOrCreate();
    } catch (IOException e) {
      throw new UncheckedIOException("no session at " + master + ": " + e.getMessage(), e);
    }
    session.sparkContext().setInterruptOnCancel(true);
    session.sparkContext().addSparkListener(new JobProgress());
    ErrorStream.silencedWhile(Sessions::loadBlas);
    if (folder.isPresent()) {
      memory = SpareMemory.giveBack();
    }
    return session;
  }

  private SparkConf settings(String name, int executors, String host) throws IOException {
    SparkConf settings =
        new SparkConf()
            .setMaster(master)
            .setAppName(name)
            .set("spark.driver.host", host)
            .set("spark.driver.bindAddress", host)
            .set("spark.cores.max", Integer.toString(executors))
            .set("spark.executor.cores", "1")
            .setIfMissing("spark.executor.memory", "512m")
            .setIfMissing("spark.executor.extraJavaOptions", options())
            // An executor has one core; a native library would take all.
            .set("spark.executorEnv.OMP_NUM_THREADS", "1")
            // Each arena of the system's allocator keeps memory; one core needs no more than one.
            .set("spark.executorEnv.MALLOC_ARENA_MAX", "1")
            .set("spark.default.parallelism", Integer.toString(2 * executors))
            .set("spark.sql.shuffle.partitions", Integer.toString(2 * executors))
            // A stopped task that ignores the interrupt keeps its core: its executor ends, and
            // Spark starts another.
            .setIfMissing("spark.task.reaper.enabled", "true")
            .setIfMissing("spark.task.reaper.killTimeout", "5s")
            .set("spark.ui.enabled", "false")
            .set("spark.ui.showConsoleProgress", "false")
            .set("spark.plugins", CellPlugin.class.getName())
            .set(CellServer.CLASSES, cells.address())
            // It looks into fields of the JDK's that no program may see, and hangs where it cannot.
            .set("spark.serializer.extraDebugInfo", "false");
    if (folder.isPresent()) {
      SparkFolder own = folder.get();
      settings
          .set("spark.executor.extraClassPath", own.writeClassPath(own.nextClassPath()).toString())
          .set("spark.local.dir", own.spill().toString())
          .set("spark.sql.warehouse.dir", own.root().resolve("warehouse").toString());
    } else if (!isLocal()) {
      settings.set("spark.jars", jars());
    }
    return settings;
  }

  /** Executors on this machine find the data and weights of the notebook's course. */
  private String options() {
    String course = System.getProperty(COURSE);
    return SMALL
        + (folder.isEmpty() || course == null ? "" : " \"-D%s=%s\"".formatted(COURSE, course));
  }

  /** The jars of this process that executors elsewhere do not have. */
  private static String jars() throws IOException {
    return SparkFolder.classPath().stream()
        .map(URL::toString)
        .filter(url -> url.endsWith(".jar") && !url.matches(SPARKS_OWN))
        .collect(Collectors.joining(","));
  }

  private boolean isLocal() {
    return master.startsWith("local");
  }

  /** The address of this machine under which executors reach it. */
  private String address() throws IOException {
    if (folder.isPresent() || isLocal()) {
      return LocalCluster.LOOPBACK;
    }
    URI uri = URI.create(master.split(",")[0]);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), PATIENCE_MILLIS);
      return socket.getLocalAddress().getHostAddress();
    }
  }

  /**
   * MLlib would load it later and write that the system has no BLAS, which does no harm. Logs are
   * quiet once a session is open.
   */
  private static void loadBlas() {
    try {
      NativeBLAS.getInstance();
    } catch (RuntimeException e) {
      // MLlib computes in Java.
    }
  }

  private void cancelStage(int stage, String why) {
    if (stage >= 0) {
      session.sparkContext().cancelStage(stage, why);
    }
  }

  @Override
  public synchronized void close() {
    if (session != null) {
      session.stop();
      session = null;
    }
    if (cells != null) {
      cells.close();
      cells = null;
    }
    if (memory != null) {
      memory.close();
      memory = null;
    }
  }
}
