package demitasse.explore;

import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static demitasse.train.Training.adam;
import static demitasse.train.Training.epochs;
import static demitasse.train.Training.mse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.Samples;
import demitasse.model.Sequential;
import demitasse.train.Fit;
import demitasse.train.FitView;
import demitasse.train.FitView.Moment;
import demitasse.train.History;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A fit that is watched, by a page and by nobody. */
@Timeout(60)
class LiveFitTest {
  private static final String WATCHED = "jupyter.allow_stdin";
  private static final int FOR_EVER = 1_000_000;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream stdout = System.out;

  @BeforeEach
  void catchLines() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void putBack() {
    System.setOut(stdout);
    System.clearProperty(WATCHED);
  }

  private static Samples numbers(int size) {
    var random = new Random(1);
    float[][] inputs = new float[size][3];
    float[] sums = new float[size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < 3; j++) {
        inputs[i][j] = random.nextFloat() - 0.5f;
        sums[i] += inputs[i][j];
      }
    }
    return Samples.of(inputs, sums);
  }

  private static Sequential model() {
    return sequential(input(3), dense(1, LINEAR)).compile(adam(0.001), mse()).seed(1);
  }

  @Test
  void theButtonEndsTheFitAfterTheEpochAndTheCurveStays() {
    Page page = Page.use(true);
    System.setProperty(WATCHED, "true");
    page.onDisplay = value -> page.end("Button").click();
    Fit fit = epochs(FOR_EVER).batchSize(64).validation(numbers(10));
    try (Sequential model = model()) {
      History history = model.fit(numbers(2_000), fit);
      int done = history.epochs().size();
      assertTrue(done < FOR_EVER, "it has stopped");
      assertEquals(true, page.end("Button").state.get("disabled"));
      String curve = (String) page.shown.get("shown-0");
      assertTrue(curve.startsWith("image/svg+xml <svg "), curve);
      assertTrue(curve.contains(">loss<") && curve.contains(">val_loss<"), curve);
      for (String kind : new String[] {"VBox", "HBox", "Button", "FloatProgress", "HTML"}) {
        assertTrue(page.end(kind).closed, kind);
      }
      List<Object> open =
          page.ends.stream()
              .filter(end -> !end.closed)
              .map(end -> end.state.get("_model_name"))
              .toList();
      assertEquals(List.of(), open, "no layout or style stays behind");
      String lines = printed.toString(StandardCharsets.UTF_8);
      assertTrue(lines.contains("epoch " + done + "/" + FOR_EVER + "  loss "), "the line");
      assertTrue(lines.contains("epoch " + done + "/" + FOR_EVER + "  stopped; "), "the reason");
      assertEquals(done + 1, model.fit(numbers(2_000), epochs(1)).epochs().get(0));
    }
  }

  @Test
  void whereNobodyWatchesThereIsOnlyTheLine() {
    Page page = Page.use(true);
    System.setProperty(WATCHED, "false");
    try (Sequential model = model()) {
      model.fit(numbers(100), epochs(2));
      assertEquals(0, page.ends.size());
      assertEquals(Map.of(), page.shown);
      String lines = printed.toString(StandardCharsets.UTF_8).replaceAll("\\d+\\.\\d+", "#");
      assertEquals("epoch 1/2  loss #  # s%nepoch 2/2  loss #  # s%n".formatted(), lines);
    }
  }

  @Test
  void whoDoesNotWantLinesGetsNoCurveEither() {
    Page page = Page.use(true);
    System.setProperty(WATCHED, "true");
    try (Sequential model = model()) {
      model.fit(numbers(100), epochs(2).verbose(0));
      model.fit(numbers(100), epochs(2).verbose(2));
      assertEquals(0, page.ends.size());
    }
  }

  @Test
  void aFrontEndThatShowsNoWidgetsGetsNone() throws InterruptedException {
    Page page = Page.use(false);
    try (FitView view = new LiveFit(Duration.ZERO, Duration.ZERO)) {
      for (int done = 1; page.ends.size() < 3; done++) {
        assertFalse(view.step(new Moment(1, 2, 100_000, done, 0.5)));
        Thread.sleep(10);
      }
      // It may be slow to answer.
      page.end("Layout").set("width", "1px");
      page.ends.get(1).set("width", "1px");
    }
    assertEquals(Map.of(), page.shown);
    assertTrue(page.ends.stream().allMatch(end -> end.closed), "nothing stays open");
  }

  @Test
  void aFitThatIsShortOrOverSoonHasNoCurve() throws InterruptedException {
    for (List<Duration> limits :
        List.of(
            List.of(Duration.ofDays(1), Duration.ZERO),
            List.of(Duration.ZERO, Duration.ofDays(1)))) {
      Page page = Page.use(true);
      try (FitView view = new LiveFit(limits.get(0), limits.get(1))) {
        for (int done = 1; done <= 50; done++) {
          assertFalse(view.step(new Moment(1, 1, 100, done, 0.5)));
          Thread.sleep(10);
        }
      }
      assertEquals(Map.of(), page.shown);
    }
  }

  @Test
  void whatIsShownTellsHowFarTheFitIs() throws InterruptedException {
    Page page = Page.use(true);
    try (FitView view = new LiveFit(Duration.ZERO, Duration.ZERO)) {
      for (int done = 400; !view.step(new Moment(1, 4, 1_000, Math.min(done, 500), 0.75)); done++) {
        Thread.sleep(10);
      }
      assertEquals(Map.of(), page.shown, "the line is in the way");
      view.step(new Moment(1, 4, 1_000, 600, 0.5));
      assertEquals(1, page.shown.size());
      assertEquals(4_000.0, page.end("FloatProgress").state.get("max"));
      String curve = (String) page.end("HTML").state.get("value");
      assertTrue(curve.startsWith("<svg "), "the first picture is there from the beginning");
      while (!page.end("FloatProgress").state.get("value").equals(1_700.0)) {
        view.step(new Moment(2, 4, 1_000, 700, 0.25));
        Thread.sleep(10);
      }
      while (!String.valueOf(page.end("Label").state.get("value")).contains("loss 0.2500")) {
        Thread.sleep(10);
      }
      String text = (String) page.end("Label").state.get("value");
      assertTrue(
          text.matches("epoch 2/4 · 700 of 1,000 · loss 0.2500 · [\\d,]+ samples/s · \\d.* left"),
          text);
      while (curve.equals(page.end("HTML").state.get("value"))) {
        Thread.sleep(10);
      }
    }
  }

  @Test
  void theThreadThatTrainsOpensNoWidgets() throws InterruptedException {
    Page page = Page.use(true);
    try (FitView view = new LiveFit(Duration.ZERO, Duration.ZERO)) {
      for (int done = 1; page.shown.isEmpty(); done++) {
        view.step(new Moment(1, 2, 100_000, done, 0.5));
        Thread.sleep(10);
      }
    }
    assertFalse(page.openers.contains(Thread.currentThread()), "its time belongs to the fit");
  }
}
