package demitasse.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Lays the numbers of an axis out evenly between round ones, whatever their size.
 *
 * <p>XChart looks for ticks by adding up steps, which never ends for numbers beyond 1e16, and finds
 * none for those whose digits its pattern cuts off. So it gets units, a thousand of them from one
 * round number to the next, and labels them with what they stand for.
 */
final class AxisScale implements Scale {
  /** Units from one round number to the next. */
  private static final int TICK = 1000;

  /** A range smaller than this, in proportion to the numbers, is noise of their last digits. */
  private static final double NOISE = 1e-9;

  private static final double TINY = 1e-300;

  private final double low;
  private final double high;
  private final double step;
  private final double first;

  private AxisScale(double low, double high, double step) {
    this.low = low;
    this.high = high;
    this.step = step;
    this.first = Math.floor(low / step);
  }

  /**
   * Makes a scale for numbers, of which those that are not finite do not count.
   *
   * @param ticks about how many are wanted
   */
  static AxisScale of(DoubleStream values, int ticks) {
    double[] finite = values.filter(Double::isFinite).toArray();
    double low = DoubleStream.of(finite).min().orElse(0);
    double high = DoubleStream.of(finite).max().orElse(1);
    boolean whole = DoubleStream.of(finite).allMatch(value -> value == Math.rint(value));
    double largest = Math.max(Math.abs(low), Math.abs(high));
    if (largest < TINY) {
      low = -1;
      high = 1;
    } else if (high / 2 - low / 2 <= NOISE * largest) {
      double around = whole && largest < 1e6 ? 1 : largest / 20;
      low = Math.max(low - around, -Double.MAX_VALUE);
      high = Math.min(high + around, Double.MAX_VALUE);
    }
    return new AxisScale(low, high, roundStep(low, high, ticks, whole));
  }

  /**
   * Makes a scale from one number to another, with ticks at parts of whole numbers too.
   *
   * @param ticks about how many are wanted
   */
  static AxisScale between(double low, double high, int ticks) {
    boolean wide = high / 2 - low / 2 > NOISE * Math.max(Math.abs(low), Math.abs(high));
    return wide && high / 2 - low / 2 > TINY
        ? new AxisScale(low, high, roundStep(low, high, ticks, false))
        : of(DoubleStream.of(low, high), ticks);
  }

  /** Returns the same beginning at 0 or above, if the numbers come near it. */
  AxisScale fromZeroIfNear(int ticks) {
    // Cut off below the lowest value, a small difference would look like a large one.
    return low >= 0 && low <= high / 2
        ? new AxisScale(0, high, roundStep(0, high, ticks, false))
        : this;
  }

  private static double roundStep(double low, double high, int ticks, boolean whole) {
    double rough = high / ticks - low / ticks;
    double power = Double.parseDouble("1e" + (int) Math.floor(Math.log10(rough)));
    double times = rough / power;
    double step = (times > 7 ? 10 : times > 3 ? 5 : times > 1.5 ? 2 : 1) * power;
    return whole ? Math.max(1, step) : step;
  }

  @Override
  public double low() {
    return units(low);
  }

  /**
   * Returns a little more than the highest number, so that XChart does not set its ticks at every
   * so manieth of evenly spaced numbers.
   *
   * @param numbers how many there are
   */
  @Override
  public double high(int numbers) {
    return units(high) + Math.min(0.5, (units(high) - units(low)) / (2.0 * numbers));
  }

  @Override
  public double ticks() {
    return (units(high) - units(low)) / TICK;
  }

  /** Returns the places of the round numbers, from the lowest to the highest of the axis. */
  @Override
  public double[] tickPlaces() {
    double lowest = Math.ceil(low() / TICK - 1e-9);
    double highest = Math.floor(units(high) / TICK + 1e-9);
    return DoubleStream.iterate(lowest, tick -> tick <= highest, tick -> tick + 1)
        .map(tick -> tick * TICK)
        .toArray();
  }

  @Override
  public double units(double value) {
    return Double.isFinite(value) ? (value / step - first) * TICK : Double.NaN;
  }

  @Override
  public String label(double units) {
    var ticks = new BigDecimal(first + units / TICK, new MathContext(12)).stripTrailingZeros();
    BigDecimal value = ticks.multiply(BigDecimal.valueOf(step)).stripTrailingZeros();
    if (value.signum() == 0) {
      return "0";
    }
    double largest = Math.max(Math.abs(low), Math.abs(high));
    var symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
    symbols.setExponentSeparator("e");
    String pattern = largest < 1e-3 || largest >= 1e7 ? "0.############E0" : "#,##0.############";
    return new DecimalFormat(pattern, symbols).format(value);
  }
}
