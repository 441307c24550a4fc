package demitasse.kernel.errors;

import java.util.Locale;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;

/** What messages call a declaration. */
public final class SnippetNames {
  private SnippetNames() {}

  /** Returns its kind and name, as in {@code method twice}. */
  public static String of(Snippet snippet) {
    String kind =
        switch (snippet.kind()) {
          case TYPE_DECL -> "type";
          case VAR -> "variable";
          default -> snippet.kind().name().toLowerCase(Locale.ROOT);
        };
    return snippet instanceof PersistentSnippet declared ? kind + " " + declared.name() : kind;
  }
}
