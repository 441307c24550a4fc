package demitasse.kernel.session;

import demitasse.kernel.base.Notes;
import demitasse.kernel.execution.CellExecution;
import demitasse.kernel.source.CompilerNoise;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;

/** The variables of a session, and what it takes for them to stay. */
public final class SessionVariables {
  private final JShell shell;
  private final CellExecution execution;
  private final CompilerNoise noise;
  private final ShellState state;
  private final Preview preview = new Preview();

  SessionVariables(JShell shell, CellExecution execution, CompilerNoise noise, ShellState state) {
    this.shell = shell;
    this.execution = execution;
    this.noise = noise;
    this.state = state;
  }

  /** The variables that can be used, by their names. */
  private Map<String, VarSnippet> valid() {
    return shell
        .variables()
        .filter(variable -> shell.status(variable) == Snippet.Status.VALID)
        .collect(Collectors.toMap(VarSnippet::name, variable -> variable, (a, b) -> b));
  }

  /**
   * A variable as it is.
   *
   * @param type the type that it is declared with
   */
  public record Held(String name, Class<?> type, Object value) {}

  /** The variables and what they hold, by their names; from any thread. */
  public List<Held> held() {
    List<Held> held = new ArrayList<>();
    new TreeMap<>(execution.fields())
        .forEach(
            (name, field) -> held.add(new Held(name, field.getType(), execution.value(field))));
    return held;
  }

  /** Returns the beginning of the text form of a variable's value. */
  public String preview(String variable) {
    return preview.of(execution.variable(variable));
  }

  /**
   * JShell keeps the value of every expression in a variable of its own, {@code $1} and so on: a
   * table that was shown once would stay in memory, and each later cell would compile against all
   * of them.
   */
  void forgetIfTemporary(Snippet snippet) {
    if (snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
      shell.drop(snippet);
      execution.forget(((VarSnippet) snippet).name());
    }
  }

  /**
   * The variables at a time.
   *
   * @param declared their declarations
   * @param fields where their values are
   * @param mark the state of JShell
   */
  record Before(
      Map<String, VarSnippet> declared, Map<String, Field> fields, ShellState.Mark mark) {}

  /** The variables as they are. */
  Before now() {
    return new Before(valid(), execution.fields(), state.mark());
  }

  /** Makes the session and its variables what they were. */
  void backTo(Before before) {
    if (state.backTo(before.mark())) {
      execution.backTo(before.fields());
    }
  }

  /**
   * Repairs what a new declaration did to earlier variables, and says what could not be.
   *
   * <p>JShell drops a variable whose initialiser no longer compiles, although nobody is going to
   * run that initialiser again. And where the name of its type has come to mean another type, it
   * becomes one of that type. Declared once more without an initialiser, and with the full name of
   * the type, it stands again, and its value moves over.
   *
   * @param before the variables before the snippets that have just been evaluated
   * @param snippets those snippets
   */
  void keep(Before before, List<Snippet> snippets) {
    Set<String> own =
        snippets.stream()
            .filter(VarSnippet.class::isInstance)
            .map(snippet -> ((VarSnippet) snippet).name())
            .collect(Collectors.toSet());
    Map<String, VarSnippet> after = valid();
    after.forEach(
        (name, variable) ->
            execution.follow(name, shell.sourceCodeAnalysis().wrapper(variable).fullClassName()));
    for (VarSnippet variable : new TreeMap<>(before.declared()).values()) {
      String name = variable.name();
      Field old = before.fields().get(name);
      VarSnippet now = after.get(name);
      if (old != null
          && !own.contains(name)
          && shell.status(variable) != Snippet.Status.DROPPED
          && (now == null || now == variable && !isAsBefore(old, name))) {
        if (!declareAgain(variable, old) && !revive(variable, old, before.mark())) {
          execution.forget(name);
          Notes.say(
              "Note: the variable "
                  + name
                  + " is gone: its type "
                  + variable.typeName()
                  + " no longer compiles.");
        }
      }
    }
    Set<String> reset = reset(before);
    reset.removeAll(own);
    if (!reset.isEmpty()) {
      Notes.say(
          "Note: reset, because the type was declared again: " + String.join(", ", reset) + ".");
    }
  }

  /** The variables that have another place than before, to which their values did not fit. */
  private Set<String> reset(Before before) {
    Map<String, Field> now = execution.fields();
    Set<String> reset = new TreeSet<>();
    before
        .fields()
        .forEach(
            (name, old) -> {
              Field field = now.getOrDefault(name, old);
              if (field != old && !haveSameValue(old, field)) {
                reset.add(name);
              }
            });
    return reset;
  }

  private boolean haveSameValue(Field a, Field b) {
    Object value = execution.value(a);
    return a.getType().isPrimitive()
        ? value.equals(execution.value(b)) // boxed anew each time
        : value == execution.value(b);
  }

  private boolean isAsBefore(Field old, String name) {
    Field now = execution.fields().get(name);
    return now == old || TypeNames.mean(old.getGenericType(), now.getGenericType());
  }

  private boolean declareAgain(VarSnippet variable, Field old) {
    String name = variable.name();
    String type = variable.typeName();
    Object value = execution.value(old);
    List<String> ways = new ArrayList<>();
    // An intersection can stand in a cast and in no declaration.
    ways.add(
        type.indexOf('&') < 0
            ? type + " " + name + ";"
            : "var " + name + " = (" + type + ") null;");
    TypeNames.full(old.getGenericType()).ifPresent(full -> ways.add(full + " " + name + ";"));
    for (String way : TypeNames.isNamed(old.getGenericType()) ? ways : List.<String>of()) {
      if (eval(way).status() == Snippet.Status.VALID && isAsBefore(old, name)) {
        execution.set(name, value); // the declaration has just set it to null
        return true;
      }
    }
    return false;
  }

  private SnippetEvent eval(String code) {
    return noise.without(() -> shell.eval(code)).get(0);
  }

  /** Brings back a variable of a type without a name, and has code that uses it use that one. */
  private boolean revive(VarSnippet variable, Field old, ShellState.Mark mark) {
    Optional<String> abandoned = state.revive(variable, mark);
    abandoned.ifPresent(
        wrapper -> {
          execution.revive(variable.name(), old);
          shell
              .snippets()
              .filter(snippet -> isCode(snippet) && uses(snippet, variable.name(), wrapper))
              .toList()
              .forEach(snippet -> eval(snippet.source()));
        });
    return abandoned.isPresent();
  }

  private boolean isCode(Snippet snippet) {
    return shell.status(snippet).isActive()
        && (snippet.kind() == Snippet.Kind.METHOD || snippet.kind() == Snippet.Kind.TYPE_DECL);
  }

  private boolean uses(Snippet snippet, String variable, String wrapper) {
    return state.refersTo(snippet, wrapper)
        || shell
            .unresolvedDependencies((DeclarationSnippet) snippet)
            .anyMatch(missing -> missing.endsWith(" " + variable));
  }
}
