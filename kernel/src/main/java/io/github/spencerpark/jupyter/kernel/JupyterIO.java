package io.github.spencerpark.jupyter.kernel;

import demitasse.kernel.api.Notebook;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where a notebook reads and writes. */
public final class JupyterIO extends org.dflib.jjava.jupyter.kernel.JupyterIO {
  /** Shows data. */
  public final DisplayStream display;

  /** The cell's output. */
  public final PrintStream out = System.out;

  /** The cell's errors. */
  public final PrintStream err = System.err;

  /** What the user types. */
  public final InputStream in = System.in;

  /** Creates the streams of a session. */
  JupyterIO(Notebook notebook) {
    super(StandardCharsets.UTF_8);
    this.display = new DisplayStream(notebook);
  }

  @Override
  public boolean isAttached() {
    return true;
  }
}
