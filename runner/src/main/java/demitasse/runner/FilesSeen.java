package demitasse.runner;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The files in some folders at one moment, with their sizes and times. */
final class FilesSeen {
  private static final int MOST_NAMED = 5;

  /** Large, and of no use to anybody who wants to change marks. */
  private static final Set<String> LEFT_OUT = Set.of(".git", "venv", "node_modules");

  private final Map<Path, String> files = new TreeMap<>();

  private FilesSeen() {}

  static FilesSeen in(List<Path> folders) throws IOException {
    FilesSeen seen = new FilesSeen();
    for (Path folder : folders) {
      Files.walkFileTree(folder, seen.visitor());
    }
    return seen;
  }

  private SimpleFileVisitor<Path> visitor() {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
        return LEFT_OUT.contains(each.getFileName().toString())
            ? FileVisitResult.SKIP_SUBTREE
            : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        files.put(file, attributes.size() + " " + attributes.lastModifiedTime().toMillis());
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException problem) {
        return FileVisitResult.CONTINUE;
      }
    };
  }

  /** Returns some of the files that are new, gone or different later. */
  List<String> changes(FilesSeen later) {
    Set<Path> changed = new TreeSet<>();
    files.forEach(
        (file, state) -> {
          if (!state.equals(later.files.get(file))) {
            changed.add(file);
          }
        });
    later.files.keySet().stream().filter(file -> !files.containsKey(file)).forEach(changed::add);
    return changed.stream().limit(MOST_NAMED).map(Path::toString).toList();
  }
}
