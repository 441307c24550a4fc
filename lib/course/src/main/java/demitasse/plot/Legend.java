package demitasse.plot;

import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The classes and their colours, in as many columns as they need. */
final class Legend {
  private static final int MARK = 10;
  private static final int GAP = 8;
  private static final int ROW = 19;
  private static final int WIDEST_NAME = 180;

  /** Beyond that, neither colours nor readers tell classes apart. */
  private static final int MOST_COLUMNS = 6;

  private final int[] shown;
  private final List<String> names;
  private final int height;
  private final int rows;
  private final int columnWidth;

  /** How many classes had no room. */
  private final int left;

  Legend(int[] classes, List<String> names, int height) {
    this.names = names;
    this.height = height;
    int most = MOST_COLUMNS * (height / ROW);
    this.shown = Arrays.copyOf(classes, Math.min(classes.length, most));
    int columns = (shown.length + height / ROW - 1) / (height / ROW);
    this.rows = (shown.length + columns - 1) / columns;
    this.left = classes.length - shown.length;
    List<String> texts = IntStream.range(0, shown.length).mapToObj(place -> text(place)).toList();
    this.columnWidth = MARK + GAP + Style.widest(texts, Style.TEXT) + 2 * GAP;
  }

  int width() {
    return columnWidth * ((shown.length + rows - 1) / rows);
  }

  /** The last place tells of those that have none. */
  private boolean tellsOfTheRest(int place) {
    return left > 0 && place == shown.length - 1;
  }

  private String text(int place) {
    return tellsOfTheRest(place)
        ? String.format(Locale.ROOT, "and %,d more", left + 1)
        : Style.shortened(names.get(shown[place]), Style.TEXT, WIDEST_NAME);
  }

  void draw(Graphics2D g) {
    int top = (height - ROW * rows) / 2;
    for (int i = 0; i < shown.length; i++) {
      int x = i / rows * columnWidth;
      int y = top + i % rows * ROW;
      if (!tellsOfTheRest(i)) {
        g.setColor(Palette.color(shown[i], names.size()));
        g.fillOval(x, y + (ROW - MARK) / 2, MARK, MARK);
      }
      g.setColor(Style.INK);
      g.drawString(text(i), x + MARK + GAP, y + ROW - 5);
    }
  }
}
