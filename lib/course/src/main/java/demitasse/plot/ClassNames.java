package demitasse.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The names of classes on a map, each at the median of its points. */
final class ClassNames {
  private static final Font LARGE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
  private static final Font SMALL = new Font(Font.SANS_SERIF, Font.BOLD, 13);

  /** Shorter names are large. */
  private static final int SHORT = 3;

  private static final int WIDEST = 130;
  private static final float HALO = 5;

  /** More of them would hide the map. */
  private static final int MOST = 20;

  private ClassNames() {}

  /** Tells whether these names can stand on the map itself. */
  static boolean fit(List<String> names) {
    return names.size() <= MOST
        && names.stream().allMatch(name -> !name.isBlank() && Style.width(name, SMALL) <= WIDEST);
  }

  /**
   * Writes the names, if they fit. A name that would cover an earlier one stands below it, or above
   * where there is no room; none leaves the chart.
   *
   * @param medians where each of them stands
   * @param chart the room that there is
   */
  static void draw(
      Graphics2D g, Frame frame, Rectangle chart, float[][] medians, List<String> names) {
    if (!fit(names)) {
      return;
    }
    boolean large = names.stream().allMatch(name -> name.length() <= SHORT);
    Font font = large ? LARGE : SMALL;
    List<Rectangle> taken = new ArrayList<>();
    for (int label = 0; label < names.size(); label++) {
      float[] median = medians[label];
      if (median.length > 0) {
        var box = new Rectangle(Style.width(names.get(label), font), font.getSize());
        box.setLocation(frame.x(median) - box.width / 2, frame.y(median) - box.height / 2);
        box.x = Math.max(0, Math.min(box.x, chart.width - box.width));
        makeRoom(box, taken, chart);
        taken.add(box);
        write(g, names.get(label), font, box.x, box.y + box.height - 2);
      }
    }
  }

  private static void makeRoom(Rectangle box, List<Rectangle> taken, Rectangle chart) {
    int wanted = box.y;
    int step = box.height / 2;
    while (taken.stream().anyMatch(box::intersects) && box.y + box.height < chart.height) {
      box.y += step;
    }
    if (box.y + box.height > chart.height) {
      box.y = Math.min(wanted, chart.height - box.height);
      while (taken.stream().anyMatch(box::intersects) && box.y > 0) {
        box.y -= step;
      }
    }
  }

  /**
   * Returns where the classes lie: the median of each coordinate of their points, or nothing for a
   * class that has no point with a place.
   */
  static float[][] medians(float[][] points, int[] labels, int classes) {
    int[] sizes = new int[classes];
    for (int i = 0; i < points.length; i++) {
      sizes[labels[i]] += LabelledPoints.hasPlace(points[i]) ? 1 : 0;
    }
    float[][] medians = new float[classes][];
    for (int label = 0; label < classes; label++) {
      medians[label] = new float[sizes[label] == 0 ? 0 : 2];
    }
    for (int axis = 0; axis < 2; axis++) {
      float[][] values = new float[classes][];
      Arrays.setAll(values, label -> new float[sizes[label]]);
      int[] next = new int[classes];
      for (int i = 0; i < points.length; i++) {
        if (LabelledPoints.hasPlace(points[i])) {
          values[labels[i]][next[labels[i]]++] = points[i][axis];
        }
      }
      for (int label = 0; label < classes; label++) {
        if (sizes[label] > 0) {
          Arrays.sort(values[label]);
          medians[label][axis] = values[label][sizes[label] / 2];
        }
      }
    }
    return medians;
  }

  /** Writes in a white halo, so that the text can be read on any ground. */
  static void write(Graphics2D g, String text, Font font, int x, int baseline) {
    Shape outline = font.createGlyphVector(g.getFontRenderContext(), text).getOutline(x, baseline);
    g.setStroke(new BasicStroke(HALO, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.setColor(Color.WHITE);
    g.draw(outline);
    g.setColor(Style.INK);
    g.fill(outline);
  }
}
