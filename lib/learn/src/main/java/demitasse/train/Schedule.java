package demitasse.train;

/** How large the learning rate is in each step. */
@FunctionalInterface
public interface Schedule {
  /**
   * Returns the learning rate.
   *
   * @param step how many steps were taken before, from 0 on, over all epochs
   */
  float at(long step);

  /** Returns some rates, by which another schedule can be told from this one. */
  default String samples() {
    return "%s, %s after 1000 steps and %s after 100000".formatted(at(0), at(1000), at(100_000));
  }
}
