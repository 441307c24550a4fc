package demitasse.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code ./demitasse quality [GATE…]}: the gates that take too long for the tests. Their reports go
 * to {@code target/quality}.
 */
@Command(
    name = "quality",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = "Runs the slow gates; reports go to target/quality.")
final class QualityCommand implements Callable<Integer> {
  private static final Pattern LISTED = Pattern.compile(" *(\\(.*\\).*)");
  private static final List<String> BUILT_FROM =
      List.of("pom.xml", "lib", "kernel", "widgets", "runner", "data/catalogue.csv");

  /** In the order in which they run. */
  enum Gate {
    MUTATION,
    LICENCES,
    VULNERABILITIES,
    JARS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      arity = "0..*",
      paramLabel = "GATE",
      description = "${COMPLETION-CANDIDATES}; all if none is given")
  private List<Gate> gates = List.of();

  private Path root;
  private Path reports;

  @Override
  public Integer call() throws IOException, InterruptedException {
    root = Project.around(Path.of("")).root();
    reports = Files.createDirectories(root.resolve("target").resolve("quality"));
    List<Gate> failed = new ArrayList<>();
    for (Gate gate : gates.isEmpty() ? Arrays.asList(Gate.values()) : gates) {
      System.out.println("== " + gate);
      boolean passed =
          switch (gate) {
            case MUTATION -> mutation();
            case LICENCES -> licences();
            case VULNERABILITIES -> vulnerabilities();
            case JARS -> jars();
          };
      if (!passed) {
        failed.add(gate);
      }
    }
    System.out.println(failed.isEmpty() ? "passed" : "not passed: " + failed);
    return failed.isEmpty() ? 0 : 1;
  }

  /** Of 100 small faults put into the modules that lib/pom.xml says, the tests must find 70. */
  private boolean mutation() throws IOException, InterruptedException {
    return maven(
        root,
        "--fail-at-end",
        "-pl",
        "lib/learn,lib/embed",
        "-am",
        "test-compile",
        "org.pitest:pitest-maven:mutationCoverage");
  }

  private boolean licences() throws IOException, InterruptedException {
    if (!maven(
        root,
        "--quiet",
        "package",
        "org.codehaus.mojo:license-maven-plugin:aggregate-add-third-party",
        "-Dlicense.outputDirectory=" + reports,
        "-DskipTests",
        "-Dspotless.check.skip=true")) {
      return false;
    }
    // Without the project's own modules, and the line that counts them.
    String own = groupId() + ":";
    List<String> found =
        Files.readAllLines(reports.resolve("THIRD-PARTY.txt")).stream()
            .map(LISTED::matcher)
            .filter(Matcher::matches)
            .map(listed -> listed.group(1))
            .filter(line -> !line.contains("(" + own))
            .sorted()
            .toList();
    List<String> kept = Files.readAllLines(root.resolve("THIRD-PARTY.txt"));
    if (found.equals(kept)) {
      return true;
    }
    Files.write(reports.resolve("found.txt"), found);
    kept.stream()
        .filter(line -> !found.contains(line))
        .forEach(line -> System.out.println("- " + line));
    found.stream()
        .filter(line -> !kept.contains(line))
        .forEach(line -> System.out.println("+ " + line));
    System.out.println(
        "other libraries or licences than in THIRD-PARTY.txt: look at them, then copy"
            + " target/quality/found.txt there");
    return false;
  }

  private String groupId() throws IOException {
    Matcher group =
        Pattern.compile("<groupId>(.*?)</groupId>")
            .matcher(Files.readString(root.resolve("pom.xml")));
    return group.find() ? group.group(1) : "";
  }

  /** Needs the network: the database of known vulnerabilities comes from there. */
  private boolean vulnerabilities() throws IOException, InterruptedException {
    return maven(
        root, "org.owasp:dependency-check-maven:aggregate", "-Dodc.outputDirectory=" + reports);
  }

  /** The same sources in two folders must make the same jars, byte by byte. */
  private boolean jars() throws IOException, InterruptedException {
    Path copies = reports.resolve("jars");
    if (Files.exists(copies)) {
      Storage.delete(copies);
    }
    for (String copy : List.of("one", "two")) {
      for (String source : BUILT_FROM) {
        copy(root.resolve(source), copies.resolve(copy).resolve(source));
      }
      if (!maven(
          copies.resolve(copy),
          "--quiet",
          "package",
          "-DskipTests",
          "-Dspotless.check.skip=true")) {
        return false;
      }
    }
    boolean same = true;
    for (Path jar : builtJars(copies.resolve("one"))) {
      Path other = copies.resolve("two").resolve(copies.resolve("one").relativize(jar));
      boolean equal = Files.mismatch(jar, other) == -1;
      System.out.println((equal ? "the same: " : "DIFFERENT: ") + jar.getFileName());
      same &= equal;
    }
    Storage.delete(copies);
    return same;
  }

  private static List<Path> builtJars(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getParent().endsWith("target"))
          .filter(file -> file.getFileName().toString().matches("demitasse.*\\.jar"))
          .sorted()
          .toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(each -> !isBuilt(from.relativize(each))).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
  }

  private static boolean isBuilt(Path path) {
    for (Path name : path) {
      if (name.toString().equals("target")) {
        return true;
      }
    }
    return false;
  }

  private static boolean maven(Path folder, String... arguments)
      throws IOException, InterruptedException {
    return Maven.run(folder, Map.of(), List.of(arguments)) == 0;
  }
}
