package io.github.spencerpark.jupyter.kernel.display;

import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.Set;

/** A value that renders itself. */
public interface DisplayDataRenderable {
  /** Every type. */
  Set<MIMEType> ANY = Set.of(MIMEType.ANY);

  /** Returns the types that it can be shown in. */
  default Set<MIMEType> getSupportedRenderTypes() {
    return ANY;
  }

  /** Returns the types that it is shown in where none is asked for. */
  default Set<MIMEType> getPreferredRenderTypes() {
    return getSupportedRenderTypes();
  }

  /** Puts its forms into the context's output. */
  void render(RenderContext context);
}
