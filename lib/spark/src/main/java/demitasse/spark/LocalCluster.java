package demitasse.spark;

import demitasse.spark.SparkCluster.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The processes of a cluster on this machine, on free ports of the loopback interface. */
final class LocalCluster {
  static final String LOOPBACK = "127.0.0.1";

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final long LOOK_MILLIS = 50;

  private final SparkFolder folder;
  private final String master;
  private final MasterPage page;
  private final List<ClusterProcess> processes; // the master first

  private LocalCluster(
      SparkFolder folder, String master, MasterPage page, List<ClusterProcess> processes) {
    this.folder = folder;
    this.master = master;
    this.page = page;
    this.processes = new CopyOnWriteArrayList<>(processes);
  }

  /**
   * Starts the processes, and waits until the workers have registered.
   *
   * @param small whether master and workers share one process
   */
  static LocalCluster start(int workers, boolean small) {
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
      return new LocalCluster(folder, master, page, started);
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

  String master() {
    return master;
  }

  SparkFolder folder() {
    return folder;
  }

  State state() {
    if (!processes.get(0).isAlive()) {
      return State.STOPPED;
    }
    return processes.stream().allMatch(ClusterProcess::isAlive) ? State.RUNNING : State.DEGRADED;
  }

  /** Restarts the workers that have ended, and returns their number. */
  synchronized int restartWorkers() {
    if (state() == State.STOPPED) {
      throw new IllegalStateException(
          "the Spark cluster has ended; SparkCluster.start(2) starts one");
    }
    int workers = processes.size() - 1;
    int restarted = 0;
    try {
      for (int i = 1; i <= workers; i++) {
        ClusterProcess lost = processes.get(i);
        if (!lost.isAlive()) {
          List<List<String>> program = List.of(workerProgram(folder, master));
          processes.set(i, ClusterProcess.start(folder, lost.name(), program));
          restarted++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a worker did not start: " + e.getMessage(), e);
    }
    if (restarted > 0) {
      await(folder, processes, "the workers to register", () -> page.workers() == workers);
    }
    return restarted;
  }

  /** Those that run now, executors included. */
  List<ProcessHandle> processes() {
    return processes.stream()
        .filter(ClusterProcess::isAlive)
        .flatMap(one -> Stream.concat(Stream.of(one.process().toHandle()), one.executors()))
        .toList();
  }

  List<ProcessHandle> executors() {
    return processes.stream().flatMap(ClusterProcess::executors).toList();
  }

  void end() {
    processes.forEach(ClusterProcess::end);
    folder.remove();
  }
}
