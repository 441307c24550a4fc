package demitasse.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.json.Json;

/** The chapters' controls, and the live view of a fit, as a learner uses them. */
class WidgetsBrowserTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final FrontEnd.Kind KIND = JupyterServer.installed();
  private static final Duration CELL = Duration.ofMinutes(5);
  private static final Duration ANSWER = Duration.ofMinutes(1);
  private static final String HANDLE = ".noUi-handle, .ui-slider-handle";
  private static final String BUTTON = "button.jupyter-button";
  private static final String PAD = "canvas";
  private static final String VIEWS = ".widget-vbox:has(> .widget-tab) > *";
  private static final String STROKES = ".widget-text input";

  /** What chapter 2 needs before its drawing pad: its trained network. */
  private static final String READER =
      """
      Mnist mnist = Mnist.load();
      ImageSet test = mnist.test().take(100);
      Sequential fullReader = Classifiers.mnist();
      Pretrained.load("mnist-cnn", fullReader);
      """;

  /** What chapter 7 needs before its slider: its trained network. */
  private static final String AUTOENCODER =
      """
      ImageSet test = Mnist.load().test().reconstruct();
      Sequential model = Autoencoders.convolutional(ELU);
      Pretrained.load("elu-autoencoder", model);
      Sequential encoder = (Sequential) model.layer("encoder");
      Sequential decoder = (Sequential) model.layer("decoder");
      """;

  private static Path screenshots(String name) {
    return ROOT.resolve("target/e2e/screenshots")
        .resolve(KIND.toString().toLowerCase(Locale.ROOT) + "-" + name);
  }

  @Test
  void aSliderChangesTheFigureAndBothAreFoundAgain() {
    try (var server = JupyterServer.start(KIND, ROOT, "quick")) {
      String address = server.chapter("00-welcome.ipynb");
      int explorer;
      State last;
      try (var front = FrontEnd.open(KIND, address, screenshots("slider"))) {
        explorer = front.stepTo("Explorer.of(");
        front.shiftEnter();
        last = drag(front, explorer, 40);
        pictures(front, "dragged");

        front.save();
        front.reload();
        assertEquals(last, State.of(front, explorer));
        front.screenshot("reloaded");
        last = drag(front, explorer, -30);
        front.save();
      }
      try (var front = FrontEnd.open(KIND, address, screenshots("slider"))) {
        assertEquals(last, State.of(front, explorer));
        last = drag(front, explorer, 20);
        front.screenshot("reopened");
        front.save();
      }
      if (!KIND.hasPartsOfLab()) {
        return; // The classic Notebook saves widgets only when it is told to, in its menu.
      }
      server.endKernels();
      try (var front = FrontEnd.open(KIND, address, screenshots("slider"))) {
        assertEquals(last, State.of(front, explorer));
        front.screenshot("without-its-kernel");
      }
    }
  }

  /**
   * What a learner sees of the explorer.
   *
   * @param number beside the slider
   * @param figure its pixels
   */
  private record State(String number, String figure) {
    static State of(FrontEnd front, int cell) {
      front.select(cell);
      return new State(
          front.find(cell, ".widget-readout").getText(), WidgetsBrowserTest.figure(front, cell));
    }
  }

  /** Drags the slider, and waits until the figure has followed and stays. */
  private static State drag(FrontEnd front, int cell, int pixels) {
    State before = State.of(front, cell);
    front.drag(front.find(cell, HANDLE), pixels, 0);
    State after =
        settled(front, () -> State.of(front, cell), seen -> !seen.figure().equals(before.figure()));
    assertNotEquals(before.number(), after.number());
    return after;
  }

  /** Waits until what is seen shows another figure and stays, and returns it. */
  private static <T> T settled(FrontEnd front, Supplier<T> look, Predicate<T> isAnother) {
    var seen = new AtomicReference<T>();
    front.await(
        "another figure",
        ANSWER,
        () -> {
          T last = seen.getAndSet(look.get());
          front.pause(Duration.ofSeconds(1));
          return seen.get().equals(last) && isAnother.test(last);
        });
    return seen.get();
  }

  private static void pictures(FrontEnd front, String name) {
    front.screenshot(name);
    front.dark();
    front.screenshot(name + "-dark");
    front.light();
  }

  @Test
  void aPageShowsEveryControl() {
    List<String> controls = controls();
    String output =
        "import demitasse.widgets.*;\nvar output = new Output();\n"
            + "output.capture(() -> System.out.println(\"what it prints\"));";
    String all = controls.stream().collect(Collectors.joining(", ", "new VBox(output, ", ")"));
    int views = 1 + controls.size();
    try (var server = JupyterServer.start(KIND, ROOT, "quick")) {
      String address = server.notebook("controls.ipynb", List.of(output, all));
      try (var front = FrontEnd.open(KIND, address, screenshots("controls"))) {
        int cell = front.stepTo("new VBox(");
        front.shiftEnter();
        front.await("all have a view", ANSWER, () -> front.count(cell, VIEWS) == views);
        front.await("the output", ANSWER, () -> front.text(cell).contains("what it prints"));
        assertEquals(0, front.count(cell, ".jupyter-widgets-error-widget"));
        pictures(front, "all");
        front.save();
        front.reload();
        front.select(cell);
        front.await("all are found again", ANSWER, () -> front.count(cell, VIEWS) == views);
      }
    }
  }

  /** Returns code that makes each control of the schema that is shown. */
  private static List<String> controls() {
    Path schema = ROOT.resolve("widgets/src/main/schema/jupyterwidgetmodels.latest.json");
    try {
      List<Map<String, Object>> specs =
          new Json().toType(Files.readString(schema), Json.LIST_OF_MAPS_TYPE);
      return specs.stream()
          .filter(spec -> ((Map<?, ?>) spec.get("view")).get("name") != null)
          .map(WidgetsBrowserTest::control)
          .filter(code -> !code.matches(".*\\.(Controller\\w*|Layout|\\w+Style|Output)[<(].*"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String control(Map<String, Object> spec) {
    Object name = ((Map<?, ?>) spec.get("model")).get("name");
    boolean isSelection = spec.get("attributes").toString().contains("_options_labels");
    String of = isSelection ? "<>(\"a\", \"b\")" : "()";
    return "new demitasse.widgets." + name.toString().replaceFirst("Model$", of);
  }

  /** Returns where a notebook opens that has one figure of a chapter, and only what it needs. */
  private static String figureOf(JupyterServer server, String chapter, String needed, String id) {
    List<String> cells =
        List.of(server.source(chapter, "setup"), needed, server.source(chapter, id));
    return server.notebook(id + ".ipynb", cells);
  }

  @Test
  void aSliderLeadsFromDigitToDigit() {
    try (var server = JupyterServer.start(KIND, ROOT, "quick")) {
      String address = figureOf(server, "07-elu-autoencoder.ipynb", AUTOENCODER, "between");
      try (var front = FrontEnd.open(KIND, address, screenshots("walk"))) {
        int walk = front.stepTo("Explorer.of(");
        front.shiftEnter();
        State last = drag(front, walk, 30);
        pictures(front, "dragged");
        front.save();
        front.reload();
        assertEquals(last, State.of(front, walk));
        assertNotEquals(last, drag(front, walk, 30));
      }
    }
  }

  @Test
  void aDigitIsDrawnWithThePointerAndWithTheKeys() {
    try (var server = JupyterServer.start(KIND, ROOT, "quick")) {
      String address = figureOf(server, "02-digit-classifier.ipynb", READER, "draw");
      try (var front = FrontEnd.open(KIND, address, screenshots("draw"))) {
        int draw = front.stepTo("Explorer.draw(");
        front.shiftEnter();
        String empty = figure(front, draw);
        front.drag(front.find(draw, PAD), 20, 90);
        String byPointer = anotherFigure(front, draw, empty);
        pictures(front, "by-pointer");

        front.find(draw, BUTTON).click();
        int selected = front.selected();
        anotherFigure(front, draw, byPointer);
        front.shiftTab();
        assertEquals(
            "solid", front.find(draw, PAD).getCssValue("outline-style"), "it has the keys");
        drawSeven(front);
        String byKeys = anotherFigure(front, draw, empty);
        pictures(front, "by-keys");
        String strokes = front.property(draw, STROKES, "value");
        assertTrue(strokes.startsWith("90,70 100,70 110,70 "), strokes);
        assertTrue(strokes.endsWith(" 130,200 130,210") && !strokes.contains(";"), strokes);
        assertEquals(selected, front.selected(), "the keys were the pad's");

        front.clickText(draw);
        String ink = front.pixels(front.find(draw, PAD));
        front.save();
        front.reload();
        front.select(draw);
        assertEquals(byKeys, figure(front, draw));
        front.await("the ink", ANSWER, () -> ink.equals(front.pixels(front.find(draw, PAD))));
        assertEquals(strokes, front.property(draw, STROKES, "value"));
      }
    }
  }

  private static String figure(FrontEnd front, int cell) {
    return front.pixels(front.find(cell, "img.widget-image"));
  }

  private static String anotherFigure(FrontEnd front, int cell, String before) {
    return settled(front, () -> figure(front, cell), seen -> !seen.equals(before));
  }

  /** From the middle of the pad, where the pen is at first. */
  private static void drawSeven(FrontEnd front) {
    front.press(Keys.ARROW_LEFT.toString().repeat(5) + Keys.ARROW_UP.toString().repeat(7));
    front.press(Keys.SPACE);
    front.press(Keys.ARROW_RIGHT.toString().repeat(10));
    front.press((Keys.ARROW_LEFT.toString() + Keys.ARROW_DOWN + Keys.ARROW_DOWN).repeat(6));
    front.press(Keys.ARROW_DOWN.toString().repeat(2));
    front.press(Keys.SPACE);
  }

  @Test
  void aButtonEndsTheFitAfterItsEpochAndTheChapterGoesOn() {
    String chapter = "05-dense-autoencoder.ipynb";
    try (var server = JupyterServer.start(KIND, ROOT, "standard");
        var front = FrontEnd.open(KIND, server.chapter(chapter), screenshots("live-fit"))) {
      int fit = front.stepTo(".fit(");
      front.shiftEnter();
      var stop = front.find(fit, BUTTON);
      assertEquals("Stop after this epoch", stop.getText());
      front.await("the curve of the loss", ANSWER, () -> front.shows(fit, "svg"));
      pictures(front, "trains");
      front.find(fit, BUTTON).click();
      front.await("the fit has ended", CELL, () -> front.hasRun(fit));
      assertFalse(front.cell(fit).types().contains("error"), front.cell(fit).text());
      front.await("the view has gone", ANSWER, () -> !front.shows(fit, BUTTON));
      assertTrue(front.shows(fit, "img, svg"), "the curve stays");
      assertTrue(front.cell(fit).text().contains("stopped"), front.cell(fit).text());
      front.screenshot("stopped");

      int next = front.codeAfter(fit);
      front.clickText(next);
      front.shiftEnter();
      front.await("the next cell", CELL, () -> front.hasRun(next));
      assertFalse(front.cell(next).types().contains("error"), front.cell(next).text());
    }
  }
}
