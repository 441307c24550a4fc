package demitasse.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a locked-in program sees of the machine's files: all but what is hidden.
 *
 * @param hidden files and folders
 * @param needed what it must see of them; if one of both lies in another, the inner one counts
 */
record SandboxView(Set<Path> hidden, Set<Path> needed) {
  /** Has sockets, as the folder for temporary files has: they lead to programs outside. */
  private static final Path SOCKETS = Path.of("/run");

  /** Where NixOS has its programs. */
  private static final Path PROGRAMS = Path.of("/run/current-system");

  /**
   * Returns what submissions see: the course's jars and data, but no chapter, as chapters hold the
   * solutions.
   *
   * @param jupyter the command that executes them
   * @param own the teacher's files that no submission may see
   */
  static SandboxView ofSubmissions(Project project, String jupyter, List<Path> own)
      throws IOException {
    Set<Path> hidden = new LinkedHashSet<>(own);
    hidden.add(project.root().toRealPath());
    hidden.add(Path.of(System.getProperty("java.io.tmpdir")).toRealPath());
    if (Files.isDirectory(SOCKETS)) {
      hidden.add(SOCKETS);
    }
    List<Path> needed = new ArrayList<>();
    needed.add(project.root().resolve(".demitasse"));
    needed.add(project.root().resolve("data"));
    needed.add(Path.of(System.getProperty("java.home")));
    needed.add(PROGRAMS);
    Path command = Path.of(jupyter);
    if (command.isAbsolute()) {
      needed.add(command.resolve("../..").normalize());
      needed.add(command.toRealPath().resolve("../..").normalize());
    }
    for (String setting : List.of("DEMITASSE_DATA", "DJL_CACHE_DIR")) {
      String folder = System.getenv().getOrDefault(setting, "");
      if (!folder.isEmpty()) {
        needed.add(Path.of(folder).toAbsolutePath());
      }
    }
    return new SandboxView(hidden, withTheirTargets(needed));
  }

  /** A link into a hidden folder needs both its own place and the one that it leads to. */
  private static Set<Path> withTheirTargets(List<Path> needed) throws IOException {
    Set<Path> all = new LinkedHashSet<>();
    for (Path each : needed) {
      if (Files.exists(each)) {
        all.add(each);
        all.add(each.toRealPath());
      }
    }
    return all;
  }

  /**
   * Returns the options of bubblewrap for this.
   *
   * @param own where the program may write; what else is in the folder around it is hidden
   */
  List<String> options(Path own) {
    Set<Path> closed = new LinkedHashSet<>(hidden);
    closed.add(own.getParent());
    Set<Path> places = new LinkedHashSet<>(closed);
    needed.stream().filter(each -> closed.stream().anyMatch(each::startsWith)).forEach(places::add);
    List<String> options = new ArrayList<>();
    for (Path each : places.stream().sorted(Comparator.comparingInt(Path::getNameCount)).toList()) {
      String place = each.toString();
      if (needed.contains(each)) {
        options.addAll(List.of("--ro-bind", place, place));
      } else if (Files.isDirectory(each)) {
        options.addAll(List.of("--tmpfs", place));
      } else {
        options.addAll(List.of("--ro-bind", "/dev/null", place));
      }
    }
    options.addAll(List.of("--bind", own.toString(), own.toString()));
    // Files in a folder in memory would not count towards the limit on files.
    options.addAll(List.of("--bind", own.toString(), "/dev/shm"));
    closed.stream()
        .filter(Files::isDirectory)
        .forEach(each -> options.addAll(List.of("--remount-ro", each.toString())));
    return options;
  }
}
