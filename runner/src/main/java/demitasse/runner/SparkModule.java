package demitasse.runner;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** The module that runs notebooks on Spark; it is built only if a notebook needs it. */
final class SparkModule {
  /** The text by which a notebook that needs Spark is recognized. */
  private static final String SPARK = "org.apache.spark:";

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

  private SparkModule() {}

  /**
   * Builds the module if one of these notebooks needs it and it is not there.
   *
   * @return the build's status, 0 if the notebooks have what they need
   */
  static int makeFor(Project project, List<Path> notebooks)
      throws IOException, InterruptedException {
    for (Path notebook : notebooks) {
      if (Files.readString(notebook).contains(SPARK)) {
        return make(project);
      }
    }
    return 0;
  }

  /**
   * Builds the module if it is not there; this downloads Spark.
   *
   * @return the build's status, 0 if it is there
   */
  static int make(Project project) throws IOException, InterruptedException {
    // The launcher removes it when it builds anew.
    Path jars = project.sparkModule();
    if (Files.isDirectory(jars)) {
      return 0;
    }
    System.out.println("building the module for Apache Spark (the first time: 320 MB to download)");
    int status;
    try {
      status = Maven.run(project.root(), Map.of(), BUILD);
    } catch (IOException e) {
      System.err.println(
          "Maven is not installed; an archive from ./demitasse pack --spark has the module built");
      return 1;
    }
    if (status == 0) {
      stage(project.root().resolve("lib").resolve("spark").resolve("target"), jars);
    }
    return status;
  }

  /** Returns the Maven coordinates of Spark itself. */
  static List<String> coordinates(Project project) throws IOException {
    String pom = Files.readString(project.root().resolve("pom.xml"));
    return List.of(
        "org.scala-lang:scala-library:" + property(pom, "scala.version"),
        "org.apache.spark:spark-mllib_2.13:" + property(pom, "spark.version"));
  }

  private static String property(String pom, String name) {
    String opened = "<" + name + ">";
    int from = pom.indexOf(opened) + opened.length();
    return pom.substring(from, pom.indexOf('<', from));
  }

  /**
   * Copies Spark itself, and all that Maven reads to find it, into an empty folder.
   *
   * @return the status of the copying, 0 if it is all there
   */
  static int copyLibraries(Project project, Path folder) throws IOException, InterruptedException {
    List<String> copy = KernelCommand.kernelProgram(project, "Libraries");
    copy.add(folder.toString());
    copy.addAll(coordinates(project));
    return Programs.run(project.root(), Map.of(), copy);
  }

  /**
   * Copies Spark itself into the course's folder, for all who use this copy, unless it is there.
   *
   * @return the status of the copying, 0 if it is all there
   */
  static int keepLibraries(Project project) throws IOException, InterruptedException {
    Path libraries = project.libraries();
    if (Files.isDirectory(libraries)) {
      return 0;
    }
    Path part = folderBeside(libraries);
    int status = copyLibraries(project, part);
    if (status == 0) {
      Files.move(part, libraries, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Storage.delete(part);
    }
    return status;
  }

  /** Copies the jars: a kernel that runs must not see them replaced by the next build. */
  private static void stage(Path built, Path jars) throws IOException {
    Path part = folderBeside(jars);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(built, "demitasse-spark*.jar")) {
      for (Path file : files) {
        Files.copy(file, part.resolve(file.getFileName()));
      }
    }
    Files.move(part, jars, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes an empty folder that whoever may read the one around it may read, too. */
  private static Path folderBeside(Path place) throws IOException {
    Path around = place.getParent();
    Path folder = Files.createTempDirectory(around, place.getFileName().toString());
    return Files.setPosixFilePermissions(folder, Files.getPosixFilePermissions(around));
  }
}
