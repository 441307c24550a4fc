package demitasse.kernel.session;

import demitasse.kernel.base.JupyterData;
import demitasse.kernel.base.Log;
import demitasse.kernel.base.Words;
import demitasse.kernel.classpath.Globs;
import demitasse.kernel.classpath.KernelJars;
import demitasse.kernel.classpath.Usable;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What IJava's environment variables ask for; JJava's begin with another letter.
 *
 * @param classPath {@code IJAVA_CLASSPATH}, globs resolved
 * @param compilerOptions {@code IJAVA_COMPILER_OPTS}
 * @param startupScripts the files of {@code IJAVA_STARTUP_SCRIPTS_PATH}
 * @param startupScript the code in {@code IJAVA_STARTUP_SCRIPT}
 * @param timeLimit {@code IJAVA_TIMEOUT}, for one statement; zero for none
 * @param renderers the kernel's jar of renderers, if it is there
 * @param history the file to keep the history in, {@code DEMITASSE_HISTORY}; null for none
 */
public record Settings(
    List<Path> classPath,
    List<String> compilerOptions,
    List<Path> startupScripts,
    String startupScript,
    Duration timeLimit,
    URL[] renderers,
    Path history) {
  private static final Pattern DURATION =
      Pattern.compile(
          "\\s*(-?\\d{1,15})\\s*(|NANOSECONDS|MICROSECONDS|MILLISECONDS|SECONDS|MINUTES|HOURS|DAYS)\\s*",
          Pattern.CASE_INSENSITIVE);

  /** The system property with the class path that the kernel was installed with. */
  public static final String CLASS_PATH = "demitasse.kernel.classpath";

  /** Reads the settings. */
  public static Settings of(Map<String, String> environment) throws IOException {
    Optional<Path> renderers = KernelJars.renderers();
    return new Settings(
        usable(
            paths(
                System.getProperty(CLASS_PATH, "")
                    + File.pathSeparator
                    + value(environment, "CLASSPATH"))),
        Words.split(value(environment, "COMPILER_OPTS")),
        paths(value(environment, "STARTUP_SCRIPTS_PATH")),
        value(environment, "STARTUP_SCRIPT"),
        duration(value(environment, "TIMEOUT")),
        renderers.isPresent() ? new URL[] {renderers.get().toUri().toURL()} : new URL[0],
        history(environment.get("DEMITASSE_HISTORY")));
  }

  /** The value of a variable, under IJava's name or JJava's. */
  private static String value(Map<String, String> environment, String name) {
    String ijava = environment.get("IJAVA_" + name);
    return ijava != null ? ijava : environment.getOrDefault("JJAVA_" + name, "");
  }

  private static Path history(String wanted) {
    if (wanted == null) {
      return JupyterData.ofUser().resolve("demitasse").resolve("history.jsonl");
    }
    return wanted.isBlank() ? null : Path.of(wanted);
  }

  private static List<Path> paths(String globs) throws IOException {
    List<Path> paths = new ArrayList<>();
    for (String glob : globs.split(File.pathSeparator)) {
      if (!glob.isBlank()) {
        List<Path> found = Globs.resolve(glob);
        if (found.isEmpty()) {
          Log.note("nothing was found at " + glob);
        }
        paths.addAll(found);
      }
    }
    return List.copyOf(paths);
  }

  /** Leaves out what a glob has found beside jars and folders; jars are not opened for it. */
  private static List<Path> usable(List<Path> paths) {
    List<Path> usable = new ArrayList<>();
    for (Path path : paths) {
      Optional<String> fault =
          path.toString().endsWith(".jar") ? Optional.empty() : Usable.fault(path);
      fault.ifPresentOrElse(why -> Log.note(path + " is left out: " + why), () -> usable.add(path));
    }
    return usable.stream().distinct().toList();
  }

  /**
   * A number of milliseconds, or of the unit after it, as in {@code 30 SECONDS}; none if negative.
   */
  private static Duration duration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      if (!text.isBlank()) {
        Log.note("IJAVA_TIMEOUT is not a duration: " + text);
      }
      return Duration.ZERO;
    }
    long number = Long.parseLong(parts.group(1));
    TimeUnit unit =
        parts.group(2).isEmpty()
            ? TimeUnit.MILLISECONDS
            : TimeUnit.valueOf(parts.group(2).toUpperCase(Locale.ROOT));
    return number <= 0 ? Duration.ZERO : Duration.of(number, unit.toChronoUnit());
  }

  /** Tells whether code is to run before the first cell. */
  boolean hasStartup() {
    return !startupScripts.isEmpty() || !startupScript.isBlank();
  }

  /**
   * Where the compiler finds what a cell can call in the kernel, and the user's libraries. Of the
   * kernel's jars only its own and the one of the display types.
   */
  String compileClassPath() {
    return Stream.concat(Stream.of(KernelJars.kernel(), KernelJars.display()), classPath.stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
