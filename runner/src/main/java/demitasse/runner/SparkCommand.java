package demitasse.runner;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./demitasse spark}: builds the module for Spark, which nothing else needs. */
@Command(
    name = "spark",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = {
      "Downloads Apache Spark and builds the module that runs a notebook's code on it, unless that"
          + " is done, and prints the lines for the notebook's first cell.",
      "",
      "The first time it downloads about 320 MB."
    })
final class SparkCommand implements Callable<Integer> {
  private static final List<String> BUILD =
      List.of(
          "--quiet",
          "-DskipTests",
          "-Dspotless.check.skip=true",
          "-Dmaven.compiler.failOnWarning=false",
          "-Dmaven.compiler.showWarnings=false",
          "-pl",
          "lib/spark",
          "-am",
          "package");

  @Override
  public Integer call() throws IOException, InterruptedException {
    Project project = Project.around(Path.of(""));
    // The launcher removes it when it builds anew.
    Path jars = project.root().resolve(".demitasse").resolve("spark");
    if (!Files.isDirectory(jars)) {
      int status = Maven.run(project.root(), Map.of(), BUILD);
      if (status != 0) {
        return status;
      }
      stage(project.root().resolve("lib").resolve("spark").resolve("target"), jars);
    }
    System.out.println("For the first cell of a notebook:");
    System.out.println(firstCell(project, jars));
    return 0;
  }

  /** Returns what a notebook needs: the module's jars, and Spark itself, which is not in them. */
  static String firstCell(Project project, Path jars) throws IOException {
    String pom = Files.readString(project.root().resolve("pom.xml"));
    return """
    %%jars %s/*.jar
    %%maven org.scala-lang:scala-library:%s org.apache.spark:spark-mllib_2.13:%s\
    """
        .formatted(jars, property(pom, "scala.version"), property(pom, "spark.version"));
  }

  private static String property(String pom, String name) {
    String opened = "<" + name + ">";
    int from = pom.indexOf(opened) + opened.length();
    return pom.substring(from, pom.indexOf('<', from));
  }

  /** Copies the jars: a kernel that runs must not see them replaced by the next build. */
  private static void stage(Path built, Path jars) throws IOException {
    Path part = Files.createTempDirectory(jars.getParent(), "spark");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(built, "demitasse-spark*.jar")) {
      for (Path file : files) {
        Files.copy(file, part.resolve(file.getFileName()));
      }
    }
    Files.move(part, jars, StandardCopyOption.ATOMIC_MOVE);
  }
}
