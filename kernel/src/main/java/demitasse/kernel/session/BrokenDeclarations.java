package demitasse.kernel.session;

import demitasse.kernel.base.Failure;
import demitasse.kernel.base.Notes;
import demitasse.kernel.errors.CompileErrors;
import demitasse.kernel.errors.SnippetNames;
import demitasse.kernel.errors.Tracebacks;
import demitasse.kernel.source.CellPlaces;
import demitasse.kernel.source.CompilerNoise;
import demitasse.kernel.source.JavaText;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;

/**
 * What is wrong with declarations that stand in the session and cannot be used.
 *
 * <p>JShell keeps a declaration that mentions a name it cannot find, and tells no more than that
 * name: be it a method that a later cell is to declare, or a component that a record has lost. So
 * such a declaration is compiled once more, as part of a statement, of which the compiler tells
 * all.
 */
final class BrokenDeclarations {
  private static final String IN_PROBE = " in " + CompileErrors.NOWHERE;
  private static final String PROBE = "{ class %s { %s\n} }";

  /** What the compiler calls types that extend each other. */
  private static final String CYCLE = "compiler.err.cyclic.inheritance";

  private static final String NO_BODY =
      " has no body: declare an abstract method in an interface or an abstract class";

  private final JShell shell;
  private final CompilerNoise noise;
  private final SessionVariables variables;
  private final CellPlaces places;

  BrokenDeclarations(
      JShell shell, CompilerNoise noise, SessionVariables variables, CellPlaces places) {
    this.shell = shell;
    this.noise = noise;
    this.variables = variables;
    this.places = places;
  }

  /** What the compiler says of a declaration, and of which code. */
  private record Findings(Snippet compiled, List<Diag> errors) {}

  /** Tells whether a declaration cannot be used as it is. */
  boolean isBroken(Snippet snippet) {
    Status status = shell.status(snippet);
    return status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED;
  }

  /** Says why a declaration cannot be used, as an error of the cell that uses it. */
  Failure failure(DeclarationSnippet snippet, Tracebacks tracebacks) {
    return failure(snippet, findings(snippet), tracebacks);
  }

  private Failure failure(DeclarationSnippet snippet, Findings findings, Tracebacks tracebacks) {
    if (findings.errors().stream().allMatch(this::isYetToCome)) {
      return Failure.plain("UnresolvedReference", missing(snippet));
    }
    if (findings.compiled() == snippet) {
      return tracebacks.compileError(snippet, findings.errors());
    }
    places.standIn(findings.compiled(), snippet);
    Failure failure = tracebacks.compileError(findings.compiled(), findings.errors());
    places.forget(findings.compiled());
    return failure;
  }

  /** Says why a declaration of this name cannot be used; nothing if there is no such one. */
  Optional<String> why(String name) {
    return why(name, new HashSet<>());
  }

  private Optional<String> why(String name, Set<String> seen) {
    return seen.add(name)
        ? shell
            .snippets()
            .filter(snippet -> shell.status(snippet) == Status.RECOVERABLE_NOT_DEFINED)
            .filter(one -> one instanceof PersistentSnippet named && named.name().equals(name))
            .flatMap(snippet -> why((DeclarationSnippet) snippet, seen).stream())
            .findFirst()
        : Optional.empty();
  }

  /** Blames what a declaration lacks, if that exists but is broken itself. */
  private Optional<String> why(DeclarationSnippet snippet, Set<String> seen) {
    return shell
        .unresolvedDependencies(snippet)
        .map(missing -> missing.substring(missing.lastIndexOf(' ') + 1)) // "class Square"
        .flatMap(missing -> why(missing, seen).stream())
        .findFirst()
        .or(() -> doesNotCompile(snippet));
  }

  private Optional<String> doesNotCompile(DeclarationSnippet snippet) {
    CellPlaces.Place place = places.of(snippet);
    return findings(snippet).errors().stream()
        .findFirst()
        .map(CompileErrors::brief)
        .map(
            error ->
                SnippetNames.of(snippet)
                    + (place == null ? "" : " (" + place.name(1) + ")")
                    + " does not compile: "
                    + error);
  }

  /**
   * Says at the end of a cell what a declaration in it lacks: it may stand further down. Returns
   * why it can never be used, if nothing that a later cell declares could mend it.
   */
  Optional<Failure> noteNew(DeclarationSnippet snippet, Tracebacks tracebacks) {
    if (!isBroken(snippet)) {
      return Optional.empty();
    }
    if (snippet.kind() == Snippet.Kind.METHOD
        && JavaText.masked(snippet.source()).indexOf('{') < 0) {
      return Optional.of(Failure.plain("CompileError", SnippetNames.of(snippet) + NO_BODY));
    }
    Findings findings = findings(snippet);
    List<Diag> errors = findings.errors();
    if (!errors.isEmpty() && errors.stream().map(Diag::getCode).allMatch(CYCLE::equals)) {
      return Optional.of(failure(snippet, findings, tracebacks));
    }
    note(snippet, "does not compile yet", error -> true, errors);
    return Optional.empty();
  }

  /**
   * Says that a declaration of an earlier cell no longer compiles. Of what lacks nothing but
   * another one that is broken, that one's note is enough.
   */
  void noteOld(DeclarationSnippet snippet) {
    if (isBroken(snippet)) {
      note(
          snippet,
          "no longer compiles",
          error -> CompileErrors.missingName(error).isEmpty(),
          findings(snippet).errors());
    }
  }

  private void note(
      DeclarationSnippet snippet, String says, Predicate<Diag> isToTell, List<Diag> errors) {
    if (errors.stream().allMatch(this::isYetToCome)) {
      Notes.say("Note: " + missing(snippet) + ".");
    } else {
      errors.stream()
          .filter(isToTell)
          .findFirst()
          .map(CompileErrors::brief)
          .ifPresent(
              why -> Notes.say("Note: %s %s: %s.".formatted(SnippetNames.of(snippet), says, why)));
    }
  }

  /** Tells whether a name is missing that a later cell may declare. */
  private boolean isYetToCome(Diag error) {
    return CompileErrors.missingName(error).filter(name -> !isDeclared(name)).isPresent();
  }

  private boolean isDeclared(String name) {
    return shell
        .snippets()
        .filter(snippet -> shell.status(snippet).isActive())
        .anyMatch(one -> one instanceof PersistentSnippet named && named.name().equals(name));
  }

  private Findings findings(DeclarationSnippet snippet) {
    List<Diag> errors = shell.diagnostics(snippet).filter(Diag::isError).toList();
    if (!errors.isEmpty()) {
      return new Findings(snippet, errors);
    }
    SessionVariables.Before before = variables.now();
    String code = PROBE.formatted(CompileErrors.NOWHERE, snippet.source());
    Snippet compiled = noise.without(() -> shell.eval(code)).get(0).snippet();
    List<Diag> found =
        shell
            .diagnostics(compiled)
            .filter(Diag::isError)
            .filter(error -> !error.getMessage(Locale.ENGLISH).contains(IN_PROBE))
            .toList();
    variables.backTo(before);
    return new Findings(compiled, found);
  }

  private String missing(DeclarationSnippet snippet) {
    String names = shell.unresolvedDependencies(snippet).collect(Collectors.joining(", "));
    return SnippetNames.of(snippet)
        + (names.isEmpty()
            ? " cannot be used: it has no body"
            : " cannot be used before " + names + " is declared");
  }
}
