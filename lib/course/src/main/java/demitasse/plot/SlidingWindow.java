package demitasse.plot;

import static demitasse.numeric.Arguments.check;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A filter that moves over an image, one frame for each of its places: what lies under it, the sum
 * of the products, and the feature map as far as it is known.
 */
public final class SlidingWindow {
  private static final int LINE = 30;
  private static final int MARGIN = 12;

  private SlidingWindow() {}

  /**
   * Returns the frames, for {@link AnimatedGif}.
   *
   * @param input rows of one length
   * @param filter rows of one length, not larger than the input
   * @param strides by how many places the filter moves, at least 1
   * @throws IllegalArgumentException if the filter does not fit into the input
   */
  public static List<BufferedImage> frames(float[][] input, float[][] filter, int strides) {
    var image = NumberGrid.of("input", input);
    var kernel = NumberGrid.of("filter", filter);
    check(strides >= 1, "strides must be at least 1", strides);
    image.window(0, 0, filter);
    int rows = (input.length - filter.length) / strides + 1;
    int columns = (input[0].length - filter[0].length) / strides + 1;
    float[][] map = new float[rows][columns];
    List<BufferedImage> frames = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        StringJoiner products = new StringJoiner(" + ");
        for (int i = 0; i < filter.length; i++) {
          for (int j = 0; j < filter[0].length; j++) {
            float pixel = input[row * strides + i][column * strides + j];
            map[row][column] += pixel * filter[i][j];
            products.add(Style.number(pixel) + "·" + Style.number(filter[i][j]));
          }
        }
        BufferedImage tables =
            NumberGrid.row(
                "∗=",
                image.window(row * strides, column * strides, filter),
                kernel,
                NumberGrid.of("feature map", map)
                    .known(row * columns + column + 1)
                    .window(row, column, 1));
        frames.add(withSum(tables, products + " = " + Style.number(map[row][column])));
      }
    }
    return frames;
  }

  private static BufferedImage withSum(BufferedImage tables, String sum) {
    BufferedImage canvas = Style.canvas(tables.getWidth(), tables.getHeight() + LINE);
    Graphics2D g = Style.pen(canvas);
    g.drawImage(tables, 0, 0, null);
    g.setFont(Style.fitting(sum, Style.TITLE, canvas.getWidth() - 2 * MARGIN));
    Style.centered(g, sum, canvas.getWidth() / 2, tables.getHeight() + LINE / 2);
    g.dispose();
    return Figure.alt(canvas, Figure.altOf(tables) + " The sum of the products: " + sum + ".");
  }
}
