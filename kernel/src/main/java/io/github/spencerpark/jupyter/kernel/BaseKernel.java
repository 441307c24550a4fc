package io.github.spencerpark.jupyter.kernel;

import demitasse.kernel.api.Notebook;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.DisplayDataRenderable;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.kernel.JavaKernel;

/**
 * This kernel as IJava's base kernel. It is JJava's at the same time, so that a library for either
 * can be handed what {@code getKernelInstance()} returns.
 */
public abstract class BaseKernel extends JavaKernel {
  private final Renderer renderer;
  private final JupyterIO io;

  /** Creates the kernel over a session. */
  protected BaseKernel(Notebook notebook) {
    this(notebook, new JupyterIO(notebook), new Renderer(notebook));
  }

  private BaseKernel(Notebook notebook, JupyterIO io, Renderer renderer) {
    super(notebook, io, renderer);
    this.io = io;
    this.renderer = renderer;
    renderer
        .createRegistration(DisplayDataRenderable.class)
        .register((value, context) -> value.render(context));
  }

  @Override
  public Renderer getRenderer() {
    return renderer;
  }

  @Override
  public JupyterIO getIO() {
    return io;
  }

  @Override
  public CommManager getCommManager() {
    throw new UnsupportedOperationException("use openComm and onComm for comms");
  }

  /** Shows data now. */
  public void display(DisplayData data) {
    notebook().display(data);
  }

  @Override
  public DisplayData eval(String code) {
    return new DisplayData(super.eval(code));
  }

  @Override
  public DisplayData inspect(String code, int at, boolean more) {
    var found = super.inspect(code, at, more);
    return found == null ? null : new DisplayData(found);
  }
}
