package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import demitasse.data.Batch;
import demitasse.data.Samples;
import java.util.Arrays;
import java.util.Random;

/** Points of three overlapping clouds in the plane, with the cloud as their class. */
public final class RandomClasses implements Samples {
  private static final double[][] CENTRES = {{0, 2}, {2, -1}, {-2, -1}};

  private final float[][] points;
  private final int[] labels;
  private final boolean oneHot;

  public RandomClasses(int size, boolean oneHot) {
    this.oneHot = oneHot;
    var random = new Random(9);
    points = new float[size][2];
    labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = i % 3;
      for (int d = 0; d < 2; d++) {
        points[i][d] = (float) (CENTRES[labels[i]][d] + 0.8 * random.nextGaussian());
      }
    }
  }

  public int label(int i) {
    return labels[i];
  }

  @Override
  public int size() {
    return points.length;
  }

  @Override
  public Shape inputShape() {
    return new Shape(2);
  }

  @Override
  public Shape targetShape() {
    return oneHot ? new Shape(3) : new Shape();
  }

  @Override
  public Batch batch(NDManager manager, int[] indices, long seed) {
    float[] input = new float[2 * indices.length];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(points[indices[i]], 0, input, 2 * i, 2);
    }
    NDArray target = manager.create(Arrays.stream(indices).map(i -> labels[i]).toArray());
    return new Batch(
        manager.create(input, new Shape(indices.length, 2)),
        oneHot ? target.oneHot(3, DataType.FLOAT32) : target);
  }
}
