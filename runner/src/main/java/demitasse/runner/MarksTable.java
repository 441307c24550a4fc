package demitasse.runner;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The marks of all students as one CSV file, which spreadsheets and learning platforms read. */
final class MarksTable {
  private MarksTable() {}

  static void write(Assignment assignment, List<Marks> all, Path file) throws IOException {
    List<Assignment.Task> tasks = assignment.tasks();
    Table table = Table.create(column("student", all, marks -> asText(marks.student())));
    IntStream.range(0, tasks.size())
        .forEach(
            i ->
                table.addColumns(
                    column(
                        tasks.get(i).name(),
                        all,
                        marks -> Integer.toString(marks.parts().get(i).points()))));
    table.addColumns(
        column("total", all, marks -> Integer.toString(marks.points())),
        column("of", all, marks -> Integer.toString(marks.of())),
        column("remarks", all, marks -> asText(String.join("; ", marks.remarks()))),
        column("seconds", all, marks -> String.format(Locale.ROOT, "%.1f", marks.seconds())),
        column("megabytes", all, marks -> Long.toString(marks.mebibytes())));
    StringWriter text = new StringWriter();
    table.write().csv(text);
    WholeFile.write(file, text.toString());
  }

  private static StringColumn column(String name, List<Marks> all, Function<Marks, String> value) {
    return StringColumn.create(name, all.stream().map(value).toList());
  }

  /** A spreadsheet would compute a student's name that begins like a formula. */
  private static String asText(String text) {
    String line = text.replaceAll("\\R", " ");
    return line.matches("[=+\\-@\t].*") ? "'" + line : line;
  }
}
