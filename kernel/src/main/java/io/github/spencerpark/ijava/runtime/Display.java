package io.github.spencerpark.ijava.runtime;

import demitasse.kernel.api.Notebook;
import demitasse.kernel.api.Notebooks;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;

/** Shows values. */
public final class Display {
  private Display() {}

  /** Returns the forms in which {@code value} can be shown. */
  public static DisplayData render(Object value) {
    return new DisplayData(Notebooks.running().render(value));
  }

  /** Returns {@code value} in the given MIME types. */
  public static DisplayData render(Object value, String... as) {
    return new DisplayData(Notebooks.running().renderAs(value, as));
  }

  /** Shows {@code value} and returns the id to update it with. */
  public static String display(Object value) {
    Notebook notebook = Notebooks.running();
    return notebook.display(notebook.render(value));
  }

  /** Shows {@code value} in the given MIME types and returns the id to update it with. */
  public static String display(Object value, String... as) {
    Notebook notebook = Notebooks.running();
    return notebook.display(notebook.renderAs(value, as));
  }

  /** Replaces what was shown under the id. */
  public static void updateDisplay(String id, Object value) {
    Notebook notebook = Notebooks.running();
    notebook.updateDisplay(id, notebook.render(value));
  }

  /** Replaces what was shown under the id, in the given MIME types. */
  public static void updateDisplay(String id, Object value, String... as) {
    Notebook notebook = Notebooks.running();
    notebook.updateDisplay(id, notebook.renderAs(value, as));
  }
}
