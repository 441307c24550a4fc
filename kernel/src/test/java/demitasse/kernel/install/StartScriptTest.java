package demitasse.kernel.install;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there the kernel starts without the script")
class StartScriptTest {
  private static final String CACHE = "-XX:AOTCache=/Shared/with a blank/kernel.aot";

  private static String run(Map<String, String> environment, String... command) throws IOException {
    List<String> all = new ArrayList<>(StartScript.prefix());
    all.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().putAll(environment);
    return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .strip();
  }

  @Test
  void theCacheIsUsedUnlessTheUserSaysOtherwise() throws IOException {
    String[] command = {"/bin/echo", CACHE, "-Done=1", "two  blanks"};
    String whole = CACHE + " -Done=1 two  blanks";
    String without = "-Done=1 two  blanks";
    assertEquals(whole, run(Map.of(), command));
    assertEquals(whole, run(Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC"), command));
    assertEquals(without, run(Map.of("JAVA_TOOL_OPTIONS", "-Xshare:auto"), command));
    assertEquals(without, run(Map.of("JDK_JAVA_OPTIONS", "-Xmx1g -Xshare:off"), command));
    assertEquals(without, run(Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseZGC"), command));
    assertEquals(without, run(Map.of("_JAVA_OPTIONS", "-XX:SharedArchiveFile=a"), command));
    assertEquals(
        without,
        run(Map.of("JAVA_TOOL_OPTIONS", "-Xshare:auto"), "/bin/echo", "-Done=1", "two  blanks"));
  }

  @Test
  void aLocaleWithoutLettersIsReplaced() throws IOException {
    String[] command = {"/bin/sh", "-c", "echo $LC_ALL"};
    assertEquals("C.UTF-8", run(Map.of(), command));
    assertEquals("C.UTF-8", run(Map.of("LC_ALL", "POSIX"), command));
    assertEquals("de_DE.ISO-8859-1", run(Map.of("LC_ALL", "de_DE.ISO-8859-1"), command));
  }
}
