package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Neurons as circles with the numbers that they return, layer by layer from left to right, each
 * linked with all of the layer before: what "fully connected" means. Immutable: every setting
 * returns another one.
 */
public final class NeuronSketch {
  private static final int RADIUS = 22;
  private static final int PITCH = 58;
  private static final int BETWEEN = 150;
  private static final int MARGIN = 50;
  private static final int HEADING = 34;
  private static final Color LINK = new Color(0x9a, 0xa3, 0xad);
  private static final Color NEURON = new Color(0xdc, 0xeb, 0xf7);

  private final List<String> headings;
  private final List<float[]> layers;
  private final Set<List<Integer>> crossed;

  private NeuronSketch(List<String> headings, List<float[]> layers, Set<List<Integer>> crossed) {
    this.headings = headings;
    this.layers = layers;
    this.crossed = crossed;
  }

  /**
   * Makes a sketch.
   *
   * @param headings what stands above each layer
   * @param layers the numbers that its neurons return, at least one each
   * @throws IllegalArgumentException if headings and layers differ in number, or if there is no
   *     layer or an empty one
   */
  public static NeuronSketch of(List<String> headings, List<float[]> layers) {
    given(headings, "the headings", "heading");
    given(layers, "the layers", "layer");
    if (headings.size() != layers.size()) {
      throw new IllegalArgumentException(
          headings.size() + " headings for " + layers.size() + " layers");
    }
    if (layers.isEmpty() || layers.stream().anyMatch(layer -> layer.length == 0)) {
      throw new IllegalArgumentException("a sketch needs layers of at least one neuron");
    }
    return new NeuronSketch(List.copyOf(headings), List.copyOf(layers), Set.of());
  }

  /**
   * Crosses neurons out: they are not linked.
   *
   * @param layer from 0
   * @param neurons from 0, from the top
   * @throws IndexOutOfBoundsException if there is no such neuron
   */
  public NeuronSketch cross(int layer, int... neurons) {
    Set<List<Integer>> more = new HashSet<>(crossed);
    for (int neuron : neurons) {
      more.add(List.of(layer, Objects.checkIndex(neuron, layers.get(layer).length)));
    }
    return new NeuronSketch(headings, layers, more);
  }

  /** Returns the drawing. */
  public BufferedImage image() {
    int most = layers.stream().mapToInt(layer -> layer.length).max().orElseThrow();
    int width = 2 * MARGIN + (layers.size() - 1) * BETWEEN;
    BufferedImage canvas = Style.canvas(width, HEADING + (long) most * PITCH + 8);
    Graphics2D g = Style.pen(canvas);
    for (int layer = 0; layer < layers.size(); layer++) {
      Style.centered(g, headings.get(layer), x(layer), HEADING - 14);
    }
    g.setColor(LINK);
    links(most).forEach(line -> g.drawLine(line[0], line[1], line[2], line[3]));
    for (int layer = 0; layer < layers.size(); layer++) {
      for (int neuron = 0; neuron < layers.get(layer).length; neuron++) {
        neuron(g, layer, neuron, y(layer, neuron, most));
      }
    }
    g.dispose();
    return Figure.alt(canvas, description());
  }

  private String description() {
    List<String> parts = new ArrayList<>();
    for (int layer = 0; layer < layers.size(); layer++) {
      List<String> numbers = new ArrayList<>();
      for (int neuron = 0; neuron < layers.get(layer).length; neuron++) {
        String number = Style.number(layers.get(layer)[neuron]);
        numbers.add(isCrossed(layer, neuron) ? number + " (crossed out)" : number);
      }
      parts.add(headings.get(layer) + " " + String.join(", ", numbers));
    }
    return AltText.sentence("Neurons, layer by layer", "", AltText.list(parts));
  }

  private List<int[]> links(int most) {
    List<int[]> links = new ArrayList<>();
    for (int layer = 1; layer < layers.size(); layer++) {
      for (int to = 0; to < layers.get(layer).length; to++) {
        for (int from = 0; from < layers.get(layer - 1).length; from++) {
          if (!isCrossed(layer, to) && !isCrossed(layer - 1, from)) {
            int y1 = y(layer - 1, from, most);
            links.add(new int[] {x(layer - 1), y1, x(layer), y(layer, to, most)});
          }
        }
      }
    }
    return links;
  }

  private void neuron(Graphics2D g, int layer, int neuron, int y) {
    int x = x(layer);
    boolean out = isCrossed(layer, neuron);
    g.setColor(out ? Color.WHITE : NEURON);
    g.fillOval(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS);
    g.setColor(out ? LINK : Palette.MAIN);
    g.setStroke(new BasicStroke(1.5f));
    g.drawOval(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS);
    g.setColor(out ? LINK : Style.INK);
    Style.centered(g, Style.number(layers.get(layer)[neuron]), x, y + 4);
    if (out) {
      int reach = (int) (RADIUS * 0.7);
      g.setColor(Palette.ACCENT);
      g.setStroke(new BasicStroke(2.2f));
      g.drawLine(x - reach, y - reach, x + reach, y + reach);
      g.drawLine(x - reach, y + reach, x + reach, y - reach);
    }
  }

  private boolean isCrossed(int layer, int neuron) {
    return crossed.contains(List.of(layer, neuron));
  }

  private static int x(int layer) {
    return MARGIN + layer * BETWEEN;
  }

  private int y(int layer, int neuron, int most) {
    int above = (most - layers.get(layer).length) * PITCH / 2;
    return HEADING + above + neuron * PITCH + PITCH / 2;
  }

  /** Says what it is and how it is drawn: only images show themselves. */
  @Override
  public String toString() {
    return "a sketch of %d layers; image() draws it".formatted(layers.size());
  }
}
