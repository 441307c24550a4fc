package demitasse.runner;

import demitasse.data.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.tablesaw.api.Row;

/** {@code ./demitasse pack}: writes the built course into one archive. */
@Command(
    name = "pack",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = {
      "Writes the course as it is built here into one archive, for a machine without a network.",
      "",
      "That machine must be of the same kind (system and processor), and have a JDK and Jupyter; it"
          + " needs neither Maven nor anything from the network. There:",
      "",
      "  tar -xzf demitasse.tar.gz && cd demitasse",
      "  DEMITASSE_OFFLINE=true ./demitasse lab",
      "",
      "The archive holds the course's files (with the executed chapters and the trained weights),"
          + " the kernel, and all jars, with the engine's library in them. Your own copy of the"
          + " chapters (work), homework, and whatever else you keep in its folder stay here."
    })
final class PackCommand implements Callable<Integer> {
  @Option(names = "--data", description = "with MNIST and CIFAR-100 (0.2 GB), verified")
  private boolean data;

  @Option(names = "--spark", description = "with Apache Spark, for chapter 10 (0.3 GB)")
  private boolean spark;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "the archive (default: target/demitasse.tar.gz)")
  private Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Project project = Project.around(Path.of(""));
    Path archive =
        (out == null ? project.root().resolve("target/demitasse.tar.gz") : out)
            .toAbsolutePath()
            .normalize();
    Files.createDirectories(archive.getParent());
    Pack pack = Pack.of(project.root());
    if (data) {
      addData(pack);
    }
    Path copies = Files.createTempDirectory(archive.getParent(), "spark");
    try {
      if (spark && !addSpark(project, pack, copies)) {
        return 1;
      }
      String engine = System.getenv().getOrDefault("DEMITASSE_ENGINE", "MXNet");
      pack.write(archive, engine, machine());
    } finally {
      Storage.delete(copies);
    }
    System.out.printf("%s: %,d MB%n", archive, Math.round(Files.size(archive) / 1e6));
    return 0;
  }

  /**
   * Adds Apache Spark, and the module that brings it to notebooks.
   *
   * @param copies an empty folder, for as long as the archive is not written
   * @return whether they are there
   */
  private static boolean addSpark(Project project, Pack pack, Path copies)
      throws IOException, InterruptedException {
    if (SparkModule.make(project) != 0) {
      return false;
    }
    Path libraries = project.libraries();
    if (!Files.isDirectory(libraries)) {
      if (SparkModule.copyLibraries(project, copies) != 0) {
        return false;
      }
      libraries = copies;
    }
    Path root = project.root();
    pack.addLibraries(root.relativize(project.libraries()).toString(), libraries);
    pack.addLibraries(root.relativize(project.sparkModule()).toString(), project.sparkModule());
    return true;
  }

  private static void addData(Pack pack) {
    Inventory inventory = Inventory.of(List.of());
    if (!inventory.problems().isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", inventory.problems()));
    }
    for (Row row : inventory.files()) {
      pack.addData(row.getString("set"), Path.of(row.getString("file")));
    }
  }

  /** As {@code uname} says it, with which the launcher compares. */
  private static String machine() throws IOException {
    try (var lines = new ProcessBuilder("uname", "-sm").start().inputReader()) {
      return lines.readLine();
    }
  }
}
