package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * H(x) = F(x) + S(x): the layers of F learn what is to be added to x, and S, the shortcut, is the
 * identity or a projection to the shape of F's output.
 *
 * <p>He, Zhang, Ren and Sun: Deep residual learning for image recognition, CVPR 2016, equations 1
 * and 2.
 */
final class Residual extends Layer {
  private final List<Layer> main;
  private final List<Layer> shortcut;

  Residual(List<Layer> main, List<Layer> shortcut) {
    super("Add", Activation.LINEAR);
    if (main.isEmpty()) {
      throw new IllegalArgumentException("a residual needs at least one layer to learn it");
    }
    this.main = List.copyOf(main);
    this.shortcut = List.copyOf(shortcut);
    int number = 0;
    for (Layer layer : main) {
      addChildBlock("main" + number++, layer);
    }
    for (Layer layer : shortcut) {
      addChildBlock("shortcut" + number++, layer);
    }
  }

  @Override
  Node appendTo(Graph graph, Node input) {
    Node end = input;
    for (Layer layer : main) {
      end = graph.append(layer, end);
    }
    Node side = input;
    for (Layer layer : shortcut) {
      side = graph.append(layer, side);
    }
    if (!end.outputShape().equals(side.outputShape())) {
      throw new IllegalArgumentException(
          "the layers return %s and the shortcut %s, which cannot be added"
              .formatted(end.outputShape(), side.outputShape()));
    }
    return graph.add(this, end.outputShape(), end, side);
  }

  @Override
  protected Shape outputShape(Shape input) {
    return through(main, input);
  }

  private static Shape through(List<Layer> layers, Shape input) {
    Shape shape = input;
    for (Layer layer : layers) {
      shape = layer.outputShape(shape);
    }
    return shape;
  }

  @Override
  protected NDArray call(Pass pass, NDArray x) {
    return Operations.add(through(main, pass, x), through(shortcut, pass, x));
  }

  private static NDArray through(List<Layer> layers, Pass pass, NDArray x) {
    NDArray y = x;
    for (Layer layer : layers) {
      y = layer.apply(pass, y);
    }
    return y;
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
    initialize(main, manager, dataType, inputShapes[0]);
    initialize(shortcut, manager, dataType, inputShapes[0]);
  }

  private static void initialize(
      List<Layer> layers, NDManager manager, DataType dataType, Shape input) {
    Shape shape = input;
    for (Layer layer : layers) {
      layer.initialize(manager, dataType, shape);
      shape = layer.getOutputShapes(new Shape[] {shape})[0];
    }
  }
}
