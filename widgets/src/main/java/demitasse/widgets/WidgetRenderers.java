package demitasse.widgets;

import demitasse.kernel.api.RendererProvider;
import demitasse.kernel.cell.Cells;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/**
 * Has the kernel show widgets; a front end without widgets shows the widget's fallback, or else a
 * text, and of an image the image.
 */
public final class WidgetRenderers implements RendererProvider {
  @Override
  public void register(Renderer renderer) {
    renderer
        .createRegistration(Widget.class)
        .preferring(MIMEType.parse(Widget.VIEW))
        .register((widget, context) -> show(widget, context.getOutputContainer()));
  }

  private static void show(Widget widget, DisplayData out) {
    if (widget.fallback() != null) {
      out.assign(Cells.render(widget.fallback()));
    }
    widget
        .mimeBundle()
        .forEach(
            (name, value) -> {
              MIMEType type = MIMEType.parse(name);
              if (!type.equals(MIMEType.TEXT_PLAIN) || !out.hasDataForType(type)) {
                out.putData(type, value);
              }
            });
  }
}
