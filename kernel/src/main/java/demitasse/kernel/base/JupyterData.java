package demitasse.kernel.base;

import java.nio.file.Path;
import java.util.Locale;

/** Where Jupyter keeps the data of a user. */
public final class JupyterData {
  private JupyterData() {}

  public static Path ofUser() {
    String data = System.getenv("JUPYTER_DATA_DIR");
    if (data != null && !data.isEmpty()) {
      return Path.of(data);
    }
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    // As Python finds it; the JVM asks the list of users, in which a container's may not be.
    String set = System.getenv("HOME");
    Path home = Path.of(set == null || set.isEmpty() ? System.getProperty("user.home") : set);
    if (os.contains("mac")) {
      return home.resolve("Library/Jupyter");
    }
    if (os.contains("win")) {
      String appData = System.getenv("APPDATA");
      return (appData == null ? home : Path.of(appData)).resolve("jupyter");
    }
    String xdg = System.getenv("XDG_DATA_HOME");
    return (xdg == null || xdg.isEmpty() ? home.resolve(".local/share") : Path.of(xdg))
        .resolve("jupyter");
  }
}
