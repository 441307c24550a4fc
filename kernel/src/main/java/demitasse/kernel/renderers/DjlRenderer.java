package demitasse.kernel.renderers;

import ai.djl.ndarray.NDArray;
import demitasse.kernel.api.RendererProvider;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Shows an NDArray of DJL: shape, type, device and the first values. */
public final class DjlRenderer implements RendererProvider {
  private static final int VALUES = 1000; // of a larger array, only the first are shown
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
    if (array.size() <= VALUES) {
      return (head + "\n" + values(array)).stripTrailing();
    }
    // DJL would fetch all of it to print a few.
    try (NDArray flat = array.flatten();
        NDArray first = flat.get("0:" + COLUMNS)) {
      return head
          + "\n"
          + values(first)
          + "\nthe first "
          + COLUMNS
          + " of "
          + array.size()
          + " values";
    }
  }

  private static String values(NDArray array) {
    // The first line is DJL's own head.
    return array
        .toDebugString(VALUES, DEPTH, ROWS, COLUMNS, true)
        .replaceFirst(".*\\R?", "")
        .stripTrailing();
  }
}
