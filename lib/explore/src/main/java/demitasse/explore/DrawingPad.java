package demitasse.explore;

import demitasse.widgets.HTML;
import demitasse.widgets.Text;
import demitasse.widgets.Valued;
import demitasse.widgets.Widget;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A black square to draw on in white: with the mouse, a pen, a finger or the keyboard.
 *
 * <p>Jupyter's widgets have no such control. This one is made of two that they have: an {@code
 * HTML} with the canvas, whose script writes the strokes into a hidden {@code Text}. So it works
 * wherever these widgets do, and nothing has to be installed for it.
 */
final class DrawingPad {
  private static final int SIDE = 280;
  private static final int PEN = 21;
  private static final String SCRIPT = "drawing-pad.js";

  /** The smallest image there is: only its handler counts. */
  private static final String DOT =
      "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

  private static final String KEYS =
      "Keys: the arrows move the pen, the space bar lowers or lifts it, Delete clears.";

  /** The attribute of Lumino, JupyterLab's toolkit, keeps JupyterLab's shortcuts off the pad. */
  private static final String PAGE =
      """
      <div><canvas width="%1$d" height="%1$d" data-pen="%2$d" tabindex="0" role="application" \
      data-lm-suppress-shortcuts="true" aria-label="Draw here. %5$s" style="background: #000; \
      border: 1px solid #888; cursor: crosshair; touch-action: none; max-width: 100%%"></canvas>\
      <br><button type="button" class="jupyter-button" style="width: 6em">Clear</button>\
      <div style="max-width: %1$dpx; line-height: 1.4; white-space: normal">%5$s</div>\
      <img alt="" hidden src="%3$s" onload="%4$s"></div>""";

  /** Strokes separated by ";". Each is a list of points "x,y" in pixels, separated by blanks. */
  private final Text strokes = new Text();

  private final HTML page = new HTML(PAGE.formatted(SIDE, PEN, DOT, script(), KEYS));

  DrawingPad() {
    strokes.layout().display("none");
  }

  /** Returns the control that changes with each stroke. */
  Valued<String> control() {
    return strokes;
  }

  /** Returns what to show, in one {@code VBox}. */
  List<Widget> parts() {
    return List.of(strokes, page);
  }

  /** Returns the script as the value of an attribute in double quotes. */
  private static String script() {
    try (InputStream in = DrawingPad.class.getResourceAsStream(SCRIPT)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("&", "&amp;")
          .replace("\"", "&quot;");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the drawing: grey, 280 × 280 pixels, white on black. */
  BufferedImage image() {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setStroke(new BasicStroke(PEN, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.setColor(Color.WHITE);
    String all = strokes.value();
    if (!all.isEmpty()) {
      for (String stroke : all.split(";")) {
        g.draw(path(stroke));
      }
    }
    g.dispose();
    return image;
  }

  private static Path2D path(String stroke) {
    Path2D path = new Path2D.Double();
    for (String point : stroke.split(" ")) {
      String[] place = point.split(",");
      double x = Double.parseDouble(place[0]);
      double y = Double.parseDouble(place[1]);
      if (path.getCurrentPoint() == null) {
        path.moveTo(x, y);
      }
      path.lineTo(x, y); // to itself, too: a dot is a line of no length
    }
    return path;
  }
}
