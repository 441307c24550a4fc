package demitasse.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.PointerInput;
import org.openqa.selenium.interactions.WheelInput;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The pages of a site in a browser that reaches no host, opened from the disk. */
final class SitePages implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final Path screenshots;
  private final ChromeDriver browser;

  SitePages(Path folder, Path screenshots) {
    this.folder = folder;
    this.screenshots = screenshots;
    this.browser = Chromium.start("--host-resolver-rules=MAP * ~NOTFOUND");
  }

  /** Returns the names of all pages of a folder. */
  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".html"))
          .sorted()
          .toList();
    }
  }

  /**
   * Opens a page.
   *
   * @param scheme {@code light} or {@code dark}
   * @param width of the window, in pixels
   */
  void open(String page, String scheme, int width) {
    Chromium.width(browser, width);
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    browser.get(folder.resolve(page).toUri().toString());
  }

  /** Returns what axe has against the page, a line for each rule and element. */
  List<?> barriers() {
    browser.executeScript(axe());
    return (List<?>)
        browser.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            // It would ask for the style sheet a second time, which a page on a disk may not.
            axe.run({preload: false, resultTypes: ['violations']}).then(result => done(result.violations.flatMap(
              rule => rule.nodes.map(node => rule.id + ': ' + node.html.slice(0, 200)))));
            """);
  }

  private static String axe() {
    try (InputStream in = SitePages.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns how many pixels the page is wider than its window, whose scroll bar takes some. */
  long overflow() {
    return (Long)
        browser.executeScript(
            """
            const page = document.documentElement;
            return page.scrollWidth - page.clientWidth;
            """);
  }

  /** Returns what the page has asked for and has not found beside it. */
  List<?> foreign() {
    return (List<?>)
        browser.executeScript(
            """
            return performance.getEntriesByType('resource').map(each => each.name)
              .filter(name => !/^(file|data|blob):/.test(name));
            """);
  }

  /** Returns what the console has said since it was last asked. */
  List<String> complaints() {
    return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::toString)
        .toList();
  }

  /** Brings a demonstration into the window and waits until it can be used. */
  WebElement demo(String id) {
    WebElement demo = browser.findElement(By.id("demo-" + id));
    browser.executeScript("arguments[0].scrollIntoView({block: 'start'})", demo);
    await(id + " has begun", () -> demo.getAttribute("data-state") != null);
    if (!demo.getAttribute("data-state").equals("ready")) {
      Chromium.fail(browser, screenshots, id + ": " + said(demo));
    }
    return demo;
  }

  /** Returns what a demonstration tells those who do not see it. */
  String said(WebElement demo) {
    return demo.findElement(By.cssSelector("[role=status]")).getText();
  }

  /** Returns the pixels of a canvas, as text. */
  String pixels(WebElement demo, String canvas) {
    return (String)
        browser.executeScript(
            "return arguments[0].querySelector(arguments[1]).toDataURL()", demo, canvas);
  }

  /** Draws a line through places of an element, in hundredths of its sides, with the mouse. */
  void drag(WebElement element, int[]... places) {
    drag(new Actions(browser), element, places);
  }

  /** Draws such a line with a finger. */
  void dragFinger(WebElement element, int[]... places) {
    drag(new Actions(browser).setActivePointer(PointerInput.Kind.TOUCH, "finger"), element, places);
  }

  private static void drag(Actions pointer, WebElement element, int[]... places) {
    var size = element.getSize();
    for (int i = 0; i < places.length; i++) {
      // From the element's middle.
      pointer.moveToElement(
          element,
          (places[i][0] - 50) * size.getWidth() / 100,
          (places[i][1] - 50) * size.getHeight() / 100);
      if (i == 0) {
        pointer.clickAndHold();
      }
    }
    pointer.release().perform();
  }

  /** Drops a file on the middle of an element, as from the files of the system. */
  void drop(WebElement element, Path file) {
    new Actions(browser).scrollToElement(element).perform();
    List<?> middle =
        (List<?>)
            browser.executeScript(
                """
                const {left, top, width, height} = arguments[0].getBoundingClientRect();
                return [left + width / 2, top + height / 2];
                """,
                element);
    Map<String, ?> data =
        Map.of("items", List.of(), "files", List.of(file.toString()), "dragOperationsMask", 1);
    for (String type : List.of("dragEnter", "dragOver", "drop")) {
      browser.executeCdpCommand(
          "Input.dispatchDragEvent",
          Map.of("type", type, "x", middle.get(0), "y", middle.get(1), "data", data));
    }
  }

  /** Returns how far the page is scrolled, in pixels. */
  Number scrolled() {
    return (Number) browser.executeScript("return scrollY");
  }

  /** Holds the pointer over the middle of an element. */
  void pointAt(WebElement element) {
    new Actions(browser).moveToElement(element).perform();
  }

  /** Turns the wheel over the middle of an element. */
  void turnWheel(WebElement element, int pixels) {
    new Actions(browser)
        .scrollFromOrigin(WheelInput.ScrollOrigin.fromElement(element), 0, pixels)
        .perform();
  }

  WebElement find(String selector) {
    return browser.findElement(By.cssSelector(selector));
  }

  void press(CharSequence... keys) {
    new Actions(browser).sendKeys(keys).perform();
  }

  String address() {
    return browser.getCurrentUrl();
  }

  void await(String what, BooleanSupplier condition) {
    Chromium.await(browser, screenshots, what, PATIENCE, condition);
  }

  void screenshot(String name) {
    Chromium.screenshot(browser, screenshots, name);
  }

  @Override
  public void close() {
    browser.quit();
  }
}
