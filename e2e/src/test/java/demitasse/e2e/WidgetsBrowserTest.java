package demitasse.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The chapters' controls, and the live view of a fit, as a learner uses them. */
class WidgetsBrowserTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final FrontEnd.Kind KIND = JupyterServer.installed();
  private static final Duration CELL = Duration.ofMinutes(5);
  private static final Duration ANSWER = Duration.ofMinutes(1);
  private static final String HANDLE = ".noUi-handle, .ui-slider-handle";
  private static final String STOP = "button.jupyter-button";

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
        pictures(front);

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
          front.find(cell, ".widget-readout").getText(),
          front.pixels(front.find(cell, "img.widget-image")));
    }
  }

  /** Drags the slider, and waits until the figure has followed and stays. */
  private static State drag(FrontEnd front, int cell, int pixels) {
    State before = State.of(front, cell);
    front.drag(front.find(cell, HANDLE), pixels);
    var seen = new AtomicReference<>(before);
    front.await(
        "another figure",
        ANSWER,
        () -> {
          State last = seen.getAndSet(State.of(front, cell));
          front.pause(Duration.ofSeconds(1));
          return last.equals(seen.get()) && !last.figure().equals(before.figure());
        });
    assertNotEquals(before.number(), seen.get().number());
    return seen.get();
  }

  private static void pictures(FrontEnd front) {
    front.screenshot("dragged");
    front.dark();
    front.screenshot("dragged-dark");
    front.light();
  }

  @Test
  void aButtonEndsTheFitAfterItsEpochAndTheChapterGoesOn() {
    String chapter = "05-dense-autoencoder.ipynb";
    try (var server = JupyterServer.start(KIND, ROOT, "standard");
        var front = FrontEnd.open(KIND, server.chapter(chapter), screenshots("live-fit"))) {
      int fit = front.stepTo(".fit(");
      front.shiftEnter();
      var stop = front.find(fit, STOP);
      assertEquals("Stop after this epoch", stop.getText());
      front.await("the curve of the loss", ANSWER, () -> front.shows(fit, "svg"));
      front.screenshot("trains");
      front.dark();
      front.screenshot("trains-dark");
      front.light();
      front.find(fit, STOP).click();
      front.await("the fit has ended", CELL, () -> front.hasRun(fit));
      assertFalse(front.cell(fit).types().contains("error"), front.cell(fit).text());
      front.await("the view has gone", ANSWER, () -> !front.shows(fit, STOP));
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
