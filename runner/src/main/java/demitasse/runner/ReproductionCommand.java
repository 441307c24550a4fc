package demitasse.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code ./demitasse reproduction [RECORD…]}: keeps the given records of runs, with their
 * histories, and writes the table of reproduced numbers anew.
 *
 * <p>Exit status: 0, or 2 if a record does not exist or is not one.
 */
public final class ReproductionCommand {
  private static final String PAGE = "REPRODUCTION.md";

  private ReproductionCommand() {}

  /** Keeps the records that the arguments name, such as 05-elu-autoencoder-full-mxnet. */
  public static void main(String[] args) throws IOException {
    Project project = Project.around(Path.of(""));
    try {
      for (String name : args) {
        keep(project, name);
      }
      Path page = project.root().resolve(PAGE);
      Files.writeString(page, Reproduction.read(project.reproduction()).page());
      System.out.println("written: " + PAGE);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
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
