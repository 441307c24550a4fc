package demitasse.runner;

import com.google.gson.Gson;
import demitasse.data.ImageSet;
import demitasse.embed.Pca;
import demitasse.embed.TSne;
import demitasse.embed.TSneOptions;
import demitasse.plot.Palette;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The map of the demonstrations: t-SNE of latent vectors as in chapter 9, with the vectors, in 8
 * bits a number, and the images, in 4 bits a pixel.
 *
 * @param images the images, of grey pixels
 * @param codes their latent vectors, shape (images, length)
 * @param places on the map, shape (images, 2), from 0 to 1
 */
record DemoMap(ImageSet images, float[][] codes, float[][] places) {
  /** How many directions have a slider. */
  private static final int DIRECTIONS = 8;

  private static final int CLASSES = 10;

  /** Makes the map of images, with the options of chapter 9. */
  static DemoMap of(ImageSet images, float[][] codes) {
    var options = TSneOptions.defaults().perplexity(15).learningRate(100).seed(0);
    return new DemoMap(images, codes, fitted(TSne.fit(codes, options).embedding()));
  }

  /** Moves and scales the map, the same in both directions, so that it just fits. */
  private static float[][] fitted(float[][] map) {
    float[] least = {Float.MAX_VALUE, Float.MAX_VALUE};
    float[] most = {-Float.MAX_VALUE, -Float.MAX_VALUE};
    for (float[] at : map) {
      for (int axis = 0; axis < 2; axis++) {
        least[axis] = Math.min(least[axis], at[axis]);
        most[axis] = Math.max(most[axis], at[axis]);
      }
    }
    float extent = Math.max(most[0] - least[0], most[1] - least[1]);
    float[][] fitted = new float[map.length][2];
    for (int i = 0; i < map.length; i++) {
      for (int axis = 0; axis < 2; axis++) {
        fitted[i][axis] = 0.5f + (map[i][axis] - (least[axis] + most[axis]) / 2) / extent;
      }
    }
    return fitted;
  }

  /** Writes the three files that the pages load. */
  void write(DemoFolder folder) {
    float[] scales = scales();
    float[] means = means();
    float[][] reach = Pca.project(codes, DIRECTIONS);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("data", images.name());
    all.put("labels", labels());
    all.put("colours", colours());
    all.put("x", axis(0));
    all.put("y", axis(1));
    all.put("scales", scales);
    all.put("means", means);
    all.put("directions", directions(means, reach));
    all.put("deviations", deviations(reach));
    folder.pack("map.json", new Gson().toJson(all).getBytes(StandardCharsets.UTF_8));
    folder.pack("codes", levels(scales));
    folder.pack("thumbnails", thumbnails());
  }

  private String labels() {
    StringBuilder labels = new StringBuilder();
    for (int label : images.labels()) {
      labels.append(label);
    }
    return labels.toString();
  }

  private static String[] colours() {
    return IntStream.range(0, CLASSES)
        .mapToObj(k -> "#%06x".formatted(Palette.color(k, CLASSES).getRGB() & 0xffffff))
        .toArray(String[]::new);
  }

  /** Four digits: a tenth of a pixel of the largest map. */
  private double[] axis(int axis) {
    return IntStream.range(0, places.length)
        .mapToDouble(i -> Math.round(1e4 * places[i][axis]) / 1e4)
        .toArray();
  }

  private int length() {
    return codes[0].length;
  }

  /** Returns for each number of a vector what a level of its 8 bits is worth. */
  private float[] scales() {
    float[] scales = new float[length()];
    for (float[] code : codes) {
      for (int k = 0; k < scales.length; k++) {
        scales[k] = Math.max(scales[k], Math.abs(code[k]) / Byte.MAX_VALUE);
      }
    }
    return scales;
  }

  private byte[] levels(float[] scales) {
    byte[] levels = new byte[codes.length * length()];
    for (int i = 0; i < levels.length; i++) {
      float scale = scales[i % length()];
      levels[i] = (byte) (scale == 0 ? 0 : Math.round(codes[i / length()][i % length()] / scale));
    }
    return levels;
  }

  private byte[] thumbnails() {
    int pixels = images.imageShape().height() * images.imageShape().width();
    byte[] packed = new byte[(images.size() * pixels + 1) / 2];
    for (int i = 0; i < images.size(); i++) {
      byte[] image = images.pixels(i);
      for (int p = 0; p < pixels; p++) {
        int level = Math.round((image[p] & 0xff) / 17f);
        int place = i * pixels + p;
        packed[place / 2] |= (byte) (place % 2 == 0 ? level << 4 : level);
      }
    }
    return packed;
  }

  private float[] means() {
    float[] means = new float[length()];
    for (float[] code : codes) {
      for (int k = 0; k < means.length; k++) {
        means[k] += code[k] / codes.length;
      }
    }
    return means;
  }

  /**
   * Returns the principal components, of length 1. Each is the sum of the centred vectors, weighted
   * by how far each reaches along it.
   *
   * @param reach the vectors' projections, as {@link Pca} returns them
   */
  private float[][] directions(float[] means, float[][] reach) {
    float[][] directions = new float[DIRECTIONS][length()];
    for (int d = 0; d < DIRECTIONS; d++) {
      double square = 0;
      for (int k = 0; k < length(); k++) {
        for (int i = 0; i < codes.length; i++) {
          directions[d][k] += reach[i][d] * (codes[i][k] - means[k]);
        }
        square += directions[d][k] * directions[d][k];
      }
      for (int k = 0; k < length(); k++) {
        directions[d][k] /= (float) Math.sqrt(square);
      }
    }
    return directions;
  }

  private static float[] deviations(float[][] reach) {
    float[] deviations = new float[DIRECTIONS];
    for (int d = 0; d < DIRECTIONS; d++) {
      double squares = 0;
      for (float[] row : reach) {
        squares += row[d] * row[d];
      }
      deviations[d] = (float) Math.sqrt(squares / reach.length);
    }
    return deviations;
  }
}
