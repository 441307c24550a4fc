package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.types.Shape;
import demitasse.layer.Network;
import demitasse.layer.Node;
import demitasse.model.Sequential;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layers of a model as boxes with their output shapes, from the input at the top to the output
 * at the bottom, and an arrow from each to those that take its output: Keras' {@code plot_model}.
 * Convolutions and poolings say the size of their window and its strides. Branches stand side by
 * side. Layers with parameters are blue.
 */
public final class Diagram {
  private static final int MARGIN = 14;
  private static final int PADDING = 14;
  private static final int BOX_HEIGHT = 42;
  private static final int TITLE_BASELINE = 17;
  private static final int SHAPE_BASELINE = 34;
  private static final int ROUNDING = 8;
  private static final int ARROW = 7;

  /** To lay out more takes long, and nobody would look at them. */
  private static final int MOST_BOXES = 1000;

  /** How layers say how large their window is, and by how much it moves. */
  private static final Pattern WINDOW = Pattern.compile("(kernel|pool)_size=\\d+, strides=\\d+");

  private static final Color PLAIN = new Color(0xf3, 0xf4, 0xf6);
  private static final Color WITH_PARAMETERS = new Color(0xdc, 0xeb, 0xf7);

  record Box(String title, String shape, Color fill) {}

  private final List<Box> boxes;
  private final LayeredLayout layout;
  private final Rectangle2D bounds;

  private Diagram(List<Box> boxes, LayeredLayout layout) {
    this.boxes = boxes;
    this.layout = layout;
    this.bounds = layout.bounds();
  }

  /**
   * Returns the drawing of a model, or of a part of one.
   *
   * @param model knows the shape of its inputs
   */
  public static BufferedImage image(Sequential model) {
    return layOut(model).draw();
  }

  /**
   * Returns the drawing as HTML, for {@code display(html, "text/html")}: folded up until it is
   * opened, and sharp however much it is enlarged. It suits models of a hundred layers and more.
   *
   * @param model knows the shape of its inputs
   */
  public static String html(Sequential model) {
    Diagram diagram = layOut(model);
    return "<details><summary>The whole diagram: %,d boxes</summary>%n%s</details>"
        .formatted(diagram.boxes.size(), new SvgDiagram(diagram).svg());
  }

  static Diagram layOut(Sequential model) {
    given(model, "the model");
    List<Box> boxes = new ArrayList<>();
    boxes.add(new Box(Network.INPUT, text(model.inputShape()), PLAIN));
    List<LayeredLayout.Arrow> arrows = new ArrayList<>();
    Map<String, Integer> places = new HashMap<>();
    for (Node node : model.network().nodes()) {
      int place = boxes.size();
      boxes.add(box(node));
      places.put(node.name(), place);
      for (String input : node.inputs()) {
        // What a part takes from outside of it is its input.
        arrows.add(new LayeredLayout.Arrow(places.getOrDefault(input, 0), place));
      }
    }
    if (boxes.size() > MOST_BOXES) {
      throw new IllegalArgumentException(
          "a drawing of " + boxes.size() + " layers is too large: draw a part of the model");
    }
    List<Integer> widths =
        boxes.stream()
            .map(box -> 2 * PADDING + Style.widest(List.of(box.title(), box.shape()), Style.TEXT))
            .toList();
    return new Diagram(boxes, LayeredLayout.of(widths, BOX_HEIGHT, arrows));
  }

  List<Box> boxes() {
    return boxes;
  }

  /** Says what the diagram shows. */
  String description() {
    List<String> titles = boxes.stream().map(Box::title).toList();
    String what =
        String.format(
            Locale.ROOT, "%d boxes and %d arrows: ", boxes.size(), layout.arrows().size());
    return AltText.sentence("Diagram of a model", "", what + AltText.list(titles));
  }

  LayeredLayout layout() {
    return layout;
  }

  private static Box box(Node node) {
    var layer = node.layer();
    String activation = layer.activation().toString();
    String title = node.name() + ": " + layer.type();
    if (!activation.equals("linear")) {
      title += ", " + activation;
    }
    Matcher window = WINDOW.matcher(layer.toString());
    String shape = (window.find() ? window.group() + " → " : "") + text(node.outputShape());
    Color fill = layer.parameters().isEmpty() ? PLAIN : WITH_PARAMETERS;
    return new Box(title, shape, fill);
  }

  /** Channels first, as the shapes of the arrays are. */
  private static String text(Shape shape) {
    return shape.toString();
  }

  private int width() {
    return (int) Math.ceil(bounds.getWidth()) + 2 * MARGIN;
  }

  private int height() {
    return (int) Math.ceil(bounds.getHeight()) + 2 * MARGIN;
  }

  private double x(double x) {
    return x - bounds.getX() + MARGIN;
  }

  private double y(double y) {
    return y - bounds.getY() + MARGIN;
  }

  private BufferedImage draw() {
    BufferedImage canvas = Style.canvas(width(), height());
    Graphics2D g = Style.pen(canvas);
    g.setStroke(new BasicStroke(1.2f));
    for (List<Point2D> arrow : layout.arrows()) {
      var line = new Path2D.Double();
      line.moveTo(x(arrow.get(0).getX()), y(arrow.get(0).getY()));
      for (Point2D point : arrow.subList(1, arrow.size())) {
        line.lineTo(x(point.getX()), y(point.getY()));
      }
      g.draw(line);
      var head = new Polygon();
      tip(arrow).forEach(point -> head.addPoint(round(x(point.getX())), round(y(point.getY()))));
      g.fill(head);
    }
    for (int i = 0; i < boxes.size(); i++) {
      Rectangle2D at = layout.boxes().get(i);
      int left = round(x(at.getX()));
      int top = round(y(at.getY()));
      g.setColor(boxes.get(i).fill());
      g.fillRoundRect(left, top, round(at.getWidth()), BOX_HEIGHT, ROUNDING, ROUNDING);
      g.setColor(Style.INK);
      g.drawRoundRect(left, top, round(at.getWidth()), BOX_HEIGHT, ROUNDING, ROUNDING);
      int middle = round(x(at.getCenterX()));
      Style.centered(g, boxes.get(i).title(), middle, top + TITLE_BASELINE);
      Style.centered(g, boxes.get(i).shape(), middle, top + SHAPE_BASELINE);
    }
    g.dispose();
    return Figure.alt(canvas, description());
  }

  /** The head of an arrow: a triangle that points the way of its last stretch. */
  static List<Point2D> tip(List<Point2D> arrow) {
    Point2D end = arrow.get(arrow.size() - 1);
    Point2D before = arrow.get(arrow.size() - 2);
    double length = end.distance(before);
    double dx = (end.getX() - before.getX()) / length * ARROW;
    double dy = (end.getY() - before.getY()) / length * ARROW;
    return List.of(
        end,
        new Point2D.Double(end.getX() - dx - dy / 2, end.getY() - dy + dx / 2),
        new Point2D.Double(end.getX() - dx + dy / 2, end.getY() - dy - dx / 2));
  }

  private static int round(double value) {
    return (int) Math.round(value);
  }
}
