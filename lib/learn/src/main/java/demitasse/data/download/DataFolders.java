package demitasse.data.download;

import demitasse.data.Mnist;
import demitasse.data.format.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where data sets lie on this machine: one folder for each set inside these. */
public final class DataFolders {
  private DataFolders() {}

  /**
   * Returns the folder that the course writes to on this machine, as {@link Mnist#load} does when
   * it downloads: {@code data} of the course around the working folder, else of the course that the
   * kernel was installed from or that {@code DEMITASSE_HOME} names, else {@code
   * ~/.cache/demitasse}.
   */
  public static Path own() {
    return own(Surroundings.ofThisProcess());
  }

  /**
   * Returns the folder that {@code DEMITASSE_DATA} names: from the working folder, or else from
   * that of the project, because a notebook works in another folder than the command that starts
   * it.
   *
   * @throws DataException if it names something that is no folder
   */
  public static Optional<Path> given(Surroundings surroundings) {
    String value = surroundings.settings().getOrDefault(Surroundings.DATA, "").strip();
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Path folder = surroundings.workingFolder().resolve(value).normalize();
    if (Files.isDirectory(folder)) {
      return Optional.of(folder);
    }
    Optional<Path> ofProject =
        project(surroundings).map(p -> p.resolve(value).normalize()).filter(Files::isDirectory);
    if (ofProject.isEmpty()) {
      throw DataException.in(
          folder,
          "is what " + Surroundings.DATA + " names, but no folder",
          "Correct the setting or unset it.");
    }
    return ofProject;
  }

  /** Returns the folder that downloads go to, see {@link #own()}. */
  static Path own(Surroundings surroundings) {
    return project(surroundings)
        .map(project -> project.resolve("data"))
        .orElseGet(() -> cache(surroundings));
  }

  /** Returns the user's own folder, outside of any course. */
  static Path cache(Surroundings surroundings) {
    return surroundings.home().resolve(".cache").resolve("demitasse");
  }

  /**
   * Returns the course's folder: around the working folder, or else the one that is named, since a
   * notebook may have been copied anywhere.
   */
  private static Optional<Path> project(Surroundings surroundings) {
    for (Path at = surroundings.workingFolder(); at != null; at = at.getParent()) {
      if (isProject(at)) {
        return Optional.of(at);
      }
    }
    String named = surroundings.settings().getOrDefault(Surroundings.HOME, "").strip();
    return Optional.of(named)
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .filter(DataFolders::isProject);
  }

  /** Our catalogue is in it. */
  private static boolean isProject(Path folder) {
    return Files.isRegularFile(folder.resolve("data").resolve("catalogue.csv"));
  }
}
