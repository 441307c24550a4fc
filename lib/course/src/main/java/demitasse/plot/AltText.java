package demitasse.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Words for what charts show. */
final class AltText {
  /** Nobody listens to more of them. */
  private static final int MOST = 8;

  private AltText() {}

  /** Says how a curve goes from its first to its last finite value, and where it turned. */
  static String trend(String name, double[] values) {
    double[] finite = DoubleStream.of(values).filter(Double::isFinite).toArray();
    if (finite.length == 0) {
      return name + " has no finite value";
    }
    double first = finite[0];
    double last = finite[finite.length - 1];
    if (DoubleStream.of(finite).allMatch(value -> value == first)) {
      return name + " is " + number(first);
    }
    String verb = last < first ? "falls" : last > first ? "rises" : "goes";
    double least = DoubleStream.of(finite).min().getAsDouble();
    double largest = DoubleStream.of(finite).max().getAsDouble();
    String between = "";
    if (least < Math.min(first, last)) {
      between = ", with a minimum of " + number(least);
    } else if (largest > Math.max(first, last)) {
      between = ", with a maximum of " + number(largest);
    }
    return "%s %s from %s to %s%s".formatted(name, verb, number(first), number(last), between);
  }

  /** Joins texts; those beyond the first few are only counted. */
  static String list(List<String> texts) {
    String joined = texts.stream().limit(MOST).collect(Collectors.joining("; "));
    return texts.size() <= MOST
        ? joined
        : joined + String.format(Locale.ROOT, "; and %,d more", texts.size() - MOST);
  }

  /** Returns a number of things, such as "1 point" and "2,000 points". */
  static String count(long number, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
  }

  /** Returns a number with three significant digits. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    var rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
    double size = Math.abs(value);
    if (size >= 10_000 && size < 1e9) {
      return String.format(Locale.ROOT, "%,.0f", rounded);
    }
    return size == 0 || size >= 1e-4 && size < 1e9
        ? rounded.toPlainString()
        : String.format(Locale.ROOT, "%.2e", value);
  }

  /** Begins with a title, if there is one, and ends in a full stop. */
  static String sentence(String kind, String title, String what) {
    return kind + (title.isBlank() ? "" : " \"" + title.strip() + "\"") + ": " + what + ".";
  }
}
