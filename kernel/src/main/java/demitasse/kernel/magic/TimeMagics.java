package demitasse.kernel.magic;

import demitasse.kernel.api.Notebook;
import demitasse.kernel.magic.Keep.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says how long code takes. */
final class TimeMagics {
  private static final int RUNS = 7;
  private static final long RUN_NANOS = 200_000_000; // a run shorter than this is not trusted
  private static final String[] UNITS = {"ns", "µs", "ms", "s"};

  private final Notebook notebook;

  TimeMagics(Notebook notebook) {
    this.notebook = notebook;
  }

  void addTo(Magics magics) {
    magics.help("%time code", "says how long it took");
    magics.help("%%time", "says how long the cell took");
    magics.help("%timeit [-n loops] [-r runs] code", "runs it many times: mean and deviation");
    magics.help("%%timeit [-n loops] [-r runs] [setup]", "runs the cell many times");
    magics.line(args -> timed(String.join(" ", args), 0), "time");
    magics.cell((args, body) -> timed(body, 1), "time");
    magics.quiet(args -> measured(String.join(" ", args), null), "timeit");
    magics.cell((args, body) -> measured(String.join(" ", args), body), "timeit");
  }

  private Object timed(String code, int lineShift) {
    long start = System.nanoTime();
    try {
      return notebook.evalPart(code, lineShift);
    } finally {
      System.out.println("took " + duration(System.nanoTime() - start));
    }
  }

  private static String duration(long nanos) {
    double seconds = nanos / 1e9;
    if (seconds < 1) {
      return String.format(Locale.ROOT, "%.1f ms", seconds * 1e3);
    }
    return seconds < 60
        ? String.format(Locale.ROOT, "%.2f s", seconds)
        : String.format(Locale.ROOT, "%d min %.0f s", (int) (seconds / 60), seconds % 60);
  }

  /**
   * Runs code many times.
   *
   * @param line options and code; the setup if there is a body
   * @param body the code, if it is a cell; null if it is a line
   */
  private Object measured(String line, String body) throws Exception {
    List<Long> options = new ArrayList<>(List.of(0L, (long) RUNS));
    String rest = options(line.strip(), options);
    String code = body == null ? rest : body;
    if (code.isBlank()) {
      throw new IllegalArgumentException("%timeit needs code");
    }
    Loop loop = compile(body == null ? "" : rest, code, body == null ? -1 : 0);
    long loops = options.get(0) > 0 ? options.get(0) : enough(loop);
    double[] perLoop = new double[(int) Math.max(1, options.get(1))];
    for (int i = 0; i < perLoop.length; i++) {
      perLoop[i] = (double) loop.run(loops) / loops;
    }
    System.out.println(text(perLoop, loops));
    return null;
  }

  /** Takes options from the beginning of the line and returns the rest. */
  private static String options(String line, List<Long> options) {
    String rest = line;
    while (rest.matches("-[nr] ?\\d{1,9}(\\s.*)?")) {
      int which = rest.charAt(1) == 'n' ? 0 : 1;
      String number = rest.substring(2).strip().replaceFirst("\\D.*", "");
      options.set(which, Long.parseLong(number));
      rest = rest.substring(2).strip().substring(number.length()).strip();
    }
    return rest;
  }

  /**
   * Compiles a loop around the code. What an expression gives is kept somewhere, or the JIT
   * compiler would leave out the work.
   */
  private Loop compile(String setup, String code, int lineShift) {
    String keep = Keep.class.getName();
    String start =
        ("((%s.Loop) $n -> {%s;long $start = System.nanoTime();"
                + "for (long $i = 0; $i < $n; $i++) {")
            .formatted(keep, setup);
    String end = "}return System.nanoTime() - $start;})";
    String expression = code.stripTrailing().replaceFirst(";+$", "");
    try {
      return (Loop)
          notebook.evalPart(start + "\n" + keep + ".it(" + expression + "\n);" + end, lineShift);
    } catch (RuntimeException e) {
      // It is no expression, or one without a value.
      return (Loop) notebook.evalPart(start + "\n" + code + "\n;" + end, lineShift);
    }
  }

  private static long enough(Loop loop) throws Exception {
    for (long power = 1; ; power *= 10) {
      for (long factor : new long[] {1, 2, 5}) {
        if (loop.run(factor * power) >= RUN_NANOS) {
          return factor * power;
        }
      }
    }
  }

  private static String text(double[] nanos, long loops) {
    double mean = 0;
    for (double value : nanos) {
      mean += value / nanos.length;
    }
    double variance = 0;
    for (double value : nanos) {
      variance += (value - mean) * (value - mean) / nanos.length;
    }
    return String.format(
        Locale.ROOT,
        "%s ± %s per loop (mean ± standard deviation of %d runs, %,d loops each)",
        short3(mean),
        short3(Math.sqrt(variance)),
        nanos.length,
        loops);
  }

  private static String short3(double nanos) {
    int unit = 0;
    double value = nanos;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT,
        value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s",
        value,
        UNITS[unit]);
  }
}
