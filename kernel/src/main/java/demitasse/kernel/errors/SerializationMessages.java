package demitasse.kernel.errors;

import demitasse.kernel.source.CellPlaces;
import java.io.NotSerializableException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Explains why an object of a cell cannot be serialized, as when it is to be sent to another
 * process: where its class is declared, and what the declaration lacks.
 */
final class SerializationMessages {
  /**
   * A class of a cell, as the JVM names it, at the end of a message or before an explanation. The
   * message is that of the exception itself, or has it as its cause; or Spark says it of the result
   * of a task.
   */
  private static final Pattern CLASS =
      Pattern.compile(
          "(?:^|(NotSerializableException: |not serializable result: ))"
              + "(REPL\\.\\$JShell\\$[\\w$]+)(?=$|\\s|/)");

  private static final String LAMBDA = "$$Lambda";

  private SerializationMessages() {}

  /**
   * Returns what to add to the message of an exception; empty if the object is of no cell.
   *
   * @param message what the exception says, with the names that the JVM has; null for nothing
   */
  static String hint(Throwable thrown, String message, CellPlaces.Search search) {
    Matcher named = CLASS.matcher(message == null ? "" : message);
    if (!named.find() || named.group(1) == null && !(thrown instanceof NotSerializableException)) {
      return "";
    }
    String name = named.group(2);
    Optional<String> place =
        search
            .find(new StackTraceElement(name, "", null, 0))
            .map(spot -> spot.place().name(spot.line()));
    return place.map(where -> explain(name, where)).orElse("");
  }

  private static String explain(String className, String where) {
    return className.contains(LAMBDA)
        ? " (a lambda of %s; cast it to a serializable type)".formatted(where)
        : " (declared in %s; declare it with implements Serializable)".formatted(where);
  }
}
