package demitasse.kernel.session;

import java.util.ArrayList;
import java.util.List;

/** The options with which cells are compiled. */
final class CompilerOptions {
  private static final String RELEASE = "--release";

  private CompilerOptions() {}

  /**
   * Returns the user's options, with the kernel's own.
   *
   * <p>For {@code --release} javac opens another set of the JDK's classes for each of the
   * compilations that a cell takes, and closes none: 1.6 GB after some hundred cells. The level of
   * the language and of the byte code alone costs nothing.
   */
  static String[] of(List<String> options) {
    List<String> own = new ArrayList<>();
    own.add("-g"); // the names of local variables, which the JVM's messages mention
    for (int i = 0; i < options.size(); i++) {
      String option = options.get(i);
      if (option.startsWith(RELEASE + "=")) {
        level(option.substring(RELEASE.length() + 1), own);
      } else if (option.equals(RELEASE) && i + 1 < options.size()) {
        level(options.get(++i), own);
      } else {
        own.add(option);
      }
    }
    return own.toArray(String[]::new);
  }

  private static void level(String release, List<String> options) {
    options.addAll(List.of("--source", release, "--target", release));
  }
}
