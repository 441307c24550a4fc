package demitasse.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import demitasse.kernel.source.JavaParser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The commands that begin with {@code %}: IJava's, under all of their names, and a few more. */
final class Magics {
  private static final Set<String> SCOPES = Set.of("compile", "runtime");

  private final Kernel kernel;
  private final Map<String, LineMagic> lineMagics = new TreeMap<>();
  private final Map<String, CellMagic> cellMagics = new TreeMap<>();
  private final Set<Path> added = new LinkedHashSet<>();
  private MavenResolver maven; // made when first needed: it takes a while

  /** A command on a line of its own. */
  interface LineMagic {
    Object run(List<String> args) throws Exception;
  }

  /** A command to which the rest of the cell belongs. */
  interface CellMagic {
    Object run(List<String> args, String body) throws Exception;
  }

  Magics(Kernel kernel) {
    this.kernel = kernel;
    for (String name : List.of("classpath", "jars", "addClasspath", "addJars")) {
      lineMagics.put(name, this::classPath);
    }
    for (String name : List.of("maven", "addMavenDependency", "addMavenDependencies")) {
      lineMagics.put(name, this::maven);
    }
    for (String name : List.of("mavenRepo", "addMavenRepo")) {
      lineMagics.put(name, this::mavenRepo);
    }
    lineMagics.put("loadFromPOM", this::loadFromPom);
    cellMagics.put("loadFromPOM", this::loadFromPom);
    lineMagics.put("load", this::load);
    lineMagics.put("time", args -> time("%time", String.join(" ", args), 0));
    cellMagics.put("time", (args, body) -> time(null, body, 1));
    lineMagics.put("lsmagic", args -> names());
  }

  Object line(String name, List<String> args) {
    LineMagic magic = lineMagics.get(name);
    if (magic == null) {
      throw new IllegalArgumentException("there is no line magic %" + name + "; " + names());
    }
    try {
      return magic.run(args);
    } catch (Exception e) {
      throw Sneaky.rethrow(e);
    }
  }

  Object cell(String name, List<String> args, String body) {
    CellMagic magic = cellMagics.get(name);
    if (magic == null) {
      throw new IllegalArgumentException("there is no cell magic %%" + name + "; " + names());
    }
    try {
      return magic.run(args, body);
    } catch (Exception e) {
      throw Sneaky.rethrow(e);
    }
  }

  /** Returns all magics as they are typed, with their percent signs. */
  Set<String> all() {
    Set<String> all = new LinkedHashSet<>();
    lineMagics.keySet().forEach(name -> all.add("%" + name));
    cellMagics.keySet().forEach(name -> all.add("%%" + name));
    return all;
  }

  private String names() {
    return "there are %"
        + String.join(", %", lineMagics.keySet())
        + " and %%"
        + String.join(", %%", cellMagics.keySet());
  }

  private List<String> classPath(List<String> args) throws IOException {
    List<String> found = new ArrayList<>();
    for (String arg : args) {
      for (String glob : arg.split(File.pathSeparator)) {
        List<Path> paths = Globs.resolve(glob);
        if (paths.isEmpty()) {
          throw new NoSuchFileException(glob, null, "nothing to put on the class path");
        }
        found.addAll(add(paths));
      }
    }
    return found;
  }

  /** Puts the paths on the class path that are not there yet; returns those. */
  private List<String> add(List<Path> paths) {
    List<String> fresh = paths.stream().filter(added::add).map(Path::toString).toList();
    if (!fresh.isEmpty()) {
      kernel.session().addToClassPath(String.join(File.pathSeparator, fresh));
    }
    return fresh;
  }

  private MavenResolver maven() throws Exception {
    if (maven == null) {
      maven = new MavenResolver();
    }
    return maven;
  }

  private Object maven(List<String> args) throws Exception {
    if (args.isEmpty()) {
      throw new IllegalArgumentException(
          "%maven needs group:artifact[:type[:classifier]]:version, once or several times");
    }
    return add(maven().resolve(args));
  }

  private Object mavenRepo(List<String> args) throws Exception {
    if (args.size() != 2) {
      throw new IllegalArgumentException("%mavenRepo needs an id and a URL");
    }
    maven().addRepository(args.get(0), args.get(1));
    return null;
  }

  private Object loadFromPom(List<String> args) throws Exception {
    Path pom = Path.of(args.isEmpty() ? "pom.xml" : args.get(0));
    if (!Files.isRegularFile(pom)) {
      throw new NoSuchFileException(pom.toString(), null, "no POM there");
    }
    return add(maven().resolvePom(pom, scopes(args.stream().skip(1).toList())));
  }

  private Object loadFromPom(List<String> args, String body) throws Exception {
    return add(maven().resolvePom(body, scopes(args)));
  }

  private static Set<String> scopes(List<String> args) {
    return args.isEmpty() ? SCOPES : Set.copyOf(args);
  }

  private Object load(List<String> args) throws IOException {
    if (args.size() != 1) {
      throw new IllegalArgumentException("%load needs the path of one file");
    }
    Path file = source(args.get(0));
    String name = file.getFileName().toString();
    String text = Files.readString(file);
    JavaSession session = kernel.session();
    if (name.endsWith(".ipynb")) {
      int number = 0;
      for (String code : codeCells(file, text)) {
        session.evalNested(name + ", cell " + ++number, code, 0);
      }
    } else {
      // JShell knows no packages: what a file declares is there under its simple name.
      String code = name.endsWith(".java") ? JavaParser.withoutPackage(text) : text;
      session.evalNested(name, code, 0);
    }
    return null;
  }

  /** The file itself, or with one of the suffixes that may be left out. */
  private static Path source(String path) throws NoSuchFileException {
    for (String suffix : List.of("", ".jshell", ".jsh", ".java", ".ipynb")) {
      Path file = Path.of(path + suffix);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new NoSuchFileException(path, null, "nothing to load");
  }

  private static List<String> codeCells(Path file, String text) throws IOException {
    List<String> codes = new ArrayList<>();
    try {
      JsonArray cells = JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("cells");
      for (JsonElement element : cells) {
        JsonObject cell = element.getAsJsonObject();
        if (cell.get("cell_type").getAsString().equals("code")) {
          JsonElement source = cell.get("source");
          StringBuilder code = new StringBuilder();
          if (source.isJsonArray()) {
            source.getAsJsonArray().forEach(line -> code.append(line.getAsString()));
          } else {
            code.append(source.getAsString());
          }
          codes.add(code.toString());
        }
      }
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | ClassCastException e) {
      throw new IOException(file + " is not a notebook", e);
    }
    return codes;
  }

  private Object time(String name, String code, int lineShift) {
    long start = System.nanoTime();
    try {
      return kernel.session().evalNested(name, code, lineShift);
    } finally {
      System.out.println("took " + duration(System.nanoTime() - start));
    }
  }

  private static String duration(long nanos) {
    double seconds = nanos / 1e9;
    if (seconds < 1) {
      return String.format(Locale.ROOT, "%.1f ms", seconds * 1e3);
    }
    return seconds < 60
        ? String.format(Locale.ROOT, "%.2f s", seconds)
        : String.format(Locale.ROOT, "%d min %.0f s", (int) (seconds / 60), seconds % 60);
  }
}
