package demitasse.plot;

import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import org.knowm.xchart.style.markers.Marker;

/**
 * The mark of a curve's points that remembers where they stand: XChart tells marks where they are,
 * and nobody else.
 */
final class Trace extends Marker {
  private final Marker drawn;
  private final double[] values;
  private final Path2D.Double path = new Path2D.Double();
  private int next;
  private int x = -1;
  private int y;

  /**
   * Begins a trace.
   *
   * @param drawn what is drawn at each point
   * @param values of the curve: those that are not finite have no point, and part the path
   */
  Trace(Marker drawn, double[] values) {
    this.drawn = drawn;
    this.values = values;
  }

  @Override
  public void paint(Graphics2D g, double x, double y, int size) {
    boolean gap = next == 0;
    while (next < values.length && !Double.isFinite(values[next])) {
      next++;
      gap = true;
    }
    next++;
    if (gap) {
      path.moveTo(x, y);
    } else {
      path.lineTo(x, y);
    }
    // On a curve that runs to the left, the first point stays the rightmost.
    if (Math.round(x) >= this.x) {
      this.x = (int) Math.round(x);
      this.y = (int) Math.round(y);
    }
    drawn.paint(g, x, y, size);
  }

  /** Returns the curve. */
  Path2D path() {
    return path;
  }

  /** Tells whether any point was drawn. */
  boolean isDrawn() {
    return x >= 0;
  }

  /** Returns where the rightmost point stands, in pixels from the left; -1 if there is none. */
  int x() {
    return x;
  }

  /** Returns where the rightmost point stands, in pixels from the top. */
  int y() {
    return y;
  }
}
