package demitasse.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.Keys;

/** The chapters as a learner meets them. {@code ./demitasse e2e} sets up what this needs. */
class BrowserTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final FrontEnd.Kind KIND = JupyterServer.installed();
  private static final Duration CELL = Duration.ofMinutes(5);
  private static final Duration SHOWN = Duration.ofSeconds(15);

  /** For what the kernel does at once, on a busy machine too. */
  private static final Duration STANDS = Duration.ofMinutes(1);

  private static JupyterServer quick;

  @BeforeAll
  static void start() {
    quick = JupyterServer.start(KIND, ROOT, "quick");
  }

  @AfterAll
  static void stop() {
    quick.close();
  }

  /** All of them, or those that begin with one of the given numbers or names. */
  static List<String> chapters() throws IOException {
    List<String> chosen = List.of(System.getProperty("chapters", "").strip().split("\\s+"));
    try (Stream<Path> files = Files.list(ROOT.resolve("notebooks"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".ipynb"))
          .filter(
              name ->
                  chosen.stream()
                      .anyMatch(each -> name.startsWith(each) || name.startsWith("0" + each)))
          .sorted()
          .toList();
    }
  }

  private static Path screenshots(String chapter) {
    String kind = KIND.toString().toLowerCase(Locale.ROOT);
    return ROOT.resolve("target/e2e/screenshots")
        .resolve(kind + "-" + chapter.replace(".ipynb", ""));
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void stepsThroughAChapter(String chapter) {
    try (var front = FrontEnd.open(KIND, quick.chapter(chapter), screenshots(chapter))) {
      int cells = front.cells();
      for (int i = 0; i < cells; i++) {
        int index = i;
        front.await("the next cell is selected", SHOWN, () -> front.selected() == index);
        front.shiftEnter();
        if (front.cell(index).code()) {
          front.await(
              "the cell has run: " + front.cell(index).source(),
              CELL,
              () -> front.cell(index).prompt().matches("\\d+"));
          checkOutput(front, index);
        }
      }
      // The last Shift+Enter appends a cell.
      front.screenshot("end");
      front.dark();
      front.screenshot("end-dark");
      front.width(400);
      front.await("the chapter has room", SHOWN, () -> front.chapterWidth() > 300);
      if (KIND == FrontEnd.Kind.LAB) {
        assertEquals(List.of(), front.cellsWiderThanTheirRoom());
      }
      front.screenshot("end-narrow-dark");
      front.light();
      front.screenshot("end-narrow");
    }
  }

  private static void checkOutput(FrontEnd front, int index) {
    FrontEnd.Cell cell = front.cell(index);
    assertFalse(cell.types().contains("error"), () -> cell.source() + "\n" + cell.text());
    boolean picture = cell.types().stream().anyMatch(type -> type.startsWith("image/"));
    boolean html = cell.types().contains("text/html");
    if (picture) {
      front.await("a picture appears", SHOWN, () -> front.shows(index, "img, svg"));
    } else if (html) {
      front.await("a table or drawing appears", SHOWN, () -> front.shows(index, "table, img, svg"));
    }
    if (picture || html) {
      front.screenshot(String.format(Locale.ROOT, "cell-%02d", index));
    }
  }

  @Test
  void labOpensTheFirstChapterAndAsksNothing() {
    assumeTrue(KIND == FrontEnd.Kind.LAB);
    try (var server = JupyterServer.ofLauncher(ROOT);
        var front = FrontEnd.open(KIND, server.start(), screenshots("lab"))) {
      assertEquals("00-welcome.ipynb", front.name());
      assertEquals(List.of(), front.interruptions());
      front.screenshot("opened");
      front.width(400);
      front.await("the chapter has room", SHOWN, () -> front.chapterWidth() > 300);
      front.screenshot("opened-narrow");
    }
  }

  /** What it prints after that is lost, as the README says; the kernel goes on. */
  @Test
  void aCellGoesOnWhenItsTabIsClosed() {
    String address = quick.chapter("05-dense-autoencoder.ipynb");
    int fit;
    try (var front = FrontEnd.open(KIND, address, screenshots("closed-tab"))) {
      fit = stepToTheFit(front);
      front.shiftEnter();
      front.await("the cell runs", CELL, () -> front.cell(fit).prompt().equals("*"));
    }
    try (var front = FrontEnd.open(KIND, address, screenshots("closed-tab"))) {
      int next = front.codeAfter(fit);
      front.select(next);
      front.shiftEnter();
      front.await(
          "the cell after it runs in the same session",
          CELL,
          () -> front.cell(next).prompt().matches("\\d+"));
      assertFalse(front.cell(next).types().contains("error"), front.cell(next).text());
      assertTrue(Integer.parseInt(front.cell(next).prompt()) > 1);
      front.screenshot("again");
    }
  }

  /** JupyterLab takes no answer that comes later than a second after the key. */
  @Test
  void theFirstTabOfASessionOffersNames() {
    String address = quick.notebook("first-tab.ipynb", List.of("Math.s", "1"));
    try (var front = FrontEnd.open(KIND, address, screenshots("first-tab"))) {
      front.press(Keys.ENTER);
      front.press(Keys.END);
      front.press(Keys.TAB);
      front.await("names are offered", SHOWN, () -> front.offered().contains("sqrt"));
      front.screenshot("offered");
    }
  }

  /** Runs the cells before the first that trains, and returns its index. */
  private static int stepToTheFit(FrontEnd front) {
    return front.stepTo(".fit(");
  }

  @Test
  void debugsCells() {
    assumeTrue(KIND == FrontEnd.Kind.LAB);
    String address = quick.chapter("00-welcome.ipynb");
    try (var front = FrontEnd.open(KIND, address, screenshots("debugger"))) {
      runTheWeights(front);
      int spoons = front.codeWith("int spoons(");
      front.select(spoons);
      front.clickBug();
      front.await("the debugger is on", SHOWN, () -> front.hasMargin(spoons));
      awaitVariables(front, ".*w1 0\\.5 w2 -1\\.0 x 2\\.0 y 1\\.0.*"); // nothing is paused
      front.screenshot("session");

      stopsAndGoesOn(front, spoons);
      int slopes = front.codeWith("double[] slopes(");
      stepsIntoAMethod(front, slopes);
      stepsToTheNextLine(front, slopes);
      if (front.keepsBreakpoints()) {
        stopsAfterARestart(front, spoons);
      }

      front.clickBug();
      front.await("the debugger is off", SHOWN, () -> !front.hasMargin(spoons));
      front.screenshot("off");
    }
  }

  /** What the chapter suggests to try. */
  private static void stopsAndGoesOn(FrontEnd front, int spoons) {
    setBreakpointAndRun(front, spoons, 2);
    awaitLine(front, spoons, "int spoons(");
    awaitVariables(front, "perCup 7");
    front.screenshot("stands");
    front.dark();
    front.screenshot("stands-dark");
    front.light();
    front.press(Keys.chord(Keys.SHIFT, Keys.F11));
    awaitLine(front, spoons, "spoons(7)");
    front.press(Keys.F9);
    awaitEnd(front, spoons);
    assertEquals("42", front.cell(spoons).text());
    assertEquals("", front.litLine(spoons));
  }

  private static void stepsIntoAMethod(FrontEnd front, int slopes) {
    front.select(slopes);
    setBreakpointAndRun(front, slopes, 6);
    awaitLine(front, slopes, "double[] slope = ");
    front.press(Keys.F11);
    awaitLine(front, slopes, "double h = ");
    front.clickMargin(slopes, 6);
    front.await("the breakpoint is gone", SHOWN, () -> !front.hasBreakpoint(slopes, 6));
    front.press(Keys.F9);
    awaitEnd(front, slopes);
    runTheWeights(front);
  }

  private static void runTheWeights(FrontEnd front) {
    int weights = front.codeWith("w1 = 0.5");
    front.select(weights);
    front.shiftEnter();
    awaitEnd(front, weights);
  }

  /** The breakpoint of before. */
  private static void stopsAfterARestart(FrontEnd front, int spoons) {
    front.select(spoons);
    front.restart();
    front.await("the breakpoint is back", SHOWN, () -> front.hasBreakpoint(spoons, 2));
    front.clickText(spoons);
    front.shiftEnter();
    awaitLine(front, spoons, "int spoons(");
    front.screenshot("restarted");
    front.press(Keys.F9);
    awaitEnd(front, spoons);
  }

  private static void stepsToTheNextLine(FrontEnd front, int slopes) {
    front.select(slopes);
    setBreakpointAndRun(front, slopes, 2);
    awaitLine(front, slopes, "double h = ");
    awaitVariables(front, "w1 0\\.5 w2 -1\\.0");
    front.press(Keys.F10);
    awaitLine(front, slopes, "return new double[]");
    awaitVariables(front, "w1 0\\.5 w2 -1\\.0 h 0\\.76\\d+ toAnswer -3\\.52\\d+");
    front.evaluate("toAnswer = 0.5");
    awaitVariables(front, "w1 0\\.5 w2 -1\\.0 h 0\\.76\\d+ toAnswer 0\\.5");
    front.screenshot("steps");
    front.dark();
    front.screenshot("steps-dark");
    front.light();
    front.closeConsole();
    front.clickText(slopes);
    front.press(Keys.F9);
    awaitLine(front, slopes, "double h = "); // the next of 30 calls
    front.clickMargin(slopes, 2);
    front.await("the breakpoint is gone", SHOWN, () -> !front.hasBreakpoint(slopes, 2));
    front.press(Keys.F9);
    awaitEnd(front, slopes);
    String text = front.cell(slopes).text();
    assertTrue(text.startsWith("after 30 steps"), text);
  }

  /** Puts a breakpoint beside a line. */
  private static void setBreakpointAndRun(FrontEnd front, int cell, int line) {
    front.clickMargin(cell, line);
    front.await("the breakpoint is set", SHOWN, () -> front.hasBreakpoint(cell, line));
    front.clickText(cell);
    front.shiftEnter();
  }

  private static void awaitLine(FrontEnd front, int cell, String text) {
    front.await("a thread stands: " + text, STANDS, () -> front.litLine(cell).contains(text));
  }

  private static void awaitVariables(FrontEnd front, String pattern) {
    front.await("variables: " + pattern, SHOWN, () -> front.variables().matches(pattern));
  }

  private static void awaitEnd(FrontEnd front, int cell) {
    front.await("cell " + cell + " ends", STANDS, () -> front.cell(cell).prompt().matches("\\d+"));
  }

  @Test
  void stopsARunningFitAndRestartsTheKernel() throws IOException {
    String chapter = "05-dense-autoencoder.ipynb";
    try (var server = JupyterServer.start(KIND, ROOT, "standard");
        var front = FrontEnd.open(KIND, server.chapter(chapter), screenshots("stop"))) {
      int fit = stepToTheFit(front);
      front.shiftEnter();
      front.await("the training reports", CELL, () -> front.cell(fit).text().contains("epoch"));
      front.screenshot("running");
      assertEquals("*", front.cell(fit).prompt());
      front.interrupt();
      front.await(
          "the training has stopped",
          Duration.ofSeconds(20),
          () -> front.cell(fit).prompt().matches("\\d+"));
      front.screenshot("stopped");
      // The fit returns what it has.
      assertTrue(front.cell(fit).text().contains("stopped"), front.cell(fit).text());
      assertFalse(front.cell(fit).types().contains("error"), front.cell(fit).text());

      // What was there is still there: the cell before the training runs again.
      int before = IntStream.range(0, fit).filter(i -> front.cell(i).code()).max().orElseThrow();
      int number = Integer.parseInt(front.cell(fit).prompt());
      front.select(before);
      front.shiftEnter();
      front.await(
          "the cell before runs again",
          CELL,
          () -> front.cell(before).prompt().equals(Integer.toString(number + 1)));
      assertFalse(front.cell(before).types().contains("error"), front.cell(before).text());

      front.restart();
      int first =
          IntStream.range(0, fit).filter(i -> front.cell(i).code()).findFirst().orElseThrow();
      // A fresh session knows nothing of the old one ...
      front.select(before);
      front.shiftEnter();
      front.await("a cell in the new session", CELL, () -> front.cell(before).prompt().equals("1"));
      assertTrue(front.cell(before).types().contains("error"), front.cell(before).text());
      front.screenshot("restarted");
      // ... and starts from the top.
      front.select(first);
      front.shiftEnter();
      front.await("the first cell", CELL, () -> front.cell(first).prompt().matches("\\d+"));
      assertFalse(front.cell(first).types().contains("error"), front.cell(first).text());
    }
  }
}
