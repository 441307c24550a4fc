package demitasse.kernel.errors;

import demitasse.kernel.source.CellNames;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains why an object is not of the class whose name its class has. */
final class CastMessages {
  private static final Pattern CAST =
      Pattern.compile("class (" + CellNames.WRAPPER + "\\S*) cannot be cast to class (\\S+) .*");

  private CastMessages() {}

  /** Returns a message of the JVM, or a plainer one where it names one class twice. */
  static String plain(String message) {
    Matcher cast = CAST.matcher(message);
    if (cast.matches()) {
      String type = CellNames.plain(cast.group(1));
      if (type.equals(CellNames.plain(cast.group(2)))) {
        return "the object has the class %s as it was before %s was declared again"
            .formatted(type, type);
      }
    }
    return CellNames.plain(message);
  }
}
