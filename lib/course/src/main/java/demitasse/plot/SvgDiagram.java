package demitasse.plot;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A diagram as SVG: text that can be searched and enlarged. */
final class SvgDiagram {
  private static final int MARGIN = 14;

  private final Diagram diagram;

  SvgDiagram(Diagram diagram) {
    this.diagram = diagram;
  }

  String svg() {
    Rectangle2D bounds = diagram.layout().bounds();
    var svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"%.0f %.0f %.0f %.0f\" width=\"%.0f\" height=\"%.0f\""
                + " style=\"background:white\" role=\"img\" aria-label=\"%s\""
                + " font-family=\"sans-serif\" font-size=\"12\" fill=\"%s\">%n",
            bounds.getX() - MARGIN,
            bounds.getY() - MARGIN,
            bounds.getWidth() + 2 * MARGIN,
            bounds.getHeight() + 2 * MARGIN,
            bounds.getWidth() + 2 * MARGIN,
            bounds.getHeight() + 2 * MARGIN,
            Markup.escape(diagram.description()),
            Markup.hex(Style.INK)));
    for (List<Point2D> arrow : diagram.layout().arrows()) {
      svg.append(
          String.format(
              "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\"/><polygon points=\"%s\"/>%n",
              points(arrow), Markup.hex(Style.INK), points(Diagram.tip(arrow))));
    }
    for (int i = 0; i < diagram.boxes().size(); i++) {
      svg.append(box(diagram.boxes().get(i), diagram.layout().boxes().get(i)));
    }
    return svg.append("</svg>").toString();
  }

  private static String box(Diagram.Box box, Rectangle2D at) {
    return String.format(
        Locale.ROOT,
        "<rect x=\"%.0f\" y=\"%.0f\" width=\"%.0f\" height=\"%.0f\" rx=\"4\" fill=\"%s\""
            + " stroke=\"%s\"/><text text-anchor=\"middle\"><tspan x=\"%.0f\" y=\"%.0f\">%s</tspan>"
            + "<tspan x=\"%7$.0f\" dy=\"17\">%s</tspan></text>%n",
        at.getX(),
        at.getY(),
        at.getWidth(),
        at.getHeight(),
        Markup.hex(box.fill()),
        Markup.hex(Style.INK),
        at.getCenterX(),
        at.getY() + 17,
        Markup.escape(box.title()),
        Markup.escape(box.shape()));
  }

  private static String points(List<Point2D> points) {
    return points.stream()
        .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", point.getX(), point.getY()))
        .collect(Collectors.joining(" "));
  }
}
