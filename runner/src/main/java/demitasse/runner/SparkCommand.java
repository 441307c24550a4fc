package demitasse.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./demitasse spark}: prepares what only notebooks on Spark need. */
@Command(
    name = "spark",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = {
      "Downloads Apache Spark and builds the module that runs a notebook's code on it, unless that"
          + " is done, and prints the line for the notebook's first cell.",
      "",
      "The first time it downloads about 320 MB."
    })
final class SparkCommand implements Callable<Integer> {
  @Option(
      names = "--here",
      description =
          "also keep Spark's own jars in the course's folder, for all who use this copy, such as a"
              + " class on one machine (0.3 GB)")
  private boolean here;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Project project = Project.around(Path.of(""));
    int status = SparkModule.make(project);
    if (status == 0 && here) {
      status = SparkModule.keepLibraries(project);
    }
    if (status == 0) {
      System.out.println("For the first cell of a notebook whose kernel starts from now on:");
      System.out.println(firstCell(project));
    }
    return status;
  }

  /** Returns what brings Spark to a notebook; the module is on the kernel's class path. */
  static String firstCell(Project project) throws IOException {
    return "%maven " + String.join(" ", SparkModule.coordinates(project));
  }
}
