package demitasse.embed.neighbors;

/**
 * Points numbered anew, and their neighbours in the new numbers.
 *
 * <p>Where neighbours have numbers near each other, what one point reads of the others is mostly in
 * the processor's nearest cache: the attraction of a large map is a walk through memory.
 *
 * @param order the point that has each new number, length n
 * @param neighbors of the points, in the new numbers
 */
public record Arranged(int[] order, Neighbors neighbors) {
  /** Leaves the points as they are. */
  public static Arranged asTheyAre(Neighbors neighbors) {
    int[] order = new int[neighbors.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    return new Arranged(order, neighbors);
  }

  /** Returns a map of the points in the new order, shape (n, dimensions). */
  public float[] arrange(float[] map, int dimensions) {
    float[] arranged = new float[map.length];
    for (int r = 0; r < order.length; r++) {
      System.arraycopy(map, order[r] * dimensions, arranged, r * dimensions, dimensions);
    }
    return arranged;
  }

  /** Returns the rows of a map in the points' first order, shape (n, dimensions). */
  public float[][] restore(float[] map, int dimensions) {
    float[][] rows = new float[order.length][dimensions];
    for (int r = 0; r < order.length; r++) {
      System.arraycopy(map, r * dimensions, rows[order[r]], 0, dimensions);
    }
    return rows;
  }
}
