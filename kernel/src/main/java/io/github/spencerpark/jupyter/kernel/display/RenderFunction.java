package io.github.spencerpark.jupyter.kernel.display;

/**
 * Renders values of a type. It is JJava's at the same time, so that {@code register} takes a lambda
 * without asking which of the two is meant.
 */
@FunctionalInterface
public interface RenderFunction<T>
    extends org.dflib.jjava.jupyter.kernel.display.RenderFunction<T> {
  /** Puts the forms of {@code value} into the context's output. */
  void render(T value, RenderContext context);

  @Override
  default void render(T value, org.dflib.jjava.jupyter.kernel.display.RenderContext context) {
    RenderContext own = new RenderContext(context);
    render(value, own);
    context.getOutputContainer().assign(own.getOutputContainer());
  }
}
