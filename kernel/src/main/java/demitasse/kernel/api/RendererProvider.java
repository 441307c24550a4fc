package demitasse.kernel.api;

import org.dflib.jjava.jupyter.kernel.display.Renderer;

/**
 * How a library shows its values: implemented by the library (or beside it) and named in {@code
 * META-INF/services/demitasse.kernel.api.RendererProvider} of a jar on the notebook's class path.
 *
 * <p>The kernel looks for providers when it has nothing else to do, at the latest when it first has
 * a value to show that is more than a number or a text, and again whenever the class path has
 * grown.
 */
public interface RendererProvider {
  /**
   * Registers the renderers.
   *
   * @throws LinkageError if the library that they are for is not on the class path; the kernel then
   *     asks again once the class path has grown
   */
  void register(Renderer renderer);
}
