package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A map of points with small images pasted over the first of them. */
public final class ThumbnailMap {
  private static final int SIDE = 1000;
  private static final int MARGIN = 30;
  private static final int TITLE = 34;
  private static final int DOT = 5;

  /** Images have empty margins: so many pixels may lie over another one. */
  private static final int OVERLAP = 6;

  private ThumbnailMap() {}

  /**
   * Returns the map.
   *
   * <p>An image covers only what it draws: its black ground is transparent, so that the dots
   * beneath stay visible, and its strokes are dark on white paper. One that would cover an earlier
   * one is left out.
   *
   * @param title stands above
   * @param points shape (n, 2); those that are not finite are left out, which the map says
   * @param labels the class of each point, 0 to {@code classes - 1}
   * @param classes how many there are
   * @param images grey, light on black, of the first points; at most n
   * @throws IllegalArgumentException if points and labels do not fit, or there are more images than
   *     points
   */
  public static BufferedImage image(
      String title, float[][] points, int[] labels, int classes, List<BufferedImage> images) {
    given(title, "the title");
    given(images, "the images", "image");
    LabelledPoints.check(points, labels, classes);
    if (images.size() > points.length) {
      throw new IllegalArgumentException(
          images.size() + " images for " + points.length + " points");
    }
    BufferedImage canvas = Style.canvas(SIDE, SIDE + TITLE);
    Graphics2D g = Style.pen(canvas);
    Style.title(g, title, SIDE / 2, TITLE - 10, SIDE - 2 * MARGIN);
    g.translate(0, TITLE);
    var frame = new Frame(points, SIDE, SIDE, MARGIN);
    for (int i = 0; i < points.length; i++) {
      LabelledPoints.heedStop(i);
      if (LabelledPoints.hasPlace(points[i])) {
        g.setColor(Palette.color(labels[i], classes));
        g.fillOval(frame.x(points[i]) - DOT / 2, frame.y(points[i]) - DOT / 2, DOT, DOT);
      }
    }
    List<Rectangle> taken = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      if (LabelledPoints.hasPlace(points[i])) {
        BufferedImage image = images.get(i);
        var box = new Rectangle(core(image.getWidth()), core(image.getHeight()));
        box.setLocation(
            frame.x(points[i]) - image.getWidth() / 2, frame.y(points[i]) - image.getHeight() / 2);
        if (taken.stream().noneMatch(box::intersects)) {
          taken.add(box);
          g.drawImage(ink(image), box.x, box.y, null);
        }
      }
    }
    LabelledPoints.noteMissing(g, points, MARGIN, SIDE - MARGIN / 2);
    g.dispose();
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    float[][] medians = ClassNames.medians(points, labels, classes);
    String map = LabelledPoints.description("Map", title, points, medians, names);
    return Figure.alt(canvas, map + " Images lie on " + taken.size() + " of the points.");
  }

  /** Returns the side of what no other image may cover; a small image has no margin. */
  private static int core(int side) {
    return side > 2 * OVERLAP ? side - OVERLAP : side;
  }

  /** Turns light on black into dark on nothing. */
  private static BufferedImage ink(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    var ink = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int light = new Color(image.getRGB(x, y)).getRed();
        ink.setRGB(x, y, light << 24 | Style.INK.getRGB() & 0xffffff);
      }
    }
    return ink;
  }
}
