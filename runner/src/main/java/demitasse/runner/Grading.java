package demitasse.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Marks a class, one submission after the other. After each there is a table of all that are
 * marked, so that an interruption loses one at most.
 */
final class Grading {
  static final String TABLE = "marks.csv";

  private final Assignment assignment;
  private final Grader grader;
  private final Path output;
  private final List<Path> watched;
  private boolean triedOut;

  /**
   * @param output where marks and feedback go
   * @param watched folders that a submission could write to and must not
   */
  Grading(Assignment assignment, Grader grader, Path output, List<Path> watched) {
    this.assignment = assignment;
    this.grader = grader;
    this.output = output;
    this.watched = List.copyOf(watched);
  }

  /** Returns the marks, in the order of the submissions. */
  List<Marks> all(List<Submission> submissions) throws IOException, InterruptedException {
    List<Marks> all = new ArrayList<>();
    for (Submission submission : submissions) {
      Path file = output.resolve("marks").resolve(submission.fileName() + ".json");
      Optional<Marks> before = Marks.read(file, grader.sum(submission));
      Marks marks = before.isPresent() ? before.get() : mark(submission);
      marks.write(file);
      FeedbackPage.write(assignment, marks, feedback(submission));
      all.add(marks);
      MarksTable.write(assignment, all, output.resolve(TABLE));
      System.out.println(line(marks, before.isPresent()));
    }
    System.out.printf("%nMarks: %s%n", output.resolve(TABLE));
    System.out.printf("Feedback: %s%n", output.resolve("feedback"));
    return all;
  }

  private Path feedback(Submission submission) {
    return output.resolve("feedback").resolve(submission.fileName() + SitePage.ENDING);
  }

  private Marks mark(Submission submission) throws IOException, InterruptedException {
    if (!triedOut) {
      grader.tryOut();
      triedOut = true;
    }
    FilesSeen before = FilesSeen.in(watched);
    Marks marks = grader.grade(submission);
    List<String> changed = before.changes(FilesSeen.in(watched));
    return changed.isEmpty()
        ? marks
        : marks.withRemark("wrote outside of its folder: " + String.join(", ", changed));
  }

  private static String line(Marks marks, boolean before) {
    return String.format(
            Locale.ROOT,
            "%-24s %3d of %d  %6.1f s  %5d MB  %s",
            marks.student(),
            marks.points(),
            marks.of(),
            marks.seconds(),
            marks.mebibytes(),
            before ? "marked before" : String.join("; ", marks.remarks()))
        .stripTrailing();
  }
}
