package demitasse.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What one student has handed in, read before anybody's code runs.
 *
 * @param student the name of the student's folder, or of the file where it lies in no folder
 * @param content of the notebook that is graded; empty if there is none
 * @param remarks what the teacher should know of the choice
 */
record Submission(String student, byte[] content, List<String> remarks) {
  /** A notebook with its pictures is smaller; what is larger would fill the memory. */
  static final long MOST_BYTES = 64_000_000;

  /** In bytes; a file's name of this length still has room for an ending. */
  private static final int LONGEST_NAME = 200;

  /** How much of a longer name is kept: at most 160 bytes. */
  private static final int KEPT_CHARACTERS = 40;

  /** Folders in folders that are searched below a student's. */
  private static final int DEEPEST = 6;

  Submission {
    remarks = List.copyOf(remarks);
  }

  /** A file of a student. */
  private record Candidate(Path file, FileTime modified, byte[] content) {}

  /**
   * Reads a folder of submissions: a folder for each student, as nbgrader lays them, or a file for
   * each.
   *
   * @param assignment the name of the chapter: where a student has handed in several notebooks, one
   *     that was made for another chapter does not count
   * @throws IllegalArgumentException if there is none
   */
  static List<Submission> in(Path folder, String assignment) throws IOException {
    Map<String, List<Path>> files = new TreeMap<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.filter(each -> !isHidden(each)).sorted().toList()) {
        boolean isFolder = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
        String student = entry.getFileName().toString();
        if (!isFolder && isNotebook(entry)) {
          student = student.substring(0, student.length() - Notebook.ENDING.length());
        }
        files
            .computeIfAbsent(student, name -> new ArrayList<>())
            .addAll(isFolder ? filesIn(entry, DEEPEST) : List.of(entry));
      }
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException(folder + " holds no submissions");
    }
    List<Submission> submissions = new ArrayList<>();
    for (var each : files.entrySet()) {
      submissions.add(choose(each.getKey(), each.getValue(), assignment));
    }
    return submissions;
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  private static boolean isNotebook(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(Notebook.ENDING);
  }

  private static List<Path> filesIn(Path folder, int deepest) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        Set.of(),
        deepest,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            return isHidden(each) && !each.equals(folder)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isHidden(file)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem) {
            files.add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(Comparator.naturalOrder());
    return files;
  }

  /** The last one that was made for this assignment; equal copies count as one. */
  private static Submission choose(String student, List<Path> files, String assignment) {
    List<String> remarks = new ArrayList<>();
    List<Candidate> candidates = new ArrayList<>();
    for (Path file : files.stream().filter(Submission::isNotebook).toList()) {
      try {
        candidates.add(candidate(file));
      } catch (IOException e) {
        remarks.add(file.getFileName() + " " + e.getMessage());
      }
    }
    if (candidates.isEmpty()) {
      remarks.add("no notebook was handed in");
      return new Submission(student, new byte[0], remarks);
    }
    List<Candidate> right =
        candidates.stream().filter(each -> isFor(each.content(), assignment)).toList();
    List<Candidate> chosenFrom = right.isEmpty() ? candidates : right;
    Candidate last =
        chosenFrom.stream()
            .max(Comparator.comparing(Candidate::modified).thenComparing(Candidate::file))
            .orElseThrow();
    if (chosenFrom.stream().anyMatch(each -> !Arrays.equals(each.content(), last.content()))) {
      remarks.add(
          "several notebooks that differ: graded the last one, " + last.file().getFileName());
    }
    return new Submission(student, last.content(), remarks);
  }

  /** A link could lead to anybody's file. */
  private static Candidate candidate(Path file) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new IOException("is no file, but a link or something else");
    }
    if (attributes.size() > MOST_BYTES) {
      throw new IOException("is larger than 64 MB");
    }
    return new Candidate(file, attributes.lastModifiedTime(), bytes(file));
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException("cannot be read", e);
    }
  }

  private static boolean isFor(byte[] content, String assignment) {
    return HandedIn.parse(content).map(each -> each.assignment().equals(assignment)).orElse(false);
  }

  /** Returns the assignments that the submissions in a folder were made for, in order. */
  static List<String> assignmentsIn(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path file :
        filesIn(folder, DEEPEST + 1).stream().filter(Submission::isNotebook).toList()) {
      try {
        HandedIn.parse(candidate(file).content())
            .map(HandedIn::assignment)
            .filter(name -> !name.isEmpty())
            .ifPresent(names::add);
      } catch (IOException e) {
        // Its student's remarks will say why it cannot be read.
      }
    }
    return List.copyOf(names);
  }

  /** Returns the student's name as a file's; one that is too long is cut and gets its sum. */
  String fileName() {
    byte[] name = student.getBytes(StandardCharsets.UTF_8);
    if (name.length <= LONGEST_NAME) {
      return student;
    }
    StringBuilder begin = new StringBuilder();
    student.codePoints().limit(KEPT_CHARACTERS).forEach(begin::appendCodePoint);
    return begin + "-" + sum(name).substring(0, 12);
  }

  /** Returns a sum of the notebook and of whatever else its marks depend on. */
  String sum(String rest) {
    return sum(content, rest.getBytes(StandardCharsets.UTF_8));
  }

  private static String sum(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
