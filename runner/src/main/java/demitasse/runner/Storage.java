package demitasse.runner;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the course keeps on this machine, how much that is, and how to be rid of it.
 *
 * <p>Needs nothing but the JDK, so that {@code ./demitasse} can run this file as it is where
 * nothing is built, as on a disk that is full.
 */
final class Storage {
  /**
   * Folders of one kind.
   *
   * @param what is in them, for the user
   * @param kept why they are not removed; empty if they are
   */
  private record Place(List<Path> paths, String what, String kept) {}

  /**
   * What became of a removal.
   *
   * @param lines what was removed, and what was not and why
   * @param resisted what was to be removed and could not be
   */
  record Removal(List<String> lines, List<String> resisted) {}

  private final Path root;
  private final Path home;
  private final Map<String, String> settings;

  Storage(Path root, Path home, Map<String, String> settings) {
    this.root = root;
    this.home = home;
    this.settings = settings;
  }

  static Storage of(Path root) {
    return new Storage(root, Path.of(System.getProperty("user.home")), System.getenv());
  }

  /** {@code list FOLDER} or {@code remove FOLDER}. */
  public static void main(String[] args) throws IOException {
    Storage storage = of(Path.of(args[1]));
    if (args[0].equals("remove")) {
      System.exit(storage.removeAndTell());
    }
    storage.list().forEach(System.out::println);
  }

  /** Returns the exit status. Nothing is removed while a program runs on what would go. */
  int removeAndTell() throws IOException {
    List<String> running = running();
    if (!running.isEmpty()) {
      running.forEach(System.err::println);
      System.err.println("nothing was removed: end these first, a kernel by Kernel > Shut Down");
      return 1;
    }
    Removal removal = remove();
    removal.lines().forEach(System.out::println);
    removal.resisted().forEach(System.err::println);
    return removal.resisted().isEmpty() ? 0 : 1;
  }

  /** Returns a line for each place that is there. */
  List<String> list() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Place place : places()) {
      lines.add(line(place, place.what()));
    }
    return lines;
  }

  /** Removes what is the course's alone. What resists keeps nothing else from being removed. */
  Removal remove() throws IOException {
    var removal = new Removal(new ArrayList<>(), new ArrayList<>());
    for (Place place : places()) {
      removal
          .lines()
          .add(line(place, place.kept().isEmpty() ? "removed" : "left: " + place.kept()));
      if (place.kept().isEmpty()) {
        for (Path path : place.paths()) {
          try {
            delete(path);
          } catch (IOException e) {
            removal.resisted().add("could not remove " + e.getMessage());
          }
        }
      }
    }
    return removal;
  }

  /**
   * Returns a line for each program, such as a kernel or JupyterLab, whose command line names
   * something that would be removed; this program and those that started it do not count.
   */
  List<String> running() throws IOException {
    List<String> removed = new ArrayList<>();
    for (Place place : places()) {
      if (place.kept().isEmpty()) {
        place.paths().forEach(path -> removed.add(path.toAbsolutePath().normalize().toString()));
      }
    }
    List<ProcessHandle> own =
        Stream.iterate(
                Optional.of(ProcessHandle.current()),
                Optional::isPresent,
                each -> each.flatMap(ProcessHandle::parent))
            .map(Optional::orElseThrow)
            .toList();
    return ProcessHandle.allProcesses()
        .filter(process -> !own.contains(process))
        .filter(process -> names(process, removed))
        .map(Storage::line)
        .toList();
  }

  private static boolean names(ProcessHandle process, List<String> paths) {
    return Stream.concat(
            process.info().command().stream(),
            process.info().arguments().stream().flatMap(Stream::of))
        .anyMatch(word -> paths.stream().anyMatch(path -> word.contains(path + File.separator)));
  }

  private static String line(ProcessHandle process) {
    boolean kernel =
        process.info().arguments().stream()
            .flatMap(Stream::of)
            .anyMatch(word -> word.startsWith("-Ddemitasse.home="));
    String program =
        kernel
            ? "a Java kernel"
            : process
                .info()
                .command()
                .map(command -> Path.of(command).getFileName().toString())
                .orElse("a program");
    return "still running: %s, process %d".formatted(program, process.pid());
  }

  private String line(Place place, String text) throws IOException {
    long bytes = 0;
    for (Path path : place.paths()) {
      bytes += bytes(path);
    }
    int more = place.paths().size() - 1;
    return String.format(
        Locale.ROOT,
        "%-12s %,7d MB  %s: %s",
        "storage",
        Math.round(bytes / 1e6),
        shown(place.paths().get(0)) + (more == 0 ? "" : " and " + more + " like it"),
        text);
  }

  private String shown(Path path) {
    return path.startsWith(root)
        ? root.relativize(path).toString()
        : path.startsWith(home) ? "~/" + home.relativize(path) : path.toString();
  }

  private List<Place> places() throws IOException {
    List<Place> places = new ArrayList<>();
    add(places, "your copy of the chapters", "your own work", List.of(root.resolve("work")));
    Path data = root.resolve("data");
    Path cache = home.resolve(".cache").resolve("demitasse");
    for (Path folder : List.of(data, cache)) {
      add(places, "what the chapters have trained", "", List.of(folder.resolve("checkpoints")));
      List<Path> sets = List.of(folder.resolve("mnist"), folder.resolve("cifar100"));
      add(places, "data sets, fetched when needed", "", sets);
    }
    add(places, "the kernel, in Jupyter", "", installedKernels());
    add(places, "built when needed", "", targets());
    add(places, "built and set up when needed", "", List.of(root.resolve(".demitasse")));
    add(places, "the engine's library, which every checkout unpacks when needed", "", engines());
    add(
        places,
        "Maven's libraries, those of other projects too",
        "other Maven projects use it; where there are none: rm -r ~/.m2/repository",
        List.of(home.resolve(".m2").resolve("repository")));
    return places;
  }

  private static void add(List<Place> places, String what, String kept, List<Path> paths) {
    List<Path> there = paths.stream().filter(Files::exists).toList();
    if (!there.isEmpty()) {
      places.add(new Place(there, what, kept));
    }
  }

  /** Of DJL's cache only what the course unpacks: other programs keep their models there. */
  private List<Path> engines() {
    String set = settings.getOrDefault("DJL_CACHE_DIR", "");
    Path cache = set.isEmpty() ? home.resolve(".djl.ai") : Path.of(set);
    return List.of(cache.resolve("mxnet"), cache.resolve("pytorch"));
  }

  /** The file in which {@code ./demitasse kernel} notes where it has put the kernel. */
  static Path installedKernels(Path root) {
    return root.resolve(".demitasse").resolve("kernels.txt");
  }

  private List<Path> installedKernels() throws IOException {
    Path list = installedKernels(root);
    return Files.exists(list)
        ? Files.readAllLines(list).stream().distinct().map(Path::of).filter(this::isOurs).toList()
        : List.of();
  }

  /** Another checkout, or another kernel of the name, may have taken the place since. */
  private boolean isOurs(Path kernel) {
    try {
      return Files.readString(kernel.resolve("kernel.json")).contains(root.toString());
    } catch (IOException e) {
      return false;
    }
  }

  private List<Path> targets() throws IOException {
    List<Path> modules = new ArrayList<>(List.of(root));
    for (int i = 0; i < modules.size(); i++) {
      try (Stream<Path> inside = Files.list(modules.get(i))) {
        inside.filter(each -> Files.exists(each.resolve("pom.xml"))).sorted().forEach(modules::add);
      }
    }
    return modules.stream().map(module -> module.resolve("target")).toList();
  }

  private static long bytes(Path place) throws IOException {
    long[] bytes = new long[1];
    Files.walkFileTree(
        place,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes[0] += attributes.isSymbolicLink() ? 0 : attributes.size();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return bytes[0];
  }

  /** Deletes links, never what they point to. */
  static void delete(Path place) throws IOException {
    Files.walkFileTree(
        place,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException problem)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
