package demitasse.layer;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.Stream;

/**
 * H(x) = F(x) + S(x): the layers of F learn what is to be added to x, and S, the shortcut, is the
 * identity or a projection to the shape of F's output.
 *
 * <p>He, Zhang, Ren and Sun: Deep residual learning for image recognition, CVPR 2016, equations 1
 * and 2.
 */
public final class Residual extends Layer {
  private final List<Layer> main;
  private final List<Layer> shortcut;

  Residual(String name, List<? extends Layer> main, List<? extends Layer> shortcut) {
    super("Add", name, Activation.LINEAR);
    given(main, "the layers", "layer");
    given(shortcut, "the shortcut", "layer");
    if (main.isEmpty()) {
      throw new IllegalArgumentException("a residual needs at least one layer to learn it");
    }
    this.main = List.copyOf(main);
    this.shortcut = List.copyOf(shortcut);
  }

  /**
   * Returns the same, with layers on the shortcut that bring the input to the shape of F's output.
   */
  public Residual shortcut(Layer... layers) {
    return new Residual(givenName().orElse(null), main, List.of(layers));
  }

  @Override
  public Residual name(String name) {
    return new Residual(name, main, shortcut);
  }

  @Override
  List<Layer> inside() {
    return Stream.concat(main.stream(), shortcut.stream()).toList();
  }

  @Override
  Node appendTo(Graph graph, Node input) {
    graph.beginBranch();
    Node end = append(main, graph, input);
    Node side = append(shortcut, graph, input);
    graph.endBranch();
    if (!end.outputShape().equals(side.outputShape())) {
      throw new IllegalArgumentException(
          "the layers return %s and the shortcut %s, which cannot be added"
              .formatted(end.outputShape(), side.outputShape()));
    }
    return graph.add(this, end.outputShape(), end, side);
  }

  private static Node append(List<Layer> layers, Graph graph, Node input) {
    Node end = input;
    for (Layer layer : layers) {
      end = graph.append(layer, end);
    }
    return end;
  }

  @Override
  protected Shape outputShape(Shape input) {
    Shape shape = input;
    for (Layer layer : main) {
      shape = layer.outputShape(shape);
    }
    return shape;
  }

  @Override
  protected NDArray call(Pass pass, NDArray x) {
    return Operations.add(through(main, pass, x), through(shortcut, pass, x));
  }

  @Override
  <T> T export(LayerExporter<T> to, List<T> inputs) {
    return to.add(inputs.get(0), inputs.get(1));
  }

  private static NDArray through(List<Layer> layers, Pass pass, NDArray x) {
    NDArray y = x;
    for (Layer layer : layers) {
      y = layer.apply(pass, y);
    }
    return y;
  }
}
