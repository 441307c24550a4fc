package io.github.spencerpark.jupyter.kernel.magic.registry;

import demitasse.kernel.api.Notebook;
import demitasse.kernel.api.UnknownMagicException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** The session's magics, as IJava registers and runs them. */
@SuppressWarnings("unchecked") // the caller says what a magic returns, as under IJava
public class Magics {
  private final Notebook notebook;

  /** Creates the view of a session's magics. */
  public Magics(Notebook notebook) {
    this.notebook = notebook;
  }

  /** Runs a line magic and returns its value. */
  public <T> T applyLineMagic(String name, List<String> args) {
    try {
      return (T) notebook.lineMagic(name, args);
    } catch (UnknownMagicException e) {
      throw new UndefinedMagicException(name, true);
    }
  }

  /** Runs a cell magic and returns its value. */
  public <T> T applyCellMagic(String name, List<String> args, String body) {
    try {
      return (T) notebook.cellMagic(name, args, body);
    } catch (UnknownMagicException e) {
      throw new UndefinedMagicException(name, false);
    }
  }

  /** Adds a line magic. */
  public void registerLineMagic(String name, LineMagicFunction<?> magic) {
    notebook.registerLineMagic(name, magic::execute);
  }

  /** Adds a cell magic. */
  public void registerCellMagic(String name, CellMagicFunction<?> magic) {
    notebook.registerCellMagic(name, magic::execute);
  }

  /** Adds what is both, a line magic and a cell magic. */
  public <T extends LineMagicFunction<?> & CellMagicFunction<?>> void registerLineCellMagic(
      String name, T magic) {
    registerLineMagic(name, magic);
    registerCellMagic(name, magic);
  }

  /** Adds the methods of an object that are annotated as magics. */
  public void registerMagics(Object magics) {
    register(magics.getClass(), magics);
  }

  /** Adds the static methods of a class that are annotated as magics. */
  public void registerMagics(Class<?> magics) {
    register(magics, null);
  }

  private void register(Class<?> type, Object target) {
    for (Method method : type.getDeclaredMethods()) {
      boolean callable = target != null || Modifier.isStatic(method.getModifiers());
      LineMagic line = method.getAnnotation(LineMagic.class);
      CellMagic cell = method.getAnnotation(CellMagic.class);
      if (!callable || line == null && cell == null) {
        continue;
      }
      method.setAccessible(true);
      if (line != null) {
        for (String name : names(method, line.value(), line.aliases())) {
          registerLineMagic(name, args -> call(method, target, args, null));
        }
      }
      if (cell != null) {
        for (String name : names(method, cell.value(), cell.aliases())) {
          registerCellMagic(name, (args, body) -> call(method, target, args, body));
        }
      }
    }
    if (target != null && type.getSuperclass() != Object.class && type.getSuperclass() != null) {
      register(type.getSuperclass(), target);
    }
  }

  private static List<String> names(Method method, String name, String[] aliases) {
    List<String> names = new ArrayList<>(List.of(aliases));
    names.add(name.isEmpty() ? method.getName() : name);
    return names;
  }

  private static Object call(Method method, Object target, List<String> args, String body)
      throws Exception {
    Object[] all = {args, body};
    Object[] wanted = new Object[method.getParameterCount()];
    System.arraycopy(all, 0, wanted, 0, wanted.length);
    try {
      return method.invoke(target, wanted);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw (Error) e.getCause();
    }
  }
}
