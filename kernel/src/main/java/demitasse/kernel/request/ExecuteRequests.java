package demitasse.kernel.request;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import demitasse.kernel.base.Failure;
import demitasse.kernel.base.Json;
import demitasse.kernel.base.ShellThread;
import demitasse.kernel.completion.TypingRequests;
import demitasse.kernel.display.Display;
import demitasse.kernel.history.History;
import demitasse.kernel.protocol.Input;
import demitasse.kernel.protocol.Message;
import demitasse.kernel.protocol.Publisher;
import demitasse.kernel.protocol.RequestChannel.Reply;
import demitasse.kernel.session.CellThread;
import demitasse.kernel.session.Outcome;
import demitasse.kernel.streams.CellStreams;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Runs cells: from the request that brings one to the reply that tells how it ended. */
public final class ExecuteRequests {
  private static final String WATCHED = "jupyter.allow_stdin";

  private final CellThread cells;
  private final Publisher publisher;
  private final Input input;
  private final CellStreams streams;
  private final Display display;
  private final TypingRequests typing;
  private final UserExpressions expressions;
  private final History history;
  private final Subshells subshells;
  private final AtomicInteger count = new AtomicInteger();
  private final Interrupts interrupts;

  public ExecuteRequests(
      CellThread cells,
      Publisher publisher,
      Input input,
      CellStreams streams,
      Display display,
      TypingRequests typing,
      History history,
      Subshells subshells) {
    this.cells = cells;
    this.publisher = publisher;
    this.input = input;
    this.streams = streams;
    this.display = display;
    this.typing = typing;
    this.expressions = new UserExpressions(cells, display);
    this.history = history;
    this.subshells = subshells;
    this.interrupts = new Interrupts(cells.stoppers().main());
  }

  /**
   * A cell as a request brings it.
   *
   * @param number its execution count
   * @param silent whether nothing of it is to be shown
   * @param store whether it counts, and belongs into the history
   * @param stdin whether the front end can be asked
   */
  private record Cell(int number, String code, boolean silent, boolean store, boolean stdin) {
    static Cell of(JsonObject content, AtomicInteger count) {
      String code = Json.string(content, "code"); // a request without code does not count
      boolean silent = Json.bool(content, "silent", false);
      boolean store = !silent && Json.bool(content, "store_history", true);
      return new Cell(
          store ? count.incrementAndGet() : count.get(),
          code,
          silent,
          store,
          Json.bool(content, "allow_stdin", false));
    }
  }

  /**
   * How a cell ended.
   *
   * @param reply the content of the reply
   * @param value its value as text, for the history; null if it has none
   */
  private record Ended(JsonObject reply, String value) {}

  /** Tells whether a cell of the main shell runs. */
  public boolean isRunning() {
    return interrupts.isCellRunning();
  }

  /** The number of the last cell. */
  public int count() {
    return count.get();
  }

  /** Runs the cell that a request brings, and answers it. */
  public void handle(Request request, Requests channel) {
    JsonObject content = request.content();
    Cell cell = Cell.of(content, count);
    Ended ended = answer(cell, request);
    if (cell.store()) {
      history.add(cell.number(), cell.code(), ended.value());
    }
    ended.reply().addProperty("execution_count", cell.number());
    boolean failed = ended.reply().get("status").getAsString().equals("error");
    // What the front end had queued behind a cell that fails does not run, unless that was one of
    // the front end's own. Taken before the answer: what the front end sends once it knows is meant
    // to run.
    boolean abort = failed && !cell.silent() && Json.bool(content, "stop_on_error", true);
    List<Request> waiting = abort ? request.takeWaiting() : List.of();
    request.reply(new Reply("execute_reply", ended.reply()));
    for (Request next : waiting) {
      if (next.type().equals("execute_request")) {
        channel.handle(next, aborted -> aborted.reply(aborted()));
      } else {
        channel.handle(next);
      }
    }
  }

  /**
   * Stops what runs in the subshell that the request names. Where it names none, stops the main
   * shell's cell; where that runs none, what any subshell and any handler of a comm is doing.
   */
  public void interrupt(Request request) {
    String subshell = request.message().subshell();
    if (!subshell.isEmpty()) {
      subshells.stop(subshell);
    } else if (!interrupts.stop(request.message())) {
      cells.stoppers().stopAside();
    }
    request.reply(new Reply("interrupt_reply", Json.ok()));
  }

  private Reply aborted() {
    JsonObject answer = new JsonObject();
    answer.addProperty("status", "aborted");
    answer.addProperty("execution_count", count.get());
    return new Reply("execute_reply", answer);
  }

  /** Makes the output, the input and the streams those of this cell; returns its turn to ask. */
  private Input.Turn prepare(Cell cell, Request request) {
    publisher.cell(request.message().header());
    if (!cell.silent()) {
      JsonObject executeInput = new JsonObject();
      executeInput.addProperty("code", cell.code());
      executeInput.addProperty("execution_count", cell.number());
      publisher.publish("execute_input", executeInput);
    }
    if (!ShellThread.isAside()) { // a cell of the main shell may be reading
      // Whether somebody watches: a library's progress line asks for it.
      String watched = Boolean.toString(cell.stdin());
      if (!watched.equals(System.getProperty(WATCHED))) { // to read it takes no lock
        System.setProperty(WATCHED, watched);
      }
      streams.forgetInput();
    }
    CellStreams.restoreMissing();
    return input.begin(cell.stdin() ? request.message() : null);
  }

  private Ended answer(Cell cell, Request request) {
    begin(request.message());
    try {
      Input.Turn turn = prepare(cell, request);
      Optional<JsonObject> help = typing.help(cell.code());
      return help.isPresent() ? new Ended(help.get(), null) : run(cell, turn, request.content());
    } finally {
      end();
    }
  }

  /** First of all: an interrupt may come before the cell has begun. */
  private void begin(Message cell) {
    if (ShellThread.isAside()) {
      cells.stopper().expect();
    } else {
      interrupts.begin(cell);
    }
  }

  private void end() {
    if (ShellThread.isAside()) {
      cells.stopper().expectNone();
    } else {
      interrupts.end();
    }
  }

  private Ended run(Cell cell, Input.Turn turn, JsonObject request) {
    Outcome<String> outcome =
        cells.call(
            () ->
                cells
                    .session()
                    .run("Cell " + cell.number(), cell.code(), value -> show(value, cell)));
    JsonObject reply = outcome.failed() ? failed(cell, turn.explain(outcome.failure())) : Json.ok();
    if (!outcome.failed()) {
      reply.add("payload", new JsonArray());
      reply.add("user_expressions", expressions.answers(request));
    }
    return new Ended(reply, outcome.value());
  }

  private JsonObject failed(Cell cell, Failure failure) {
    if (!cell.silent()) {
      publisher.publish("error", failure.content());
    }
    return failure.reply();
  }

  /** Shows the value of a cell; returns it as text, or null if it is not to be shown. */
  private String show(Object value, Cell cell) {
    // A cell that ends in System.out.printf(…) has the stream itself as its value.
    boolean isStream = value == System.out || value == System.err;
    if (cell.silent() || isStream) {
      return null;
    }
    DisplayData data = display.render(value);
    JsonObject result = Display.content(data);
    result.addProperty("execution_count", cell.number());
    publisher.publish("execute_result", result);
    return String.valueOf(data.getData(MIMEType.TEXT_PLAIN));
  }
}
