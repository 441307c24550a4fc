package demitasse.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.widgets.Dropdown;
import demitasse.widgets.FloatSlider;
import demitasse.widgets.IntSlider;
import demitasse.widgets.Widget;
import demitasse.widgets.Widgets;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Figures with controls, moved and not. */
@Timeout(60)
class ExplorerTest {
  private static final String WATCHED = "jupyter.allow_stdin";
  private static final BufferedImage STILL = figure(1, 1);

  private Page page;

  @BeforeEach
  void connect() {
    page = Page.use(true);
    System.setProperty(WATCHED, "true");
  }

  @AfterEach
  void disconnect() {
    System.clearProperty(WATCHED);
  }

  /** A figure that its size tells apart. */
  private static BufferedImage figure(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
  }

  private String size() throws IOException {
    byte[] png = (byte[]) page.end("Image").state.get("value");
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    return image.getWidth() + " × " + image.getHeight();
  }

  private void awaitSize(String size) throws IOException, InterruptedException {
    while (!size().equals(size)) {
      Thread.sleep(10);
    }
  }

  @Test
  void theFigureFollowsItsControls() throws IOException, InterruptedException {
    IntSlider width = new IntSlider().bounds(1, 50).value(3);
    FloatSlider height = new FloatSlider().bounds(1.0, 50.0).value(4.0);
    Dropdown<Integer> scale = new Dropdown<>(1, 2);
    Widgets.show(
        (Widget)
            Explorer.of(width, height, scale, (w, h, s) -> figure(w * s, (int) (h * s)))
                .orElse(STILL));
    assertEquals("3 × 4", size());
    page.end("IntSlider").set("value", 7);
    awaitSize("7 × 4");
    page.end("FloatSlider").set("value", 9.0);
    awaitSize("7 × 9");
    page.end("Dropdown").set("index", 1);
    awaitSize("14 × 18");
    width.value(2); // code moves it, too
    awaitSize("4 × 18");
  }

  @Test
  void whatChangesWhileAFigureIsDrawnIsDrawnOnce() throws IOException, InterruptedException {
    IntSlider slider = new IntSlider().bounds(1, 200).value(1);
    AtomicInteger drawn = new AtomicInteger();
    CountDownLatch moved = new CountDownLatch(1);
    Object explorer =
        Explorer.of(
                slider,
                width -> {
                  if (drawn.incrementAndGet() == 2) {
                    awaitQuietly(moved);
                  }
                  return figure(width, 1);
                })
            .orElse(STILL);
    Widgets.show((Widget) explorer);
    for (int value = 2; value <= 200; value++) {
      page.end("IntSlider").set("value", value);
    }
    moved.countDown();
    awaitSize("200 × 1");
    assertTrue(drawn.get() <= 4, drawn + " drawings for 199 changes");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatTheLearnersCodeThrowsIsShownAndTheNextFigureToo()
      throws IOException, InterruptedException {
    IntSlider slider = new IntSlider().bounds(0, 9).value(3);
    Object explorer = Explorer.of(slider, width -> figure(12 / width, 1)).orElse(STILL);
    Widgets.show((Widget) explorer);
    page.end("IntSlider").set("value", 0);
    while (!String.valueOf(page.end("Label").state.get("value")).contains("/ by zero")) {
      Thread.sleep(10);
    }
    assertEquals("4 × 1", size());
    page.end("IntSlider").set("value", 2);
    awaitSize("6 × 1");
    while (!"".equals(page.end("Label").state.get("value"))) {
      Thread.sleep(10);
    }
  }

  @Test
  void aSeriesIsPlayedInThePage() throws IOException, InterruptedException {
    List<BufferedImage> frames = IntStream.range(1, 6).mapToObj(i -> figure(i, 1)).toList();
    Widgets.show((Widget) Explorer.play(frames, 300).orElse(STILL));
    assertEquals(4, page.end("Play").state.get("max"));
    assertEquals(300, page.end("Play").state.get("interval"));
    List<?> source = (List<?>) page.end("Link").state.get("source");
    assertEquals(List.of("IPY_MODEL_" + page.end("Play").id, "value"), source);
    page.end("IntSlider").set("value", 4);
    awaitSize("5 × 1");
  }

  @Test
  void whereNobodyWatchesTheStillFigureIsAll() {
    System.setProperty(WATCHED, "false");
    IntSlider slider = new IntSlider();
    assertSame(STILL, Explorer.of(slider, width -> figure(width, 1)).orElse(STILL));
    assertSame(STILL, Explorer.of(slider, slider, (w, h) -> figure(w, h)).orElse(STILL));
    assertSame(STILL, Explorer.play(List.of(STILL), 1).orElse(STILL));
    assertEquals(0, page.ends.size());
  }

  @Test
  void whatIsMissingIsNamed() {
    IntSlider slider = new IntSlider();
    assertThrows(IllegalArgumentException.class, () -> Explorer.of(null, w -> STILL));
    assertThrows(
        IllegalArgumentException.class, () -> Explorer.of(slider, w -> STILL).orElse(null));
    assertThrows(IllegalArgumentException.class, () -> Explorer.play(List.of(), 100));
    assertThrows(IllegalArgumentException.class, () -> Explorer.play(List.of(STILL), 0));
  }
}
