package demitasse.runner;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * The table of reproduced numbers: what the original lessons report, and what recorded runs of the
 * chapters got.
 */
final class Reproduction {
  /** The numbers of the original lessons: a line for each, with the reason if ours differ. */
  static final String SOURCE = "source.csv";

  /** The engines, each with a column; prose quotes the numbers of the first. */
  static final List<String> ENGINES = List.of("MXNet", "PyTorch");

  /** What a chapter's check cell recorded, as far as the table needs it. */
  private record Run(String chapter, String profile, JsonObject json) {
    String text(String key) {
      return json.get(key).getAsString();
    }

    /** Returns the engine's name, without its version. */
    String engine() {
      return text("engine").split(" ")[0];
    }

    String seeds() {
      return json.getAsJsonObject("seeds").entrySet().stream()
          .map(entry -> entry.getValue().getAsString())
          .distinct()
          .collect(Collectors.joining(", "));
    }

    boolean onGeneratedData() {
      return json.get("data").toString().contains("GENERATED");
    }
  }

  private final Table source;
  private final KerasRuns keras;
  private final List<Run> runs;

  private Reproduction(Table source, KerasRuns keras, List<Run> runs) {
    this.source = source;
    this.keras = keras;
    this.runs = runs;
  }

  /**
   * Reads a folder with the source's numbers, those of Keras and the records of our runs.
   *
   * @throws IllegalArgumentException if a file is not what it should be; the message names it
   */
  static Reproduction read(Path folder) {
    Table source = texts(folder.resolve(SOURCE));
    try (Stream<Path> files = Files.list(folder)) {
      List<Run> runs =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .map(Reproduction::readRun)
              .sorted(
                  Comparator.comparing(Run::chapter)
                      .thenComparing(Run::profile)
                      .thenComparing(Run::engine))
              .toList();
      return new Reproduction(source, KerasRuns.read(folder), runs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a table of comma-separated values as they are written. */
  static Table texts(Path file) {
    return Table.read()
        .usingOptions(
            CsvReadOptions.builder(file.toFile()).columnTypes(column -> ColumnType.STRING));
  }

  private static Run readRun(Path file) {
    try {
      JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      for (String key :
          List.of(
              "engine", "processors", "date", "seconds", "training_seconds", "seeds", "values")) {
        Objects.requireNonNull(json.get(key), key);
      }
      var run = new Run(json.get("chapter").getAsString(), json.get("profile").getAsString(), json);
      if (run.onGeneratedData()) {
        throw new IllegalArgumentException(
            file + " was recorded on generated data, whose numbers mean nothing");
      }
      if (!ENGINES.contains(run.engine())) {
        throw new IllegalArgumentException(
            file + " was recorded on " + run.engine() + ", which is none of " + ENGINES);
      }
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw new IllegalArgumentException(file + " is no record of a run: " + e.getMessage(), e);
    }
  }

  /** Returns the page, in Markdown. */
  String page() {
    List<String> lines = new ArrayList<>();
    lines.add("# Reproduction");
    lines.add("");
    lines.add(
        "What the original lessons report, what their own settings give in this year's Keras, and"
            + " what recorded runs of the chapters got, on the real data. Written by `./demitasse"
            + " reproduction` from the records and histories in [reproduction](reproduction), never"
            + " by hand.");
    lines.add("");
    lines.add(
        "| Chapter | Metric | Source | %s | Ours, %s | Profile | Seed | Hardware | Date |"
            .formatted(keras.title(), String.join(" | Ours, ", ENGINES)));
    lines.add("|---|---|---|---|---|---|---|---|---|---|");
    List<String> reasons = new ArrayList<>();
    for (Row row : source) {
      lines.addAll(rows(row, reasons));
    }
    lines.add("");
    lines.add("Why they differ:");
    lines.add("");
    for (int i = 0; i < reasons.size(); i++) {
      lines.add((i + 1) + ". " + reasons.get(i));
    }
    lines.addAll(times());
    return String.join("\n", lines) + "\n";
  }

  /** Returns the lines of a metric, and adds to the reasons why ours differ. */
  private List<String> rows(Row row, List<String> reasons) {
    List<String> lines = new ArrayList<>();
    String metric = row.getString("metric");
    Map<String, List<Run>> measured =
        runsOf(row.getString("chapter"), metric).stream()
            .collect(Collectors.groupingBy(Run::profile, LinkedHashMap::new, Collectors.toList()));
    String note = "";
    if (!row.getString("why").isEmpty()) {
      if (!reasons.contains(row.getString("why"))) {
        reasons.add(row.getString("why"));
      }
      note = " (" + (reasons.indexOf(row.getString("why")) + 1) + ")";
    }
    String where =
        row.getString("measured_on").isEmpty() ? "" : ", " + row.getString("measured_on");
    String begin =
        "| %s | %s | %s | %s |"
            .formatted(
                row.getString("chapter"),
                metric + note,
                row.getString("source") + where,
                keras.cell(row.getString("chapter"), metric));
    if (measured.isEmpty()) {
      lines.add(begin + " not recorded yet | | | | | |");
    }
    measured.forEach(
        (profile, ofProfile) ->
            lines.add(
                begin
                    + " %s | %s | %s | %s | %s |"
                        .formatted(
                            ENGINES.stream()
                                .map(engine -> shown(ofProfile, engine, metric))
                                .collect(Collectors.joining(" | ")),
                            profile,
                            distinct(ofProfile, Run::seeds),
                            distinct(ofProfile, run -> run.text("processors")),
                            distinct(ofProfile, run -> run.text("date")))));
    return lines;
  }

  /** Returns what an engine got, or a dash if there is no record of it. */
  private static String shown(List<Run> runs, String engine, String metric) {
    return runs.stream()
        .filter(run -> run.engine().equals(engine))
        .map(run -> shown(run.json().getAsJsonObject("values").get(metric).getAsDouble()))
        .findFirst()
        .orElse("–");
  }

  private static String distinct(List<Run> runs, Function<Run, String> text) {
    return runs.stream().map(text).distinct().collect(Collectors.joining("; "));
  }

  private List<String> times() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("## Time and memory of the recorded runs");
    lines.add("");
    lines.add(
        "A run of the profile full may go on from a checkpoint: then its epochs took longer than it"
            + " did, at another time and perhaps beside other work. The hardware is what the system"
            + " tells: so many processors of such a kind, virtual ones too.");
    lines.add("");
    lines.add(
        "| Chapter | Profile | Run, s | All epochs, s | Peak memory, MB | Engine | Java | Hardware |");
    lines.add("|---|---|---|---|---|---|---|---|");
    for (Run run : runs) {
      lines.add(
          "| %s | %s | %s | %s | %s | %s | %s | %s |"
              .formatted(
                  run.chapter(),
                  run.profile(),
                  run.text("seconds"),
                  run.text("training_seconds"),
                  run.text("peak_mebibytes"),
                  run.text("engine"),
                  run.text("java"),
                  run.text("processors")));
    }
    lines.addAll(notes());
    return lines;
  }

  /** Returns what a person has noted on records, each note once with the runs that it is about. */
  private List<String> notes() {
    Map<String, List<String>> about = new LinkedHashMap<>();
    for (Run run : runs) {
      if (run.json().has("note")) {
        about
            .computeIfAbsent(run.text("note"), note -> new ArrayList<>())
            .add(
                run.chapter()
                    + " "
                    + run.profile()
                    + (run.engine().equals(ENGINES.get(0)) ? "" : " on " + run.engine()));
      }
    }
    List<String> lines = new ArrayList<>();
    about.forEach(
        (note, names) -> lines.addAll(List.of("", String.join(", ", names) + ": " + note)));
    return lines;
  }

  private List<Run> runsOf(String chapter, String metric) {
    return runs.stream()
        .filter(run -> run.chapter().equals(chapter))
        .filter(run -> run.json().getAsJsonObject("values").has(metric))
        .toList();
  }

  /** Counts in full, measures with the four digits that the lessons print. */
  static String shown(double value) {
    return value == Math.rint(value) && Math.abs(value) >= 2
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.4f", value);
  }
}
