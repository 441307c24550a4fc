package demitasse.data;

import java.text.Normalizer;
import java.util.List;

/** Names of classes, compared however their accents are put together: macOS takes them apart. */
final class ClassNames {
  private ClassNames() {}

  /** Returns a name with its accents put together. */
  static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /** Returns the place of a class; -1 if there is none. */
  static int indexOf(List<String> classes, String name) {
    int exact = classes.indexOf(name);
    if (exact >= 0) {
      return exact;
    }
    return classes.stream().map(ClassNames::composed).toList().indexOf(composed(name));
  }
}
