package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import demitasse.numeric.Parallel;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What all drawings of labelled points in the plane must check and say. */
final class LabelledPoints {
  private static final String[] ROWS = {"at the top", "", "at the bottom"};
  private static final String[] COLUMNS = {" left", "", " right"};

  /** This many points are drawn in a few milliseconds. */
  private static final int STRETCH = 4096;

  private LabelledPoints() {}

  /**
   * Checks points against their labels.
   *
   * @throws IllegalArgumentException if they do not fit
   */
  static void check(float[][] points, int[] labels, int classes) {
    given(points, "the points", "point");
    given(labels, "the labels");
    if (points.length == 0) {
      throw new IllegalArgumentException("there is no point to draw");
    }
    if (points.length != labels.length) {
      throw new IllegalArgumentException(
          points.length + " points, but " + labels.length + " labels");
    }
    for (int i = 0; i < points.length; i++) {
      if (points[i].length != 2) {
        throw new IllegalArgumentException(
            "point " + i + " has " + points[i].length + " coordinates, a plane has 2");
      }
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "point " + i + " has the label " + labels[i] + " of " + classes + " classes");
      }
    }
    if (Stream.of(points).noneMatch(LabelledPoints::hasPlace)) {
      throw new IllegalArgumentException(
          "there is no point to draw: each has a coordinate that is not finite");
    }
  }

  /** Tells whether a point has a place in the plane: both its coordinates are finite. */
  static boolean hasPlace(float[] point) {
    return Float.isFinite(point[0]) && Float.isFinite(point[1]);
  }

  /** Says how many points of how many classes a map shows, and where the classes lie. */
  static String description(
      String kind, String title, float[][] points, float[][] medians, List<String> names) {
    // Places from 0 to 2, rounded: the middle is the middle half.
    var frame = new Frame(points, 2, 2, 0);
    List<String> places = new ArrayList<>();
    for (int label = 0; label < names.size(); label++) {
      float[] median = medians[label];
      if (median.length > 0 && !names.get(label).isBlank()) {
        places.add(names.get(label) + " " + place(frame, median));
      }
    }
    String what = AltText.count(points.length, "point") + " of " + names.size() + " classes";
    return AltText.sentence(
        kind, title, places.isEmpty() ? what : what + ": " + AltText.list(places));
  }

  private static String place(Frame frame, float[] point) {
    int row = frame.y(point);
    int column = frame.x(point);
    return row == 1 && column == 1
        ? "in the middle"
        : row == 1 ? "on the" + COLUMNS[column] : ROWS[row] + COLUMNS[column];
  }

  /**
   * Looks at the interrupt now and then, in a loop over points: of a million, drawing takes
   * seconds.
   *
   * @param i the loop's point
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  static void heedStop(int i) {
    if (i % STRETCH == STRETCH - 1) {
      Parallel.checkInterrupt();
    }
  }

  /** Returns what to write under a map of which some points are missing; empty if none is. */
  static String missing(float[][] points) {
    long missing = Stream.of(points).filter(point -> !hasPlace(point)).count();
    return missing == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "%,d of %,d points are not finite and have no place here",
            missing,
            points.length);
  }

  /** Writes that below a map, over whatever lies there. */
  static void noteMissing(Graphics2D g, float[][] points, int x, int baseline) {
    String note = missing(points);
    if (!note.isEmpty()) {
      FontMetrics letters = g.getFontMetrics();
      g.setColor(Color.WHITE);
      g.fillRect(
          x - 2,
          baseline - letters.getAscent(),
          letters.stringWidth(note) + 4,
          letters.getHeight());
      g.setColor(Style.INK);
      g.drawString(note, x, baseline);
    }
  }
}
