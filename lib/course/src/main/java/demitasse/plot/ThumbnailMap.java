package demitasse.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** A map of points with small pictures pasted over the first of them. */
public final class ThumbnailMap {
  private static final int SIDE = 1000;
  private static final int MARGIN = 30;
  private static final int TITLE = 34;
  private static final int DOT = 5;

  private ThumbnailMap() {}

  /**
   * Returns the map.
   *
   * <p>A picture covers only what it draws: its black ground is transparent, so that the dots
   * beneath stay visible, and its strokes are dark on white paper.
   *
   * @param title stands above
   * @param points shape (n, 2)
   * @param labels the class of each point, 0 to {@code classes - 1}
   * @param classes how many there are
   * @param pictures grey, light on black, of the first points; at most n
   * @throws IllegalArgumentException if points and labels do not fit, or there are more pictures
   *     than points
   */
  public static BufferedImage of(
      String title, float[][] points, int[] labels, int classes, List<BufferedImage> pictures) {
    LabelledPoints.check(points, labels, classes);
    if (pictures.size() > points.length) {
      throw new IllegalArgumentException(
          pictures.size() + " pictures for " + points.length + " points");
    }
    BufferedImage canvas = Style.canvas(SIDE, SIDE + TITLE);
    Graphics2D g = Style.pen(canvas);
    g.setFont(Style.TITLE);
    Style.centred(g, title, SIDE / 2, TITLE - 10);
    g.translate(0, TITLE);
    var frame = new Frame(points, SIDE, MARGIN);
    for (int i = 0; i < points.length; i++) {
      g.setColor(Style.classColour(labels[i], classes));
      g.fillOval(frame.x(points[i]) - DOT / 2, frame.y(points[i]) - DOT / 2, DOT, DOT);
    }
    for (int i = 0; i < pictures.size(); i++) {
      BufferedImage ink = ink(pictures.get(i));
      g.drawImage(
          ink,
          frame.x(points[i]) - ink.getWidth() / 2,
          frame.y(points[i]) - ink.getHeight() / 2,
          null);
    }
    g.dispose();
    return canvas;
  }

  /** Turns light on black into dark on nothing. */
  private static BufferedImage ink(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    var ink = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int light = new Color(picture.getRGB(x, y)).getRed();
        ink.setRGB(x, y, light << 24 | Style.INK.getRGB() & 0xffffff);
      }
    }
    return ink;
  }
}
