package demitasse.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The browser of the tests, without a window. */
final class Chromium {
  private Chromium() {}

  /**
   * Starts it.
   *
   * @param arguments of the command line, beside those that all tests need
   */
  static ChromeDriver start(String... arguments) {
    ChromeOptions options = new ChromeOptions();
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
    options.addArguments(
        "--no-first-run", "--disable-background-networking", "--disable-component-update");
    options.addArguments("--disable-sync", "--disable-quic", "--window-size=1280,900");
    options.addArguments(arguments);
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    String chromium = System.getenv("DEMITASSE_BROWSER");
    if (chromium != null) {
      options.setBinary(chromium);
    }
    var service = new ChromeDriverService.Builder();
    String driver = System.getenv("DEMITASSE_BROWSER_DRIVER");
    if (driver != null) {
      service.usingDriverExecutable(Path.of(driver).toFile());
    }
    return new ChromeDriver(service.build(), options);
  }

  /** As a phone has it: a window of Chromium's own cannot be narrower than 500 pixels. */
  static void width(ChromeDriver browser, int pixels) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Waits for something to become true; else keeps what the window shows, and fails. */
  static void await(
      ChromeDriver browser,
      Path screenshots,
      String what,
      Duration atMost,
      BooleanSupplier condition) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        fail(browser, screenshots, "not within " + atMost.toSeconds() + " s: " + what);
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** Keeps what the window shows, and fails. */
  static void fail(ChromeDriver browser, Path screenshots, String message) {
    screenshot(browser, screenshots, "failed");
    throw new AssertionError(message);
  }

  /** Keeps what the window shows, in a folder. */
  static void screenshot(ChromeDriver browser, Path screenshots, String name) {
    try {
      Files.createDirectories(screenshots);
      Files.write(screenshots.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
