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
}
