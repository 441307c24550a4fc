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
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The command {@code ./demitasse data [mnist|cifar100]}: fetches what is missing, verifies all
 * files by their sums and prints a table of them.
 */
public final class DataCommand {
  private static final int SHOWN_DIGITS = 16;
  private static final String AGAIN = "Delete it and run this command again.";

  private final List<Format<?>> formats;
  private final Catalogue catalogue;
  private final Finder finder;
  private final PrintStream out;

  DataCommand(
      List<Format<?>> formats,
      Surroundings surroundings,
      Catalogue catalogue,
      Downloader downloader) {
    this.formats = formats;
    this.catalogue = catalogue;
    this.finder = new Finder(surroundings, catalogue, downloader);
    this.out = surroundings.out();
  }

  /**
   * Runs the command and ends the process: with 0 if all is there and right, 1 if not, 2 for a name
   * that is no set.
   *
   * @param args names of sets; none for all
   */
  public static void main(String[] args) {
    var command =
        new DataCommand(
            List.of(new MnistFormat(), new CifarFormat()),
            Surroundings.ofThisProcess(),
            Catalogue.bundled(),
            new Downloader());
    System.exit(command.run(List.of(args)));
  }

  /** A file in the table; {@code problem} is empty if there is none. */
  private record Row(
      String set,
      Path file,
      String size,
      String sum,
      String source,
      String state,
      String problem) {}

  int run(List<String> sets) {
    List<String> known = formats.stream().map(Format::set).toList();
    for (String set : sets) {
      if (!known.contains(set)) {
        out.println("There is no data set \"" + set + "\". There are: " + String.join(", ", known));
        return 2;
      }
    }
    List<Row> rows = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Format<?> format : formats) {
      if (sets.isEmpty() || sets.contains(format.set())) {
        examine(format, rows, problems);
      }
    }
    rows.stream().map(Row::problem).filter(problem -> !problem.isEmpty()).forEach(problems::add);
    out.println(table(rows).printAll());
    problems.forEach(out::println);
    return problems.isEmpty() ? 0 : 1;
  }

  private void examine(Format<?> format, List<Row> rows, List<String> problems) {
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
    for (Path file : format.filesIn(place.folder())) {
      String host = hosts.get(file.getFileName().toString());
      String source = place.given() ? Surroundings.DATA : host == null ? "here before" : host;
      rows.add(examine(format.set(), file, source));
    }
    for (String name : format.missingIn(place.folder())) {
      Path file = place.folder().resolve(name);
      // What is given is not ours to complete; of the rest it is said already why it is missing.
      String problem = place.given() ? file + ": is missing. Put it there." : "";
      rows.add(new Row(format.set(), file, "", "", "", "missing", problem));
    }
  }

  private Row examine(String set, Path file, String source) {
    try {
      String sum = Sha256.of(file);
      String size = String.format(Locale.ROOT, "%,d", Files.size(file));
      boolean right = isPublished(set, file, sum);
      return new Row(
          set,
          file,
          size,
          sum.substring(0, SHOWN_DIGITS) + "…",
          source,
          right ? "ok" : "wrong sum",
          right ? "" : file + ": is not what was published. " + AGAIN);
    } catch (IOException e) {
      String problem = file + ": cannot be read (" + e + "). Put a readable copy in its place.";
      return new Row(set, file, "", "", source, "unreadable", problem);
    } catch (DataException e) {
      return new Row(set, file, "", "", source, "damaged", e.getMessage());
    }
  }

  /** Tells whether this is a published file, or one that somebody has packed anew. */
  private boolean isPublished(String set, Path file, String sum) {
    String name = file.getFileName().toString();
    if (catalogue.has(set, name, sum)) {
      return true;
    }
    if (!name.endsWith(".gz") || name.endsWith(".tar.gz")) {
      return false;
    }
    try (var in = StrictInput.open(file, AGAIN)) {
      String plain = name.substring(0, name.length() - ".gz".length());
      return catalogue.has(set, plain, Sha256.of(in));
    }
  }

  private static Table table(List<Row> rows) {
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
