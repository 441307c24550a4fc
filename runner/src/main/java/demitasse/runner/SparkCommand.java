package demitasse.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

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
  @Override
  public Integer call() throws IOException, InterruptedException {
    Project project = Project.around(Path.of(""));
    int status = SparkModule.make(project);
    if (status == 0) {
      System.out.println("For the first cell of a notebook whose kernel starts from now on:");
      System.out.println(firstCell(project));
    }
    return status;
  }

  /** Returns what brings Spark to a notebook; the module is on the kernel's class path. */
  static String firstCell(Project project) throws IOException {
    String pom = Files.readString(project.root().resolve("pom.xml"));
    return "%%maven org.scala-lang:scala-library:%s org.apache.spark:spark-mllib_2.13:%s"
        .formatted(property(pom, "scala.version"), property(pom, "spark.version"));
  }

  private static String property(String pom, String name) {
    String opened = "<" + name + ">";
    int from = pom.indexOf(opened) + opened.length();
    return pom.substring(from, pom.indexOf('<', from));
  }
}
