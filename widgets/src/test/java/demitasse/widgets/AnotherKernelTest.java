package demitasse.widgets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The widgets need no class of the Demitasse kernel where another one offers comms. */
class AnotherKernelTest {
  @Test
  void anotherKernelNeedsNothingElse() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                place(Widget.class) + File.pathSeparator + place(AnotherKernel.class),
                AnotherKernel.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    List<String> lines = printed.lines().toList();
    assertEquals("twice is 8", lines.get(0));
    assertTrue(lines.get(1).contains("application/vnd.jupyter.widget-view+json={"), printed);
    assertTrue(lines.get(1).contains("text/plain=IntSlider(value=4)"), printed);
  }

  private static String place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
