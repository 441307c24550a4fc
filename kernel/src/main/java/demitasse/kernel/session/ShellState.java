package demitasse.kernel.session;

import demitasse.kernel.base.Log;
import demitasse.kernel.execution.CellClasses;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.tools.JavaFileObject;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;

/**
 * What JShell remembers of a session, so that a cell can be undone and what is dead forgotten.
 *
 * <p>JShell has no call for either. A declaration that does not compile replaces the one before it,
 * and takes the variables of its type along. The class file of every statement stays, and the
 * compiler reads all of them for each new one: after 5,000 cells a cell took three times as long.
 * So the kernel's jar opens JShell's package in its manifest, and this class reaches into it. Where
 * the package is closed or looks different, nothing is undone or forgotten.
 */
final class ShellState {
  /** How many snippets may be dead before they are looked for. */
  private static final int DEAD = 64;

  private final Internals internals;
  private int sizeAfterSweep;

  ShellState(JShell shell) {
    this.internals = Internals.of(shell);
  }

  /** A state to go back to. */
  static final class Mark {
    private final List<Snippet> byKey = new ArrayList<>();
    private final List<Saved> active = new ArrayList<>();
    private Set<Snippet> snippets = Set.of();
    private Map<String, JavaFileObject> classFiles = Map.of();

    private Mark() {}
  }

  private record Saved(
      Snippet snippet,
      Object status,
      Object unresolved,
      Object diagnostics,
      Object wrap,
      Object sequence) {}

  /** Notes the state as it is. */
  Mark mark() {
    Mark mark = new Mark();
    if (internals != null) {
      mark.byKey.addAll(internals.byKey);
      mark.snippets = new HashSet<>(internals.snippets);
      mark.classFiles = new TreeMap<>(internals.classFiles);
      for (Snippet snippet : internals.byKey) {
        if (snippet != null && internals.status(snippet).isActive()) {
          mark.active.add(internals.save(snippet));
        }
      }
    }
    return mark;
  }

  /** Goes back; tells whether it could. */
  boolean backTo(Mark mark) {
    if (internals == null) {
      return false;
    }
    replace(internals.byKey, mark.byKey);
    internals.snippets.retainAll(mark.snippets);
    internals.classFiles.clear();
    internals.classFiles.putAll(mark.classFiles);
    mark.active.forEach(internals::restore);
    return true;
  }

  /**
   * Makes one declaration what it was, with the very classes it had.
   *
   * @return the class around it that is no more; nothing if there is no way back
   */
  Optional<String> revive(Snippet snippet, Mark mark) {
    for (Saved saved : mark.active) {
      if (saved.snippet() == snippet) {
        String abandoned = internals.className(snippet);
        internals.restore(saved);
        internals.byKey.set(mark.byKey.indexOf(snippet), snippet);
        internals.snippets.add(snippet);
        String revived = internals.className(snippet);
        mark.classFiles.forEach(
            (name, file) -> {
              if (CellClasses.wrapper(name).equals(revived)) {
                internals.classFiles.put(name, file);
              }
            });
        return Optional.of(abandoned);
      }
    }
    return Optional.empty();
  }

  /** Returns the class around a snippet; nothing if JShell does not tell. */
  Optional<String> wrapper(Snippet snippet) {
    return Optional.ofNullable(internals).map(known -> known.className(snippet));
  }

  /** Tells whether the code of a declaration refers to a class around another one. */
  boolean refersTo(Snippet snippet, String wrapper) {
    String own = internals.className(snippet);
    return internals.classFiles.entrySet().stream()
        .filter(entry -> CellClasses.wrapper(entry.getKey()).equals(own))
        .anyMatch(entry -> CellClasses.wrappersIn(bytes(entry.getValue())).contains(wrapper));
  }

  private static <T> void replace(Collection<T> contents, Collection<T> by) {
    contents.clear();
    contents.addAll(by);
  }

  /**
   * Forgets statements and expressions that have run, declarations that others have replaced, and
   * the class files that nothing left refers to.
   *
   * @param forget is told each snippet that is forgotten
   */
  void sweep(Consumer<Snippet> forget) {
    if (internals == null || internals.snippets.size() < sizeAfterSweep + DEAD) {
      return;
    }
    internals.snippets.stream().filter(snippet -> !isNeeded(snippet)).forEach(forget);
    Set<String> over = wrappersThatNeverReturn();
    internals.byKey.replaceAll(snippet -> isNeeded(snippet) ? snippet : null);
    internals.snippets.removeIf(snippet -> !isNeeded(snippet));
    internals.variableKeys.keySet().removeIf(name -> name.matches("\\$\\d+"));
    Set<String> live = liveWrappers();
    internals.classFiles.keySet().removeIf(name -> !live.contains(CellClasses.wrapper(name)));
    internals.classInfos.keySet().removeIf(name -> over.contains(CellClasses.wrapper(name)));
    internals.classInfos.forEach(
        (name, info) -> {
          if (!live.contains(CellClasses.wrapper(name))) {
            internals.empty(info);
          }
        });
    internals.wraps.keySet().removeIf(name -> !live.contains(CellClasses.PACKAGE + name));
    sizeAfterSweep = internals.snippets.size();
  }

  /**
   * The classes around statements and expressions. Those around declarations may come again under
   * their names, and JShell has to know that these are taken.
   */
  private Set<String> wrappersThatNeverReturn() {
    Set<String> over = new HashSet<>();
    for (Snippet snippet : internals.byKey) {
      if (snippet != null
          && (!snippet.kind().isPersistent()
              || snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND)
          && snippet.kind() != Snippet.Kind.ERRONEOUS) {
        over.add(internals.className(snippet));
      }
    }
    return over;
  }

  private boolean isNeeded(Snippet snippet) {
    return snippet != null && snippet.kind().isPersistent() && internals.status(snippet).isActive();
  }

  /** The classes around the snippets that are left, and those that their class files refer to. */
  private Set<String> liveWrappers() {
    Map<String, List<JavaFileObject>> files = new TreeMap<>();
    internals.classFiles.forEach(
        (name, file) ->
            files.computeIfAbsent(CellClasses.wrapper(name), w -> new ArrayList<>()).add(file));
    Deque<String> reached = new ArrayDeque<>();
    for (Snippet snippet : internals.byKey) {
      if (snippet != null && snippet.kind() != Snippet.Kind.IMPORT) {
        reached.add(internals.className(snippet));
      }
    }
    Set<String> live = new HashSet<>();
    while (!reached.isEmpty()) {
      String wrapper = reached.remove();
      if (live.add(wrapper)) {
        for (JavaFileObject file : files.getOrDefault(wrapper, List.of())) {
          reached.addAll(CellClasses.wrappersIn(bytes(file)));
        }
      }
    }
    return live;
  }

  private static byte[] bytes(JavaFileObject file) {
    try (InputStream in = file.openInputStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("a class file in memory", e);
    }
  }

  /** JShell's fields and methods that are no part of its interface. */
  private static final class Internals {
    private final List<Snippet> byKey;
    private final Set<Snippet> snippets;
    private final Map<String, JavaFileObject> classFiles;
    private final Map<String, ?> classInfos;
    private final Map<String, ?> wraps;
    private final Map<String, ?> variableKeys;
    private final Method status = method("status");
    private final Method unresolved = method("unresolved");
    private final Method diagnostics = method("diagnostics");
    private final Method wrap = method("outerWrap");
    private final Method sequence = method("sequenceNumber");
    private final Method className = method("classFullName");
    private final Method setCompiled;
    private final Method setWrap;
    private final Method setSequence = method("setSequenceNumber", int.class);

    private Internals(JShell shell) throws ReflectiveOperationException {
      Object maps = get(shell, "maps");
      byKey = get(maps, "keyIndexToSnippet");
      snippets = get(maps, "snippets");
      Object taskFactory = get(shell, "taskFactory");
      classFiles = get(get(taskFactory, "fileManager"), "classObjects");
      classInfos = get(get(shell, "classTracker"), "map");
      wraps = get(get(shell, "outerMap"), "classOuters");
      variableKeys = get(get(shell, "keyMap"), "varMap");
      setCompiled =
          method("setCompilationStatus", Status.class, List.class, diagnostics.getReturnType());
      setWrap = method("setOuterWrap", wrap.getReturnType());
    }

    /** Returns access to a session; null if there is none. */
    static Internals of(JShell shell) {
      try {
        return new Internals(shell);
      } catch (ReflectiveOperationException | InaccessibleObjectException e) {
        Log.note("JShell's package is closed; cells that fail are not undone: " + e);
        return null;
      }
    }

    @SuppressWarnings("unchecked") // the caller says what is in the field
    private static <T> T get(Object owner, String name) throws ReflectiveOperationException {
      Field field = owner.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return (T) field.get(owner);
    }

    private static Method method(String name, Class<?>... parameters)
        throws ReflectiveOperationException {
      Method method = Snippet.class.getDeclaredMethod(name, parameters);
      method.setAccessible(true);
      return method;
    }

    private static Object call(Method method, Snippet snippet, Object... arguments) {
      try {
        return method.invoke(snippet, arguments);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Leaves of a class that it was loaded, and not its code. */
    void empty(Object classInfo) {
      try {
        for (String name : new String[] {"currentBytes", "loadedBytes"}) {
          Field field = classInfo.getClass().getDeclaredField(name);
          field.setAccessible(true);
          field.set(classInfo, new byte[0]);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    Status status(Snippet snippet) {
      return (Status) call(status, snippet);
    }

    String className(Snippet snippet) {
      return (String) call(className, snippet);
    }

    Saved save(Snippet snippet) {
      return new Saved(
          snippet,
          call(status, snippet),
          call(unresolved, snippet),
          call(diagnostics, snippet),
          call(wrap, snippet),
          call(sequence, snippet));
    }

    void restore(Saved saved) {
      Snippet snippet = saved.snippet();
      call(setCompiled, snippet, saved.status(), saved.unresolved(), saved.diagnostics());
      call(setWrap, snippet, saved.wrap());
      call(setSequence, snippet, saved.sequence());
    }
  }
}
