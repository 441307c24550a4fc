package demitasse.plot;

import static demitasse.numeric.Arguments.check;

import java.awt.BasicStroke;
import java.awt.Color;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The colours of all charts, and what tells things apart where colour does not.
 *
 * <p>Ten colours were searched for under two conditions. Any two of them differ by at least 10
 * (CIEDE2000) for normal vision and for the three kinds of dichromatic vision. And each has a
 * contrast of at least 3 to 1 to a white page and to a dark one, as WCAG 2.2 (1.4.11) asks of
 * graphics. In grey print they are close to each other: there the dashes and marks of curves and
 * the names beside them tell them apart.
 */
public final class Palette {
  /** The colour of what stands alone. */
  static final Color MAIN = new Color(0x0072b2);

  /** The colour of what is picked out. */
  static final Color ACCENT = new Color(0xd55e00);

  private static final Color[] COLORS = {
    MAIN,
    ACCENT,
    new Color(0x0d9757),
    new Color(0xc30a92),
    new Color(0x8d8ecb),
    new Color(0x985573),
    new Color(0x276f41),
    new Color(0xc3789a),
    new Color(0x966bfa),
    new Color(0xc70713),
  };

  private static final Marker[] MARKS = {
    SeriesMarkers.CIRCLE,
    SeriesMarkers.SQUARE,
    SeriesMarkers.TRIANGLE_UP,
    SeriesMarkers.DIAMOND,
    SeriesMarkers.TRIANGLE_DOWN,
  };

  private static final float[][] DASHES = {null, {7, 4}, {2, 4}, {9, 4, 2, 4}, {14, 5}};

  /** WCAG 2.2 (1.4.3) asks this contrast of text. */
  private static final double TEXT_CONTRAST = 4.5;

  private Palette() {}

  /** Returns the colours that all differ. */
  static Color[] colors() {
    return COLORS.clone();
  }

  /**
   * Returns the colour of a class, of a cluster, or of a curve. Up to ten of them have a colour of
   * the palette: the same in every chart. More of them get their place on the circle of hues, with
   * lighter and darker ones in turn; a name must then tell them apart.
   *
   * @param place from 0
   * @param places how many there are
   * @throws IllegalArgumentException if the place is negative
   */
  public static Color color(int place, int places) {
    check(place >= 0, "places count from 0", place);
    return place < COLORS.length && places <= COLORS.length
        ? COLORS[place]
        : Color.getHSBColor((float) place / places, 0.85f, place % 2 == 0 ? 0.85f : 0.55f);
  }

  /** Returns the same colour as dark as text must be on white. */
  static Color text(Color color) {
    Color dark = color;
    while (contrast(dark, Color.WHITE) < TEXT_CONTRAST) {
      dark =
          new Color(dark.getRed() * 15 / 16, dark.getGreen() * 15 / 16, dark.getBlue() * 15 / 16);
    }
    return dark;
  }

  /** Returns the mark of a curve's or a cluster's points. */
  static Marker mark(int place) {
    return MARKS[place % MARKS.length];
  }

  /** Returns the line of a curve: the first one is whole, the next ones are dashed. */
  static BasicStroke line(int place, float width) {
    float[] dashes = DASHES[place % DASHES.length];
    return dashes == null
        ? new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
        : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes, 0);
  }

  /** Returns the contrast of two colours, from 1 to 21 (WCAG 2.2, contrast ratio). */
  private static double contrast(Color one, Color other) {
    double a = luminance(one) + 0.05;
    double b = luminance(other) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  private static double luminance(Color color) {
    return 0.2126 * linear(color.getRed())
        + 0.7152 * linear(color.getGreen())
        + 0.0722 * linear(color.getBlue());
  }

  private static double linear(int channel) {
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
