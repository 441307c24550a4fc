package demitasse.kernel.renderers;

import demitasse.kernel.api.RendererProvider;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.ImageObserver;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Shows a component of Swing or AWT as an image. It need not stand in a window. */
public final class ComponentRenderer implements RendererProvider {
  @Override
  public void register(Renderer renderer) {
    // Every component is an observer. To name Component itself would load much of AWT, in every
    // session, before the first value is shown.
    renderer
        .createRegistration(ImageObserver.class)
        .preferring(MIMEType.IMAGE_PNG)
        .register(
            (observer, context) -> {
              if (observer instanceof Component component) {
                render(component, context);
              } else {
                context.getOutputContainer().putText(observer.toString());
              }
            });
  }

  private static void render(Component component, RenderContext context) {
    if (component.getWidth() == 0 || component.getHeight() == 0) {
      component.setSize(component.getPreferredSize());
    }
    Dimension size = component.getSize();
    String name = component.getClass().getSimpleName();
    context.renderIfRequested(
        MIMEType.TEXT_PLAIN, () -> name + " " + size.width + " x " + size.height);
    context.renderIfRequested(
        MIMEType.IMAGE_PNG,
        (type, out) -> {
          if (size.width > 0 && size.height > 0) {
            out.putData(type, Images.png(paint(component, size)));
          }
        });
  }

  private static BufferedImage paint(Component component, Dimension size) {
    BufferedImage image = new BufferedImage(size.width, size.height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    try {
      layOut(component);
      component.printAll(graphics);
    } finally {
      graphics.dispose();
    }
    return image;
  }

  /** Lays out a component and what is in it; by itself only a window that is open would. */
  private static void layOut(Component component) {
    component.doLayout();
    if (component instanceof Container container) {
      for (Component child : container.getComponents()) {
        layOut(child);
      }
    }
  }
}
