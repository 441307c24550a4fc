package demitasse.kernel.execution;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** The names of the classes that JShell makes of snippets, and that they refer to. */
public final class CellClasses {
  public static final String PACKAGE = "REPL.";

  /** How the names of all of them begin in class files. */
  public static final String IN_FILES = "REPL/$JShell$";

  private static final String PREFIX = "$JShell$";
  private static final byte[] IN_CLASS_FILE = IN_FILES.getBytes(StandardCharsets.US_ASCII);

  private CellClasses() {}

  /** Tells whether a class was made of a snippet. */
  public static boolean isOfCell(String className) {
    return className.startsWith(PACKAGE + PREFIX);
  }

  /** Tells whether a class is JShell's own around a snippet. */
  public static boolean isWrapper(String className) {
    return isOfCell(className) && wrapper(className).equals(className);
  }

  /** The class around the snippet that a class stands in: itself, or one that holds it. */
  public static String wrapper(String className) {
    int end = className.indexOf('$', PACKAGE.length() + PREFIX.length());
    return end < 0 ? className : className.substring(0, end);
  }

  /** The classes around snippets that a class file mentions, be it in a descriptor. */
  public static Set<String> wrappersIn(byte[] classFile) {
    Set<String> found = new HashSet<>();
    for (int i = 0; i + IN_CLASS_FILE.length < classFile.length; i++) {
      if (startsAt(classFile, i)) {
        int end = i + IN_CLASS_FILE.length;
        while (end < classFile.length && isPartOfName(classFile[end])) {
          end++;
        }
        int start = i + PACKAGE.length();
        found.add(PACKAGE + new String(classFile, start, end - start, StandardCharsets.US_ASCII));
        i = end - 1;
      }
    }
    return found;
  }

  private static boolean startsAt(byte[] bytes, int at) {
    for (int i = 0; i < IN_CLASS_FILE.length; i++) {
      if (bytes[at + i] != IN_CLASS_FILE[i]) {
        return false;
      }
    }
    return true;
  }

  /** JShell counts in digits, versions in letters, and joins the numbers of overloads with _. */
  private static boolean isPartOfName(byte b) {
    return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b == '_';
  }
}
