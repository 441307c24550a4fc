package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandoverTest {
  @TempDir Path folder;

  @Test
  void aShellDoesWhatTheScriptSaysWhateverTheWords() throws Exception {
    Path odd = Files.createDirectory(folder.resolve("it's a $folder"));
    String script =
        Handover.script(
            odd,
            Map.of("DEMITASSE_WORD", "\"$HOME\" `x`\nnext"),
            List.of(
                "sh", "-c", "printf '%s|%s|%s' \"$DEMITASSE_WORD\" \"$1\" \"$PWD\"", "-", "a 'b'"));
    Process shell = new ProcessBuilder("bash", "-c", "eval \"$1\"", "-", script).start();
    String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("\"$HOME\" `x`\nnext|a 'b'|" + odd.toRealPath(), printed);
    assertEquals(0, shell.waitFor());
  }
}
