package demitasse.kernel.session;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.TypeDeclSnippet;

/**
 * Prefers what the user imports on demand to what is imported by default. To the compiler both are
 * equal: after {@code import java.awt.*} a {@code List} would be ambiguous.
 */
final class OnDemandImports {
  private final JShell shell;
  private final Evaluator evaluator;
  private final ClassLoader classes;
  private final Set<String> settled = new HashSet<>();

  OnDemandImports(JShell shell, Evaluator evaluator, ClassLoader classes) {
    this.shell = shell;
    this.evaluator = evaluator;
    this.classes = classes;
  }

  /** Imports by name what code may mean of the user's packages and the default ones have too. */
  void settleFor(String code) {
    List<String> packages =
        shell
            .imports()
            .filter(snippet -> snippet.subKind() == SubKind.TYPE_IMPORT_ON_DEMAND_SUBKIND)
            .filter(snippet -> shell.status(snippet) == Snippet.Status.VALID)
            .map(snippet -> snippet.fullname().replace(".*", ""))
            .filter(name -> !DefaultImports.PACKAGES.contains(name))
            .toList();
    if (packages.isEmpty()) {
      return;
    }
    for (String word : DefaultImports.words(code)) {
      if (settled.add(packages + word) && DefaultImports.haveType(word) && !isNamed(word)) {
        packages.stream()
            .map(name -> name + "." + word)
            .filter(this::isType)
            .reduce((earlier, later) -> later)
            .ifPresent(type -> evaluator.eval("import " + type + ";"));
      }
    }
  }

  /** Tells whether the session has a type of this name by itself or by an import that names it. */
  private boolean isNamed(String word) {
    return shell
        .snippets()
        .filter(snippet -> shell.status(snippet).isActive())
        .anyMatch(
            snippet ->
                snippet instanceof TypeDeclSnippet type && type.name().equals(word)
                    || snippet instanceof ImportSnippet added && added.name().equals(word));
  }

  private boolean isType(String name) {
    try {
      Class.forName(name, false, classes);
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
