package demitasse.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Finds a data set: given, already there, fetched, or else generated. */
final class Finder {
  private final Surroundings surroundings;
  private final Catalogue catalogue;

  Finder(Surroundings surroundings, Catalogue catalogue) {
    this.surroundings = surroundings;
    this.catalogue = catalogue;
  }

  /**
   * Loads a set from the first place that has it.
   *
   * @param set its name, and that of its folder
   * @param files which have to be there, each plain or with {@code .gz} at the end
   * @param read loads it from a folder
   * @param generate makes the stand-in
   */
  <T> T load(String set, List<String> files, Function<Path, T> read, Supplier<T> generate) {
    Optional<Path> given = DataFolders.given(surroundings).map(folder -> folder.resolve(set));
    if (given.isPresent() && hasAny(given.get(), files)) {
      return read.apply(given.get());
    }
    Path own = DataFolders.own(surroundings).resolve(set);
    String trouble = missing(own, files).isEmpty() ? "" : fetch(set, files, own);
    if (trouble.isEmpty()) {
      return read.apply(own);
    }
    String problem = "The data set " + set + " is not on this machine. " + trouble;
    String remedy =
        "Run ./demitasse data "
            + set
            + " where there is a network, or set "
            + Surroundings.DATA
            + " to a folder that holds "
            + set
            + "/.";
    if (surroundings.requiresReal()) {
      throw new DataException(
          problem + " " + Surroundings.REQUIRE_REAL + " forbids the stand-in. " + remedy);
    }
    Banner.print(surroundings.out(), set, problem, remedy);
    return generate.get();
  }

  /** Fetches what is missing; returns why that failed, or nothing. */
  private String fetch(String set, List<String> files, Path folder) {
    if (surroundings.isOffline()) {
      return Surroundings.OFFLINE + " forbids to fetch it.";
    }
    List<String> missing = missing(folder, files);
    try {
      for (Catalogue.Entry entry : catalogue.downloads(set)) {
        if (missing.contains(plainName(entry.file()))) {
          new Downloader().fetch(entry, folder);
        }
      }
      return "";
    } catch (DataException e) {
      return e.getMessage();
    }
  }

  private static String plainName(String file) {
    return file.endsWith(".gz") ? file.substring(0, file.length() - ".gz".length()) : file;
  }

  private static boolean hasAny(Path folder, List<String> files) {
    return missing(folder, files).size() < files.size();
  }

  private static List<String> missing(Path folder, List<String> files) {
    return files.stream().filter(file -> !Files.exists(either(folder, file))).toList();
  }

  /** Returns the plain file if it is there, else the packed one. */
  static Path either(Path folder, String file) {
    Path plain = folder.resolve(file);
    return Files.exists(plain) ? plain : folder.resolve(file + ".gz");
  }
}
