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
  void oneControlMovesManyOthersAndTheFigureFollowsThem() throws IOException, InterruptedException {
    IntSlider width = new IntSlider().bounds(1, 50).value(3);
    List<FloatSlider> heights =
        IntStream.range(1, 4)
            .mapToObj(i -> new FloatSlider().bounds(0.0, 50.0).value((double) i))
            .toList();
    width.onValue(w -> heights.forEach(height -> height.value(w.doubleValue())));
    Widgets.show(
        (Widget)
            Explorer.of(
                    width,
                    heights,
                    (w, h) -> figure(w, (int) h.stream().mapToDouble(each -> each).sum()))
                .orElse(STILL));
    assertEquals("3 × 6", size());
    page.end("FloatSlider").set("value", 5.0);
    awaitSize("3 × 10");
    page.end("IntSlider").set("value", 7);
    awaitSize("7 × 21");
  }

  @Test
  void whatIsDrawnReachesTheFigure() throws IOException, InterruptedException {
    Widgets.show((Widget) Explorer.draw(drawing -> figure(1 + ink(drawing), 1)).orElse(STILL));
    assertEquals("1 × 1", size());
    page.end("Text").set("value", "140,140");
    awaitSize("2 × 1"); // a dot
    page.end("Text").set("value", "30,10 30,270;140,140;270,10 200,135 270,270");
    awaitSize("4 × 1");
    page.end("Text").set("value", "");
    awaitSize("1 × 1");
  }

  /** Counts the strokes of white that the middle row of a drawing meets. */
  private static int ink(BufferedImage drawing) {
    int[] row = drawing.getRaster().getPixels(0, drawing.getHeight() / 2, 280, 1, (int[]) null);
    return (int)
        IntStream.range(1, row.length).filter(x -> row[x] > 127 && row[x - 1] <= 127).count();
  }

  @Test
  void thePadIsAPageOfItsOwnThatKeepsItsScript() {
    Widgets.show((Widget) Explorer.draw(drawing -> STILL).orElse(STILL));
    String html = (String) page.end("HTML").state.get("value");
    assertTrue(html.contains("<canvas width=\"280\""), html);
    // The script is an attribute: a quotation mark of its own would end it.
    String script = html.substring(html.indexOf("onload=\"") + 8);
    assertEquals(script.indexOf('"'), script.lastIndexOf('"'), script);
  }

  @Test
  void whereNobodyWatchesTheStillFigureIsAll() {
    System.setProperty(WATCHED, "false");
    IntSlider slider = new IntSlider();
    assertSame(STILL, Explorer.of(slider, width -> figure(width, 1)).orElse(STILL));
    assertSame(STILL, Explorer.of(slider, slider, (w, h) -> figure(w, h)).orElse(STILL));
    assertSame(STILL, Explorer.of(slider, List.of(slider), (w, h) -> STILL).orElse(STILL));
    assertSame(STILL, Explorer.draw(drawing -> drawing).orElse(STILL));
    assertSame(STILL, Explorer.play(List.of(STILL), 1).orElse(STILL));
    assertEquals(0, page.ends.size());
  }

  @Test
  void whatIsMissingIsNamed() {
    IntSlider slider = new IntSlider();
    assertThrows(IllegalArgumentException.class, () -> Explorer.of(null, w -> STILL));
    assertThrows(
        IllegalArgumentException.class, () -> Explorer.of(slider, w -> STILL).orElse(null));
    assertThrows(IllegalArgumentException.class, () -> Explorer.draw(null));
    List<IntSlider> none = List.of();
    assertThrows(
        IllegalArgumentException.class, () -> Explorer.of(slider, none, (w, all) -> STILL));
    assertThrows(IllegalArgumentException.class, () -> Explorer.play(List.of(), 100));
    assertThrows(IllegalArgumentException.class, () -> Explorer.play(List.of(STILL), 0));
  }
}
