package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.types.Shape;
import demitasse.layer.Node;
import demitasse.model.Sequential;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * An autoencoder drawn as the hourglass it is: one bar for each layer, the higher the more numbers
 * it returns, from the input on the left to the output on the right.
 */
public final class AutoencoderDiagram {
  private static final int BAR_WIDTH = 26;
  private static final int PITCH = 150;

  /** More bars stand closer, so that the drawing is not wider than a page. */
  private static final int MOST_WIDE_APART = 5;

  private static final int CLOSE_PITCH = 92;

  /** The labels of bars that stand close take turns in two rows. */
  private static final int LABEL_ROW = 58;

  private static final int MARGIN = 76;
  private static final int TALLEST = 190;
  private static final int TOP = 56;
  private static final int BOTTOM = 66;
  private static final Color FLOW = new Color(0xe8, 0xf0, 0xf7);

  private record Bar(String name, String note, Shape shape) {
    long size() {
      return shape.size();
    }

    String sides() {
      return LongStream.of(shape.getShape())
          .mapToObj(side -> String.format(Locale.ROOT, "%,d", side))
          .collect(Collectors.joining(" × "));
    }
  }

  private AutoencoderDiagram() {}

  /**
   * Returns the drawing.
   *
   * @param model the autoencoder: a model of two models, the encoder, of which the last layer
   *     returns the latent vector, and the decoder
   * @throws IllegalArgumentException if it is not made of two models
   * @throws IllegalStateException if the shape of its inputs is not known yet
   */
  public static BufferedImage image(Sequential model) {
    given(model, "the model");
    if (model.layers().size() != 2
        || !(model.layers().get(0) instanceof Sequential encoder)
        || !(model.layers().get(1) instanceof Sequential decoder)) {
      throw new IllegalArgumentException(
          "an autoencoder is a model of two models: sequential(input(…), encoder, decoder)");
    }
    int encoderLayers = encoder.network().row().size();
    int layers = encoderLayers + decoder.network().row().size();
    List<Bar> bars = bars(model);
    long largest = bars.stream().mapToLong(Bar::size).max().orElseThrow();
    boolean close = bars.size() > MOST_WIDE_APART;
    int pitch = close ? CLOSE_PITCH : PITCH;
    IntUnaryOperator left = bar -> MARGIN + bar * pitch;
    BufferedImage canvas =
        Style.canvas(
            left.applyAsInt(bars.size() - 1) + BAR_WIDTH + MARGIN,
            TOP + TALLEST + BOTTOM + (close ? LABEL_ROW : 0));
    Graphics2D g = Style.pen(canvas);
    for (int i = 0; i + 1 < bars.size(); i++) {
      flow(
          g,
          left.applyAsInt(i) + BAR_WIDTH,
          height(bars.get(i), largest),
          left.applyAsInt(i + 1),
          height(bars.get(i + 1), largest));
    }
    for (int i = 0; i < bars.size(); i++) {
      int x = left.applyAsInt(i);
      bar(g, x, height(bars.get(i), largest), i == encoderLayers);
      label(g, bars.get(i), x + BAR_WIDTH / 2, close && i % 2 == 1, i == encoderLayers);
    }
    // A layer's work lies between two bars: what it takes and what it returns.
    bracket(g, encoder.name(), left.applyAsInt(0) + BAR_WIDTH, left.applyAsInt(encoderLayers));
    bracket(g, decoder.name(), left.applyAsInt(encoderLayers) + BAR_WIDTH, left.applyAsInt(layers));
    g.dispose();
    List<String> sizes = bars.stream().map(bar -> bar.name() + " " + bar.sides()).toList();
    return Figure.alt(
        canvas, AltText.sentence("Autoencoder, layer by layer", "", AltText.list(sizes)));
  }

  private static List<Bar> bars(Sequential model) {
    List<Bar> bars = new ArrayList<>();
    bars.add(new Bar("input", "", model.inputShape()));
    for (Node node : model.network().row()) {
      bars.add(new Bar(node.name(), node.layer().activation().toString(), node.outputShape()));
    }
    return bars;
  }

  /** The height goes with the square root: an image's side, not its area. */
  private static int height(Bar bar, long largest) {
    return (int) Math.max(6, Math.round(TALLEST * Math.sqrt((double) bar.size() / largest)));
  }

  private static void flow(Graphics2D g, int x1, int height1, int x2, int height2) {
    int middle = TOP + TALLEST / 2;
    var area = new Polygon();
    area.addPoint(x1, middle - height1 / 2);
    area.addPoint(x2, middle - height2 / 2);
    area.addPoint(x2, middle + height2 / 2);
    area.addPoint(x1, middle + height1 / 2);
    g.setColor(FLOW);
    g.fill(area);
  }

  private static void bar(Graphics2D g, int x, int height, boolean latent) {
    int y = TOP + (TALLEST - height) / 2;
    g.setColor(latent ? Palette.ACCENT : Palette.MAIN);
    g.fillRoundRect(x, y, BAR_WIDTH, height, 6, 6);
  }

  /** A label in the lower row hangs on a thin line between its neighbours. */
  private static void label(Graphics2D g, Bar bar, int middle, boolean lower, boolean latent) {
    int baseline = TOP + TALLEST + 20;
    if (lower) {
      g.setColor(Style.FAINT);
      g.drawLine(middle, baseline - 12, middle, baseline + LABEL_ROW - 14);
      baseline += LABEL_ROW;
    }
    g.setColor(Style.INK);
    Style.centered(g, bar.name(), middle, baseline);
    Style.centered(g, bar.sides() + (latent ? " = latent vector" : ""), middle, baseline + 17);
    Style.centered(g, bar.note(), middle, baseline + 34);
  }

  private static void bracket(Graphics2D g, String text, int x1, int x2) {
    int y = TOP - 22;
    g.setColor(Style.INK);
    g.setStroke(new BasicStroke(1.2f));
    g.drawLine(x1, y, x2, y);
    g.drawLine(x1, y, x1, y + 7);
    g.drawLine(x2, y, x2, y + 7);
    Style.centered(g, text, (x1 + x2) / 2, y - 8);
  }
}
