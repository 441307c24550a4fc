package demitasse.kernel.renderers;

import ai.djl.ndarray.NDArray;
import demitasse.kernel.RendererProvider;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Shows an NDArray of DJL: shape, type, device and the first values. */
public final class DjlRenderer implements RendererProvider {
  private static final int VALUES = 1000; // of a larger array, no values but its corner
  private static final int DEPTH = 10;
  private static final int ROWS = 10;
  private static final int COLUMNS = 20;

  @Override
  public void register(Renderer renderer) {
    renderer
        .createRegistration(NDArray.class)
        .preferring(MIMEType.TEXT_PLAIN)
        .register(
            (array, context) ->
                context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> describe(array)));
  }

  private static String describe(NDArray array) {
    if (array.isReleased()) {
      return "NDArray (closed)";
    }
    String head =
        "NDArray " + array.getShape() + " " + array.getDataType() + " on " + array.getDevice();
    return head + "\n" + array.toDebugString(VALUES, DEPTH, ROWS, COLUMNS, false).strip();
  }
}
