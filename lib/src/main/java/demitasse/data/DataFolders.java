package demitasse.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where data sets lie on this machine: one folder for each set inside these. */
final class DataFolders {
  private DataFolders() {}

  /**
   * Returns the folder that {@code DEMITASSE_DATA} names.
   *
   * @throws DataException if it names something that is no folder
   */
  static Optional<Path> given(Surroundings surroundings) {
    String value = surroundings.settings().getOrDefault(Surroundings.DATA, "").strip();
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Path folder = surroundings.workingFolder().resolve(value).normalize();
    if (!Files.isDirectory(folder)) {
      throw DataException.in(
          folder,
          "is what " + Surroundings.DATA + " names, but no folder",
          "Correct the setting or unset it.");
    }
    return Optional.of(folder);
  }

  /**
   * Returns the folder that downloads go to: {@code data} of the project that the working folder
   * lies in, or {@code ~/.cache/demitasse} outside a project.
   */
  static Path own(Surroundings surroundings) {
    for (Path at = surroundings.workingFolder(); at != null; at = at.getParent()) {
      Path data = at.resolve("data");
      if (Files.isRegularFile(data.resolve("catalogue.csv"))) {
        return data;
      }
    }
    return surroundings.home().resolve(".cache").resolve("demitasse");
  }
}
