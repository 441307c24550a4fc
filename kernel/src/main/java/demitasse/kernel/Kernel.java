package demitasse.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import demitasse.kernel.Assist.Completion;
import demitasse.kernel.Assist.Completions;
import demitasse.kernel.Assist.Info;
import demitasse.kernel.Channels.Line;
import demitasse.kernel.Channels.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.zeromq.ZMQException;

/** Answers the front end. */
final class Kernel {
  private static final Pattern HELP =
      Pattern.compile("\\s*(?:\\?+\\s*([\\w.]+)|([\\w.]+)\\?+)\\s*");
  private static final String VERSION = "0.1.0";

  private final Publisher publisher;
  private final Input input;
  private final CellThread cells;
  private final Display display;
  private final Comms comms;
  private final Magics magics;
  private final Runnable shutdown;

  private final History history = new History();
  private int count;
  private String lastValue; // as text, for the history

  /**
   * Starts a kernel.
   *
   * @param shutdown what ends the process
   */
  Kernel(Channels channels, CellThread cells, Settings settings, Runnable shutdown) {
    this.cells = cells;
    this.publisher = channels.publisher();
    this.input = channels.input();
    this.shutdown = shutdown;
    this.display = new Display(publisher, cells.classes(), settings.renderers());
    this.magics = new Magics(this);
    this.comms = new Comms(publisher);
    cells.later(() -> session().startUp(settings));
    cells.later(this::whileIdle);
    Cells.serve(this);
    System.setOut(publisher.out());
    System.setErr(publisher.err());
    System.setIn(input);
    Thread.setDefaultUncaughtExceptionHandler(this::uncaught);
    channels.start(this::shell, this::control);
    publisher.publish("status", new JsonObject(), state("starting"));
  }

  Display display() {
    return display;
  }

  Comms comms() {
    return comms;
  }

  Magics magics() {
    return magics;
  }

  Input input() {
    return input;
  }

  /** Makes the session ready bit by bit, a cell that comes meanwhile going first. */
  private void whileIdle() {
    if (cells.isWanted() || session().imports().makeNext()) {
      cells.later(this::whileIdle);
    } else {
      // Last, and on a thread of its own: it is not to hold up the first cell.
      Threads.start(
          "demitasse-native", () -> NativeOutput.capture(publisher.out(), publisher.err()));
    }
  }

  JavaSession session() {
    return cells.session();
  }

  private void shell(Message request, Line line) {
    busy(
        request,
        line,
        reply -> {
          switch (request.type()) {
            case "execute_request" -> execute(request, reply, line);
            case "is_complete_request" -> reply.accept(isComplete(request.content()));
            case "complete_request" -> reply.accept(complete(request.content()));
            case "inspect_request" -> reply.accept(inspect(request.content()));
            case "comm_open", "comm_msg", "comm_close" -> comm(request);
            case "history_request" -> reply.accept(history.answer(request.content()));
            default -> either(request, reply);
          }
        });
  }

  private void control(Message request, Line line) {
    busy(
        request,
        line,
        reply -> {
          if (request.type().equals("interrupt_request")) {
            cells.stopper().stop();
            reply.accept(new Reply("interrupt_reply", ok()));
          } else {
            either(request, reply);
          }
        });
  }

  /** Requests that are answered on both channels. */
  private void either(Message request, Consumer<Reply> reply) {
    switch (request.type()) {
      case "kernel_info_request" -> reply.accept(new Reply("kernel_info_reply", info()));
      case "comm_info_request" ->
          reply.accept(
              new Reply(
                  "comm_info_reply",
                  comms.info(Json.string(request.content(), "target_name", ""))));
      case "shutdown_request" -> {
        JsonObject content = ok();
        content.addProperty("restart", Json.bool(request.content(), "restart", false));
        reply.accept(new Reply("shutdown_reply", content));
      }
      default -> Log.note("no answer to " + request.type());
    }
  }

  private void busy(Message request, Line line, Consumer<Consumer<Reply>> work) {
    publisher.publish("status", request.header(), state("busy"));
    boolean[] answered = {false};
    try {
      work.accept(
          reply -> {
            answered[0] = true;
            line.answer(request, reply);
          });
    } catch (ZMQException e) {
      throw e; // the sockets are closing under the cell that was running
    } catch (RuntimeException | Error e) {
      Log.note(request.type() + " failed: " + e + ", caused by " + e.getCause());
      if (!answered[0] && request.type().endsWith("_request")) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        JsonObject content =
            Tracebacks.plain(cause.getClass().getName(), String.valueOf(cause.getMessage()))
                .content();
        content.addProperty("status", "error");
        content.addProperty("execution_count", count);
        line.answer(request, new Reply(request.type().replace("_request", "_reply"), content));
      }
    } finally {
      publisher.publish("status", request.header(), state("idle"));
    }
    if (request.type().equals("shutdown_request")) {
      shutdown.run();
    }
  }

  private static JsonObject state(String state) {
    JsonObject content = new JsonObject();
    content.addProperty("execution_state", state);
    return content;
  }

  static JsonObject ok() {
    JsonObject content = new JsonObject();
    content.addProperty("status", "ok");
    return content;
  }

  private void execute(Message request, Consumer<Reply> reply, Line line) {
    JsonObject content = request.content();
    String code = Json.string(content, "code", "");
    boolean silent = Json.bool(content, "silent", false);
    boolean store = !silent && Json.bool(content, "store_history", true);
    boolean stdin = Json.bool(content, "allow_stdin", false);
    if (store) {
      count++;
    }
    publisher.cell(request.header());
    if (!silent) {
      JsonObject executeInput = new JsonObject();
      executeInput.addProperty("code", code);
      executeInput.addProperty("execution_count", count);
      publisher.publish("execute_input", executeInput);
    }
    // Whether somebody watches: a library's progress line asks for it.
    System.setProperty("jupyter.allow_stdin", Boolean.toString(stdin));
    input.cell(stdin ? request : null);
    Matcher help = HELP.matcher(code);
    JsonObject answer =
        help.matches()
            ? help(help.group(1) == null ? help.group(2) : help.group(1))
            : run(code, silent, content);
    if (store) {
      history.add(count, code, lastValue);
    }
    answer.addProperty("execution_count", count);
    boolean failed = answer.get("status").getAsString().equals("error");
    // What the front end had queued behind a cell that fails does not run. Taken before the answer:
    // what the front end sends once it knows is meant to run.
    List<Message> waiting =
        failed && Json.bool(content, "stop_on_error", true) ? line.takeWaiting() : List.of();
    reply.accept(new Reply("execute_reply", answer));
    for (Message next : waiting) {
      if (next.type().equals("execute_request")) {
        busy(next, line, replyToNext -> replyToNext.accept(aborted()));
      } else {
        shell(next, line);
      }
    }
  }

  private Reply aborted() {
    JsonObject answer = new JsonObject();
    answer.addProperty("status", "aborted");
    answer.addProperty("execution_count", count);
    return new Reply("execute_reply", answer);
  }

  private JsonObject run(String code, boolean silent, JsonObject request) {
    lastValue = null;
    Outcome outcome =
        cells.call(
            () ->
                session()
                    .run(
                        "Cell " + count,
                        code,
                        value -> {
                          if (!silent && !display.isLastId(value)) {
                            show(value);
                          }
                        }));
    System.out.flush();
    System.err.flush();
    if (outcome.failed()) {
      if (!silent) {
        publisher.publish("error", outcome.failure().content());
      }
      JsonObject answer = outcome.failure().content();
      answer.addProperty("status", "error");
      return answer;
    }
    JsonObject answer = ok();
    answer.add("payload", new JsonArray());
    JsonObject expressions = new JsonObject();
    Json.object(request, "user_expressions")
        .entrySet()
        .forEach(
            entry -> expressions.add(entry.getKey(), expression(entry.getValue().getAsString())));
    answer.add("user_expressions", expressions);
    return answer;
  }

  private void show(Object value) {
    DisplayData data = display.render(value);
    lastValue = String.valueOf(data.getData(MIMEType.TEXT_PLAIN));
    JsonObject result = Display.content(data);
    result.addProperty("execution_count", count);
    System.out.flush();
    System.err.flush();
    publisher.publish("execute_result", result);
  }

  private JsonObject expression(String code) {
    JsonObject answer = ok();
    Outcome outcome =
        cells.call(
            () ->
                session()
                    .run(
                        "user expression",
                        code,
                        value ->
                            Display.content(display.render(value))
                                .entrySet()
                                .forEach(part -> answer.add(part.getKey(), part.getValue()))));
    if (outcome.failed()) {
      JsonObject error = outcome.failure().content();
      error.addProperty("status", "error");
      return error;
    }
    answer.remove("transient");
    return answer;
  }

  /** What a cell such as {@code Math.max?} asks for, in the front end's pager. */
  private JsonObject help(String code) {
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
    JsonObject answer = ok();
    answer.add("payload", payload);
    answer.add("user_expressions", new JsonObject());
    return answer;
  }

  private void comm(Message request) {
    publisher.cell(request.header());
    Outcome outcome = cells.call(() -> session().call(() -> comms.handle(request)));
    System.out.flush();
    System.err.flush();
    if (outcome.failed()) {
      publisher.publish("error", outcome.failure().content());
    }
  }

  /** Says what ended a thread of the user's. */
  private void uncaught(Thread thread, Throwable thrown) {
    if (thrown instanceof CellStopped) {
      return;
    }
    System.err.println(
        "Exception in thread \"" + thread.getName() + "\" " + session().tracebacks().text(thrown));
    System.err.flush();
  }

  private Reply isComplete(JsonObject request) {
    String code = MagicSyntax.toJava(Json.string(request, "code", ""));
    JsonObject content = new JsonObject();
    while (true) {
      String rest = code;
      CompletionInfo info = cells.call(() -> session().analysis().analyzeCompletion(rest));
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

  private Reply complete(JsonObject request) {
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
    JsonObject content = ok();
    content.add("matches", matches);
    content.addProperty("cursor_start", start);
    content.addProperty("cursor_end", end);
    content.add("metadata", metadata);
    return new Reply("complete_reply", content);
  }

  private Reply inspect(JsonObject request) {
    String code = Json.string(request, "code", "");
    int cursor = cursor(request, code);
    Optional<Info> found = cells.call(() -> assist().inspect(code, cursor));
    JsonObject data = new JsonObject();
    found.ifPresent(
        info -> {
          data.addProperty("text/plain", info.plain());
          data.addProperty("text/html", info.html());
        });
    JsonObject content = ok();
    content.addProperty("found", found.isPresent());
    content.add("data", data);
    content.add("metadata", new JsonObject());
    return new Reply("inspect_reply", content);
  }

  private Assist assist() {
    return new Assist(session(), magics.all());
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

  private static JsonObject info() {
    JsonObject language = new JsonObject();
    language.addProperty("name", "java");
    language.addProperty("version", System.getProperty("java.version"));
    language.addProperty("mimetype", "text/x-java-source");
    language.addProperty("file_extension", ".jshell");
    language.addProperty("pygments_lexer", "java");
    language.addProperty("codemirror_mode", "text/x-java");
    JsonObject content = ok();
    content.addProperty("protocol_version", Wire.PROTOCOL);
    content.addProperty("implementation", "demitasse");
    content.addProperty("implementation_version", VERSION);
    content.add("language_info", language);
    content.addProperty(
        "banner", "Java " + Runtime.version() + " on the Demitasse kernel " + VERSION);
    JsonArray links = new JsonArray();
    for (Map.Entry<String, String> link :
        Map.of(
                "Java API",
                "https://docs.oracle.com/en/java/javase/"
                    + Runtime.version().feature()
                    + "/docs/api/")
            .entrySet()) {
      JsonObject json = new JsonObject();
      json.addProperty("text", link.getKey());
      json.addProperty("url", link.getValue());
      links.add(json);
    }
    content.add("help_links", links);
    return content;
  }
}
