package demitasse.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The site as a reader has it: {@code ./demitasse e2e --site} says which. */
@EnabledIfSystemProperty(named = "site", matches = ".+")
class SitePagesTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final String TRY = "try.html";

  private static final int[][] SEVEN = {{28, 25}, {50, 24}, {71, 25}, {60, 50}, {45, 82}};

  private static SitePages pages;

  @BeforeAll
  static void start() {
    pages = new SitePages(folder(), ROOT.resolve("target/e2e/screenshots/site"));
  }

  @AfterAll
  static void stop() {
    pages.close();
  }

  private static Path folder() {
    return Path.of(System.getProperty("site"));
  }

  static List<String> names() throws IOException {
    return SitePages.names(folder());
  }

  @ParameterizedTest
  @MethodSource("names")
  void everybodyCanReadAPage(String name) {
    String picture = name.replace(".html", "");
    pages.open(name, "light", 1280);
    assertEquals(List.of(), pages.barriers());
    pages.screenshot(picture + "-light");
    pages.open(name, "dark", 360);
    assertEquals(List.of(), pages.barriers());
    assertEquals(0, pages.overflow());
    pages.screenshot(picture + "-phone-dark");
    assertEquals(List.of(), pages.foreign());
    assertEquals(List.of(), pages.complaints());
  }

  @Test
  void readsASevenThatIsDrawn() {
    pages.open(TRY, "light", 1280);
    WebElement demo = pages.demo("digit");
    WebElement pad = demo.findElement(By.className("pad"));
    String before = pages.pixels(demo, ".maps");
    pages.drag(pad, SEVEN);
    pages.await("the network reads 7", () -> pages.said(demo).startsWith("The network reads 7,"));
    assertNotEquals(before, pages.pixels(demo, ".maps"));
    pages.screenshot("seven");
    demo.findElement(By.className("clear")).click();
    pages.await("the pad is empty", () -> pages.said(demo).equals("Draw a digit."));
    assertEquals(List.of(), pages.complaints());
  }

  @Test
  void readsASevenThatAFingerDrawsOnAPhone() {
    pages.open(TRY, "dark", 360);
    WebElement demo = pages.demo("digit");
    WebElement pad = demo.findElement(By.className("pad"));
    Number scrolled = pages.scrolled();
    pages.dragFinger(pad, SEVEN);
    pages.await("the network reads 7", () -> pages.said(demo).startsWith("The network reads 7,"));
    assertEquals(scrolled, pages.scrolled());
    pages.screenshot("seven-phone-dark");
    assertEquals(List.of(), pages.complaints());
  }

  @Test
  void readsAOneThatIsDrawnWithTheKeyboard() {
    pages.open(TRY, "light", 1280);
    WebElement demo = pages.demo("digit");
    demo.findElement(By.className("pad")).sendKeys(Keys.DELETE);
    for (int i = 0; i < 8; i++) {
      pages.press(Keys.ARROW_UP);
    }
    pages.press(Keys.SPACE);
    for (int i = 0; i < 16; i++) {
      pages.press(Keys.ARROW_DOWN);
    }
    pages.await("the network reads 1", () -> pages.said(demo).startsWith("The network reads 1,"));
  }

  @Test
  void aSliderAndTheMapChangeTheDigit() {
    pages.open(TRY, "dark", 1280);
    WebElement demo = pages.demo("latent");
    String first = pages.pixels(demo, ".seen");
    demo.findElement(By.cssSelector("input[type=range]")).sendKeys(Keys.ARROW_RIGHT);
    pages.await("the slider's digit", () -> !pages.pixels(demo, ".seen").equals(first));
    assertTrue(pages.said(demo).startsWith("Direction 1 is at "), pages.said(demo));
    String second = pages.pixels(demo, ".seen");
    pages.drag(demo.findElement(By.className("chart")), new int[] {50, 50}, new int[] {80, 50});
    pages.await("the digit of the place", () -> pages.said(demo).startsWith("The nearest image"));
    assertNotEquals(second, pages.pixels(demo, ".seen"));
    pages.screenshot("latent-dark");
    assertEquals(List.of(), pages.complaints());
  }

  @Test
  void looksAtAPictureOfTheReaders() {
    pages.open(TRY, "light", 1280);
    WebElement demo = pages.demo("picture");
    Path own = ROOT.resolve("data/pictures/sunflower.jpg");
    demo.findElement(By.cssSelector("input[type=file]")).sendKeys(own.toString());
    pages.await(
        "the classes",
        () -> pages.said(demo).startsWith("sunflower.jpg: the network predicts the class "));
    assertEquals(5, demo.findElements(By.cssSelector(".bars li")).size());
    pages.drop(demo, ROOT.resolve("data/pictures/mountain.jpg"));
    pages.await(
        "the classes of the dropped one",
        () -> pages.said(demo).startsWith("mountain.jpg: the network predicts the class "));
    Path none = ROOT.resolve("pom.xml");
    demo.findElement(By.cssSelector("input[type=file]")).sendKeys(none.toString());
    pages.await(
        "what is wrong",
        () -> pages.said(demo).equals("pom.xml is not an image that this browser can read."));
    assertEquals(List.of(), pages.complaints());
  }

  @Test
  void theMapNamesWhatThePointerIsOverAndZooms() {
    pages.open(TRY, "light", 1280);
    WebElement demo = pages.demo("map");
    WebElement chart = demo.findElement(By.className("chart"));
    pages.pointAt(chart);
    pages.await(
        "an image", () -> pages.said(demo).matches("Image \\d+ of \\d+ is labelled \\d\\."));
    String all = pages.pixels(demo, ".chart");
    pages.turnWheel(chart, -800);
    pages.await("a part of the map", () -> !pages.pixels(demo, ".chart").equals(all));
    pages.screenshot("map");
    chart.sendKeys("0");
    String other = pages.said(demo);
    for (int i = 0; i < 4; i++) {
      chart.sendKeys("+", Keys.ARROW_LEFT);
    }
    pages.await("another image is in the middle", () -> !pages.said(demo).equals(other));
    assertEquals(List.of(), pages.complaints());
  }

  @Test
  void theSearchLeadsToASection() {
    pages.open("index.html", "light", 1280);
    pages.press("/");
    pages.press("cross-entropy softmax");
    pages.await("a section", () -> pages.find(".found").getText().contains("cross-entropy"));
    pages.press(Keys.ARROW_DOWN, Keys.ENTER);
    pages.await("its page", () -> pages.address().contains("02-digit-classifier.html"));
    assertEquals(List.of(), pages.complaints());
  }
}
