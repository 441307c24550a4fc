package demitasse.runner;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The learner's own copy of the chapters, so that what is run and written there neither changes the
 * course's files nor stands in the way of {@code git pull}.
 *
 * <p>A copy that its owner has changed, or that holds output, is never overwritten: a newer chapter
 * is then laid beside it. All others follow the course.
 */
final class WorkingCopy {
  /** Which version of each file was copied last: its name and the sum of its text. */
  private static final String COPIED = ".copied";

  private final Path originals;
  private final Path folder;
  private final Properties copied = new Properties();
  private final List<String> notes = new ArrayList<>();

  private WorkingCopy(Path originals, Path folder) {
    this.originals = originals;
    this.folder = folder;
  }

  /**
   * Brings the copy up to date.
   *
   * @return a line for each chapter that is newer than what its owner keeps
   */
  static List<String> refresh(Path originals, Path folder) throws IOException {
    Files.createDirectories(folder);
    var copy = new WorkingCopy(originals, folder);
    copy.refresh();
    return copy.notes;
  }

  private void refresh() throws IOException {
    Path list = folder.resolve(COPIED);
    if (Files.exists(list)) {
      try (Reader in = Files.newBufferedReader(list)) {
        copied.load(in);
      }
    }
    try (Stream<Path> files = Files.list(originals)) {
      for (Path original : files.filter(WorkingCopy::isCopied).sorted().toList()) {
        refresh(original);
      }
    }
    var text = new StringWriter();
    copied.store(text, "Which version of each file ./demitasse lab has copied");
    WholeFile.write(list, text.toString());
  }

  private static boolean isCopied(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && !name.startsWith(".");
  }

  private void refresh(Path original) throws IOException {
    String name = original.getFileName().toString();
    String sum = sum(text(original));
    String before = copied.getProperty(name);
    if (follows(name, before == null ? sum : before)) {
      if (!sum.equals(before) || !Files.exists(folder.resolve(name))) {
        write(original, name);
      }
    } else if (before != null && !sum.equals(before)) {
      String beside = nameBeside(name);
      write(original, beside);
      copied.setProperty(beside, sum);
      notes.add(name + " has a newer version: yours is kept, the new one is " + beside);
    }
    copied.setProperty(name, sum);
  }

  /** Tells whether there is no copy, or it is still what was copied. */
  private boolean follows(String name, String sum) throws IOException {
    Path copy = folder.resolve(name);
    return !Files.exists(copy) || untouched(copy) && sum(text(copy)).equals(sum);
  }

  private String nameBeside(String name) throws IOException {
    int dot = name.lastIndexOf('.');
    for (int number = 1; ; number++) {
      String ending = number == 1 ? "" : "-" + number;
      String beside = name.substring(0, dot) + ".new" + ending + name.substring(dot);
      if (follows(beside, copied.getProperty(beside, ""))) {
        return beside;
      }
    }
  }

  /** A front end that only opens a notebook changes its metadata; output is somebody's work. */
  private static boolean untouched(Path copy) throws IOException {
    if (!copy.toString().endsWith(Notebook.ENDING)) {
      return true;
    }
    try {
      for (JsonElement cell : NotebookFile.read(copy).getAsJsonArray("cells")) {
        JsonObject each = cell.getAsJsonObject();
        if (each.has("outputs") && !each.getAsJsonArray("outputs").isEmpty()) {
          return false;
        }
      }
      return true;
    } catch (RuntimeException e) {
      // Not what was copied, whatever it is.
      return false;
    }
  }

  /** A notebook in the form in which the course keeps it, any other file as it is. */
  private static String text(Path copy) throws IOException {
    return copy.toString().endsWith(Notebook.ENDING)
        ? NotebookFile.text(CleanNotebook.of(NotebookFile.read(copy)))
        : Files.readString(copy);
  }

  private void write(Path original, String name) throws IOException {
    Path unfinished = folder.resolve("." + name + ".unfinished");
    try {
      Files.copy(original, unfinished, StandardCopyOption.REPLACE_EXISTING);
      Files.move(unfinished, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static String sum(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
