package io.github.spencerpark.jupyter.kernel;

import demitasse.kernel.api.Notebook;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Shows data. */
public final class DisplayStream {
  private final Notebook notebook;

  DisplayStream(Notebook notebook) {
    this.notebook = notebook;
  }

  /** Shows data now. */
  public void display(DisplayData data) {
    notebook.display(data);
  }

  /** Shows data now. */
  public void display(io.github.spencerpark.jupyter.kernel.display.DisplayData data) {
    notebook.display(data);
  }

  /** Replaces what was shown under the id of the data. */
  public void updateDisplay(DisplayData data) {
    notebook.updateDisplay(data.getDisplayId(), data);
  }

  /** Replaces what was shown under an id. */
  public void updateDisplay(String id, DisplayData data) {
    notebook.updateDisplay(id, data);
  }
}
