package demitasse.kernel.session;

import demitasse.kernel.base.CellFailure;
import demitasse.kernel.base.CellStopped;
import demitasse.kernel.base.Failure;
import demitasse.kernel.errors.Tracebacks;
import demitasse.kernel.execution.CellExecution;
import demitasse.kernel.execution.Stopper;
import demitasse.kernel.execution.Stoppers;
import demitasse.kernel.source.CellPackages;
import demitasse.kernel.source.CellPlaces;
import demitasse.kernel.source.JavaParser;
import demitasse.kernel.source.RecordConstructors;
import demitasse.kernel.source.SealedTypes;
import demitasse.kernel.source.SnippetSplitter;
import demitasse.kernel.source.SnippetSplitter.Piece;
import demitasse.kernel.source.Source;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Kind;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.UnresolvedReferenceException;

/** Runs the snippets of a cell in turn, up to the first that fails. */
final class CellRunner {
  private static final Pattern DISPLAY =
      Pattern.compile("(?:(?:\\w+\\.)*(?:Cells|Display|\\w+NotebookStatics)\\.)?display");

  private final JShell shell;
  private final CellExecution execution;
  private final SnippetSplitter splitter;
  private final Evaluator evaluator;
  private final BrokenDeclarations broken;
  private final DefaultImports imports;
  private final OnDemandImports onDemand;
  private final CellPlaces places;
  private final Tracebacks tracebacks;
  private final Stoppers stoppers;
  private final Duration timeLimit;
  private final CellPackages packages = new CellPackages();
  private volatile boolean runNames;

  CellRunner(
      JShell shell,
      CellExecution execution,
      SnippetSplitter splitter,
      Evaluator evaluator,
      BrokenDeclarations broken,
      DefaultImports imports,
      CellPlaces places,
      Tracebacks tracebacks,
      Stoppers stoppers,
      Duration timeLimit) {
    this.shell = shell;
    this.execution = execution;
    this.splitter = splitter;
    this.evaluator = evaluator;
    this.broken = broken;
    this.imports = imports;
    this.onDemand = new OnDemandImports(shell, evaluator, execution.classLoader());
    this.places = places;
    this.tracebacks = tracebacks;
    this.stoppers = stoppers;
    this.timeLimit = timeLimit;
  }

  /** Says whether the name of a variable is compiled and run like other code. */
  void runNames(boolean run) {
    runNames = run;
  }

  /** Runs a cell, or part of one. */
  Outcome<Object> run(Source cell) {
    Set<DeclarationSnippet> incomplete = new LinkedHashSet<>();
    Outcome<Object> outcome = Outcome.of(null);
    try {
      Source source = readable(cell);
      imports.makeFor(source.java());
      SealedTypes.toForget(source.java(), splitter, name -> type(name).isPresent()).stream()
          .flatMap(name -> type(name).stream())
          .toList() // before the first is dropped, by which others become invalid
          .forEach(shell::drop);
      int offset = 0;
      while (!outcome.failed()) {
        Piece piece = splitter.next(source.java(), offset);
        if (piece.completeness() == Completeness.EMPTY) {
          outcome = piece.code().isEmpty() ? outcome : failed("CompileError", "unclosed comment");
          break;
        }
        if (stoppers.here().asked()) {
          return Outcome.failed(stopped(null));
        }
        outcome = snippet(source, piece, incomplete);
        offset = piece.end();
      }
    } catch (StackOverflowError | InternalError e) {
      return Outcome.failed(Evaluator.crashed(e).failure());
    }
    // Now: the cell may have declared further down what was missing.
    return outcome.failed() ? outcome : settle(incomplete, outcome);
  }

  /** Says what declarations of the cell lack; one that nothing can mend fails it. */
  private Outcome<Object> settle(Set<DeclarationSnippet> incomplete, Outcome<Object> outcome) {
    Outcome<Object> settled = outcome;
    for (DeclarationSnippet declaration : incomplete) {
      Optional<Failure> failure = broken.noteNew(declaration, tracebacks);
      if (failure.isPresent()) {
        settled = Outcome.failed(failure.get());
        shell.drop(declaration);
        places.forget(declaration);
      }
    }
    return settled;
  }

  /** Finds a type that JShell has, if only to compile it along with others. */
  private Optional<TypeDeclSnippet> type(String name) {
    return shell
        .types()
        .filter(type -> type.name().equals(name) && shell.status(type).isActive())
        .findAny();
  }

  /** Completes what a file may say and a cell may not, or the other way round. */
  private Source readable(Source source) {
    String sealed = SealedTypes.withPermits(packages.leaveOut(source.java()), splitter);
    String java = RecordConstructors.opened(sealed, splitter);
    return source.with(java);
  }

  private Outcome<Object> snippet(Source source, Piece piece, Set<DeclarationSnippet> incomplete) {
    String code = piece.code();
    int offset = piece.start();
    Optional<Snippet> same = same(code);
    if (same.isPresent() || packages.isImportFrom(code)) {
      same.ifPresent(snippet -> places.remember(source, snippet, offset)); // here, from now on
      return Outcome.of(null);
    }
    if (!runNames && isVariable(code.strip())) {
      return Outcome.of(execution.variable(code.strip())); // there is nothing to compile
    }
    onDemand.settleFor(code);
    Evaluation evaluation = evaluate(source, offset, code);
    boolean failed = evaluation.rejected() != null || evaluation.failure() != null;
    if (failed && stoppers.here().asked()) { // while the compiler was at work
      places.forget(evaluation.rejected());
      return Outcome.failed(stopped(null));
    }
    if (evaluation.rejected() != null) {
      Failure failure = tracebacks.compileError(evaluation.rejected(), evaluation.errors());
      places.forget(evaluation.rejected());
      return Outcome.failed(failure);
    }
    if (evaluation.failure() != null) {
      return Outcome.failed(evaluation.failure());
    }
    if (evaluation.exception() != null) {
      return thrown(evaluation);
    }
    Object value = null;
    for (Snippet snippet : evaluation.snippets()) {
      if (snippet instanceof DeclarationSnippet declaration && broken.isBroken(declaration)) {
        incomplete.add(declaration);
      }
      if (isShown(snippet) && !isDisplay(snippet.source().strip())) {
        value = evaluation.value();
      }
    }
    return evaluation.snippets().isEmpty()
        ? failed("CompileError", "a comment is not closed")
        : Outcome.of(value);
  }

  private Evaluation evaluate(Source source, int offset, String code) {
    CellPlaces.Place around = places.running();
    places.run(CellPlaces.Place.at(source, offset));
    try {
      Evaluation evaluation = stoppers.here().within(timeLimit, () -> evaluator.eval(code));
      evaluation.snippets().forEach(snippet -> places.remember(source, snippet, offset));
      return evaluation;
    } finally {
      places.run(around);
    }
  }

  /**
   * Returns the type, method or import that stands in the session exactly so already. Declared
   * again, as when a cell is run a second time, it would be another type of the same name, and no
   * value of the first would fit any more.
   */
  private Optional<Snippet> same(String code) {
    String stripped = code.strip();
    return shell
        .snippets()
        .filter(
            snippet ->
                (snippet.kind() == Kind.TYPE_DECL
                        || snippet.kind() == Kind.METHOD
                        || snippet.kind() == Kind.IMPORT)
                    && snippet.source().strip().equals(stripped)
                    && shell.status(snippet) == Status.VALID)
        .findFirst();
  }

  private boolean isVariable(String code) {
    return shell
        .variables()
        .anyMatch(
            variable -> variable.name().equals(code) && shell.status(variable) == Status.VALID);
  }

  /**
   * An expression is shown; a declaration or an assignment is not, as under IJava. A statement has
   * a value if it returns one, as the cells of BeakerX do.
   */
  private static boolean isShown(Snippet snippet) {
    return switch (snippet.subKind()) {
      case VAR_VALUE_SUBKIND,
          OTHER_EXPRESSION_SUBKIND,
          TEMP_VAR_EXPRESSION_SUBKIND,
          STATEMENT_SUBKIND ->
          true;
      default -> false;
    };
  }

  /**
   * Tells whether code is a call of {@code display}, be it by way of its class. What that shows is
   * all that is to be seen, and not the id that it returns.
   */
  private boolean isDisplay(String code) {
    return code.contains("display(")
        && JavaParser.calledMethod(code.endsWith(";") ? code.substring(0, code.length() - 1) : code)
            .filter(DISPLAY.asMatchPredicate())
            .isPresent()
        && shell.methods().noneMatch(method -> method.name().equals("display"));
  }

  private Outcome<Object> thrown(Evaluation evaluation) {
    if (evaluation.exception() instanceof UnresolvedReferenceException unresolved) {
      return Outcome.failed(broken.failure(unresolved.getSnippet(), tracebacks));
    }
    Throwable thrown = evaluation.thrown();
    if (thrown instanceof CellFailure failure) {
      return Outcome.failed(failure.failure());
    }
    Stopper stopper = stoppers.here();
    if (stopper.asked() && (isStop(thrown) || stopper.hasCutOff())) {
      return Outcome.failed(stopped(thrown));
    }
    return new Outcome<>(null, tracebacks.exception(thrown), thrown);
  }

  Failure stopped(Throwable thrown) {
    return stoppers.here().timedOut()
        ? tracebacks.stopped(
            "EvaluationTimeout", "the cell was stopped: IJAVA_TIMEOUT is over", thrown)
        : tracebacks.stopped("Interrupted", "the cell was stopped", thrown);
  }

  static boolean isStop(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof CellStopped
          || t instanceof CancellationException
          || t instanceof InterruptedException
          || t instanceof InterruptedIOException
          || t instanceof ClosedByInterruptException) {
        return true;
      }
    }
    return false;
  }

  private static Outcome<Object> failed(String ename, String evalue) {
    return Outcome.failed(Failure.plain(ename, evalue));
  }
}
