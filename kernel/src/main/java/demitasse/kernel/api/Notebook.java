package demitasse.kernel.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
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

  /** Removes the output of the cell that runs: now, or when the next output comes. */
  void clearOutput(boolean wait);

  /** Returns where a cell registers how its own types are shown. */
  Renderer renderer();

  /** Runs code as a cell would and returns its value; tracebacks call it {@code name}. */
  Object eval(String name, String code);

  /**
   * Runs code that stands in the cell itself, and returns its value.
   *
   * @param below how many lines below the magic it begins
   */
  Object evalPart(String code, int below);

  /**
   * Runs code that stands in the cell itself as the body of a lambda, and returns that.
   *
   * @param below how many lines below the magic it begins
   * @param lambda puts the lambda around it, and adds no line before the code
   */
  Object evalBody(String code, int below, UnaryOperator<String> lambda);

  /**
   * Puts jars and folders on the class path.
   *
   * @return those that were not there yet
   */
  List<String> addToClassPath(List<Path> paths);

  /** Runs a line magic and returns its value. */
  Object lineMagic(String name, List<String> args);

  /** Runs a line magic that stands as a statement; returns what is to be shown. */
  Object statementMagic(String name, List<String> args);

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

  /** Asks the user for a line; a password is not shown while it is typed. */
  String ask(String prompt, boolean password);

  /** Opens a line to code in the front end that is registered there as {@code target}. */
  default Comm openComm(String target, Map<String, ?> data) {
    return openComm(target, data, Map.of());
  }

  /**
   * Opens a line to code in the front end that is registered there as {@code target}.
   *
   * @param metadata about the message, such as the version of what is spoken on the line
   * @param buffers binary attachments
   */
  Comm openComm(String target, Map<String, ?> data, Map<String, ?> metadata, byte[]... buffers);

  /** Returns the id of the request that the output of the calling thread belongs to. */
  String requestId();

  /** Has {@code handler} take the lines that the front end opens to {@code target}. */
  void onComm(String target, BiConsumer<Comm, Map<String, Object>> handler);

  /** Has {@code action} run on a thread of its own whenever the user stops code. */
  void onStop(Runnable action);

  /** Returns an exception and its causes as text, with the lines of cells that they passed. */
  String traceback(Throwable thrown);

  /** Returns frames as they would be in a program of the cells: with the user's names and lines. */
  List<StackTraceElement> readable(List<StackTraceElement> stack);

  /** Returns stack traces that the JDK has made, with lines of cells in them. */
  String readable(String traces);

  /** Returns the JShell that the session runs on. */
  JShell shell();

  /** Returns the loader of the cells' classes and of the class path. */
  ClassLoader classes();
}
