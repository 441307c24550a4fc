package demitasse.kernel.session;

import demitasse.kernel.base.Log;
import demitasse.kernel.base.Sneaky;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.StatementSnippet;

/**
 * {@link JShell#eval} with fewer passes of the compiler for expressions and statements.
 *
 * <p>JShell analyzes an expression for its type, and again for the type of the variable that is to
 * hold its value, which the kernel forgets at once. A statement it compiles on trial. Then it
 * analyzes and compiles what it has made of them. Here only the last two passes are left: a
 * statement becomes the body of a method, and an expression what the method returns. Code that does
 * not compile in this way goes to JShell, which decides what it is and what is wrong with it.
 *
 * <p>JShell has no call for this; as in {@link ShellState}, its package is open to the kernel.
 */
final class DirectEval {
  private static final Pattern STATEMENT =
      Pattern.compile("(?:for|while|do|if|try|synchronized)\\b|\\{");

  private static final String NAME = "[\\p{L}_$][\\p{L}\\p{N}_$]*";
  private static final String PATH = NAME + "(?:\\s*\\.\\s*" + NAME + ")*";

  /** A call, from the path of its method on. */
  private static final Pattern CALL = Pattern.compile("(" + PATH + ")\\s*\\(");

  /** The JDK's methods that cells call most, and that have no value. */
  private static final Pattern PRINT = Pattern.compile("System\\.(?:out|err)\\.print(?:ln)?\\(");

  /** How expressions begin that are no calls: with a name behind which no declaration follows. */
  private static final Pattern EXPRESSION =
      Pattern.compile(
          "[0-9\"'!~+(-]|new\\b|"
              + (PATH + "\\s*(?:[+\\-*/%&|^?>]|[=!]=|\\[\\s*[^\\s\\]]|instanceof\\b)|")
              + (NAME + "\\s*\\.\\s*" + PATH + "\\s*;?\\s*$"));

  /**
   * What JShell must tell apart: a variable or its assignment from other expressions, and a switch
   * that is a statement from one that has a value.
   */
  private static final Pattern OTHER =
      Pattern.compile("[(\\s]*" + NAME + "[)\\s]*(?:=[^=]|;?\\s*$)|switch\\b");

  private final JShell shell;
  private final ShellState state;
  private final Internals internals;

  /** Methods without a value, as calls name them: behind a return they would not compile. */
  private final Set<String> withoutValue = new HashSet<>();

  DirectEval(JShell shell, ShellState state) {
    this.shell = shell;
    this.state = state;
    this.internals = Internals.of(shell);
  }

  /**
   * Evaluates code like {@link JShell#eval}.
   *
   * @param before the session as it is
   */
  List<SnippetEvent> eval(String code, ShellState.Mark before) {
    Optional<Object> wrap = internals == null ? Optional.empty() : wrap(code);
    if (wrap.isPresent()) {
      StatementSnippet snippet = internals.snippet(code, wrap.get());
      List<SnippetEvent> events = internals.declare(snippet);
      if (shell.status(snippet) != Status.REJECTED) {
        return events;
      }
      state.backTo(before);
    }
    List<SnippetEvent> events = shell.eval(code);
    if (events.stream().anyMatch(event -> event.snippet() instanceof StatementSnippet)) {
      called(code).ifPresent(withoutValue::add);
    }
    return events;
  }

  /** Returns the method to compile; nothing for code of other kinds. */
  private Optional<Object> wrap(String code) {
    if (code.contains("//") || code.contains("/*") || OTHER.matcher(code).lookingAt()) {
      return Optional.empty();
    }
    if (STATEMENT.matcher(code).lookingAt()
        || PRINT.matcher(code).lookingAt() && isSystemTheJdks()) {
      return Optional.of(internals.body(code));
    }
    boolean hasValue =
        called(code)
            .map(method -> !withoutValue.contains(method))
            .orElseGet(() -> EXPRESSION.matcher(code).lookingAt());
    return hasValue ? Optional.of(internals.returned(code)) : Optional.empty();
  }

  private boolean isSystemTheJdks() {
    return shell
        .snippets()
        .noneMatch(
            snippet ->
                snippet instanceof PersistentSnippet named
                    && named.name().equals("System")
                    && shell.status(snippet).isActive());
  }

  private static Optional<String> called(String code) {
    Matcher call = CALL.matcher(code);
    return call.lookingAt() ? Optional.of(call.group(1).replaceAll("\\s", "")) : Optional.empty();
  }

  /** JShell's fields and methods that are no part of its interface. */
  private static final class Internals {
    private final SourceCodeAnalysis analysis;
    private final Object eval;
    private final Object keys;
    private final Method key;
    private final Method body;
    private final Method returned;
    private final Constructor<StatementSnippet> snippet;
    private final Method diagnostics;
    private final Method declare;
    private final Method suspendIndexing;
    private final Method resumeIndexing;

    private Internals(JShell shell) throws ReflectiveOperationException {
      analysis = shell.sourceCodeAnalysis();
      suspendIndexing = method(analysis.getClass(), "suspendIndexing");
      resumeIndexing = method(analysis.getClass(), "resumeIndexing");
      eval = open(JShell.class.getDeclaredField("eval")).get(shell);
      keys = open(JShell.class.getDeclaredField("keyMap")).get(shell);
      key = method(keys.getClass(), "keyForStatement");
      Class<?> wraps = Snippet.class.getDeclaredMethod("guts").getReturnType();
      body = method(wraps, "methodWrap", String.class);
      returned = method(wraps, "methodReturnWrap", String.class);
      snippet =
          open(
              StatementSnippet.class.getDeclaredConstructor(
                  key.getReturnType(), String.class, wraps));
      diagnostics = method(Snippet.class, "syntheticDiags");
      declare = method(eval.getClass(), "declare", Snippet.class, diagnostics.getReturnType());
    }

    /** Returns access to a session; null if there is none. */
    static Internals of(JShell shell) {
      try {
        return new Internals(shell);
      } catch (ReflectiveOperationException | InaccessibleObjectException e) {
        Log.note(
            "JShell's package is closed; expressions and statements compile more slowly: " + e);
        return null;
      }
    }

    private static <T extends AccessibleObject> T open(T member) {
      member.setAccessible(true);
      return member;
    }

    private static Method method(Class<?> owner, String name, Class<?>... parameters)
        throws ReflectiveOperationException {
      return open(owner.getDeclaredMethod(name, parameters));
    }

    private static Object call(Method method, Object owner, Object... arguments) {
      try {
        return method.invoke(owner, arguments);
      } catch (InvocationTargetException e) {
        throw Sneaky.rethrow(e.getCause());
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }

    Object body(String code) {
      return call(body, null, code);
    }

    Object returned(String code) {
      return call(returned, null, code);
    }

    StatementSnippet snippet(String code, Object wrap) {
      try {
        return snippet.newInstance(call(key, keys), code, wrap);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Compiles, loads and runs a snippet; an index of the class path that is being made waits. */
    @SuppressWarnings("unchecked") // as JShell declares it
    List<SnippetEvent> declare(StatementSnippet made) {
      call(suspendIndexing, analysis);
      try {
        return (List<SnippetEvent>) call(declare, eval, made, call(diagnostics, made));
      } finally {
        call(resumeIndexing, analysis);
      }
    }
  }
}
