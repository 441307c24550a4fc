package demitasse.kernel.magic;

import demitasse.kernel.api.LineMagic;
import demitasse.kernel.base.Notes;
import demitasse.kernel.base.Words;
import demitasse.kernel.classpath.Globs;
import demitasse.kernel.classpath.LibraryPath;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Puts jars and folders on the class path, as IJava, rapaio and BeakerX name it. */
final class ClassPathMagics {
  private final LibraryPath libraries;
  private final MavenMagics maven;

  ClassPathMagics(LibraryPath libraries, MavenMagics maven) {
    this.libraries = libraries;
    this.maven = maven;
  }

  void addTo(Magics magics) {
    magics.help("%jars glob ...", "adds jars, and the jars in folders; also %jar and %%jars");
    magics.help("%classpath glob ...", "adds jars and folders of classes; also %%classpath");
    magics.help("%classpath add jar path", "adds a jar, as BeakerX does");
    magics.help("%classpath add mvn group artifact version", "adds a library, as BeakerX does");
    magics.help("%classpath", "shows what is on the class path");
    magics.quiet(this::jars, "jars", "jar", "addJars");
    magics.line(
        new LineMagic() {
          @Override
          public Object run(List<String> args) throws Exception {
            return args.isEmpty() ? elements() : classPath(args);
          }

          @Override
          public Object show(List<String> args) throws Exception {
            if (args.isEmpty()) {
              return String.join("\n", elements());
            }
            run(args);
            return null;
          }
        },
        "classpath",
        "addClasspath");
    magics.cell((args, body) -> nothing(jars(lines(args, body))), "jars", "jar");
    magics.cell((args, body) -> nothing(cell(args, body)), "classpath");
  }

  private List<String> elements() {
    return libraries.elements().stream().map(Path::toString).toList();
  }

  private static Object nothing(List<String> added) {
    return null;
  }

  private static List<String> lines(List<String> args, String body) {
    List<String> lines = new ArrayList<>(args);
    body.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(lines::add);
    return lines;
  }

  private List<String> jars(List<String> globs) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path path : resolve(globs)) {
      List<Path> inside = Files.isDirectory(path) ? jarsIn(path) : List.of();
      if (inside.isEmpty()) {
        if (Files.isDirectory(path)) {
          Notes.say("Note: there is no jar in " + path + "; it counts as a folder of classes.");
        }
        found.add(path);
      } else {
        found.addAll(inside);
      }
    }
    return libraries.add(found);
  }

  private static List<Path> jarsIn(Path folder) throws IOException {
    TreeSet<Path> jars = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{jar,JAR}")) {
      files.forEach(jars::add);
    }
    return List.copyOf(jars);
  }

  private List<String> classPath(List<String> args) throws Exception {
    if (args.size() > 1 && args.get(0).equals("add") && args.get(1).equals("mvn")) {
      return maven.maven(coordinates(args.subList(2, args.size())));
    }
    if (args.size() > 1 && args.get(0).equals("add") && args.get(1).equals("jar")) {
      return jars(args.subList(2, args.size()));
    }
    if (args.size() == 4 && args.get(0).equals("config") && args.get(1).equals("resolver")) {
      maven.repository(args.subList(2, 4));
      return List.of();
    }
    return libraries.add(resolve(args));
  }

  /** BeakerX writes group, artifact and version with blanks between them, or with colons. */
  private static List<String> coordinates(List<String> words) {
    if (words.stream().allMatch(word -> word.contains(":"))) {
      return words;
    }
    if (words.size() % 3 != 0) {
      throw new IllegalArgumentException("%classpath add mvn needs group artifact version");
    }
    List<String> coordinates = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 3) {
      coordinates.add(String.join(":", words.subList(i, i + 3)));
    }
    return coordinates;
  }

  private List<String> cell(List<String> args, String body) throws Exception {
    List<String> added = new ArrayList<>();
    if (args.isEmpty()) {
      added.addAll(classPath(lines(args, body)));
    } else if (args.size() == 2 && args.get(1).equals("mvn")) {
      List<String> coordinates = new ArrayList<>();
      for (String line : lines(List.of(), body)) {
        coordinates.addAll(coordinates(Words.split(line)));
      }
      added.addAll(maven.maven(coordinates)); // together: Maven decides between their versions
    } else {
      for (String line : lines(List.of(), body)) {
        List<String> words = new ArrayList<>(args);
        words.addAll(Words.split(line));
        added.addAll(classPath(words));
      }
    }
    return added;
  }

  /** Finds what is there, and says what is not. */
  private static List<Path> resolve(List<String> globs) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String arg : globs) {
      for (String glob : arg.split(Pattern.quote(File.pathSeparator))) {
        List<Path> paths = home(glob);
        if (paths.isEmpty()) {
          Notes.say("Note: nothing was found at " + glob + missing(glob));
        }
        found.addAll(paths);
      }
    }
    return found;
  }

  private static List<Path> home(String glob) throws IOException {
    try {
      return Globs.resolve(Home.expand(glob));
    } catch (InvalidPathException e) {
      return List.of();
    }
  }

  /** Says how far a path goes that leads nowhere. */
  private static String missing(String glob) {
    String folder = glob.replaceFirst("[^/\\\\]*[*?\\[{].*", "");
    try {
      Path there = Path.of(folder).toAbsolutePath().normalize();
      while (there.getParent() != null && !Files.exists(there)) {
        Path parent = there.getParent();
        if (Files.exists(parent)) {
          return ": there is no " + there.getFileName() + " in " + parent;
        }
        there = parent;
      }
      return ": nothing in " + there + " fits";
    } catch (InvalidPathException e) {
      return "";
    }
  }
}
