package demitasse.kernel;

import com.google.gson.JsonObject;
import demitasse.kernel.api.Notebooks;
import demitasse.kernel.base.CellStopped;
import demitasse.kernel.base.Json;
import demitasse.kernel.base.Notes;
import demitasse.kernel.base.Threads;
import demitasse.kernel.classpath.LibraryPath;
import demitasse.kernel.comm.Comms;
import demitasse.kernel.completion.TypingRequests;
import demitasse.kernel.debug.Debugger;
import demitasse.kernel.display.Display;
import demitasse.kernel.history.History;
import demitasse.kernel.history.HistoryFile;
import demitasse.kernel.notebook.SessionClassPath;
import demitasse.kernel.notebook.SessionNotebook;
import demitasse.kernel.notebook.WhileIdle;
import demitasse.kernel.process.NativeHeap;
import demitasse.kernel.protocol.Channels;
import demitasse.kernel.protocol.Publisher;
import demitasse.kernel.protocol.RequestChannel.Reply;
import demitasse.kernel.request.CommRequests;
import demitasse.kernel.request.ExecuteRequests;
import demitasse.kernel.request.Requests;
import demitasse.kernel.request.Subshells;
import demitasse.kernel.request.TypingAside;
import demitasse.kernel.session.CellThread;
import demitasse.kernel.session.Settings;
import demitasse.kernel.session.SideThreads;
import demitasse.kernel.streams.CellStreams;

/** Answers the front end: puts the rooms together, and says who answers which message. */
final class Kernel {
  private final History history;

  private Kernel(History history) {
    this.history = history;
  }

  /**
   * Starts a kernel.
   *
   * @param onEnd what to do before the first step towards the end
   * @param shutdown what ends the process
   */
  static Kernel start(
      Channels channels, CellThread cells, Settings settings, Runnable onEnd, Runnable shutdown) {
    Publisher publisher = channels.publisher();
    CellStreams streams = new CellStreams(publisher, channels.input());
    Display display = new Display(publisher, cells.classes(), settings.renderers());
    // What the first value needs is loaded while its cell is being compiled.
    Threads.start("demitasse-values", () -> Display.content(display.render(0)));
    Comms comms = new Comms(publisher);
    SessionNotebook notebook = notebook(cells, display, channels, comms);
    Notebooks.serve(notebook);
    History history = new History(new HistoryFile(settings.history()));
    WhileIdle.extendAtStart(settings.classPath(), cells);
    cells.later(() -> cells.session().startUp(settings));
    new WhileIdle(cells, publisher, display, NativeHeap::trim).begin();
    cells.later(() -> publisher.makeReadable(() -> cells.session().tracebacks().readableOutput()));
    streams.install();
    Notes.to(publisher::note);
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught(thread, thrown, cells));
    SideThreads sideThreads = new SideThreads(cells);
    Subshells subshells = new Subshells(cells, sideThreads);
    TypingRequests typing = new TypingRequests(cells, notebook::typedMagics);
    ExecuteRequests execution =
        new ExecuteRequests(
            cells, publisher, channels.input(), streams, display, typing, history, subshells);
    CommRequests commRequests = new CommRequests(cells, comms, publisher, sideThreads);
    Debugger debugger = new Debugger(cells, publisher, display, channels.controlWaiter());

    Requests shell = onBoth(new Requests(publisher, execution::count), comms, onEnd, shutdown);
    TypingAside typingAside = new TypingAside(execution::isRunning, shell, sideThreads);
    shell
        .on("execute_request", request -> execution.handle(request, shell))
        .answer("is_complete_request", typing::isComplete)
        .answer("complete_request", typing::complete)
        .answer("inspect_request", typing::inspect)
        .answer("history_request", history::answer)
        .passTo(
            (message, channel) ->
                commRequests.take(message, channel, shell)
                    || subshells.take(message, channel, shell)
                    || typingAside.take(message, channel));
    Requests control =
        control(
            onBoth(new Requests(publisher, execution::count), comms, onEnd, shutdown),
            execution,
            debugger,
            subshells);
    cells.waitWith(channels.shellWaiter());
    channels.start(shell, control);
    publisher.status(new JsonObject(), "starting");
    return new Kernel(history);
  }

  /** Adds what is answered on the control channel. */
  private static Requests control(
      Requests requests, ExecuteRequests execution, Debugger debugger, Subshells subshells) {
    return requests
        .atOnce("interrupt_request", execution::interrupt)
        .answer("debug_request", request -> new Reply("debug_reply", debugger.answer(request)))
        .answer("create_subshell_request", subshells::create)
        .answer("delete_subshell_request", subshells::delete)
        .answer("list_subshell_request", subshells::list);
  }

  private static SessionNotebook notebook(
      CellThread cells, Display display, Channels channels, Comms comms) {
    SessionClassPath classPath =
        new SessionClassPath(cells, added -> WhileIdle.extend(added, cells.classes()));
    return new SessionNotebook(display, cells, new LibraryPath(classPath), channels.input(), comms);
  }

  /** Adds what is answered on both channels. */
  private static Requests onBoth(
      Requests requests, Comms comms, Runnable onEnd, Runnable shutdown) {
    return requests
        .answerAtOnce(
            "kernel_info_request", request -> new Reply("kernel_info_reply", KernelInfo.content()))
        .answerAtOnce(
            "comm_info_request",
            request ->
                new Reply("comm_info_reply", comms.info(Json.string(request, "target_name", ""))))
        .atOnce(
            "shutdown_request",
            onEnd,
            request -> request.reply(shutdownReply(request.content())),
            shutdown);
  }

  private static Reply shutdownReply(JsonObject request) {
    JsonObject content = Json.ok();
    content.addProperty("restart", Json.bool(request, "restart", false));
    return new Reply("shutdown_reply", content);
  }

  /** Says what ended a thread of the user's. */
  private static void uncaught(Thread thread, Throwable thrown, CellThread cells) {
    if (thrown instanceof CellStopped) {
      return;
    }
    Notes.say(
        "Exception in thread \""
            + thread.getName()
            + "\" "
            + cells.session().tracebacks().text(thrown));
  }

  /** Keeps the history before the process ends. */
  void close() {
    history.close();
  }
}
