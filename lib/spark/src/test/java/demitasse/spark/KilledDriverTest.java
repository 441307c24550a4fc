package demitasse.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A killed process takes its cluster along, with the cluster's folder. */
class KilledDriverTest {
  /** Starts a cluster with two workers in one process, and says which processes there are. */
  static final class Driver {
    private Driver() {}

    public static void main(String[] args) throws InterruptedException {
      SparkCluster cluster = SparkCluster.startSmall(2);
      var context = JavaSparkContext.fromSparkContext(cluster.session("driver", 2).sparkContext());
      while (cluster.executors().size() < 2) {
        context.parallelize(List.of(1, 2), 2).count();
      }
      System.out.println(
          "processes "
              + cluster.processes().stream()
                  .map(process -> Long.toString(process.pid()))
                  .collect(Collectors.joining(" ")));
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  @Timeout(240)
  void itsClusterEnds(@TempDir Path temporary) throws IOException, InterruptedException {
    Process driver =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Driver.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<ProcessHandle> processes = List.of();
    try (var out =
        new BufferedReader(
            new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("processes ")) {
          processes =
              Arrays.stream(line.split(" "))
                  .skip(1)
                  .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                  .toList();
          break;
        }
      }
      assertEquals(3, processes.size(), "one for master and workers, and two executors");
      assertEquals(1, foldersIn(temporary), "before the end");
      driver.destroyForcibly();
      for (ProcessHandle process : processes) {
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
      }
      assertEquals(0, foldersIn(temporary), "after the end");
    } finally {
      driver.destroyForcibly();
      processes.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static long foldersIn(Path temporary) throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("demitasse-spark-"))
          .count();
    }
  }
}
