package demitasse.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where things stand in the project's folder.
 *
 * @param root the folder that holds {@code notebooks}
 */
record Project(Path root) {
  /**
   * Finds the project around a folder, upwards.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Project around(Path folder) {
    for (Path each = folder.toAbsolutePath().normalize(); each != null; each = each.getParent()) {
      if (Files.isDirectory(each.resolve("notebooks"))
          && Files.exists(each.resolve("pom.xml"))
          && Files.exists(each.resolve("demitasse"))) {
        return new Project(each);
      }
    }
    throw new IllegalArgumentException(
        "no Demitasse project in or above " + folder.toAbsolutePath());
  }

  Path notebooks() {
    return root.resolve("notebooks");
  }

  /** The learner's own copy of the notebooks. */
  Path work() {
    return root.resolve("work");
  }

  /** Where executed notebooks and their pages go. */
  Path output() {
    return root.resolve("target").resolve("notebooks");
  }

  /** Where chapters go whose exercises were done by {@code ./demitasse run --exercises}. */
  Path exercises() {
    return root.resolve("target").resolve("exercises");
  }

  /** Where the students' versions of chapters go. */
  Path assignments() {
    return root.resolve("target").resolve("assignments");
  }

  /** Where the marks of graded homework go. */
  Path grades() {
    return root.resolve("target").resolve("grades");
  }

  /** Where the executed chapters are kept with the project, to be read before one runs anything. */
  Path kept() {
    return root.resolve("docs").resolve("chapters");
  }

  /** Where the pages of the site go if no other folder is named. */
  Path site() {
    return root.resolve("target").resolve("site");
  }

  /** Where the chapters that are run leave their numbers. */
  Path records() {
    return root.resolve("target").resolve("records");
  }

  /** Where the records are kept that the table of reproduced numbers is made of. */
  Path reproduction() {
    return root.resolve("reproduction");
  }

  /** Where the launcher has installed the kernelspec, for JUPYTER_PATH. */
  Path jupyterData() {
    return root.resolve(".demitasse").resolve("share").resolve("jupyter");
  }

  /** Where the module for Spark is, once a command has built it. */
  Path sparkModule() {
    return root.resolve(".demitasse").resolve("spark");
  }

  /** Where the libraries are that notebooks get with %maven, if this copy brings some for all. */
  Path libraries() {
    return root.resolve(".demitasse").resolve("maven");
  }

  /** Where a command keeps the npm packages that it has fetched. */
  Path packages() {
    return root.resolve(".demitasse").resolve("npm");
  }

  /** The drawings that come with the course, to try a classifier on. */
  Path pictures() {
    return root.resolve("data").resolve("pictures");
  }

  /** The course's defaults for JupyterLab, for JUPYTER_CONFIG_PATH and JUPYTER_PATH. */
  Path jupyterDefaults() {
    return root.resolve("binder").resolve("jupyter");
  }

  /** Returns the notebook files in the order of the course. */
  List<Path> chapters() {
    return besideNotebooks(Notebook.ENDING);
  }

  /** Returns the Markdown files beside the notebooks, such as the glossary. */
  List<Path> texts() {
    return besideNotebooks(".md");
  }

  private List<Path> besideNotebooks(String ending) {
    try (Stream<Path> files = Files.list(notebooks())) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns a chapter by its number or name, or any notebook by its path, from where the user has
   * typed it.
   *
   * @throws IllegalArgumentException if there is neither
   */
  Path chapterOrFile(String name) {
    Path file = Demitasse.fromWhereItIsTyped(name);
    return name.endsWith(Notebook.ENDING) && Files.isRegularFile(file)
        ? file
        : chapters(List.of(name)).get(0);
  }

  /**
   * Returns the notebook files of the given names, all if there are none. A name is that of the
   * file, with or without its ending, or its number: {@code 03} or {@code 3}.
   *
   * @throws IllegalArgumentException if a name is not that of exactly one chapter
   */
  List<Path> chapters(List<String> names) {
    List<Path> all = chapters();
    if (names.isEmpty()) {
      return all;
    }
    List<Path> chosen = new ArrayList<>();
    for (String name : names) {
      String wanted = name.endsWith(Notebook.ENDING) ? name : name + Notebook.ENDING;
      List<Path> matches =
          all.stream()
              .filter(
                  file -> {
                    String fileName = file.getFileName().toString();
                    return fileName.equals(wanted)
                        || fileName.startsWith(name + "-")
                        || fileName.startsWith("0" + name + "-");
                  })
              .toList();
      if (matches.size() != 1) {
        throw new IllegalArgumentException(
            "no chapter "
                + name
                + "; there are: "
                + String.join(
                    ", ",
                    all.stream()
                        .map(file -> file.getFileName().toString().replace(Notebook.ENDING, ""))
                        .toList()));
      }
      chosen.add(matches.get(0));
    }
    return chosen;
  }
}
