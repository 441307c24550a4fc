package demitasse.layer;

import java.util.Locale;

/** What a window does at the edge of an image, under Keras' names. */
public enum Padding {
  /** The window stays inside: n becomes ⌊(n - k) / stride⌋ + 1. */
  VALID,
  /**
   * A border is added so that n becomes ⌈n / stride⌉: with stride 1 the size stays. Where the
   * border cannot be the same on both sides, the right and lower one is the larger, as in
   * TensorFlow.
   */
  SAME;

  /** Returns Keras' name, such as {@code same}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
