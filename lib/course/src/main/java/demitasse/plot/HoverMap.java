package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import java.awt.Color;
import java.util.List;
import java.util.Locale;

/**
 * A map of points for a browser: hold the pointer over a dot and it says what it is.
 *
 * <p>It is SVG within HTML, with no script and no request to anywhere, so that it works in every
 * notebook, in an exported page, and without a network.
 */
public final class HoverMap {
  private static final int SIDE = 640;
  private static final int MARGIN = 12;

  private HoverMap() {}

  /**
   * Returns the map as HTML, for {@code display(html, "text/html")}. It is about 90 characters a
   * point: a few thousand points make a page of a reasonable size.
   *
   * @param points shape (n, 2); those that are not finite are left out, which the map says
   * @param labels the class of each point, 0 to {@code names.size() - 1}
   * @param names of the classes
   * @throws IllegalArgumentException if points and labels do not fit
   */
  public static String html(float[][] points, int[] labels, List<String> names) {
    given(names, "the names of the classes", "name");
    LabelledPoints.check(points, labels, names.size());
    var frame = new Frame(points, SIDE, SIDE, MARGIN);
    float[][] medians = ClassNames.medians(points, labels, names.size());
    StringBuilder html = new StringBuilder();
    html.append(
        String.format(
            Locale.ROOT,
            "<svg class=\"demitasse-map\" viewBox=\"0 0 %d %d\" style=\"max-width:%dpx;background:white\""
                + " role=\"img\" aria-label=\"%s\"><style>.demitasse-map circle:hover{r:7;stroke:black}</style>%n",
            SIDE,
            SIDE,
            SIDE,
            Markup.escape(LabelledPoints.description("Map", "", points, medians, names))));
    for (int c = 0; c < names.size(); c++) {
      Color color = Palette.color(c, names.size());
      html.append("<g fill=\"%s\">".formatted(Markup.hex(color)));
      for (int i = 0; i < points.length; i++) {
        LabelledPoints.heedStop(i);
        if (labels[i] == c && LabelledPoints.hasPlace(points[i])) {
          html.append(
              String.format(
                  Locale.ROOT,
                  "<circle cx=\"%d\" cy=\"%d\" r=\"3\"><title>%s · %d</title></circle>",
                  frame.x(points[i]),
                  frame.y(points[i]),
                  Markup.escape(names.get(c)),
                  i));
        }
      }
      html.append("</g>").append(System.lineSeparator());
    }
    html.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" font-family=\"sans-serif\" font-size=\"12\">%s</text>",
            MARGIN,
            SIDE - MARGIN,
            LabelledPoints.missing(points)));
    if (ClassNames.fit(names)) {
      names(html, frame, medians, names);
    }
    return html.append("</svg>").toString();
  }

  /** The names lie over the dots, and let the pointer through. */
  private static void names(
      StringBuilder html, Frame frame, float[][] medians, List<String> names) {
    for (int label = 0; label < names.size(); label++) {
      float[] median = medians[label];
      if (median.length > 0) {
        html.append(
            String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" fill=\"%s\" style=\"font:bold 20px sans-serif;"
                    + "text-anchor:middle;paint-order:stroke;stroke:white;stroke-width:5px;"
                    + "pointer-events:none\">%s</text>",
                frame.x(median),
                frame.y(median) + 6,
                Markup.hex(Style.INK),
                Markup.escape(names.get(label))));
      }
    }
  }
}
