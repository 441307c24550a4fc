package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import demitasse.engine.Engines;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The way that an optimizer takes downhill on a function of a few numbers, to look at. */
public final class OptimizerPath {
  private OptimizerPath() {}

  /**
   * Takes steps.
   *
   * @param start where it begins
   * @param gradient of the function, at the point that it is given
   * @param steps how many, at least 0
   * @return the start, and the point after each step
   * @throws IllegalArgumentException if a gradient has not as many numbers as the point
   */
  public static List<float[]> of(
      Optimizer optimizer, float[] start, UnaryOperator<float[]> gradient, int steps) {
    List<float[]> points = new ArrayList<>();
    points.add(start.clone());
    try (NDManager scope = Engines.current().newBaseManager()) {
      NDArray point = scope.create(start);
      NDArray[] state = new NDArray[optimizer.stateArrays()];
      for (int i = 0; i < state.length; i++) {
        state[i] = scope.zeros(point.getShape(), point.getDataType());
      }
      for (int step = 1; step <= steps; step++) {
        float[] slope = gradient.apply(points.get(points.size() - 1).clone());
        if (slope.length != start.length) {
          throw new IllegalArgumentException(
              "a gradient of " + slope.length + " numbers at a point of " + start.length);
        }
        optimizer.update(point, scope.create(slope), state, step);
        points.add(point.toFloatArray());
      }
    }
    return points;
  }
}
