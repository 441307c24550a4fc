package io.github.spencerpark.jupyter.kernel.magic.common;

import io.github.spencerpark.jupyter.kernel.DisplayStream;
import io.github.spencerpark.jupyter.kernel.display.Renderer;

/** Stands for {@code %%html} and the like. */
public class DisplayMagics {
  /** Creates the magics; this kernel knows itself how to show them. */
  public DisplayMagics(Renderer renderer, DisplayStream out) {}
}
