package demitasse.kernel;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;

/**
 * What a cell can call without an import: the functions that IJava gives a notebook, and a few
 * more.
 */
public final class Cells {
  // Static and mutable, against the rule of the house: cells call static functions, as under IJava.
  private static volatile Kernel kernel;

  private Cells() {}

  static void serve(Kernel running) {
    kernel = running;
  }

  private static Kernel kernel() {
    return Objects.requireNonNull(kernel, "no kernel is running");
  }

  /** Returns the forms in which a front end can show {@code value}. */
  public static DisplayData render(Object value) {
    return kernel().display().render(value);
  }

  /** Returns {@code value} in the given MIME types, as far as it can be shown so. */
  public static DisplayData render(Object value, String... as) {
    return kernel().display().renderAs(value, as);
  }

  /**
   * Shows {@code value} now.
   *
   * @return an id with which {@link #updateDisplay} can replace what is shown
   */
  public static String display(Object value) {
    return show(render(value));
  }

  /** Shows {@code value} now, in the given MIME types. */
  public static String display(Object value, String... as) {
    return show(render(value, as));
  }

  private static String show(DisplayData data) {
    if (!data.hasDisplayId()) {
      data.setDisplayId(UUID.randomUUID().toString());
    }
    kernel().display().publish("display_data", data);
    return data.getDisplayId();
  }

  /** Replaces what {@link #display} has shown under {@code id}. */
  public static void updateDisplay(String id, Object value) {
    update(id, render(value));
  }

  /** Replaces what {@link #display} has shown under {@code id}, in the given MIME types. */
  public static void updateDisplay(String id, Object value, String... as) {
    update(id, render(value, as));
  }

  private static void update(String id, DisplayData data) {
    data.setDisplayId(id);
    kernel().display().publish("update_display_data", data);
  }

  /** Removes the output of this cell: now, or with {@code wait} when the next output comes. */
  public static void clearOutput(boolean wait) {
    kernel().display().clearOutput(wait);
  }

  /** Removes the output of this cell now. */
  public static void clearOutput() {
    clearOutput(false);
  }

  /** Evaluates code as a cell would and returns its value. */
  public static Object eval(String code) {
    return kernel().session().evalNested("eval", code, 0);
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
    System.err.println(tracebacks().text(thrown));
  }

  /** What writes errors in terms of the cells. */
  static Tracebacks tracebacks() {
    return kernel().session().tracebacks();
  }

  /** Runs a line magic and returns its value. */
  @SuppressWarnings("unchecked") // the caller says what the magic returns, as under IJava
  public static <T> T lineMagic(String name, List<String> args) {
    return (T) kernel().magics().line(name, args);
  }

  /** Runs a line magic whose value is not shown: one that stands as a statement. */
  public static void magic(String name, List<String> args) {
    kernel().magics().line(name, args);
  }

  /** Runs a cell magic; what {@code %%name args} at the top of a cell becomes. */
  @SuppressWarnings("unchecked") // the caller says what the magic returns, as under IJava
  public static <T> T cellMagic(String name, List<String> args, String body) {
    return (T) kernel().magics().cell(name, args, body);
  }

  /** Asks the user for a line. */
  public static String input(String prompt) {
    System.out.flush();
    return kernel().input().ask(prompt, false);
  }

  /** Asks the user for a line that the front end does not show. */
  public static String password(String prompt) {
    System.out.flush();
    return kernel().input().ask(prompt, true);
  }

  /** Opens a line to code in the front end that is registered there as {@code target}. */
  public static Comm openComm(String target, Map<String, ?> data) {
    return kernel().comms().open(target, data);
  }

  /** Has {@code handler} take the lines that the front end opens to {@code target}. */
  public static void onComm(String target, BiConsumer<Comm, Map<String, Object>> handler) {
    kernel().comms().register(target, handler);
  }

  /** Where a cell registers how its own types are shown. */
  public static Renderer renderer() {
    return kernel().display().renderer();
  }
}
