package demitasse.train;

/** The same learning rate for all steps. */
record Constant(float learningRate) implements Schedule {
  Constant {
    Training.requirePositive("the learning rate", learningRate);
  }

  @Override
  public float at(long step) {
    return learningRate;
  }
}
