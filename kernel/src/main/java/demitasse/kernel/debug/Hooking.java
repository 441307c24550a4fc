package demitasse.kernel.debug;

import demitasse.kernel.base.Log;
import demitasse.kernel.execution.CellClasses;
import demitasse.kernel.session.CellThread;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;

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
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (CellClasses.isOfCell(type.getName()) && instrumentation.isModifiableClass(type)) {
        try {
          instrumentation.retransformClasses(type);
        } catch (UnmodifiableClassException | LinkageError | InternalError e) {
          Log.note(type.getName() + " cannot be debugged: " + e);
        }
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
