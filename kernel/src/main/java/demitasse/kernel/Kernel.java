package demitasse.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import demitasse.kernel.api.Notebooks;
import demitasse.kernel.base.CellStopped;
import demitasse.kernel.base.Failure;
import demitasse.kernel.base.Json;
import demitasse.kernel.base.Log;
import demitasse.kernel.base.Notes;
import demitasse.kernel.base.Threads;
import demitasse.kernel.cell.Cells;
import demitasse.kernel.classpath.LibraryPath;
import demitasse.kernel.comm.Comms;
import demitasse.kernel.completion.TypingRequests;
import demitasse.kernel.display.Display;
import demitasse.kernel.errors.Tracebacks;
import demitasse.kernel.history.History;
import demitasse.kernel.history.HistoryFile;
import demitasse.kernel.notebook.ExtensionNames;
import demitasse.kernel.notebook.SessionClassPath;
import demitasse.kernel.notebook.SessionNotebook;
import demitasse.kernel.protocol.Channels;
import demitasse.kernel.protocol.Input;
import demitasse.kernel.protocol.Message;
import demitasse.kernel.protocol.Publisher;
import demitasse.kernel.protocol.RequestChannel;
import demitasse.kernel.protocol.RequestChannel.Reply;
import demitasse.kernel.request.UserExpressions;
import demitasse.kernel.session.CellThread;
import demitasse.kernel.session.JavaSession;
import demitasse.kernel.session.Outcome;
import demitasse.kernel.session.Settings;
import demitasse.kernel.streams.CellStreams;
import demitasse.kernel.streams.NativeOutput;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.kernel.Extensions;
import org.zeromq.ZMQException;

/** Answers the front end. */
public final class Kernel {
  private static final String WATCHED = "jupyter.allow_stdin";

  private final Publisher publisher;
  private final Input input;
  private final CellStreams streams;
  private final CellThread cells;
  private final Display display;
  private final Comms comms;
  private final SessionNotebook notebook;
  private final TypingRequests typing;
  private final UserExpressions expressions;
  private final Runnable shutdown;

  private final History history;
  private boolean catching; // whether the output of native code is being caught
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
    this.streams = new CellStreams(publisher, input);
    this.shutdown = shutdown;
    this.display = new Display(publisher, cells.classes(), settings.renderers());
    this.notebook =
        new SessionNotebook(
            display, cells, new LibraryPath(new SessionClassPath(cells, this::extend)));
    Notebooks.serve(notebook);
    this.comms = new Comms(publisher);
    this.typing = new TypingRequests(cells, notebook.magics());
    this.expressions = new UserExpressions(cells, display);
    this.history = new History(new HistoryFile(settings.history()));
    cells.later(() -> session().startUp(settings));
    cells.later(this::whileIdle);
    cells.later(() -> publisher.makeReadable(() -> session().tracebacks().readableOutput()));
    Cells.serve(this);
    streams.install();
    Notes.to(publisher::note);
    Thread.setDefaultUncaughtExceptionHandler(this::uncaught);
    cells.waitWith(channels.shellWaiter());
    channels.start(new Requests(this::shell), new Requests(this::control));
    publisher.publish("status", new JsonObject(), state("starting"));
  }

  public Display display() {
    return display;
  }

  public Comms comms() {
    return comms;
  }

  public SessionNotebook notebook() {
    return notebook;
  }

  /** Has libraries that were added to the class path extend the session, where they do. */
  private void extend(List<Path> added) {
    List<String> extensions = ExtensionNames.in(added);
    if (!extensions.isEmpty()) {
      Extensions.install(extensions, cells.classes());
    }
  }

  public Input input() {
    return input;
  }

  /** Makes the session ready bit by bit, a cell that comes meanwhile going first. */
  private void whileIdle() {
    if (cells.isWanted()) {
      cells.later(this::whileIdle);
      return;
    }
    boolean more = session().imports().makeNext();
    if (!catching && !cells.isWanted()) {
      // On threads of their own, and after the compiler has started: they are not to hold up the
      // first cell.
      catching = true;
      Threads.start(
          "demitasse-native", () -> NativeOutput.capture(publisher.out(), publisher.err()));
      Threads.start("demitasse-renderers", this::findInLibraries);
      session().readClassPath();
    }
    if (more || !catching) {
      cells.later(this::whileIdle);
    }
  }

  /** Looks in the libraries that were there at the start for what shows values or extends us. */
  private void findInLibraries() {
    display.findProviders();
    List<String> extensions = ExtensionNames.in(session().classPath());
    if (!extensions.isEmpty()) {
      cells.later(() -> Extensions.install(extensions, cells.classes()));
    }
  }

  public JavaSession session() {
    return cells.session();
  }

  /** The requests of one channel. */
  private final class Requests implements RequestChannel.Handler {
    private final BiConsumer<Message, RequestChannel> handler;

    Requests(BiConsumer<Message, RequestChannel> handler) {
      this.handler = handler;
    }

    @Override
    public void handle(Message request, RequestChannel channel) {
      handler.accept(request, channel);
    }

    /** A shutdown does not wait for the cell that runs. */
    @Override
    public boolean handleAtOnce(Message request, RequestChannel channel) {
      if (!request.type().equals("shutdown_request")) {
        return false;
      }
      busy(request, channel, reply -> reply.accept(shutdownReply(request)));
      shutdown.run();
      return true;
    }
  }

  private static Reply shutdownReply(Message request) {
    JsonObject content = Json.ok();
    content.addProperty("restart", Json.bool(request.content(), "restart", false));
    return new Reply("shutdown_reply", content);
  }

  /** Keeps the history before the process ends. */
  void close() {
    history.close();
  }

  private void shell(Message request, RequestChannel channel) {
    busy(
        request,
        channel,
        reply -> {
          switch (request.type()) {
            case "execute_request" -> execute(request, reply, channel);
            case "is_complete_request" -> reply.accept(typing.isComplete(request.content()));
            case "complete_request" -> reply.accept(typing.complete(request.content()));
            case "inspect_request" -> reply.accept(typing.inspect(request.content()));
            case "comm_open", "comm_msg", "comm_close" -> comm(request);
            case "history_request" -> reply.accept(history.answer(request.content()));
            default -> either(request, reply);
          }
        });
  }

  private void control(Message request, RequestChannel channel) {
    busy(
        request,
        channel,
        reply -> {
          if (request.type().equals("interrupt_request")) {
            cells.stopper().stop();
            reply.accept(new Reply("interrupt_reply", Json.ok()));
          } else {
            either(request, reply);
          }
        });
  }

  /** Requests that are answered on both channels. */
  private void either(Message request, Consumer<Reply> reply) {
    switch (request.type()) {
      case "kernel_info_request" ->
          reply.accept(new Reply("kernel_info_reply", KernelInfo.content()));
      case "comm_info_request" ->
          reply.accept(
              new Reply(
                  "comm_info_reply",
                  comms.info(Json.string(request.content(), "target_name", ""))));
      default -> Log.note("no answer to " + request.type());
    }
  }

  private void busy(Message request, RequestChannel channel, Consumer<Consumer<Reply>> work) {
    publisher.publish("status", request.header(), state("busy"));
    boolean[] answered = {false};
    try {
      work.accept(
          reply -> {
            answered[0] = true;
            channel.answer(request, reply);
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
        channel.answer(request, new Reply(request.type().replace("_request", "_reply"), content));
      }
    } finally {
      publisher.publish("status", request.header(), state("idle"));
    }
  }

  private static JsonObject state(String state) {
    JsonObject content = new JsonObject();
    content.addProperty("execution_state", state);
    return content;
  }

  private void execute(Message request, Consumer<Reply> reply, RequestChannel channel) {
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
    String watched = Boolean.toString(stdin);
    if (!watched.equals(System.getProperty(WATCHED))) { // to read it takes no lock
      System.setProperty(WATCHED, watched);
    }
    input.cell(stdin ? request : null);
    streams.forgetInput();
    CellStreams.restoreMissing();
    JsonObject answer = typing.help(code).orElseGet(() -> run(code, silent, content));
    if (store) {
      history.add(count, code, lastValue);
    }
    answer.addProperty("execution_count", count);
    boolean failed = answer.get("status").getAsString().equals("error");
    // What the front end had queued behind a cell that fails does not run, unless that was one of
    // the front end's own. Taken before the answer: what the front end sends once it knows is meant
    // to run.
    boolean abort = failed && !silent && Json.bool(content, "stop_on_error", true);
    List<Message> waiting = abort ? channel.takeWaiting() : List.of();
    reply.accept(new Reply("execute_reply", answer));
    for (Message next : waiting) {
      if (next.type().equals("execute_request")) {
        busy(next, channel, replyToNext -> replyToNext.accept(aborted()));
      } else {
        shell(next, channel);
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
    Consumer<Object> show =
        value -> {
          // A cell that ends in System.out.printf(…) has the stream itself as its value.
          boolean isStream = value == System.out || value == System.err;
          if (!silent && !isStream && !display.isLastId(value)) {
            show(value);
          }
        };
    Outcome outcome;
    cells.stopper().expect();
    try {
      outcome = cells.call(() -> session().run("Cell " + count, code, show));
    } finally {
      cells.stopper().expectNone();
    }
    if (outcome.failed()) {
      Failure failure = input.explain(outcome.failure());
      if (!silent) {
        publisher.publish("error", failure.content());
      }
      JsonObject answer = failure.content();
      answer.addProperty("status", "error");
      return answer;
    }
    JsonObject answer = Json.ok();
    answer.add("payload", new JsonArray());
    answer.add("user_expressions", expressions.answers(request));
    return answer;
  }

  private void show(Object value) {
    DisplayData data = display.render(value);
    lastValue = String.valueOf(data.getData(MIMEType.TEXT_PLAIN));
    JsonObject result = Display.content(data);
    result.addProperty("execution_count", count);
    publisher.publish("execute_result", result);
  }

  private void comm(Message request) {
    publisher.cell(request.header());
    Outcome outcome = cells.call(() -> session().call(() -> comms.handle(request)));
    if (outcome.failed()) {
      publisher.publish("error", outcome.failure().content());
    }
  }

  /** Says what ended a thread of the user's. */
  private void uncaught(Thread thread, Throwable thrown) {
    if (thrown instanceof CellStopped) {
      return;
    }
    Notes.say(
        "Exception in thread \"" + thread.getName() + "\" " + session().tracebacks().text(thrown));
  }
}
