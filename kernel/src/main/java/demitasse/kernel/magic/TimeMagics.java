package demitasse.kernel.magic;

import demitasse.kernel.api.Notebook;
import demitasse.kernel.base.CellFailure;
import demitasse.kernel.magic.Keep.Loop;
import demitasse.kernel.source.JavaParser;
import demitasse.kernel.source.JavaParser.Range;
import demitasse.kernel.source.JavaText;
import demitasse.kernel.source.MagicSyntax;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says how long code takes. */
final class TimeMagics {
  private static final int RUNS = 7;
  private static final long RUN_NANOS = 200_000_000; // a run shorter than this is not trusted
  private static final String KEEP = Keep.class.getName();
  private static final Pattern OPTION = Pattern.compile("-([nr])\\s?(\\d+)");

  /** What the compiler says where the value of a method is used that has none. */
  private static final String VOID = "'void' type not allowed here";

  private static final String[] UNITS = {"ns", "µs", "ms", "s"};

  private final Notebook notebook;

  TimeMagics(Notebook notebook) {
    this.notebook = notebook;
  }

  void addTo(Magics magics) {
    magics.help("%time code", "shows how long it took");
    magics.help("%%time", "shows how long the cell took");
    magics.help(
        "%timeit [-n loops] [-r runs] code",
        "runs it many times and shows the mean and the deviation");
    magics.help("%%timeit [-n loops] [-r runs] [setup]", "runs the cell many times");
    magics.line(args -> timed(String.join(" ", args), 0), "time");
    magics.cell(this::timedCell, "time");
    magics.quiet(args -> measured(String.join(" ", args), null), "timeit");
    magics.cell((args, body) -> measured(String.join(" ", args), body), "timeit");
  }

  private Object timedCell(List<String> args, String body) {
    if (!String.join("", args).isBlank()) {
      throw new IllegalArgumentException(
          "put the code that %%time measures below it; for code on the same line, write %time");
    }
    return timed(body, 1);
  }

  private Object timed(String code, int below) {
    long start = System.nanoTime();
    try {
      return notebook.evalPart(code, below);
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
    int code = MagicSyntax.optionsLength("timeit", line);
    Map<Character, Integer> options = options(line.substring(0, code));
    String rest = line.substring(code);
    Loop loop = body == null ? compile("", rest) : compile(rest + "\n", body);
    int wanted = options.getOrDefault('n', 0);
    long loops = wanted > 0 ? wanted : enough(loop);
    double[] perLoop = new double[Math.max(1, options.getOrDefault('r', RUNS))];
    for (int i = 0; i < perLoop.length; i++) {
      perLoop[i] = (double) loop.run(loops) / loops;
    }
    System.out.println(text(perLoop, loops));
    return null;
  }

  private static Map<Character, Integer> options(String text) {
    Map<Character, Integer> options = new HashMap<>();
    Matcher option = OPTION.matcher(text);
    while (option.find()) {
      options.put(option.group(1).charAt(0), Integer.parseInt(option.group(2)));
    }
    return options;
  }

  /**
   * Compiles a loop around the code. What an expression gives is kept somewhere, or the JIT
   * compiler would leave out the work.
   *
   * @param setup what to do before the loop, on a line above the code; empty for nothing
   */
  private Loop compile(String setup, String code) {
    if (JavaText.masked(code).isBlank()) {
      throw new IllegalArgumentException("%timeit needs code");
    }
    check(setup, 0);
    if (JavaParser.lastExpression(MagicSyntax.toJava(code)).isEmpty()) {
      check(code, setup.isEmpty() ? 0 : 1);
      return loop(setup, code, body -> body);
    }
    try {
      return loop(setup, code, TimeMagics::kept);
    } catch (CellFailure e) {
      if (!e.failure().evalue().contains(VOID)) {
        throw e;
      }
      return loop(setup, code, body -> body);
    }
  }

  /** Has code that is no statement fail as it would without the magic: in its own words. */
  private void check(String code, int below) {
    if (!JavaParser.errorsOfStatement(MagicSyntax.toJava(code)).isEmpty()) {
      notebook.evalPart(code, below);
      throw new IllegalArgumentException("%timeit measures expressions and statements");
    }
  }

  private static String kept(String java) {
    Range last = JavaParser.lastExpression(java).orElseThrow();
    return java.substring(0, last.start())
        + KEEP
        + ".it("
        + java.substring(last.start(), last.end())
        + ");";
  }

  /** Adds the semicolon that may be left out: behind a {@code throw} one more would be an error. */
  private static String whole(String java) {
    boolean isWhole = JavaParser.parse("class $ { void $() { " + java + "\n}}").errors().isEmpty();
    return isWhole ? java : java + "\n;";
  }

  private Loop loop(String setup, String code, UnaryOperator<String> keep) {
    return (Loop)
        notebook.evalBody(
            setup + code,
            0,
            java -> {
              int body = setup.isEmpty() ? 0 : java.indexOf('\n') + 1;
              return "((%s.Loop) $n -> {".formatted(KEEP)
                  + java.substring(0, body)
                  + ";long $start = "
                  + KEEP
                  + ".nanos();for (long $i = 0; $i < $n; $i++) {"
                  + whole(keep.apply(java.substring(body)))
                  + "\n}return "
                  + KEEP
                  + ".nanos() - $start;})";
            });
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
