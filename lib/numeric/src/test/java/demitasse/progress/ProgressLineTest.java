package demitasse.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void rewritesOneLineWhenWatched() {
    var line = new ProgressLine(out, true, Duration.ZERO);
    line.update(() -> "10 of 100");
    line.update(() -> "done");
    line.print("100 in 2 s");
    assertEquals("10 of 100\rdone     \r100 in 2 s\n", written());
  }

  @Test
  void printsOnlyLinesThatStayWhenNobodyWatches() {
    var line = new ProgressLine(out, false, Duration.ZERO);
    line.update(() -> "10 of 100");
    line.print("100 in 2 s");
    line.clear();
    assertEquals("100 in 2 s\n", written());
  }

  @Test
  void updatesAreHeldBackToAFewASecond() {
    var line = new ProgressLine(out, true, Duration.ofHours(1));
    for (int i = 0; i < 10_000; i++) {
      int step = i;
      line.update(() -> "step " + step);
    }
    assertEquals("step 0\r", written());
  }

  @Test
  void clearWipesWhatWasShown() {
    var line = new ProgressLine(out, true, Duration.ZERO);
    line.update(() -> "abc");
    line.clear();
    line.clear();
    assertEquals("abc\r   \r", written());
  }
}
