package demitasse.widgets;

import demitasse.kernel.api.RendererProvider;
import demitasse.kernel.cell.Cells;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/**
 * Has the kernel show widgets; a front end without widgets shows the widget's fallback, or else a
 * text, and of an image the image.
 */
public final class WidgetRenderers implements RendererProvider {
  private static final MIMEType VIEW =
      new MIMEType("application", "vnd", "jupyter.widget-view", "json");

  @Override
  public void register(Renderer renderer) {
    renderer
        .createRegistration(Widget.class)
        .preferring(VIEW)
        .register((widget, context) -> show(widget, context.getOutputContainer()));
  }

  private static void show(Widget widget, DisplayData out) {
    if (widget.fallback() != null) {
      out.assign(Cells.render(widget.fallback()));
    }
    out.putData(VIEW, Map.of("version_major", 2, "version_minor", 0, "model_id", widget.open()));
    if (!out.hasDataForType(MIMEType.TEXT_PLAIN)) {
      out.putText(widget.toString());
    }
    if (widget instanceof Image image && Set.of("png", "jpeg", "gif").contains(image.format())) {
      String type = "image/" + image.format();
      out.putData(type, Base64.getEncoder().encodeToString(image.value()));
    }
  }
}
