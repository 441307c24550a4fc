package demitasse.data;

import demitasse.data.download.Catalogue;
import demitasse.data.download.Downloader;
import demitasse.data.download.Finder;
import demitasse.data.download.Format;
import demitasse.data.download.Sha256;
import demitasse.data.download.Surroundings;
import demitasse.data.format.DataException;
import demitasse.data.format.StrictInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The files of the data sets on this machine, each verified by its sum.
 *
 * @param files a row for each: set, file, size, sum, where it came from, and its state
 * @param problems what is not as it should be and what to do, in sentences; empty if all is well
 */
public record Inventory(Table files, List<String> problems) {
  private static final String RIGHT = "ok";
  private static final int SHOWN_DIGITS = 16;
  private static final String AGAIN = "Delete it and run ./demitasse data again.";
  private static final List<Format<?>> FORMATS = List.of(new MnistFormat(), new CifarFormat());

  /** Returns the names of the data sets. */
  public static List<String> sets() {
    return FORMATS.stream().map(Format::set).toList();
  }

  /**
   * Fetches what is missing, where that may be, and verifies all files.
   *
   * @param sets names of sets; none for all
   * @throws IllegalArgumentException if there is no such set
   */
  public static Inventory of(List<String> sets) {
    for (String set : sets) {
      if (!sets().contains(set)) {
        throw new IllegalArgumentException(
            "there is no data set \"" + set + "\"; there are: " + String.join(", ", sets()));
      }
    }
    List<Format<?>> wanted =
        FORMATS.stream().filter(f -> sets.isEmpty() || sets.contains(f.set())).toList();
    return of(wanted, Surroundings.ofThisProcess(), Catalogue.bundled(), new Downloader());
  }

  static Inventory of(
      List<Format<?>> formats,
      Surroundings surroundings,
      Catalogue catalogue,
      Downloader downloader) {
    var stocktaking = new Stocktaking(catalogue, new Finder(surroundings, catalogue, downloader));
    formats.forEach(stocktaking::examine);
    return stocktaking.result();
  }

  /** A file in the table; {@code problem} is empty if there is none. */
  private record Row(
      String set, Path file, String size, String sum, String source, String state, String problem) {
    boolean isRight() {
      return state.equals(RIGHT);
    }
  }

  /** The going through, and what was found so far. */
  private static final class Stocktaking {
    private final Catalogue catalogue;
    private final Finder finder;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    Stocktaking(Catalogue catalogue, Finder finder) {
      this.catalogue = catalogue;
      this.finder = finder;
    }

    Inventory result() {
      Stream<String> ofFiles = rows.stream().map(Row::problem).filter(text -> !text.isEmpty());
      return new Inventory(table(), Stream.concat(problems.stream(), ofFiles).toList());
    }

    private void examine(Format<?> format) {
      Map<String, String> hosts = Map.of();
      Finder.Place place;
      try {
        place = finder.place(format);
      } catch (DataException e) {
        problems.add(e.getMessage());
        return;
      }
      try {
        hosts = finder.complete(format, place);
      } catch (DataException e) {
        problems.add(format.title() + " is not complete. " + e.getMessage());
      }
      int former = rows.size();
      for (Path file : format.filesIn(place.folder())) {
        String host = hosts.get(file.getFileName().toString());
        String source = place.given() ? Surroundings.DATA : host == null ? "here before" : host;
        rows.add(examine(format, file, source));
      }
      for (String name : format.missingIn(place.folder())) {
        Path file = place.folder().resolve(name);
        // What is given is not ours to complete; of the rest it is said already why it is missing.
        String problem = place.given() ? file + ": is missing. Put it there." : "";
        rows.add(new Row(format.set(), file, "", "", "", "missing", problem));
      }
      if (rows.subList(former, rows.size()).stream().allMatch(Row::isRight)) {
        // Unpacked now, it lies beside the files, where the notebooks of other users find it, too.
        finder.read(format, place);
      }
    }

    private Row examine(Format<?> format, Path file, String source) {
      String set = format.set();
      try {
        String sum = Sha256.of(file);
        String size = String.format(Locale.ROOT, "%,d", Files.size(file));
        boolean right = isPublished(format, file, sum);
        return new Row(
            set,
            file,
            size,
            sum.substring(0, SHOWN_DIGITS) + "…",
            source,
            right ? RIGHT : "wrong sum",
            right ? "" : file + ": is not what was published. " + AGAIN);
      } catch (IOException e) {
        String problem = file + ": cannot be read (" + e + "). Put a readable copy in its place.";
        return new Row(set, file, "", "", source, "unreadable", problem);
      } catch (DataException e) {
        return new Row(set, file, "", "", source, "damaged", e.getMessage());
      }
    }

    /** Tells whether this is a published file, or one that somebody has packed anew. */
    private boolean isPublished(Format<?> format, Path file, String sum) {
      String name = format.published(file.getFileName().toString());
      if (catalogue.has(format.set(), name, sum)) {
        return true;
      }
      if (!name.endsWith(".gz") || name.endsWith(".tar.gz")) {
        return false;
      }
      try (var in = StrictInput.open(file, AGAIN)) {
        String plain = name.substring(0, name.length() - ".gz".length());
        return catalogue.has(format.set(), plain, Sha256.of(in));
      }
    }

    private Table table() {
      return Table.create(
          "data",
          StringColumn.create("set", rows.stream().map(Row::set)),
          StringColumn.create("file", rows.stream().map(row -> row.file().toString())),
          StringColumn.create("size", rows.stream().map(Row::size)),
          StringColumn.create("sha-256", rows.stream().map(Row::sum)),
          StringColumn.create("source", rows.stream().map(Row::source)),
          StringColumn.create("state", rows.stream().map(Row::state)));
    }
  }
}
