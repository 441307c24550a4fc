package demitasse.kernel.completion;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.source.tree.Tree;
import demitasse.kernel.base.Json;
import demitasse.kernel.completion.Assist.Completion;
import demitasse.kernel.completion.Assist.Completions;
import demitasse.kernel.completion.Assist.Info;
import demitasse.kernel.protocol.RequestChannel.Reply;
import demitasse.kernel.session.CellThread;
import demitasse.kernel.source.Completeness;
import demitasse.kernel.source.JavaParser;
import demitasse.kernel.source.JavaText;
import demitasse.kernel.source.MagicText;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Answers what a front end asks while the user types. */
public final class TypingRequests {
  private static final Set<Tree.Kind> NAMES =
      Set.of(Tree.Kind.IDENTIFIER, Tree.Kind.MEMBER_SELECT, Tree.Kind.METHOD_INVOCATION);

  private final CellThread cells;
  private final Supplier<Set<String>> magics;

  /**
   * Creates the answers.
   *
   * @param magics all magics as they are typed
   */
  public TypingRequests(CellThread cells, Supplier<Set<String>> magics) {
    this.cells = cells;
    this.magics = magics;
  }

  public Reply isComplete(JsonObject request) {
    String cell = Json.string(request, "code");
    JsonObject content = new JsonObject();
    Completeness completeness;
    if (helpName(cell).isPresent()) {
      completeness = Completeness.COMPLETE;
    } else if (isOnlyHead(cell)) {
      completeness = Completeness.INCOMPLETE;
    } else {
      completeness =
          cells.call(
              () -> Completeness.of(MagicText.withoutMagics(cell), cells.session().analysis()));
    }
    content.addProperty("status", completeness.name().toLowerCase(Locale.ROOT));
    if (completeness == Completeness.INCOMPLETE) {
      content.addProperty("indent", indent(cell));
    }
    return new Reply("is_complete_reply", content);
  }

  /** Tells whether a cell is the line of a cell magic, to which the body is still to come. */
  private static boolean isOnlyHead(String cell) {
    String text = cell.strip();
    return text.startsWith("%%") && text.length() > 2 && text.indexOf('\n') < 0;
  }

  public Reply complete(JsonObject request) {
    String code = Json.string(request, "code");
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

  public Reply inspect(JsonObject request) {
    String code = Json.string(request, "code");
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
    return new Assist(cells.session(), magics.get());
  }

  /** The cursor as an offset of Java's chars; the protocol counts code points. */
  private static int cursor(JsonObject request, String code) {
    int points = code.codePointCount(0, code.length());
    int cursor = Json.integer(request, "cursor_pos", points);
    return code.offsetByCodePoints(0, Math.max(0, Math.min(cursor, points)));
  }

  /** As far in as the last line, and further if that opens something or is but a header. */
  private static String indent(String code) {
    String masked = JavaText.masked(code).stripTrailing();
    String line = masked.substring(masked.lastIndexOf('\n') + 1);
    String indent = line.substring(0, line.length() - line.stripLeading().length());
    int open = 0;
    for (char c : line.toCharArray()) {
      open += "{([".indexOf(c) >= 0 ? 1 : "})]".indexOf(c) >= 0 ? -1 : 0;
    }
    return open > 0 || Completeness.isHead(line) ? indent + "    " : indent;
  }

  /**
   * What a cell such as {@code Math.max?} asks for, in the front end's pager; none if it is code.
   */
  public Optional<JsonObject> help(String cell) {
    return helpName(cell).map(this::page);
  }

  /** What stands before or after the question mark of a cell that asks for help. */
  private static Optional<String> helpName(String cell) {
    String text = cell.strip();
    String name = text;
    while (name.startsWith("?")) {
      name = name.substring(1).stripLeading();
    }
    while (name.equals(name.strip()) && name.endsWith("?")) {
      name = name.substring(0, name.length() - 1);
    }
    return name.length() < text.length()
            && JavaParser.kindOfExpression(name).filter(NAMES::contains).isPresent()
        ? Optional.of(name.strip())
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
