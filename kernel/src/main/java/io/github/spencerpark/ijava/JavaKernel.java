package io.github.spencerpark.ijava;

import demitasse.kernel.api.Notebook;
import io.github.spencerpark.ijava.magics.MavenResolver;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;

/** This kernel as IJava's. */
public final class JavaKernel extends BaseKernel {
  private final Magics magics;

  JavaKernel(Notebook notebook) {
    super(notebook);
    this.magics = new Magics(notebook);
  }

  @Override
  protected void serve() {
    super.serve();
  }

  /** Returns where magics are registered and run. */
  public Magics getMagics() {
    return magics;
  }

  /** Returns what finds libraries. */
  public MavenResolver getMavenResolver() {
    return new MavenResolver(notebook());
  }
}
