package demitasse.inspect;

import static demitasse.numeric.Arguments.check;
import static demitasse.numeric.Arguments.given;

import demitasse.numeric.Parallel;
import demitasse.train.Optimizer;
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
   * @throws IllegalArgumentException if there is no gradient or it has not as many numbers as the
   *     point, or if the number of steps is negative
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static List<float[]> points(
      Optimizer optimizer, float[] start, UnaryOperator<float[]> gradient, int steps) {
    given(optimizer, "the optimizer");
    given(start, "the start");
    given(gradient, "the gradient");
    check(steps >= 0, "the steps must be at least 0", steps);
    List<float[]> points = new ArrayList<>();
    float[] point = start.clone();
    float[][] state = new float[optimizer.stateArrays()][start.length];
    points.add(start.clone());
    for (int step = 1; step <= steps; step++) {
      Parallel.checkInterrupt();
      float[] slope = given(gradient.apply(point.clone()), "the gradient at a point");
      if (slope.length != start.length) {
        throw new IllegalArgumentException(
            "a gradient of " + slope.length + " numbers at a point of " + start.length);
      }
      optimizer.at(step).apply(point, slope.clone(), state, point.length);
      points.add(point.clone());
    }
    return points;
  }
}
