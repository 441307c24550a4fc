package demitasse.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import demitasse.kernel.Assist.Completion;
import demitasse.kernel.Assist.Completions;
import demitasse.kernel.Assist.Info;
import demitasse.kernel.Channels.Reply;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Answers what a front end asks while the user types. */
final class TypingRequests {
  private static final Pattern HELP =
      Pattern.compile("\\s*(?:\\?+\\s*([\\w.]+)|([\\w.]+)\\?+)\\s*");

  private final CellThread cells;
  private final Magics magics;

  TypingRequests(CellThread cells, Magics magics) {
    this.cells = cells;
    this.magics = magics;
  }

  Reply isComplete(JsonObject request) {
    String code = MagicSyntax.toJava(Json.string(request, "code", ""));
    JsonObject content = new JsonObject();
    while (true) {
      String rest = code;
      CompletionInfo info = cells.call(() -> cells.session().analysis().analyzeCompletion(rest));
      switch (info.completeness()) {
        case COMPLETE, COMPLETE_WITH_SEMI -> {
          if (!info.remaining().isBlank()) {
            code = info.remaining();
            continue;
          }
          content.addProperty("status", "complete");
        }
        case EMPTY, CONSIDERED_INCOMPLETE -> content.addProperty("status", "complete");
        case DEFINITELY_INCOMPLETE -> {
          content.addProperty("status", "incomplete");
          content.addProperty("indent", indent(code));
        }
        default -> content.addProperty("status", "invalid");
      }
      return new Reply("is_complete_reply", content);
    }
  }

  Reply complete(JsonObject request) {
    String code = Json.string(request, "code", "");
    int cursor = cursor(request, code);
    Completions found = cells.call(() -> assist().complete(code, cursor));
    JsonArray matches = new JsonArray();
    JsonArray types = new JsonArray();
    int start = code.codePointCount(0, found.start());
    int end = code.codePointCount(0, cursor);
    for (Completion completion : found.completions()) {
      matches.add(completion.text());
      JsonObject type = new JsonObject();
      type.addProperty("start", start);
      type.addProperty("end", end);
      type.addProperty("text", completion.text());
      type.addProperty("type", completion.type());
      type.addProperty("signature", completion.signature());
      types.add(type);
    }
    JsonObject metadata = new JsonObject();
    metadata.add("_jupyter_types_experimental", types);
    JsonObject content = Json.ok();
    content.add("matches", matches);
    content.addProperty("cursor_start", start);
    content.addProperty("cursor_end", end);
    content.add("metadata", metadata);
    return new Reply("complete_reply", content);
  }

  Reply inspect(JsonObject request) {
    String code = Json.string(request, "code", "");
    int cursor = cursor(request, code);
    Optional<Info> found = cells.call(() -> assist().inspect(code, cursor));
    JsonObject data = new JsonObject();
    found.ifPresent(
        info -> {
          data.addProperty("text/plain", info.plain());
          data.addProperty("text/html", info.html());
        });
    JsonObject content = Json.ok();
    content.addProperty("found", found.isPresent());
    content.add("data", data);
    content.add("metadata", new JsonObject());
    return new Reply("inspect_reply", content);
  }

  private Assist assist() {
    return new Assist(cells.session(), magics.all());
  }

  /** The cursor as an offset of Java's chars; the protocol counts code points. */
  private static int cursor(JsonObject request, String code) {
    int points = code.codePointCount(0, code.length());
    int cursor = Json.integer(request, "cursor_pos", points);
    return code.offsetByCodePoints(0, Math.max(0, Math.min(cursor, points)));
  }

  private static String indent(String code) {
    String last = code.substring(code.lastIndexOf('\n') + 1);
    String indent = last.substring(0, last.length() - last.stripLeading().length());
    return last.stripTrailing().endsWith("{") ? indent + "    " : indent;
  }

  /**
   * What a cell such as {@code Math.max?} asks for, in the front end's pager; none if it is code.
   */
  Optional<JsonObject> help(String cell) {
    Matcher help = HELP.matcher(cell);
    return help.matches()
        ? Optional.of(page(help.group(1) == null ? help.group(2) : help.group(1)))
        : Optional.empty();
  }

  private JsonObject page(String code) {
    Optional<Info> found = cells.call(() -> assist().inspect(code, code.length()));
    JsonObject data = new JsonObject();
    data.addProperty("text/plain", found.map(Info::plain).orElse("nothing is known about " + code));
    found.ifPresent(info -> data.addProperty("text/html", info.html()));
    JsonObject page = new JsonObject();
    page.addProperty("source", "page");
    page.add("data", data);
    page.addProperty("start", 0);
    JsonArray payload = new JsonArray();
    payload.add(page);
    JsonObject answer = Json.ok();
    answer.add("payload", payload);
    answer.add("user_expressions", new JsonObject());
    return answer;
  }
}
