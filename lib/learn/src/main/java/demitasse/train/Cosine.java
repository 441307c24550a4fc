package demitasse.train;

/** A learning rate that rises in equal steps and falls along half a wave. */
record Cosine(float highest, long warmup, long steps) implements Schedule {
  Cosine {
    Training.requirePositive("the highest learning rate", highest);
    if (warmup < 0 || steps <= warmup) {
      throw new IllegalArgumentException(
          "a warm-up of %d steps does not fit a training of %d".formatted(warmup, steps));
    }
  }

  @Override
  public float at(long step) {
    if (step < warmup) {
      return highest * (step + 1) / (warmup + 1);
    }
    double done = Math.min(1, (double) (step - warmup) / (steps - warmup));
    return (float) (highest * (1 + Math.cos(Math.PI * done)) / 2);
  }
}
