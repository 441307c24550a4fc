package demitasse.train;

/** A learning rate that falls after whole stretches of steps. */
record Staircase(float initial, long steps, float rate) implements Schedule {
  Staircase {
    Training.requirePositive("the initial learning rate", initial);
    Training.requirePositive("the rate of decay", rate);
    if (steps < 1) {
      throw new IllegalArgumentException("the decay needs at least 1 step, not " + steps);
    }
  }

  @Override
  public float at(long step) {
    return (float) (initial * Math.pow(rate, step / steps));
  }
}
