package demitasse.plot;

import java.math.BigDecimal;
import java.util.stream.DoubleStream;

/** A logarithmic axis: its ticks are powers of ten, from one below all numbers to one above. */
final class LogScale implements Scale {
  /** Powers of ten between these are written out. */
  private static final int SMALLEST = -5;

  private static final int LARGEST = 6;

  private final AxisScale exponents;

  private LogScale(AxisScale exponents) {
    this.exponents = exponents;
  }

  /**
   * Makes a scale for the numbers above 0; the others have no place on it.
   *
   * @param ticks about how many are wanted
   * @throws IllegalArgumentException if no number is above 0
   */
  static LogScale of(DoubleStream values, int ticks) {
    double[] logs = values.map(LogScale::log).filter(Double::isFinite).toArray();
    if (logs.length == 0) {
      throw new IllegalArgumentException(
          "a logarithmic axis needs a number above 0, and there is none");
    }
    double low = Math.floor(DoubleStream.of(logs).min().orElseThrow());
    double high = Math.max(low + 1, Math.ceil(DoubleStream.of(logs).max().orElseThrow()));
    return new LogScale(AxisScale.of(DoubleStream.of(low, high), ticks));
  }

  private static double log(double value) {
    return value > 0 ? Math.log10(value) : Double.NaN;
  }

  @Override
  public double low() {
    return exponents.low();
  }

  @Override
  public double high(int numbers) {
    return exponents.high(numbers);
  }

  @Override
  public double ticks() {
    return exponents.ticks();
  }

  @Override
  public double[] tickPlaces() {
    return exponents.tickPlaces();
  }

  @Override
  public double units(double value) {
    return exponents.units(log(value));
  }

  @Override
  public String label(double units) {
    int exponent = (int) Math.round(Double.parseDouble(exponents.label(units)));
    return exponent >= SMALLEST && exponent <= LARGEST
        ? BigDecimal.ONE.scaleByPowerOfTen(exponent).toPlainString()
        : "1e" + exponent;
  }
}
