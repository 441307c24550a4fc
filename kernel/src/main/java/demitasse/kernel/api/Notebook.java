package demitasse.kernel.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import jdk.jshell.JShell;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;

/** The session, as magics and other kernels' programming interfaces see it. */
public interface Notebook {
  /** Returns the forms in which a front end can show {@code value}. */
  DisplayData render(Object value);

  /** Returns {@code value} in the given MIME types, as far as it can be shown so. */
  DisplayData renderAs(Object value, String... types);

  /**
   * Shows data now.
   *
   * @return the id to update it with
   */
  String display(DisplayData data);

  /** Replaces what was shown under the id. */
  void updateDisplay(String id, DisplayData data);

  /** Returns where a cell registers how its own types are shown. */
  Renderer renderer();

  /** Runs code as a cell would and returns its value; tracebacks call it {@code name}. */
  Object eval(String name, String code);

  /** Runs part of the cell itself, below {@code lineShift} of its lines, and returns its value. */
  Object evalPart(String code, int lineShift);

  /**
   * Puts jars and folders on the class path.
   *
   * @return those that were not there yet
   */
  List<String> addToClassPath(List<Path> paths);

  /** Runs a line magic and returns its value. */
  Object lineMagic(String name, List<String> args);

  /** Runs a cell magic and returns its value. */
  Object cellMagic(String name, List<String> args, String body);

  /** Adds a line magic, in place of any of the same name. */
  void registerLineMagic(String name, LineMagic magic);

  /** Adds a cell magic, in place of any of the same name. */
  void registerCellMagic(String name, CellMagic magic);

  /** Returns the names of the line magics. */
  Set<String> lineMagics();

  /** Returns the names of the cell magics. */
  Set<String> cellMagics();

  /** Returns the JShell that the session runs on. */
  JShell shell();

  /** Returns the loader of the cells' classes and of the class path. */
  ClassLoader classes();
}
