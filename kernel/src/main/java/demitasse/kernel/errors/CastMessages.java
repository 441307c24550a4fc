package demitasse.kernel.errors;

import demitasse.kernel.source.CellNames;
import java.lang.invoke.WrongMethodTypeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Explains why an object is not of the class whose name its class has: one was declared again, and
 * to the JVM both are strangers.
 */
final class CastMessages {
  /** A class of a cell, as the JVM names it. */
  private static final Pattern CLASS = Pattern.compile(CellNames.WRAPPER + "\\$[\\w$]+");

  /** What says that an object is of one class and was to be of another, and nothing else. */
  private static final Pattern CAST =
      Pattern.compile("class \\S+ cannot be cast to class \\S+ .*|Cannot cast \\S+ to \\S+");

  private static final Set<Class<? extends Throwable>> MISMATCHES =
      Set.of(
          ClassCastException.class,
          ArrayStoreException.class,
          IllegalArgumentException.class,
          WrongMethodTypeException.class);

  private CastMessages() {}

  /**
   * Returns the message of an exception, explained where classes of one name may have met.
   *
   * @param message what the exception says; null for nothing
   * @param declaredAgain the types that were declared more than once
   */
  static String plain(Throwable thrown, String message, Supplier<Set<String>> declaredAgain) {
    String said = message == null ? "" : CellNames.plain(message);
    if (!MISMATCHES.contains(thrown.getClass())) {
      return said;
    }
    Map<String, Set<String>> named = new HashMap<>();
    Matcher classes = CLASS.matcher(said.isEmpty() ? "" : message);
    while (classes.find()) {
      String name = classes.group();
      named.computeIfAbsent(CellNames.plain(name), plain -> new TreeSet<>()).add(name);
    }
    for (Map.Entry<String, Set<String>> one : named.entrySet()) {
      if (one.getValue().size() > 1) {
        String why =
            "the object has the class %s as it was before %s was declared again"
                .formatted(one.getKey(), one.getKey());
        return CAST.matcher(message).matches() ? why : said + ": " + why;
      }
    }
    List<String> suspects =
        declaredAgain.get().stream()
            .filter(name -> named.containsKey(name) || named.isEmpty() && isBare(thrown, said))
            .toList();
    return suspects.isEmpty() ? said : (said + " " + perhaps(suspects)).strip();
  }

  /** Tells whether a message is about classes and does not name them. */
  private static boolean isBare(Throwable thrown, String said) {
    return said.endsWith("type mismatch") || said.isEmpty() && thrown instanceof ClassCastException;
  }

  private static String perhaps(List<String> names) {
    return "(perhaps because %s declared again: objects from before have another class)"
        .formatted(String.join(", ", names) + (names.size() == 1 ? " was" : " were"));
  }
}
