package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Small images in rows and columns. */
public final class ImageGrid {
  private static final String IMAGES = "the images of a grid";
  private static final String NOTHING = "there is no image to show";
  private static final int GAP = 6;
  private static final int MARGIN = 10;
  private static final int HEADING = 26;
  private static final int CAPTION = 20;

  /** Small images are enlarged by a whole number, to at most so many pixels… */
  private static final int LARGEST_CELL = 112;

  /** …and so that the whole grid is not wider than a notebook. */
  private static final int WIDEST_GRID = 900;

  /** Longer headings and captions are shortened. */
  private static final int WIDEST_TEXT = 240;

  /** Nobody listens to more sentences. */
  private static final int MOST_HEARD = 6;

  private ImageGrid() {}

  /**
   * Returns the images row by row.
   *
   * @param images of one size
   * @param columns how many stand in a row, at most
   * @throws IllegalArgumentException if there is no image, no column, or if sizes differ
   */
  public static BufferedImage image(List<BufferedImage> images, int columns) {
    requireOneSize(IMAGES, images);
    int across = across(images, columns);
    return draw(List.of(), inColumns(images, across), scale(images.get(0), across));
  }

  /** Returns how many images stand in a row: no more than there are. */
  private static int across(List<BufferedImage> images, int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException("a grid needs at least 1 column, not " + columns);
    }
    return Math.min(columns, images.size());
  }

  private static List<List<BufferedImage>> inColumns(List<BufferedImage> images, int columns) {
    List<List<BufferedImage>> byColumn = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      List<BufferedImage> column = new ArrayList<>();
      for (int i = c; i < images.size(); i += columns) {
        column.add(images.get(i));
      }
      byColumn.add(column);
    }
    return byColumn;
  }

  /**
   * Returns one column of images for each heading: what stands side by side belongs together.
   *
   * @param headings one for each column
   * @param columns images of one size, from top to bottom
   * @throws IllegalArgumentException if headings and columns differ in number, if there is no
   *     image, or if sizes differ
   */
  public static BufferedImage columns(List<String> headings, List<List<BufferedImage>> columns) {
    given(headings, "the headings", "heading");
    given(columns, "the columns", "column");
    if (headings.size() != columns.size()) {
      throw new IllegalArgumentException(
          headings.size() + " headings for " + columns.size() + " columns");
    }
    List<BufferedImage> all = columns.stream().flatMap(List::stream).toList();
    requireOneSize(IMAGES, all);
    return draw(headings, columns, scale(all.get(0), columns.size()));
  }

  /**
   * Returns a table of images with names on two sides: one row for each of some digits, one column
   * for each of some models.
   *
   * @param headings one for each column
   * @param names one for each row
   * @param rows images of one size, from left to right
   * @throws IllegalArgumentException if headings or names do not fit the rows, if there is no
   *     image, or if sizes differ
   */
  public static BufferedImage table(
      List<String> headings, List<String> names, List<List<BufferedImage>> rows) {
    given(headings, "the headings", "heading");
    given(names, "the names of the rows", "name");
    given(rows, "the rows", "row");
    if (names.size() != rows.size()) {
      throw new IllegalArgumentException(names.size() + " names for " + rows.size() + " rows");
    }
    for (List<BufferedImage> row : rows) {
      if (row.size() != headings.size()) {
        throw new IllegalArgumentException(
            headings.size() + " headings for a row of " + row.size() + " images");
      }
    }
    List<List<BufferedImage>> columns = new ArrayList<>();
    for (int c = 0; c < headings.size(); c++) {
      int column = c;
      columns.add(rows.stream().map(row -> row.get(column)).toList());
    }
    return named(names, columns(headings, columns));
  }

  /** Writes a name to the left of each row. */
  private static BufferedImage named(List<String> names, BufferedImage grid) {
    List<String> texts = shortened(names, 0);
    int left = MARGIN + Style.widest(texts, Style.TEXT);
    int top = MARGIN + HEADING;
    double pitch = (double) (grid.getHeight() - top - MARGIN + GAP) / names.size();
    BufferedImage canvas = Style.canvas(left + grid.getWidth(), grid.getHeight());
    Graphics2D g = Style.pen(canvas);
    g.drawImage(grid, left, 0, null);
    for (int row = 0; row < names.size(); row++) {
      int baseline = (int) Math.round(top + pitch * row + (pitch - GAP) / 2) + 4;
      String text = texts.get(row);
      g.drawString(text, left - Style.width(text, Style.TEXT), baseline);
    }
    g.dispose();
    return Figure.alt(canvas, Figure.altOf(grid) + said(" By row: ", names, "."));
  }

  /**
   * Returns the images row by row, each with a caption below it.
   *
   * @param images of one size
   * @param captions one for each image
   * @param columns how many stand in a row, at most
   * @throws IllegalArgumentException if images and captions differ in number, if there is no image,
   *     no column, or if sizes differ
   */
  public static BufferedImage captioned(
      List<BufferedImage> images, List<String> captions, int columns) {
    given(images, "the images");
    given(captions, "the captions", "caption");
    if (images.size() != captions.size()) {
      throw new IllegalArgumentException(
          captions.size() + " captions for " + images.size() + " images");
    }
    requireOneSize(IMAGES, images);
    int across = across(images, columns);
    int scale = scale(images.get(0), across);
    int width = images.get(0).getWidth() * scale;
    int height = images.get(0).getHeight() * scale;
    List<String> texts = shortened(captions, width);
    int widest = Style.widest(texts, Style.TEXT);
    List<BufferedImage> framed = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      BufferedImage frame = Style.canvas(Math.max(width, widest + GAP), height + CAPTION);
      Graphics2D g = Style.pen(frame);
      int left = (frame.getWidth() - width) / 2;
      g.drawImage(images.get(i), left, 0, width, height, null);
      Style.centered(g, texts.get(i), frame.getWidth() / 2, height + CAPTION - 6);
      g.dispose();
      framed.add(frame);
    }
    BufferedImage grid = draw(List.of(), inColumns(framed, across), 1);
    return Figure.alt(
        grid,
        Figure.altOf(grid)
            + said(images.size() == 1 ? " Caption: " : " Captions: ", captions, "."));
  }

  /**
   * Returns images of any size side by side, with their middles at one height.
   *
   * @param images from left to right; they keep their size
   * @throws IllegalArgumentException if there is no image
   */
  public static BufferedImage row(BufferedImage... images) {
    given(images, IMAGES, "image");
    if (images.length == 0) {
      throw new IllegalArgumentException(NOTHING);
    }
    long width = -GAP;
    int height = 0;
    for (BufferedImage image : images) {
      width += GAP + image.getWidth();
      height = Math.max(height, image.getHeight());
    }
    BufferedImage canvas = Style.canvas(width, height);
    Graphics2D g = Style.pen(canvas);
    int left = 0;
    for (BufferedImage image : images) {
      g.drawImage(image, left, (height - image.getHeight()) / 2, null);
      left += image.getWidth() + GAP;
    }
    g.dispose();
    return Figure.alt(canvas, description(List.of(), Stream.of(images).map(List::of).toList(), 1));
  }

  /**
   * Checks images.
   *
   * @param what they are, such as "the images of a grid"
   * @throws IllegalArgumentException if there is none, or if sizes differ
   */
  static void requireOneSize(String what, List<BufferedImage> images) {
    given(images, what, "image");
    if (images.isEmpty()) {
      throw new IllegalArgumentException(NOTHING);
    }
    int width = images.get(0).getWidth();
    int height = images.get(0).getHeight();
    for (int i = 1; i < images.size(); i++) {
      BufferedImage image = images.get(i);
      if (image.getWidth() != width || image.getHeight() != height) {
        throw new IllegalArgumentException(
            "%s must be of one size: image %d has %d × %d pixels, image 0 %d × %d"
                .formatted(what, i, image.getWidth(), image.getHeight(), width, height));
      }
    }
  }

  /** Returns by how much to enlarge images of which so many stand side by side. */
  private static int scale(BufferedImage image, int columns) {
    int cell = Math.min(LARGEST_CELL, WIDEST_GRID / Math.max(1, columns) - GAP);
    return Math.max(1, cell / Math.max(image.getWidth(), image.getHeight()));
  }

  private static BufferedImage draw(
      List<String> headings, List<List<BufferedImage>> columns, int scale) {
    BufferedImage first = columns.stream().flatMap(List::stream).findFirst().orElseThrow();
    int cellWidth = first.getWidth() * scale;
    int cellHeight = first.getHeight() * scale;
    int top = MARGIN + (headings.isEmpty() ? 0 : HEADING);
    List<String> texts = shortened(headings, cellWidth);
    // A heading may be wider than its images.
    int pitch = Math.max(cellWidth, Style.widest(texts, Style.TEXT)) + GAP;
    int rows = columns.stream().mapToInt(List::size).max().orElseThrow();
    BufferedImage canvas =
        Style.canvas(
            2L * MARGIN + (long) columns.size() * pitch - GAP,
            top + MARGIN + (long) rows * (cellHeight + GAP) - GAP);
    Graphics2D g = Style.pen(canvas);
    for (int c = 0; c < columns.size(); c++) {
      int middle = MARGIN + c * pitch + (pitch - GAP) / 2;
      if (!headings.isEmpty()) {
        Style.centered(g, texts.get(c), middle, MARGIN + HEADING / 2 + 3);
      }
      for (int r = 0; r < columns.get(c).size(); r++) {
        int x = middle - cellWidth / 2;
        int y = top + r * (cellHeight + GAP);
        g.drawImage(columns.get(c).get(r), x, y, cellWidth, cellHeight, null);
      }
    }
    g.dispose();
    return Figure.alt(canvas, description(headings, columns, rows));
  }

  /** A few images say what they show in sentences; of many, the first ones are named. */
  private static String description(
      List<String> headings, List<List<BufferedImage>> columns, int rows) {
    List<BufferedImage> all = columns.stream().flatMap(List::stream).toList();
    List<String> texts = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      for (List<BufferedImage> column : columns) {
        texts.add(row < column.size() ? Figure.altOf(column.get(row)) : "");
      }
    }
    texts.removeIf(String::isEmpty);
    if (!texts.isEmpty() && texts.stream().allMatch(text -> text.endsWith("."))) {
      return texts.stream().limit(MOST_HEARD).collect(Collectors.joining(" "));
    }
    String grid =
        all.size() == 1
            ? "An image"
            : "Grid of " + AltText.count(all.size(), "image") + " in " + AltText.count(rows, "row");
    return grid
        + said(", by column: ", headings, "")
        + "."
        + said(all.size() == 1 ? " It shows " : " They show ", texts, ".");
  }

  /** Returns texts between two others; nothing where they are blank. */
  private static String said(String before, List<String> texts, String after) {
    boolean silent = texts.stream().allMatch(String::isBlank);
    return silent ? "" : before + AltText.list(texts) + after;
  }

  private static List<String> shortened(List<String> texts, int cellWidth) {
    int widest = Math.max(cellWidth, WIDEST_TEXT);
    return texts.stream().map(text -> Style.shortened(text, Style.TEXT, widest)).toList();
  }
}
