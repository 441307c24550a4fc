package demitasse.kernel.debug;

import demitasse.kernel.base.Log;
import demitasse.kernel.execution.CellClasses;
import demitasse.kernel.session.CellThread;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.stream.Stream;

/** The code of all cells with hooks in it, from {@link #start} to {@link #stop}. */
final class Hooking {
  private final CellThread cells;
  private final Instrumentation instrumentation;
  private final ClassFileTransformer transformer = new Transformer();
  private final Pauses pauses;
  private final Expressions expressions;

  private Hooking(
      CellThread cells, Instrumentation instrumentation, Pauses pauses, Expressions expressions) {
    this.cells = cells;
    this.instrumentation = instrumentation;
    this.pauses = pauses;
    this.expressions = expressions;
  }

  /**
   * Puts the hooks in.
   *
   * @throws IOException if this Java cannot
   */
  static Hooking start(
      CellThread cells, CellFiles files, Breakpoints breakpoints, Pauses.Events events)
      throws IOException {
    Instrumentation instrumentation = Agent.get();
    Expressions expressions = new Expressions(cells);
    Pauses pauses =
        new Pauses(
            cells.session().places(), files, breakpoints, cells.stoppers(), expressions, events);
    Hooking hooking = new Hooking(cells, instrumentation, pauses, expressions);
    Hooks.serve(pauses);
    instrumentation.addTransformer(hooking.transformer, true);
    hooking.transformAll();
    cells.session().runNames(true); // a breakpoint may stand on one
    return hooking;
  }

  Pauses pauses() {
    return pauses;
  }

  Expressions expressions() {
    return expressions;
  }

  /** Takes the hooks out, and lets threads that stand go on. */
  void stop() {
    Hooks.serve(null);
    instrumentation.removeTransformer(transformer);
    pauses.end();
    cells.session().runNames(false);
    transformAll();
  }

  private void transformAll() {
    transform(
        Stream.<Class<?>>of(instrumentation.getAllLoadedClasses())
            .filter(type -> CellClasses.isOfCell(type.getName()))
            .filter(instrumentation::isModifiableClass)
            .toList());
  }

  /** Changes classes together: each time, the JVM looks through all classes that it has. */
  private void transform(List<Class<?>> types) {
    if (types.isEmpty()) {
      return;
    }
    try {
      instrumentation.retransformClasses(types.toArray(Class<?>[]::new));
    } catch (UnmodifiableClassException | LinkageError | InternalError e) {
      // One cannot be changed, for example as its initializer failed: then none was.
      int half = types.size() / 2;
      if (half == 0) {
        Log.note(types.get(0).getName() + " cannot be debugged: " + e);
      } else {
        transform(types.subList(0, half));
        transform(types.subList(half, types.size()));
      }
    }
  }

  private static final class Transformer implements ClassFileTransformer {
    @Override
    public byte[] transform(
        ClassLoader loader,
        String className,
        Class<?> redefined,
        ProtectionDomain domain,
        byte[] classFile) {
      // A constant: a class that is loaded for this would come by here itself.
      if (className == null || !className.startsWith(CellClasses.IN_FILES)) {
        return null;
      }
      try {
        return DebugCode.hooked(classFile, loader);
      } catch (RuntimeException e) {
        Log.note(className + " cannot be debugged: " + e); // as a method that gets too large
        return null;
      }
    }
  }
}
