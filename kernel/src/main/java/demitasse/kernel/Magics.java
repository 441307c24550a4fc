package demitasse.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The commands that begin with {@code %}: IJava's. */
final class Magics {
  private final Kernel kernel;
  private final Map<String, LineMagic> lineMagics = new TreeMap<>();
  private final Map<String, CellMagic> cellMagics = new TreeMap<>();

  /** A command on a line of its own. */
  interface LineMagic {
    Object run(List<String> args) throws Exception;
  }

  /** A command to which the rest of the cell belongs. */
  interface CellMagic {
    Object run(List<String> args, String body) throws Exception;
  }

  Magics(Kernel kernel, Settings settings) {
    this.kernel = kernel;
    lineMagics.put("classpath", this::classPath);
    lineMagics.put("jars", this::classPath);
    lineMagics.put("time", args -> time(String.join(" ", args)));
    cellMagics.put("time", (args, body) -> time(body));
  }

  /** Returns the code of a cell with its magics turned into calls, line for line. */
  String toJava(String code) {
    return MagicSyntax.toJava(code);
  }

  Object line(String name, List<String> args) {
    LineMagic magic = lineMagics.get(name);
    if (magic == null) {
      throw new IllegalArgumentException(
          "there is no line magic %" + name + "; there are " + names("%", lineMagics));
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
      throw new IllegalArgumentException(
          "there is no cell magic %%" + name + "; there are " + names("%%", cellMagics));
    }
    try {
      return magic.run(args, body);
    } catch (Exception e) {
      throw Sneaky.rethrow(e);
    }
  }

  private static String names(String prefix, Map<String, ?> magics) {
    return prefix + String.join(", " + prefix, magics.keySet());
  }

  private List<String> classPath(List<String> args) throws IOException {
    java.util.ArrayList<String> added = new java.util.ArrayList<>();
    for (String arg : args) {
      for (String glob : arg.split(File.pathSeparator)) {
        List<Path> paths = Globs.resolve(glob);
        if (paths.isEmpty()) {
          throw new java.nio.file.NoSuchFileException(
              glob, null, "nothing to put on the class path");
        }
        for (Path path : paths) {
          kernel.session().addToClassPath(path.toString());
          added.add(path.toString());
        }
      }
    }
    return added;
  }

  private Object time(String code) {
    long start = System.nanoTime();
    Object value = kernel.session().evalNested(code);
    System.out.printf("%.3f s%n", (System.nanoTime() - start) / 1e9);
    return value;
  }
}
