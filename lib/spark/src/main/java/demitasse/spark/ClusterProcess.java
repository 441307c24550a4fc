package demitasse.spark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A process of a cluster: the master, a worker with the executors below it, or all of these in one.
 *
 * @param name as in the names of log files
 */
record ClusterProcess(String name, Process process) {
  /**
   * They hold no data: little heap, one thread that collects it, no time spent on compiling, and
   * free native memory goes back to the system. Older JDKs do not know all of them.
   */
  private static final List<String> SMALL =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-Xms8m",
          "-Xmx64m",
          "-Xmn4m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:MaxHeapFreeRatio=20",
          "-XX:MinHeapFreeRatio=10",
          "-XX:TrimNativeHeapInterval=1000",
          "-Dio.netty.allocator.type=unpooled",
          "-Dspark.master.rest.enabled=false",
          "-Dspark.port.maxRetries=0");

  private static final long PATIENCE_SECONDS = 10;

  static ClusterProcess start(SparkFolder folder, String name, List<List<String>> programs)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(SMALL);
    command.add("-Dlog4j2.configurationFile=" + folder.root().resolve("conf/log4j2.properties"));
    command.addAll(List.of("-cp", folder.jars().resolve("*").toString(), Daemon.class.getName()));
    command.add(Long.toString(ProcessHandle.current().pid()));
    command.add(folder.root().toString());
    for (List<String> program : programs) {
      command.addAll(program);
      command.add(Daemon.END);
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_HOME", folder.root().toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    // Otherwise each looks up this machine's name, which many machines do not know themselves.
    builder.environment().put("SPARK_LOCAL_HOSTNAME", LocalCluster.LOOPBACK);
    builder.environment().put("SPARK_LOCAL_IP", LocalCluster.LOOPBACK);
    builder.environment().put("SPARK_LOCAL_DIRS", folder.spill().toString());
    builder.environment().put("MALLOC_ARENA_MAX", "1"); // each arena keeps memory of its own
    builder.environment().keySet().removeIf(variable -> variable.equals("JAVA_TOOL_OPTIONS"));
    builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(folder.log(name).toFile()));
    return new ClusterProcess(name, builder.start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The executors that run now, if this is a worker. */
  Stream<ProcessHandle> executors() {
    return process.children().filter(ProcessHandle::isAlive);
  }

  /** Ends it and what it has started. Once it has ended, its id may be another process's. */
  void end() {
    if (!process.isAlive()) {
      return;
    }
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
    process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }
}
