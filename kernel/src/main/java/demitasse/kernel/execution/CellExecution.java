package demitasse.kernel.execution;

import demitasse.kernel.source.CellNames;
import demitasse.kernel.source.CompilerNoise;
import demitasse.kernel.streams.CellStreams;
import java.io.File;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.SPIResolutionException;

/**
 * Runs what JShell has compiled, in this very VM: results and exceptions stay objects.
 *
 * <p>JShell keeps each variable in a static field of a class of its own, and makes that class anew
 * whenever something the variable's declaration mentions changes: an import, a method, a class. The
 * new field is null. Here the value moves over to it wherever its type still fits.
 */
public final class CellExecution extends DirectExecutionControl {
  private final Loader loader;
  private final Stoppers stoppers;
  private final SessionLock lock;
  private final CompilerNoise noise;

  public CellExecution(
      CellClassLoader classes, Stoppers stoppers, SessionLock lock, CompilerNoise noise) {
    this(new Loader(classes), stoppers, lock, noise);
  }

  private CellExecution(Loader loader, Stoppers stoppers, SessionLock lock, CompilerNoise noise) {
    super(loader);
    this.loader = loader;
    this.stoppers = stoppers;
    this.lock = lock;
    this.noise = noise;
  }

  /**
   * What came of work of JShell's.
   *
   * @param result what the work returned
   * @param value the value of the last code that it ran; null if it has none
   * @param thrown what that code threw; null if nothing
   * @param unloadable why a class could not be loaded; null if all could
   * @param missing whether JShell called code that the compiler had not made
   */
  public record Run<T>(
      T result, Object value, Throwable thrown, LinkageError unloadable, boolean missing) {}

  /** Does work of JShell's and watches what code it runs; other work may be done within. */
  public <T> Run<T> watch(Supplier<T> work) {
    Watched outer = loader.watched;
    Watched own = new Watched();
    loader.watched = own;
    try {
      T result = work.get();
      return new Run<>(result, own.value, own.thrown, own.unloadable, own.missing);
    } finally {
      loader.watched = outer;
    }
  }

  /** What {@link #watch} has seen: JShell itself passes texts on, and no objects. */
  private static final class Watched {
    private Object value;
    private Throwable thrown;
    private LinkageError unloadable;
    private boolean missing;
  }

  /** Tells whether the class around a declaration is there. */
  public boolean has(String wrapperClass) {
    return loader.loaded.containsKey(wrapperClass);
  }

  /** Where the values of the variables are. */
  public Map<String, Field> fields() {
    return Map.copyOf(loader.variables);
  }

  /** Makes these the places of the values. */
  public void backTo(Map<String, Field> fields) {
    loader.variables.keySet().retainAll(fields.keySet());
    fields.forEach(loader::place);
  }

  /** Has the places that variables have left hold no value any more but the variable's own. */
  public void letGo() {
    try {
      loader.letGo();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the value of a variable; null if it has none. */
  public Object variable(String name) {
    Field field = loader.variables.get(name);
    return field == null ? null : value(field);
  }

  /** Returns the value that is, or was, a variable's. */
  public Object value(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the methods of a name that stand in a class of JShell's. */
  public List<Method> methods(String wrapperClass, String name) {
    Class<?> type = loader.loaded.get(wrapperClass);
    return type == null
        ? List.of()
        : Arrays.stream(type.getDeclaredMethods())
            .filter(method -> method.getName().equals(name))
            .toList();
  }

  /** Returns the names of the types that were declared more than once. */
  public Set<String> declaredAgain() {
    Set<String> seen = new HashSet<>();
    return Set.copyOf(loader.loaded.keySet()).stream()
        .filter(name -> !CellClasses.isWrapper(name))
        .map(CellNames::plain)
        .filter(name -> !seen.add(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What finds the classes that a cell can use. */
  public ClassLoader classLoader() {
    return loader.classes;
  }

  /**
   * Moves a variable's value to where code looks for it. JShell goes back to a class it has made
   * before, without a word, where the same code comes again.
   */
  public void follow(String name, String wrapperClass) {
    Field field = loader.variables.get(name);
    Class<?> type = loader.loaded.get(wrapperClass);
    if (field != null && type != null && field.getDeclaringClass() != type) {
      try {
        loader.moveVariables(type);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Makes this the place of a variable's value. */
  public void revive(String name, Field field) {
    loader.place(name, field);
  }

  /** Sets a variable if the value is of its type. */
  public void set(String name, Object value) {
    try {
      Loader.set(loader.variables.get(name), value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets go of a variable that is no more. */
  public void forget(String name) {
    Field field = loader.variables.remove(name);
    try {
      if (field != null && !field.getType().isPrimitive()) {
        field.set(null, null);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Does what the method of its parent does, but leaves System.out, which is the user's, alone. */
  @Override
  public String invoke(String className, String methodName)
      throws RunException, EngineTerminationException, InternalException {
    noise.end();
    Watched watched = loader.watched;
    watched.value = null;
    watched.thrown = null;
    Stopper stopper = stoppers.here();
    try {
      Method method = findClass(className).getDeclaredMethod(methodName);
      method.setAccessible(true);
      if (stopper.asked()) {
        Thread.currentThread()
            .interrupt(); // the compiler may have taken what is meant for the code
      }
      // This code may be what frees a full heap, which slows the compiler down.
      StopCheck.full(false);
      watched.value = outside(watched, method);
      stopper.codeEnded();
      return ""; // the string form is never asked for: computing it may be slow, or throw
    } catch (InvocationTargetException e) {
      return throwConvertedInvocationException(e.getCause());
    } catch (ClassNotFoundException e) {
      watched.missing = true;
      return throwConvertedOtherException(e);
    } catch (ReflectiveOperationException | RuntimeException | Error e) {
      // There may have been no memory for the exception that wraps what the code threw. JShell
      // ignores any other kind of failure.
      return throwConvertedInvocationException(e);
    } finally {
      CellStreams.restoreMissing();
    }
  }

  /** Runs the user's code; meanwhile another shell may use the session. */
  private Object outside(Watched watched, Method method) throws ReflectiveOperationException {
    try {
      return lock.outside(() -> method.invoke(null));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("invoke throws no other", e);
    } finally {
      loader.watched = watched; // another shell's may have taken its place
    }
  }

  @Override
  protected String throwConvertedInvocationException(Throwable cause)
      throws RunException, InternalException {
    loader.watched.thrown = cause;
    if (cause instanceof SPIResolutionException) {
      return super.throwConvertedInvocationException(cause);
    }
    // The exception itself is what counts: JShell would go through its causes, be they a circle.
    throw new UserException("", cause.getClass().getName(), new StackTraceElement[0]);
  }

  @Override
  public String varValue(String className, String varName) {
    return "";
  }

  private static final class Loader implements LoaderDelegate {
    private final CellClassLoader classes;
    private final Map<String, Class<?>> loaded = new ConcurrentHashMap<>();
    private final Map<String, Class<?>> passing = new HashMap<>(); // of the last statement
    private final Map<String, Field> variables = new ConcurrentHashMap<>(); // read from any thread
    private final Map<String, List<Field>> left = new HashMap<>(); // where they were before
    private Watched watched = new Watched();

    Loader(CellClassLoader classes) {
      this.classes = classes;
    }

    @Override
    public void load(ExecutionControl.ClassBytecodes[] files)
        throws ExecutionControl.ClassInstallException {
      boolean[] installed = new boolean[files.length];
      try {
        Map<String, byte[]> code = whole(files);
        ClassLoader loader = PassingClasses.of(code, classes);
        passing.clear();
        if (loader == null) {
          loader = classes;
          code.forEach(classes::declare);
        }
        Map<String, Class<?>> now = loader == classes ? loaded : passing;
        for (int i = 0; i < files.length; i++) {
          String name = files[i].name();
          if (code.containsKey(name)) {
            Class<?> type = loader.loadClass(name);
            type.getDeclaredMethods(); // links it as far as JShell wants it to be
            now.put(name, type);
          }
          installed[i] = true;
        }
        for (String name : code.keySet()) {
          moveVariables(now.get(name));
          // What failed before was made anew: a sealed type and one below it name each other, and
          // the first of the two that comes finds the other as it was.
          watched.unloadable = null;
        }
      } catch (LinkageError e) {
        watched.unloadable = e;
        throw new ExecutionControl.ClassInstallException(e.toString(), installed);
      } catch (ClassNotFoundException | IllegalAccessException e) {
        throw new ExecutionControl.ClassInstallException(e.toString(), installed);
      }
    }

    /**
     * The classes that come with the class around them. Others are new parts of a declaration whose
     * class is loaded as it was before: JShell finds that it cannot be redefined, and brings all of
     * it under another name. To load the parts would fail, as that class does not know them.
     */
    private static Map<String, byte[]> whole(ExecutionControl.ClassBytecodes[] files) {
      Map<String, byte[]> code = new LinkedHashMap<>();
      for (ExecutionControl.ClassBytecodes file : files) {
        code.put(file.name(), file.bytecodes());
      }
      Set<String> names = Set.copyOf(code.keySet());
      code.keySet().removeIf(name -> !names.contains(CellClasses.wrapper(name)));
      return code;
    }

    private void moveVariables(Class<?> type) throws IllegalAccessException {
      if (type.getEnclosingClass() != null) {
        return; // a class of the user's, not a wrapper of JShell's
      }
      for (Field field : type.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        if (!Modifier.isStatic(modifiers) || field.isSynthetic()) {
          continue;
        }
        field.setAccessible(true);
        Field old = place(field.getName(), field);
        if (old != null && !Modifier.isFinal(modifiers)) {
          set(field, old.get(null));
        }
      }
    }

    /** Makes a field the place of a variable's value; returns where it was, or null. */
    Field place(String name, Field field) {
      Field before = variables.put(name, field);
      List<Field> fields = left.getOrDefault(name, new ArrayList<>());
      fields.remove(field);
      if (before != null && !before.equals(field) && canLetGo(before)) {
        fields.add(before);
        left.put(name, fields);
      }
      return before;
    }

    private static boolean canLetGo(Field field) {
      return !field.getType().isPrimitive() && !Modifier.isFinal(field.getModifiers());
    }

    /**
     * Code that was made before, such as a lambda, still looks where a variable was. There it finds
     * the variable's value, or null if the type is another. The value of an earlier declaration
     * would stay in memory for ever.
     */
    void letGo() throws IllegalAccessException {
      for (Map.Entry<String, List<Field>> entry : left.entrySet()) {
        Field now = variables.get(entry.getKey());
        Object value = now == null ? null : now.get(null);
        for (Field field : entry.getValue()) {
          if (field.get(null) != value) {
            field.set(null, field.getType().isInstance(value) ? value : null);
          }
        }
      }
    }

    /** Sets a variable if the value is of its type. */
    private static void set(Field field, Object value) throws IllegalAccessException {
      Class<?> type = field.getType();
      if (type.isPrimitive()
          ? MethodType.methodType(type).wrap().returnType().isInstance(value)
          : value == null || type.isInstance(value)) {
        field.set(null, value);
      }
    }

    @Override
    public void classesRedefined(ExecutionControl.ClassBytecodes[] files) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void addToClasspath(String path) throws ExecutionControl.InternalException {
      try {
        for (String element : path.split(File.pathSeparator)) {
          if (element.isEmpty()) {
            continue; // a file of this name would be the current folder
          }
          classes.addURL(new File(element).toURI().toURL());
        }
      } catch (MalformedURLException e) {
        throw new ExecutionControl.InternalException(e.toString());
      }
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
      Class<?> type = loaded.getOrDefault(name, passing.get(name));
      if (type == null) {
        throw new ClassNotFoundException(name);
      }
      return type;
    }
  }
}
