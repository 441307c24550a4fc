package demitasse.train;

/**
 * Adam, in the form in which ε is added to the uncorrected root, as Keras has it.
 *
 * <p>Kingma and Ba: Adam: a method for stochastic optimization, ICLR 2015, the efficient form at
 * the end of section 2: m ← β₁ m + (1-β₁) g; v ← β₂ v + (1-β₂) g²; w ← w - lr √(1-β₂ᵗ)/(1-β₁ᵗ) · m
 * / (√v + ε).
 */
record Adam(Schedule learningRate, float beta1, float beta2, float epsilon) implements Optimizer {
  @Override
  public String name() {
    return "adam";
  }

  @Override
  public String learningRates() {
    return learningRate.samples();
  }

  @Override
  public int stateArrays() {
    return 2;
  }

  @Override
  public Update at(long step) {
    double correction = Math.sqrt(1 - Math.pow(beta2, step)) / (1 - Math.pow(beta1, step));
    float rate = (float) (learningRate.at(step - 1) * correction);
    return (weight, gradient, state, count) ->
        step(weight, gradient, state[0], state[1], count, rate);
  }

  private void step(float[] w, float[] g, float[] m, float[] v, int count, float rate) {
    float b1 = beta1;
    float b2 = beta2;
    float e = epsilon;
    for (int i = 0; i < count; i++) {
      m[i] = b1 * m[i] + (1 - b1) * g[i];
      v[i] = b2 * v[i] + (1 - b2) * (g[i] * g[i]);
      w[i] -= rate * m[i] / ((float) Math.sqrt(v[i]) + e);
    }
  }
}
