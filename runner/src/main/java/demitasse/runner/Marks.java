package demitasse.runner;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one submission was marked.
 *
 * @param sum of the submission and of all else that the marks depend on
 * @param parts one for each exercise, in order
 * @param remarks for the teacher
 * @param seconds that its execution took
 * @param mebibytes that it had resident at most; 0 if it was not executed
 */
record Marks(
    String student,
    String sum,
    List<Part> parts,
    List<String> remarks,
    double seconds,
    long mebibytes) {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  /**
   * One exercise.
   *
   * @param title as in the chapter
   * @param answer what the student wrote
   * @param says what the student reads of it, a sentence for each check
   */
  record Part(String title, int points, int of, String answer, List<String> says) {}

  int points() {
    return parts.stream().mapToInt(Part::points).sum();
  }

  int of() {
    return parts.stream().mapToInt(Part::of).sum();
  }

  Marks withRemark(String remark) {
    List<String> more = new ArrayList<>(remarks);
    more.add(remark);
    return new Marks(student, sum, parts, more, seconds, mebibytes);
  }

  void write(Path file) throws IOException {
    WholeFile.write(file, GSON.toJson(this) + "\n");
  }

  /** Returns the marks in a file; empty if there are none, or not with this sum. */
  static Optional<Marks> read(Path file, String sum) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Marks marks = GSON.fromJson(Files.readString(file), Marks.class);
      return Optional.ofNullable(marks).filter(each -> sum.equals(each.sum()));
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }
}
