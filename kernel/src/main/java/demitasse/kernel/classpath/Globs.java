package demitasse.kernel.classpath;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/** Paths with wildcards. */
public final class Globs {
  private Globs() {}

  /**
   * Returns the paths that {@code glob} names, sorted: itself if it has no wildcard. {@code *}
   * stands for part of a name, {@code **} for any number of folders. A path that does not exist is
   * left out.
   */
  public static List<Path> resolve(String glob) throws IOException {
    int wild = firstWildcard(glob);
    if (wild < 0) {
      Path path = Path.of(glob).toAbsolutePath().normalize();
      return Files.exists(path) ? List.of(path) : List.of();
    }
    int slash = Math.max(glob.lastIndexOf('/', wild), glob.lastIndexOf('\\', wild));
    Path root =
        Path.of(slash < 0 ? "." : glob.substring(0, slash + 1)).toAbsolutePath().normalize();
    String rest = glob.substring(slash + 1);
    if (File.separatorChar == '\\') {
      rest = rest.replace('\\', '/'); // which a pattern of Windows takes for either
    }
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
    int depth =
        rest.contains("**")
            ? Integer.MAX_VALUE
            : (int) rest.chars().filter(c -> c == '/').count() + 1;
    try (Stream<Path> files = Files.walk(root, depth)) {
      return files.filter(p -> matcher.matches(root.relativize(p))).sorted().toList();
    }
  }

  private static int firstWildcard(String glob) {
    for (int i = 0; i < glob.length(); i++) {
      if ("*?[{".indexOf(glob.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }
}
