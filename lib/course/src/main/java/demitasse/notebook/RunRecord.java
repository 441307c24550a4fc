package demitasse.notebook;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.GsonBuilder;
import demitasse.train.History;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came out of a chapter and on what it was made: the evidence behind a table of reproduced
 * numbers.
 *
 * @param chapter name of the notebook
 * @param profile how much it computed
 * @param engine name and version of the deep-learning engine
 * @param java version of the virtual machine
 * @param system operating system and architecture
 * @param processors how many were used, and which where that can be told
 * @param date of the run, in universal time
 * @param seconds from the kernel's start
 * @param trainingSeconds of all epochs, also of those that a resumed training made before
 * @param peakMebibytes most resident memory so far, without what is shared; 0 if unknown
 * @param sharedMebibytes resident memory of mapped data sets, which all kernels share
 * @param data names of the image sets, which tell real from generated ones
 * @param seeds by model
 * @param values by what they are of, as the check cell names it
 */
record RunRecord(
    String chapter,
    String profile,
    String engine,
    String java,
    String system,
    String processors,
    String date,
    long seconds,
    long trainingSeconds,
    long peakMebibytes,
    long sharedMebibytes,
    List<String> data,
    Map<String, Long> seeds,
    Map<String, Double> values) {

  /** The environment variable that names the folder for records; without it none is written. */
  static final String VARIABLE = "DEMITASSE_RECORDS";

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  /** Returns the record of a chapter on this machine, now. */
  static RunRecord of(
      String chapter,
      List<String> data,
      Map<String, Long> seeds,
      Map<String, History> histories,
      Map<String, Double> values) {
    Setup setup = Setup.current();
    return new RunRecord(
        chapter,
        setup.profile().toString(),
        setup.engine(),
        setup.java(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        setup.processors() + " × " + processor(),
        LocalDate.now(ZoneOffset.UTC).toString(),
        secondsSinceStart(),
        Math.round(histories.values().stream().mapToDouble(RunRecord::seconds).sum()),
        Memory.peakMebibytes().orElse(0),
        Memory.sharedMebibytes(),
        data,
        seeds,
        values);
  }

  static long secondsSinceStart() {
    return ManagementFactory.getRuntimeMXBean().getUptime() / 1000;
  }

  private static double seconds(History history) {
    return history.metrics().getOrDefault(History.SECONDS, List.of()).stream()
        .mapToDouble(Double::doubleValue)
        .sum();
  }

  private static String processor() {
    try (var lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("processor");
    } catch (IOException e) {
      // Only Linux has the file.
      return "processor";
    }
  }

  /**
   * Writes the record as JSON, and each history as CSV beside it, in place of those of an earlier
   * run of the same profile and engine.
   */
  void write(Path folder, Map<String, History> histories) {
    String name = chapter + "-" + profile + "-" + engine.split(" ")[0].toLowerCase(Locale.ROOT);
    var gson =
        new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .create();
    replace(folder.resolve(name + ".json"), gson.toJson(this) + "\n");
    histories.forEach(
        (model, history) -> {
          var csv = new StringWriter();
          history.table().write().csv(csv);
          replace(folder.resolve(name + "-" + model + ".csv"), csv.toString());
        });
  }

  /** Writes a file as a whole, or leaves that of an earlier run, as on a disk that is full. */
  private static void replace(Path file, String text) {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.getParent());
      try {
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the record could not be written to " + file + " (" + e.getMessage() + ")", e);
    }
  }
}
