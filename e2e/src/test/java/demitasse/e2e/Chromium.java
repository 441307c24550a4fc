package demitasse.e2e;

import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
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
}
