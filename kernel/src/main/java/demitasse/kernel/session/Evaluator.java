package demitasse.kernel.session;

import demitasse.kernel.execution.CellExecution;
import demitasse.kernel.source.CellPlaces;
import demitasse.kernel.source.CompilerNoise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;

/**
 * JShell's {@code eval}, with what a session needs around it: code that does not compile leaves
 * everything as it was, what is declared later wins, and variables live on.
 */
final class Evaluator {
  private static final String TOO_DEEP = "this code is nested too deeply to compile";
  private static final String NO_CODE =
      "the compiler failed while it translated this code, which may be nested too deeply";

  /** How many snippets a compiler works on: with a new one the next takes some 0.1 s longer. */
  private static final int LIFE = 1000;

  private final JShell shell;
  private final CellExecution execution;
  private final CompilerNoise noise;
  private final SessionVariables variables;
  private final NameClashes clashes;
  private final BrokenDeclarations broken;
  private final ShellState state;
  private final CellPlaces places;
  private final DirectEval direct;
  private int compiled;

  Evaluator(
      JShell shell,
      CellExecution execution,
      CompilerNoise noise,
      SessionVariables variables,
      BrokenDeclarations broken,
      ShellState state,
      CellPlaces places) {
    this.shell = shell;
    this.places = places;
    this.execution = execution;
    this.noise = noise;
    this.variables = variables;
    this.broken = broken;
    this.clashes = new NameClashes(shell, execution);
    this.state = state;
    this.direct = new DirectEval(shell, state);
  }

  /** Evaluates one piece of code that JShell would take as one. */
  Evaluation eval(String code) {
    SessionVariables.Before before = variables.now();
    CellExecution.Run<List<SnippetEvent>> run;
    try {
      run = execution.watch(() -> noise.without(() -> direct.eval(code, before.mark())));
    } catch (StackOverflowError | InternalError e) {
      variables.backTo(before);
      return crashed(e);
    } catch (IllegalArgumentException | IllegalStateException e) {
      variables.backTo(before);
      return Evaluation.failed(e.getClass().getName(), String.valueOf(e.getMessage()));
    }
    List<SnippetEvent> events = run.result();
    Optional<Snippet> rejected =
        own(events).map(SnippetEvent::snippet).filter(this::hasErrors).findFirst();
    if (rejected.isPresent()) {
      return reject(rejected.get(), before);
    }
    if (run.unloadable() != null) {
      variables.backTo(before);
      return Unloadable.explain(run.unloadable());
    }
    List<Snippet> snippets = own(events).map(SnippetEvent::snippet).toList();
    if (run.missing() || snippets.stream().anyMatch(this::lacksClass)) {
      variables.backTo(before);
      renewCompiler();
      return Evaluation.failed("CompileError", NO_CODE);
    }
    Optional<Evaluation> refused = clashes.refuse(snippets);
    if (refused.isPresent()) {
      variables.backTo(before);
      return refused.get();
    }
    clashes.dropDisplaced(snippets);
    variables.keep(before, snippets);
    noteBroken(events);
    snippets.forEach(variables::forgetIfTemporary);
    execution.letGo();
    state.sweep(places::retire);
    if (++compiled >= LIFE) {
      renewCompiler();
    }
    return Evaluation.of(snippets, exception(events), run.value(), run.thrown());
  }

  private static Stream<SnippetEvent> own(List<SnippetEvent> events) {
    return events.stream().filter(event -> event.causeSnippet() == null);
  }

  private static JShellException exception(List<SnippetEvent> events) {
    return own(events)
        .map(SnippetEvent::exception)
        .filter(exception -> exception != null)
        .findFirst()
        .orElse(null);
  }

  /**
   * Tells whether the compiler found errors other than names that are still missing. They need not
   * make JShell reject the snippet: a method may turn out too large only when its code is made.
   */
  private boolean hasErrors(Snippet snippet) {
    return shell.status(snippet) == Status.REJECTED
        || shell.diagnostics(snippet).anyMatch(Diag::isError);
  }

  /**
   * Tells whether a declaration that does not run has no class. JShell does not report a compiler
   * that runs out of stack while it generates code.
   */
  private boolean lacksClass(Snippet snippet) {
    return snippet instanceof DeclarationSnippet
        && !snippet.subKind().isExecutable()
        && shell.status(snippet) == Status.VALID
        && state.wrapper(snippet).filter(wrapper -> !execution.has(wrapper)).isPresent();
  }

  private Evaluation reject(Snippet snippet, SessionVariables.Before before) {
    List<Diag> errors = new ArrayList<>(shell.diagnostics(snippet).toList());
    boolean late = shell.status(snippet) != Status.REJECTED;
    variables.backTo(before);
    if (late) {
      renewCompiler();
    }
    return Evaluation.rejected(snippet, errors);
  }

  /**
   * Has JShell take new compilers. One that failed while it made code goes on to fail, and one that
   * has worked for long keeps the name of every class it has seen.
   */
  private void renewCompiler() {
    shell.addToClasspath("");
    compiled = 0;
  }

  /** Says what is wrong where the compiler did not come to an end. */
  static Evaluation crashed(Error e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof StackOverflowError) {
        return Evaluation.failed(t.getClass().getName(), TOO_DEEP);
      }
    }
    return Evaluation.failed("CompileError", "the compiler failed: " + e.getMessage());
  }

  /** Says which earlier declarations no longer compile. */
  private void noteBroken(List<SnippetEvent> events) {
    for (SnippetEvent event : events) {
      if (event.causeSnippet() != null
          && event.previousStatus() == Status.VALID
          && (event.snippet().kind() == Snippet.Kind.METHOD
              || event.snippet().kind() == Snippet.Kind.TYPE_DECL)) {
        broken.noteOld((DeclarationSnippet) event.snippet());
      }
    }
  }
}
