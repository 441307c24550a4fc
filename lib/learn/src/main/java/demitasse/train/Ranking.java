package demitasse.train;

import java.util.stream.IntStream;

/** The order of a classifier's outputs, largest first; of equals, the first stands in front. */
public final class Ranking {
  private Ranking() {}

  /**
   * Returns how many classes stand before one.
   *
   * @param outputs of several samples, one behind the other
   * @param from where those of the sample begin
   * @param classes how many it has
   * @param which of them, from 0
   * @return its place from 0; {@link Integer#MAX_VALUE} if one of the outputs is not a number, for
   *     then there is no order
   */
  public static int rank(float[] outputs, int from, int classes, int which) {
    float own = outputs[from + which];
    int before = 0;
    for (int c = 0; c < classes; c++) {
      float other = outputs[from + c];
      if (Float.isNaN(other)) {
        return Integer.MAX_VALUE;
      }
      before += other > own || other == own && c < which ? 1 : 0;
    }
    return before;
  }

  /**
   * Returns the classes in their order. What is not a number stands at the end.
   *
   * @param outputs of one sample
   */
  public static int[] order(float[] outputs) {
    return IntStream.range(0, outputs.length)
        .boxed()
        .sorted(
            (a, b) ->
                Float.isNaN(outputs[a]) || Float.isNaN(outputs[b])
                    ? Boolean.compare(Float.isNaN(outputs[a]), Float.isNaN(outputs[b]))
                    : Float.compare(outputs[b] + 0f, outputs[a] + 0f))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
