package demitasse.kernel.errors;

import demitasse.kernel.classpath.CompilerFiles;
import demitasse.kernel.source.CellImports;
import demitasse.kernel.source.Nearest;
import demitasse.kernel.source.SnippetSplitter;
import demitasse.kernel.source.SnippetSplitter.Piece;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;

/** Says what somebody may have meant, or forgotten, who has used a name that is not known. */
public final class NameHints {
  private static final int OFFERED = 3;

  private final JShell shell;
  private final SourceCodeAnalysis analysis;
  private final SnippetSplitter splitter;
  private final ClassLoader classes;
  private final CompilerFiles files;
  private final Function<String, Optional<String>> broken;
  private final Supplier<List<String>> pending;

  /**
   * Creates what gives hints.
   *
   * @param broken says what is wrong with a declaration of a name that cannot be used
   * @param pending the packages that count as imported and are not yet
   */
  public NameHints(
      JShell shell,
      SourceCodeAnalysis analysis,
      SnippetSplitter splitter,
      ClassLoader classes,
      CompilerFiles files,
      Function<String, Optional<String>> broken,
      Supplier<List<String>> pending) {
    this.shell = shell;
    this.analysis = analysis;
    this.splitter = splitter;
    this.classes = classes;
    this.files = files;
    this.broken = broken;
    this.pending = pending;
  }

  /**
   * Returns what helps with a name that the compiler cannot find.
   *
   * @param before the code before the name
   */
  Optional<String> hint(String name, String before) {
    Stream<Supplier<Optional<String>>> ofNames =
        Stream.of(
            () -> broken.apply(name),
            () -> importedInNotebook(name),
            () -> declaredInNotebook(name, before),
            () -> toImport(name));
    return Stream.concat(
            isMember(before) ? Stream.empty() : ofNames,
            Stream.<Supplier<Optional<String>>>of(() -> near(name, before)))
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static boolean isMember(String before) {
    return before.stripTrailing().endsWith(".");
  }

  private Optional<String> near(String name, String before) {
    Set<String> names = known(before);
    if (!isMember(before)) {
      pending.get().forEach(packageName -> names.addAll(known(packageName + ".")));
    }
    return Nearest.to(name, names)
        .filter(near -> !near.equals(name))
        .map(near -> "did you mean " + near + "?");
  }

  private Optional<String> importedInNotebook(String name) {
    return inNotebook(code -> imports(NotebookCells.imports(code), name))
        .map(question -> question + " It imports " + name);
  }

  /** Leaves out the cell that has failed: it may declare the name further down. */
  private Optional<String> declaredInNotebook(String name, String before) {
    return inNotebook(
            code -> (before.isBlank() || !code.startsWith(before)) && declares(code, name))
        .map(question -> question + " It declares " + name);
  }

  /** Returns a question for the first cell for which this holds: whether it has run. */
  private static Optional<String> inNotebook(Predicate<String> holds) {
    return NotebookCells.byNumber().entrySet().stream()
        .filter(cell -> holds.test(cell.getValue()))
        .findFirst()
        .map(
            cell ->
                cell.getKey() == 1
                    ? "have you run the first cell?"
                    : "have you run code cell " + cell.getKey() + "?");
  }

  private boolean declares(String code, String name) {
    int offset = 0;
    while (code.indexOf(name, offset) >= 0) { // only then is the code worth parsing
      Piece piece = splitter.next(code, offset);
      if (!piece.completeness().isComplete()) {
        return false;
      }
      if (analysis.sourceToSnippets(piece.code()).stream()
          .anyMatch(
              snippet ->
                  snippet instanceof DeclarationSnippet declared && declared.name().equals(name))) {
        return true;
      }
      offset = piece.end();
    }
    return false;
  }

  private boolean imports(List<String> imports, String name) {
    return !new CellImports(imports, classes, shell).qualified(name + " ").equals(name + " ");
  }

  /** What could be imported, from the JDK and the class path. */
  private Optional<String> toImport(String name) {
    List<String> imports = new ArrayList<>();
    files.classesByName(name).forEach(found -> imports.add("import " + found + ";"));
    files.staticMembers(name).forEach(found -> imports.add("import static " + found + ";"));
    if (imports.isEmpty()) {
      return Optional.empty();
    }
    String first = String.join(" or ", imports.subList(0, Math.min(OFFERED, imports.size())));
    return Optional.of(
        (isAnythingImported() ? "to add: " : "have you run the first cell? Or add: ") + first);
  }

  private boolean isAnythingImported() {
    return shell.imports().anyMatch(one -> one.isStatic() || !one.fullname().startsWith("java."));
  }

  /** The names that could stand after this code. */
  private Set<String> known(String before) {
    Set<String> names = new LinkedHashSet<>();
    analysis
        .completionSuggestions(before, before.length(), new int[1])
        .forEach(
            suggestion -> {
              String text = suggestion.continuation();
              int end = text.indexOf('(');
              names.add(end < 0 ? text : text.substring(0, end));
            });
    names.removeIf(one -> one.isEmpty() || one.contains("$"));
    return names;
  }
}
