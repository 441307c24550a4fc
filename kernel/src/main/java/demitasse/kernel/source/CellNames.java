package demitasse.kernel.source;

import java.util.regex.Pattern;

/** Names of methods and classes of cells as their author knows them, without JShell's around. */
public final class CellNames {
  /** JShell's classes around what a cell declares; a class of the user's own may follow. */
  public static final String WRAPPER = "REPL\\.\\$JShell\\$\\w+";

  /** What JShell puts before the names of the user's variables and types. */
  private static final Pattern PREFIX = Pattern.compile(WRAPPER + "[.$]");

  /** The same before the number of a class without a name, and before a lambda. */
  private static final Pattern NAMELESS =
      Pattern.compile(
          WRAPPER + "\\$(?:\\$?JShell\\$anonymous\\$\\$?(?=\\d)|(?=\\d+\\b|\\$?Lambda\\b))");

  /** JShell's class itself. */
  private static final Pattern BARE = Pattern.compile(WRAPPER + "(?![\\w.$])");

  /** JShell's methods for an expression or a statement, and for parts of them. */
  private static final String DO_IT = "do_it$";

  /** A class without a name: javac counts them, JShell calls some of them so. */
  private static final Pattern ANONYMOUS =
      Pattern.compile("\\d+|\\$*JShell\\$anonymous\\$\\$?\\d+");

  private CellNames() {}

  /** Returns a text without what JShell puts before names. */
  public static String plain(String text) {
    if (!text.contains("REPL.")) {
      return text;
    }
    String named = BARE.matcher(NAMELESS.matcher(text).replaceAll("Cell\\$")).replaceAll("Cell");
    return PREFIX.matcher(named).replaceAll("");
  }

  /** Tells whether a frame is in code that stands in a cell outside methods. */
  public static boolean isStatement(StackTraceElement frame) {
    return frame.getMethodName().startsWith(DO_IT) && isWrapper(frame.getClassName());
  }

  public static boolean isLambda(StackTraceElement frame) {
    return frame.getMethodName().startsWith("lambda$");
  }

  /** JShell's class around a class: REPL.$JShell$12B around REPL.$JShell$12B$Point. */
  static String wrapper(String className) {
    String[] parts = className.split("\\$", 4);
    return parts.length < 3 ? className : String.join("$", parts[0], parts[1], parts[2]);
  }

  private static boolean isWrapper(String className) {
    return className.indexOf('$', className.indexOf("$JShell$") + "$JShell$".length()) < 0;
  }

  /** Where in its cell a frame is, as in {@code twice()}; empty in a statement of the cell. */
  public static String place(StackTraceElement frame) {
    String method = frame.getMethodName();
    String type = type(frame.getClassName());
    if (isLambda(frame)) {
      return "a lambda";
    }
    return switch (method) {
      case "<init>" -> type.isEmpty() ? "an anonymous class" : "new " + type;
      case "<clinit>" -> "the initializer of " + type;
      default -> {
        if (isStatement(frame)) {
          yield "";
        }
        yield type.isEmpty() && !isWrapper(frame.getClassName())
            ? method + "() of an anonymous class"
            : (type.isEmpty() ? "" : type + ".") + method + "()";
      }
    };
  }

  /** The name of the method that a frame is in, in a program of the cells. */
  public static String method(StackTraceElement frame) {
    return isStatement(frame) ? "run" : isLambda(frame) ? "lambda" : frame.getMethodName();
  }

  /** The name of a user's class; empty if it has none. */
  public static String type(String className) {
    if (isWrapper(className)) {
      return "";
    }
    String nested = PREFIX.matcher(className).replaceFirst("");
    if (ANONYMOUS.matcher(nested).matches()) {
      return "";
    }
    StringBuilder name = new StringBuilder();
    for (String part : nested.split("\\$")) {
      // Foo$1 is anonymous in Foo, Foo$1Bar a local class.
      String word = part.replaceFirst("^\\d+", "");
      name.append(name.length() == 0 || word.isEmpty() ? "" : ".").append(word);
    }
    return name.toString();
  }
}
