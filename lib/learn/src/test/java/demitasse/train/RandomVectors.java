package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.data.Batch;
import demitasse.data.Samples;
import java.util.Random;

/** Vectors with their sum as target: something small that a linear model learns to the end. */
public final class RandomVectors implements Samples {
  private final float[][] rows;
  private final int width;

  public RandomVectors(int size, int width, long seed) {
    this.width = width;
    var random = new Random(seed);
    rows = new float[size][width];
    for (float[] row : rows) {
      for (int i = 0; i < width; i++) {
        row[i] = random.nextFloat() - 0.5f;
      }
    }
  }

  /** Spoils one input, to see what becomes of it. */
  public RandomVectors withNaN() {
    rows[0][0] = Float.NaN;
    return this;
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public Shape inputShape() {
    return new Shape(width);
  }

  @Override
  public Shape targetShape() {
    return new Shape(1);
  }

  @Override
  public Batch batch(NDManager manager, int[] indices, long seed) {
    float[] input = new float[indices.length * width];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(rows[indices[i]], 0, input, i * width, width);
    }
    NDArray x = manager.create(input, new Shape(indices.length, width));
    return new Batch(x, x.sum(new int[] {1}, true));
  }
}
