package demitasse.runner;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * The course as it is built, for a machine without a network: its own files, the jars with the
 * engine's library in them, and data sets and Apache Spark if wanted. Nothing in it depends on
 * where it is unpacked.
 */
final class Pack {
  /** The folder in the archive. */
  static final String FOLDER = "demitasse";

  /** Tells the launcher that a copy comes built, by which engine and for which machines. */
  static final String MARK = ".demitasse/packed";

  /** What the course consists of. What else lies in its folder, such as homework, stays here. */
  private static final Set<String> OURS =
      Set.of(
          ".ci",
          ".devcontainer",
          ".github",
          ".gitignore",
          "CHANGELOG.md",
          "CITATION.cff",
          "CONTRIBUTING.md",
          "LICENSE",
          "README.md",
          "REPRODUCTION.md",
          "THIRD-PARTY.txt",
          "bench",
          "binder",
          "data",
          "demitasse",
          "docs",
          "e2e",
          "jbang-catalog.json",
          "kernel",
          "lib",
          "notebooks",
          "pom.xml",
          "quality",
          "reproduction",
          "runner",
          "widgets");

  private static final Set<String> MADE_AGAIN = Set.of("target", "node_modules", "__pycache__");
  private static final Set<String> OWN_DATA =
      Set.of("README.md", "catalogue.csv", "pictures", "pretrained");
  private static final List<String> BUILT = List.of("lib", "kernel", "runner");
  private static final int EXECUTABLE = 0100755;

  private final Path root;

  /** By the name in the archive, below its folder. */
  private final Map<String, Path> files = new TreeMap<>();

  private Pack(Path root) {
    this.root = root;
  }

  /** Collects the course. */
  static Pack of(Path root) throws IOException {
    Pack pack = new Pack(root);
    pack.addBelow(root, pack::isPacked);
    for (String each : BUILT) {
      pack.addBelow(root.resolve(".demitasse").resolve(each), path -> true);
    }
    return pack;
  }

  /** Adds a file of a data set, wherever it is on this machine. */
  void addData(String set, Path file) {
    files.put("data/" + set + "/" + file.getFileName(), file);
  }

  /**
   * Adds the jars in a folder, and the POMs that tell of them, wherever it is on this machine.
   *
   * @param name of the folder in the archive
   */
  void addLibraries(String name, Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      tree.filter(file -> file.toString().endsWith(".jar") || file.toString().endsWith(".pom"))
          .forEach(file -> files.put(name + "/" + folder.relativize(file), file));
    }
  }

  /** Returns the names of the files below the archive's folder, in order. */
  List<String> names() {
    return List.copyOf(files.keySet());
  }

  private boolean isPacked(Path path) {
    String name = path.getFileName().toString();
    Path relative = root.relativize(path);
    if (relative.getNameCount() == 1) {
      return OURS.contains(name);
    }
    if (relative.startsWith("data") && relative.getNameCount() == 2) {
      return OWN_DATA.contains(name);
    }
    return !name.startsWith(".") && !MADE_AGAIN.contains(name);
  }

  private void addBelow(Path folder, Predicate<Path> choice) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            return each.equals(folder) || choice.test(each)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && choice.test(file)) {
              files.put(root.relativize(file).toString(), file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Writes the archive.
   *
   * @param archive an absolute path
   * @param engine that the jars are for
   * @param machine the kind of machines that the engine's library is for
   */
  void write(Path archive, String engine, String machine) throws IOException {
    // The jars and data sets are compressed already.
    GzipParameters fast = new GzipParameters();
    fast.setCompressionLevel(Deflater.BEST_SPEED);
    Path draft = archive.resolveSibling(archive.getFileName() + ".unfinished");
    try {
      try (var out = new BufferedOutputStream(Files.newOutputStream(draft));
          var zip = new GzipCompressorOutputStream(out, fast);
          var tar = new TarArchiveOutputStream(zip, StandardCharsets.UTF_8.name())) {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        for (var each : files.entrySet()) {
          if (!each.getValue().equals(archive)) { // one made before, in the course's own folder
            add(tar, each.getKey(), each.getValue());
          }
        }
        byte[] mark = (engine + "\n" + machine + "\n").getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(FOLDER + "/" + MARK);
        entry.setSize(mark.length);
        tar.putArchiveEntry(entry);
        tar.write(mark);
        tar.closeArchiveEntry();
      }
      Files.move(draft, archive, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void add(TarArchiveOutputStream tar, String name, Path file) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(FOLDER + "/" + name);
    entry.setSize(Files.size(file));
    entry.setLastModifiedTime(Files.getLastModifiedTime(file));
    if (Files.isExecutable(file)) {
      entry.setMode(EXECUTABLE);
    }
    tar.putArchiveEntry(entry);
    Files.copy(file, tar);
    tar.closeArchiveEntry();
  }
}
