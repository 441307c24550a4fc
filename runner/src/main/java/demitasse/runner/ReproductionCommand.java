package demitasse.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code ./demitasse reproduction}: keeps the given records of runs, with their histories, and
 * writes the table of reproduced numbers anew.
 */
@Command(
    name = "reproduction",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = "Keeps the named records of runs, and writes REPRODUCTION.md.")
final class ReproductionCommand implements Callable<Integer> {
  private static final String PAGE = "REPRODUCTION.md";

  @Parameters(
      arity = "0..*",
      paramLabel = "RECORD",
      description = "in target/records, such as 07-elu-autoencoder-full-mxnet")
  private List<String> records = List.of();

  @Override
  public Integer call() throws IOException {
    Project project = Project.around(Path.of(""));
    for (String name : records) {
      keep(project, name);
    }
    Path page = project.root().resolve(PAGE);
    Files.writeString(page, Reproduction.read(project.reproduction()).page());
    System.out.println("written: " + PAGE);
    return 0;
  }

  private static void keep(Project project, String name) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(Files.createDirectories(project.records()))) {
      files =
          all.filter(
                  file ->
                      file.getFileName()
                          .toString()
                          .matches(Pattern.quote(name) + "(\\.json|-.*\\.csv)"))
              .toList();
    }
    if (files.stream().noneMatch(file -> file.toString().endsWith(".json"))) {
      throw new IllegalArgumentException(
          "no record "
              + name
              + " in "
              + project.root().relativize(project.records())
              + "; ./demitasse run writes them");
    }
    for (Path file : files) {
      Path kept = project.reproduction().resolve(file.getFileName());
      Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
      System.out.println("kept: " + project.root().relativize(kept));
    }
  }
}
