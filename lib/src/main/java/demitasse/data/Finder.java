package demitasse.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Finds a data set: given, already there, fetched, or else generated. */
final class Finder {
  private final Surroundings surroundings;
  private final Catalogue catalogue;

  private final Downloader downloader;

  Finder(Surroundings surroundings, Catalogue catalogue, Downloader downloader) {
    this.surroundings = surroundings;
    this.catalogue = catalogue;
    this.downloader = downloader;
  }

  /** Returns one for this process. */
  static Finder usual() {
    return new Finder(Surroundings.ofThisProcess(), Catalogue.bundled(), new Downloader());
  }

  /** Loads a set from the first place that has it. */
  <T> T load(Format<T> format) {
    var given = DataFolders.given(surroundings).map(folder -> folder.resolve(format.set()));
    if (given.isPresent() && !format.filesIn(given.get()).isEmpty()) {
      return format.read(given.get());
    }
    Path own = DataFolders.own(surroundings).resolve(format.set());
    String trouble = fetchMissing(format, own);
    return trouble.isEmpty() ? format.read(own) : standIn(format, trouble);
  }

  /** Fetches what is missing; returns why that failed, or nothing. */
  private String fetchMissing(Format<?> format, Path folder) {
    if (format.missingIn(folder).isEmpty()) {
      return "";
    }
    if (surroundings.isOffline()) {
      return Surroundings.OFFLINE + " forbids to fetch it.";
    }
    try {
      fetch(format, folder);
      return "";
    } catch (DataException e) {
      return e.getMessage();
    }
  }

  /**
   * Fetches what a folder needs to be complete, while others who want the same wait.
   *
   * @throws DataException if something could not be fetched
   */
  void fetch(Format<?> format, Path folder) {
    FolderLock.run(
        folder,
        () ->
            surroundings
                .out()
                .println("Another notebook is fetching " + format.title() + "; waiting for it."),
        () -> {
          List<String> missing = format.missingIn(folder); // after the wait, perhaps nothing
          for (Catalogue.Entry entry : catalogue.downloads(format.set())) {
            if (missing.contains(entry.file())) {
              String host = downloader.fetch(entry, folder);
              surroundings.out().println("Fetched " + entry.file() + " from " + host + ".");
            }
          }
        });
  }

  private <T> T standIn(Format<T> format, String trouble) {
    String problem = format.title() + " is not on this machine. " + trouble;
    String remedy =
        String.format(
            Locale.ROOT,
            "Run ./demitasse data %s where there is a network, or set %s to a folder that holds %s/.",
            format.set(),
            Surroundings.DATA,
            format.set());
    if (surroundings.requiresReal()) {
      throw new DataException(
          problem + " " + Surroundings.REQUIRE_REAL + " forbids the stand-in. " + remedy);
    }
    Banner.print(surroundings.out(), format.title(), problem, remedy);
    return format.generate();
  }

  /** Returns the plain file if it is there, else the packed one. */
  static Path plainOrPacked(Path folder, String file) {
    Path plain = folder.resolve(file);
    return Files.exists(plain) ? plain : folder.resolve(file + ".gz");
  }
}
