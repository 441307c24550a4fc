package demitasse.kernel.execution;

import demitasse.kernel.base.Log;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads the database drivers that a cell puts on the class path. {@link java.sql.DriverManager}
 * looks for drivers once, when it is first used; one that comes later has to register itself.
 */
public final class JdbcDrivers {
  private static final String SERVICE = "META-INF/services/java.sql.Driver";

  private JdbcDrivers() {}

  /** Loads the drivers of jars and folders that are on the class path by now. */
  public static void load(List<Path> added, ClassLoader classes) {
    for (Path path : added) {
      try (URLClassLoader alone = new URLClassLoader(new URL[] {path.toUri().toURL()}, null)) {
        URL service = alone.findResource(SERVICE);
        if (service != null) {
          names(service).forEach(name -> load(name, classes));
        }
      } catch (IOException e) {
        Log.note(path + " could not be searched for database drivers: " + e);
      }
    }
  }

  private static List<String> names(URL service) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(service.openStream(), StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(name -> !name.isEmpty())
          .toList();
    }
  }

  private static void load(String name, ClassLoader classes) {
    try {
      Class.forName(name, true, classes); // which registers it
    } catch (ClassNotFoundException | LinkageError e) {
      Log.note("the database driver " + name + " could not be loaded: " + e);
    }
  }
}
