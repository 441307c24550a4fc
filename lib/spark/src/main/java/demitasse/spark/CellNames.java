package demitasse.spark;

import java.util.regex.Pattern;

/** The names that JShell, under every Java kernel, gives the classes of cells. */
final class CellNames {
  /** Where all of them are, as a path. */
  static final String FOLDER = "REPL/";

  /** The class around a snippet: one around a variable has the variable as a static field. */
  private static final Pattern WRAPPER = Pattern.compile("REPL/\\$JShell\\$[0-9A-Za-z_]+");

  private CellNames() {}

  /** Tells whether a class, named as in class files, is JShell's own around a snippet. */
  static boolean isWrapper(String internalName) {
    return WRAPPER.matcher(internalName).matches();
  }
}
