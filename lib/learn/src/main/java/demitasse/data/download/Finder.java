package demitasse.data.download;

import demitasse.data.format.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds a data set: given, already there, fetched, or else generated. */
public final class Finder {
  private final Surroundings surroundings;
  private final Catalogue catalogue;
  private final Downloader downloader;

  /**
   * Where a set is, or would be.
   *
   * @param folder of the set
   * @param given whether {@code DEMITASSE_DATA} names it; then nothing is fetched into it
   */
  public record Place(Path folder, boolean given) {}

  public Finder(Surroundings surroundings, Catalogue catalogue, Downloader downloader) {
    this.surroundings = surroundings;
    this.catalogue = catalogue;
    this.downloader = downloader;
  }

  /** Returns one for this process. */
  public static Finder usual() {
    return new Finder(Surroundings.ofThisProcess(), Catalogue.bundled(), new Downloader());
  }

  /** Loads a set from the first place that has it. */
  public <T> T load(Format<T> format) {
    Place place = place(format);
    try {
      complete(format, place);
    } catch (DataException e) {
      return standIn(format, e.getMessage());
    }
    return read(format, place);
  }

  /**
   * Reads a set by way of its unpacked copy, which is made if it is not there.
   *
   * @throws DataException if something is missing or damaged
   */
  public <T> T read(Format<T> format, Place place) {
    return new UnpackedCopy<>(surroundings, format, place.folder()).read();
  }

  /** Returns the given folder if any file of the set is in it, else the one that is our own. */
  public Place place(Format<?> format) {
    return DataFolders.given(surroundings)
        .map(folder -> folder.resolve(format.set()))
        .filter(folder -> !format.filesIn(folder).isEmpty())
        .map(folder -> new Place(folder, true))
        .orElseGet(() -> new Place(DataFolders.own(surroundings).resolve(format.set()), false));
  }

  /**
   * Fetches what a folder of our own needs to be complete, while others who want the same wait.
   *
   * @return the host of each file that was fetched
   * @throws DataException if something is missing and could not be fetched
   */
  public Map<String, String> complete(Format<?> format, Place place) {
    if (place.given() || format.missingIn(place.folder()).isEmpty()) {
      return Map.of();
    }
    if (surroundings.isOffline()) {
      throw new DataException(Surroundings.OFFLINE + " forbids to fetch it.");
    }
    try {
      return FolderLock.call(
          place.folder(),
          () -> tell("Another notebook is fetching " + format.title() + "; waiting for it."),
          () -> fetch(format, place.folder()));
    } catch (IOException e) {
      throw DataException.in(
          place.folder(),
          "cannot be written to (" + e + ")",
          "Make it writable, or set " + Surroundings.DATA + " to a folder that has the data.",
          e);
    }
  }

  private Map<String, String> fetch(Format<?> format, Path folder) {
    Map<String, String> hosts = new HashMap<>();
    List<String> missing = format.missingIn(folder); // after the wait, perhaps none
    for (Catalogue.Entry entry : catalogue.downloads(format.set())) {
      if (missing.contains(entry.file())) {
        hosts.put(entry.file(), downloader.fetch(entry, folder));
        tell("Fetched " + entry.file() + " from " + hosts.get(entry.file()) + ".");
      }
    }
    return hosts;
  }

  private void tell(String line) {
    surroundings.out().println(line);
  }

  private <T> T standIn(Format<T> format, String trouble) {
    String given =
        DataFolders.given(surroundings)
            .map(folder -> folder + ", which " + Surroundings.DATA + " names, holds none of it. ")
            .orElse("");
    String problem = format.title() + " is not on this machine. " + given + trouble;
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
}
