package demitasse.kernel.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("of/a/user/history.jsonl");
  }

  private History session() {
    return new History(new HistoryFile(file()));
  }

  /** What a history answers, an entry as {@code session:line:input}. */
  private static List<String> ask(History history, String type, Object... options) {
    JsonObject request = new JsonObject();
    request.addProperty("hist_access_type", type);
    for (int i = 0; i < options.length; i += 2) {
      if (options[i + 1] instanceof Number number) {
        request.addProperty((String) options[i], number);
      } else if (options[i + 1] instanceof Boolean flag) {
        request.addProperty((String) options[i], flag);
      } else {
        request.addProperty((String) options[i], (String) options[i + 1]);
      }
    }
    List<String> found = new ArrayList<>();
    for (JsonElement entry : history.answer(request).content().getAsJsonArray("history")) {
      JsonElement input = entry.getAsJsonArray().get(2);
      found.add(
          entry.getAsJsonArray().get(0)
              + ":"
              + entry.getAsJsonArray().get(1)
              + ":"
              + (input.isJsonArray() ? input.toString() : input.getAsString()));
    }
    return found;
  }

  @Test
  void laterSessionsKnowEarlierOnes() {
    History first = session();
    first.add(1, "int a = 1;", null);
    first.add(2, "a", "1");
    first.close();
    History second = session();
    assertEquals(List.of(), ask(second, "range", "session", 0));
    second.add(1, "long größe\n= 2;", null);
    assertEquals(List.of("1:2:a", "2:1:long größe\n= 2;"), ask(second, "tail", "n", 2));
    assertEquals(List.of("2:1:long größe\n= 2;"), ask(second, "range", "session", 0));
    assertEquals(List.of("1:1:int a = 1;"), ask(second, "range", "session", -1, "stop", 2));
    assertEquals(List.of("1:2:a"), ask(second, "range", "session", 1, "start", 2));
    assertEquals(List.of(), ask(second, "range", "session", -2));
    assertEquals(
        List.of("1:2:[\"a\",\"1\"]"), ask(second, "search", "pattern", "?", "output", true));
  }

  @Test
  void sessionsGoOnCountingAfterAHistoryThatIsGone() throws IOException {
    History first = session();
    first.add(1, "gone", null);
    first.close();
    Files.delete(file());
    History second = session();
    second.add(1, "kept", null);
    assertEquals(List.of("2:1:kept"), ask(second, "tail"));
  }

  @Test
  void theHistoryItselfTellsTheLastSessionWhereTheLockDoesNot() throws IOException {
    History first = session();
    first.add(1, "a", null);
    first.close();
    Path lock = file().resolveSibling("history.jsonl.lock");
    for (String damaged : List.of("", "x", "99999999999999999999")) {
      Files.writeString(lock, damaged);
      History next = session();
      next.add(1, "b", null);
      next.close();
    }
    assertEquals(List.of("1:1:a", "2:1:b", "3:1:b", "4:1:b"), ask(session(), "tail"));
  }

  @Test
  void searchFindsEachInputOnceIfAskedWhereItWasLast() {
    History history = session();
    history.add(1, "x[0]", null);
    history.add(2, "y", null);
    history.add(3, "x[0]", null);
    assertEquals(List.of("1:1:x[0]", "1:3:x[0]"), ask(history, "search", "pattern", "x[*"));
    assertEquals(List.of("1:3:x[0]"), ask(history, "search", "pattern", "x*", "unique", true));
    assertEquals(List.of("1:3:x[0]"), ask(history, "search", "pattern", "x*", "n", 1));
  }

  @Test
  void damageIsPassedOver() throws IOException {
    History first = session();
    first.add(1, "kept", null);
    first.close();
    Files.write(file(), new byte[] {(byte) 0xff, '{', '\n', '7', '\n'}, StandardOpenOption.APPEND);
    Files.writeString(
        file(), "null\n{\"session\":-4}\n{\"session\":1,\"li", StandardOpenOption.APPEND);
    History second = session();
    second.add(1, "after", null);
    assertEquals(List.of("1:1:kept", "2:1:after"), ask(second, "tail"));
    second.close();
    assertEquals(List.of("1:1:kept", "2:1:after"), ask(session(), "tail"));
  }

  @Test
  void doesNotGrowForEver() throws IOException {
    Files.createDirectories(file().getParent());
    String line = "{\"session\":%d,\"line\":1,\"input\":\"" + "x".repeat(1000) + "\"}\n";
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 5000; i++) {
      text.append(line.formatted(i));
    }
    Files.writeString(file(), text, StandardCharsets.UTF_8);
    History history = session();
    history.add(1, "new", null);
    List<String> all = ask(history, "tail");
    assertEquals("5001:1:new", all.get(all.size() - 1));
    assertTrue(all.get(all.size() - 2).startsWith("5000:"));
    assertTrue(all.size() > 1000 && all.size() < 2500, all.size() + " entries");
  }

  @Test
  void whereNothingCanBeWrittenTheSessionIsKept() throws IOException {
    Path blocked = Files.writeString(folder.resolve("file"), "");
    History history = new History(new HistoryFile(blocked.resolve("history.jsonl")));
    history.add(1, "a", null);
    assertEquals(List.of("1:1:a"), ask(history, "tail"));
    History none = new History(new HistoryFile(null));
    none.add(1, "b", "2");
    assertEquals(List.of("1:1:b"), ask(none, "range"));
  }
}
