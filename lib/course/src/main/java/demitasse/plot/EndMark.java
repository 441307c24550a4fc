package demitasse.plot;

import java.awt.Graphics2D;
import org.knowm.xchart.style.markers.Marker;

/**
 * The mark of a curve's points that remembers where the last of them stands: XChart tells marks
 * where they are, and nobody else.
 */
final class EndMark extends Marker {
  private final Marker drawn;
  private int x = -1;
  private int y;

  /**
   * @param drawn what is drawn at each point
   */
  EndMark(Marker drawn) {
    this.drawn = drawn;
  }

  @Override
  public void paint(Graphics2D g, double x, double y, int size) {
    this.x = (int) Math.round(x);
    this.y = (int) Math.round(y);
    drawn.paint(g, x, y, size);
  }

  /** Tells whether any point was drawn. */
  boolean isDrawn() {
    return x >= 0;
  }

  int x() {
    return x;
  }

  int y() {
    return y;
  }
}
