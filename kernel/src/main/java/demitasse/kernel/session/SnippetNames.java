package demitasse.kernel.session;

import java.util.Locale;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;

/** What messages call a declaration. */
final class SnippetNames {
  private SnippetNames() {}

  /** Returns its kind and name, as in {@code method twice}. */
  static String of(Snippet snippet) {
    String kind =
        switch (snippet.kind()) {
          case TYPE_DECL -> "type";
          case VAR -> "variable";
          default -> snippet.kind().name().toLowerCase(Locale.ROOT);
        };
    return snippet instanceof PersistentSnippet declared ? kind + " " + declared.name() : kind;
  }
}
