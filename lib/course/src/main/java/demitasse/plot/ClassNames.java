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
import java.util.stream.IntStream;

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
   * Writes the names, if they fit. A name that would cover an earlier one stands below it.
   *
   * @param points shape (n, 2)
   * @param labels the class of each
   */
  static void draw(Graphics2D g, Frame frame, float[][] points, int[] labels, List<String> names) {
    if (!fit(names)) {
      return;
    }
    boolean large = names.stream().allMatch(name -> name.length() <= SHORT);
    Font font = large ? LARGE : SMALL;
    List<Rectangle> taken = new ArrayList<>();
    for (int label = 0; label < names.size(); label++) {
      float[] median = median(points, labels, label);
      if (median.length > 0) {
        var box = new Rectangle(Style.width(names.get(label), font), font.getSize());
        box.setLocation(frame.x(median) - box.width / 2, frame.y(median) - box.height / 2);
        while (taken.stream().anyMatch(box::intersects)) {
          box.y += box.height / 2;
        }
        taken.add(box);
        write(g, names.get(label), font, box.x, box.y + box.height - 2);
      }
    }
  }

  /** Returns the median of each coordinate; nothing if the class has no point with a place. */
  static float[] median(float[][] points, int[] labels, int label) {
    int[] members =
        IntStream.range(0, points.length)
            .filter(i -> labels[i] == label && LabelledPoints.hasPlace(points[i]))
            .toArray();
    if (members.length == 0) {
      return new float[0];
    }
    float[] median = new float[2];
    for (int axis = 0; axis < 2; axis++) {
      float[] values = new float[members.length];
      for (int i = 0; i < members.length; i++) {
        values[i] = points[members[i]][axis];
      }
      Arrays.sort(values);
      median[axis] = values[members.length / 2];
    }
    return median;
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
