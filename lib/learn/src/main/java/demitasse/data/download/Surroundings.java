package demitasse.data.download;

import demitasse.data.format.DataException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the loaders take from the process around them; the tests give them another one.
 *
 * @param settings the environment variables, and what the kernel was installed with
 * @param workingFolder where the project is looked for, from here upwards
 * @param home the user's folder
 * @param out where a banner is printed
 */
public record Surroundings(
    Map<String, String> settings, Path workingFolder, Path home, PrintStream out) {
  public static final String DATA = "DEMITASSE_DATA";

  /** The course's folder, for a notebook that lies outside of it. */
  static final String HOME = "DEMITASSE_HOME";

  /** The same, as a kernel is told that {@code ./demitasse} has installed. */
  private static final String HOME_PROPERTY = "demitasse.home";

  static final String OFFLINE = "DEMITASSE_OFFLINE";
  public static final String REQUIRE_REAL = "DEMITASSE_REQUIRE_REAL";

  public static Surroundings ofThisProcess() {
    Map<String, String> settings = new HashMap<>(System.getenv());
    String installed = System.getProperty(HOME_PROPERTY);
    if (installed != null) {
      settings.putIfAbsent(HOME, installed);
    }
    return new Surroundings(
        settings,
        Path.of("").toAbsolutePath(),
        Path.of(System.getProperty("user.home")),
        System.out);
  }

  boolean isOffline() {
    return isOn(OFFLINE);
  }

  boolean requiresReal() {
    return isOn(REQUIRE_REAL);
  }

  private boolean isOn(String name) {
    String value = settings.getOrDefault(name, "").strip();
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> true;
      case "", "false", "no", "0" -> false;
      // A mistyped switch must not count as off.
      default -> throw new DataException(name + "=" + value + " is neither true nor false.");
    };
  }
}
