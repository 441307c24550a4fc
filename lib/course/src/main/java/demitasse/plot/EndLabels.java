package demitasse.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Comparator;
import java.util.List;

/** The names of curves to the right of their ends, one below the other where ends are close. */
final class EndLabels {
  private static final int ROW = 17;
  private static final int LEADER = 14;
  private static final int SAMPLE = 24;
  private static final int GAP = 5;
  private static final int CLEAR = 6;
  private static final Color LINK = new Color(0x9aa3ad);
  private static final int RIGHT = 6;

  /** XChart leaves so much free to the right of a plot. */
  private static final int FREE = 14;

  /** More of them, or longer ones, go into a legend. */
  private static final int MOST = 10;

  private static final int WIDEST = 210;

  /**
   * One name.
   *
   * @param place of the curve, which says how its line is drawn
   * @param last where the curve ends, in pixels from the left
   * @param end and from the top
   */
  record Label(String text, Color color, int place, int last, int end) {}

  private final List<Label> labels;
  private final int[] heights;
  private final int left;

  /**
   * Finds a place for each name.
   *
   * @param left where the plot ends, in pixels
   * @param top of the plot
   * @param bottom of the plot
   */
  EndLabels(List<Label> labels, int left, int top, int bottom) {
    this.labels = labels.stream().sorted(Comparator.comparingInt(Label::end)).toList();
    this.left = left;
    this.heights = new int[labels.size()];
    int free = top + ROW / 2;
    for (int i = 0; i < heights.length; i++) {
      heights[i] = Math.max(free, this.labels.get(i).end());
      free = heights[i] + ROW;
    }
    int lowest = bottom - ROW / 2;
    for (int i = heights.length - 1; i >= 0; i--) {
      heights[i] = Math.min(heights[i], lowest);
      lowest = heights[i] - ROW;
    }
  }

  /** Tells whether these names have room beside a chart. */
  static boolean fit(List<String> texts) {
    return texts.size() <= MOST && Style.widest(texts, Style.TEXT) <= WIDEST;
  }

  /** Returns how much room they take beside the plot. */
  static int width(List<String> texts) {
    return LEADER + SAMPLE + GAP + Style.widest(texts, Style.TEXT) + RIGHT - FREE;
  }

  void draw(Graphics2D g) {
    for (int i = 0; i < heights.length; i++) {
      Label label = labels.get(i);
      int sample = left + LEADER;
      g.setColor(LINK);
      g.setStroke(new BasicStroke(1));
      // A curve that ends early is linked with its name across the plot.
      g.drawLine(Math.min(left, label.last() + CLEAR), label.end(), left, label.end());
      g.drawLine(left, label.end(), sample - 2, heights[i]);
      name(g, label.text(), label.color(), label.place(), sample, heights[i]);
    }
  }

  /** Writes a name behind a piece of its line. */
  static void name(Graphics2D g, String text, Color color, int place, int left, int middle) {
    g.setColor(color);
    g.setStroke(Palette.line(place, 2));
    g.drawLine(left, middle, left + SAMPLE, middle);
    g.setColor(Palette.text(color));
    g.drawString(text, left + SAMPLE + GAP, middle + 4);
  }
}
