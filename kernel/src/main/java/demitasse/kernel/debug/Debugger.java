package demitasse.kernel.debug;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import demitasse.kernel.base.Json;
import demitasse.kernel.base.Threads;
import demitasse.kernel.base.Waiter;
import demitasse.kernel.display.Display;
import demitasse.kernel.protocol.Publisher;
import demitasse.kernel.session.CellThread;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import javax.lang.model.SourceVersion;

/**
 * Answers the requests of the debug adapter protocol, and those that Jupyter adds to it. The front
 * end sends them one by one on the control channel; most only once the debugger is started.
 */
public final class Debugger {
  private static final String CAPABILITIES =
      """
      {"supportsConfigurationDoneRequest": true, "supportsConditionalBreakpoints": true,
       "supportsHitConditionalBreakpoints": true, "supportsLogPoints": true,
       "supportsEvaluateForHovers": true, "supportsModulesRequest": true,
       "supportsSetVariable": true, "supportsSetExpression": true,
       "exceptionBreakpointFilters": [
        {"filter": "raised", "label": "Raised Exceptions", "default": false,
         "description": "Stop whenever code of a cell throws an exception, or a call in it does."},
        {"filter": "uncaught", "label": "Uncaught Exceptions", "default": false,
         "description": "Stop for an exception that nothing in the cells catches."}]}""";

  private final CellThread cells;
  private final Publisher publisher;
  private final Display display;
  private final Waiter waiter;
  private final CellFiles files = new CellFiles();
  private final Breakpoints breakpoints = new Breakpoints();
  private final Looking looking;
  private Hooking hooking; // null while the debugger is off
  private final AtomicInteger sequence = new AtomicInteger();

  /**
   * Creates it, off.
   *
   * @param waiter how the thread that calls {@link #answer} waits for another one
   */
  public Debugger(CellThread cells, Publisher publisher, Display display, Waiter waiter) {
    this.cells = cells;
    this.publisher = publisher;
    this.display = display;
    this.waiter = waiter;
    this.looking = new Looking(cells, display);
  }

  /** A request cannot be answered; says why. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  /** Answers a request. */
  public JsonObject answer(JsonObject request) {
    String command = Json.string(request, "command", "");
    JsonObject answer = new JsonObject();
    answer.addProperty("seq", sequence.incrementAndGet());
    answer.addProperty("type", "response");
    answer.addProperty("request_seq", Json.integer(request, "seq", 0));
    answer.addProperty("command", command);
    try {
      JsonObject body = body(command, Json.object(request, "arguments"));
      answer.addProperty("success", true);
      if (body != null) {
        answer.add("body", body);
      }
    } catch (Refused | Expressions.Failed e) {
      answer.addProperty("success", false);
      answer.addProperty("message", e.getMessage());
      answer.add("body", new JsonObject());
    }
    return answer;
  }

  /** Returns what the answer tells; null where it is enough that there is one. */
  private JsonObject body(String command, JsonObject arguments) {
    return switch (command) {
      case "debugInfo" -> info();
      case "initialize" -> start();
      case "dumpCell" -> dumpCell(arguments);
      case "source" -> source(arguments);
      case "modules" -> modules();
      case "inspectVariables" -> looking.globals();
      case "richInspectVariables" -> render(arguments);
      case "variables" -> looking.variables(Json.integer(arguments, "variablesReference", 0));
      case "disconnect" -> stop();
      default -> {
        if (hooking == null) {
          throw new Refused("the debugger is not started");
        }
        yield bodyOnceStarted(command, arguments);
      }
    };
  }

  private JsonObject bodyOnceStarted(String command, JsonObject arguments) {
    return switch (command) {
      case "attach" -> attached();
      case "configurationDone" -> null;
      case "setBreakpoints" -> setBreakpoints(arguments);
      case "setExceptionBreakpoints" -> setExceptions(arguments);
      case "threads" -> threads();
      case "stackTrace" -> stackTrace(arguments);
      case "scopes" -> looking.scopes(frame(arguments, "frameId"));
      case "evaluate" -> evaluate(arguments);
      case "setVariable" -> setVariable(arguments);
      case "setExpression" -> setExpression(arguments);
      case "copyToGlobals" -> copyToGlobals(arguments);
      case "continue" -> resume(arguments);
      case "next" -> step(arguments, Step.Kind.NEXT);
      case "stepIn" -> step(arguments, Step.Kind.IN);
      case "stepOut" -> step(arguments, Step.Kind.OUT);
      case "pause" -> askToPause();
      default -> throw new Refused("the debugger does not know the request " + command);
    };
  }

  private JsonObject info() {
    JsonObject body = new JsonObject();
    body.addProperty("isStarted", hooking != null);
    body.addProperty("hashMethod", CellFiles.HASH);
    body.addProperty("hashSeed", CellFiles.SEED);
    body.addProperty("tmpFilePrefix", files.prefix());
    body.addProperty("tmpFileSuffix", CellFiles.SUFFIX);
    body.add("breakpoints", breakpoints.all());
    JsonArray stopped = new JsonArray();
    if (hooking != null) {
      hooking.pauses().current().ifPresent(pause -> stopped.add(pause.thread().getId()));
    }
    body.add("stoppedThreads", stopped);
    body.addProperty("richRendering", true);
    body.add("exceptionPaths", new JsonArray());
    body.addProperty("copyToGlobals", true);
    return body;
  }

  private JsonObject start() {
    if (hooking == null) {
      try {
        hooking = Hooking.start(cells, files, breakpoints, new Told());
      } catch (IOException e) {
        throw new Refused(e.getMessage());
      }
    }
    return JsonParser.parseString(CAPABILITIES).getAsJsonObject();
  }

  private JsonObject attached() {
    event("initialized", new JsonObject());
    return null;
  }

  private JsonObject stop() {
    if (hooking != null) {
      hooking.stop();
      hooking = null;
    }
    breakpoints.clear();
    looking.forget();
    return null;
  }

  private JsonObject dumpCell(JsonObject arguments) {
    JsonObject body = new JsonObject();
    body.addProperty("sourcePath", files.keep(Json.string(arguments, "code", "")));
    return body;
  }

  private JsonObject source(JsonObject arguments) {
    String path = Json.string(Json.object(arguments, "source"), "path", "");
    JsonObject body = new JsonObject();
    body.addProperty(
        "content",
        files.code(path).orElseThrow(() -> new Refused("there is no source at " + path)));
    body.addProperty("mimeType", "text/x-java");
    return body;
  }

  /** The cells that the front end has told of. Libraries are not debugged. */
  private JsonObject modules() {
    JsonArray modules = new JsonArray();
    for (String path : files.paths()) {
      JsonObject module = new JsonObject();
      module.addProperty("id", modules.size());
      module.addProperty("name", path.substring(files.prefix().length()));
      module.addProperty("path", path);
      modules.add(module);
    }
    JsonObject body = new JsonObject();
    body.add("modules", modules);
    body.addProperty("totalModules", modules.size());
    return body;
  }

  private JsonObject setBreakpoints(JsonObject arguments) {
    String path = Json.string(Json.object(arguments, "source"), "path", "");
    JsonElement asked = arguments.get("breakpoints");
    JsonObject body = new JsonObject();
    body.add(
        "breakpoints",
        breakpoints.set(
            path,
            asked != null && asked.isJsonArray() ? asked.getAsJsonArray() : new JsonArray(),
            files.code(path).map(this::codeLines)));
    hooking.pauses().renew();
    return body;
  }

  private JsonObject setExceptions(JsonObject arguments) {
    Set<String> filters = new LinkedHashSet<>();
    JsonElement asked = arguments.get("filters");
    if (asked != null && asked.isJsonArray()) {
      for (JsonElement one : asked.getAsJsonArray()) {
        if (!Set.of(Breakpoints.RAISED, Breakpoints.UNCAUGHT).contains(one.getAsString())) {
          throw new Refused("there is no exception filter " + one.getAsString());
        }
        filters.add(one.getAsString());
      }
    }
    breakpoints.setExceptions(filters);
    return null;
  }

  private JsonObject threads() {
    JsonArray threads = new JsonArray();
    hooking
        .pauses()
        .current()
        .ifPresent(
            pause -> {
              JsonObject thread = new JsonObject();
              thread.addProperty("id", pause.thread().getId());
              thread.addProperty("name", pause.thread().getName());
              threads.add(thread);
            });
    JsonObject body = new JsonObject();
    body.add("threads", threads);
    return body;
  }

  private Pause pause() {
    return hooking.pauses().current().orElseThrow(() -> new Refused("no thread stands"));
  }

  private Pause pause(JsonObject arguments) {
    Pause pause = pause();
    long id = Json.integer(arguments, "threadId", 0);
    // JupyterLab sends 1 where it has forgotten which thread stands.
    if (id > 1 && id != pause.thread().getId()) {
      throw new Refused("thread " + id + " does not stand");
    }
    return pause;
  }

  private JsonObject stackTrace(JsonObject arguments) {
    return looking.stackTrace(
        pause(arguments),
        Json.integer(arguments, "startFrame", 0),
        Json.integer(arguments, "levels", 0));
  }

  private Frame frame(JsonObject arguments, String name) {
    return looking.frame(pause(), Json.integer(arguments, name, 0));
  }

  private JsonObject evaluate(JsonObject arguments) {
    String expression = Json.string(arguments, "expression", "");
    Frame frame = frame(arguments, "frameId");
    return looking.result(onThread(() -> hooking.expressions().run(expression, frame)));
  }

  /** Assigns to a variable of a scope, whose number tells the call. */
  private JsonObject setVariable(JsonObject arguments) {
    int scope = Json.integer(arguments, "variablesReference", 0);
    String name = Json.string(arguments, "name", "");
    return assign(name, arguments, looking.frameOfScope(scope, name));
  }

  /** Assigns to a variable, a field or an element. */
  private JsonObject setExpression(JsonObject arguments) {
    return assign(Json.string(arguments, "expression", ""), arguments, frame(arguments, "frameId"));
  }

  private JsonObject assign(String target, JsonObject arguments, Frame frame) {
    String value = Json.string(arguments, "value", "");
    return onThread(() -> looking.value(hooking.expressions().assign(target, value, frame)));
  }

  /** Renders a variable with the kernel's renderers, as the value of a cell. */
  private JsonObject render(JsonObject arguments) {
    String name = Json.string(arguments, "variableName", "");
    if (hooking != null && hooking.pauses().current().isPresent()) {
      Frame frame = frame(arguments, "frameId");
      return onThread(() -> Looking.rendered(display.render(looking.local(frame, name))));
    }
    return looking.renderedGlobal(name);
  }

  private JsonObject copyToGlobals(JsonObject arguments) {
    String from = Json.string(arguments, "srcVariableName", "");
    String to = Json.string(arguments, "dstVariableName", "");
    if (!SourceVersion.isName(to)) {
      throw new Refused(to + " is no name for a variable");
    }
    Frame frame = frame(arguments, "srcFrameId");
    return onThread(
        () -> {
          Object value = looking.local(frame, from);
          String error = cells.session().declareAside(looking.typeOfLocal(frame, from), to, value);
          if (error != null) {
            throw new Refused(error);
          }
          return looking.value(value);
        });
  }

  /**
   * Finds the lines of a cell that run. Meanwhile the front end can stop the cell that compiles.
   */
  private NavigableSet<Integer> codeLines(String code) {
    FutureTask<NavigableSet<Integer>> task = waiter.task(() -> cells.session().codeLines(code));
    Threads.start("demitasse-lines", task);
    waiter.await(task::isDone);
    try {
      return task.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new Refused("the cell cannot be read: " + e.getMessage());
    }
  }

  /** Does work on the thread that stands. Meanwhile the front end can stop the cell. */
  private <T> T onThread(Callable<T> work) {
    FutureTask<T> task = pause().give(work, waiter);
    waiter.await(task::isDone);
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Refused refused) {
        throw refused;
      }
      throw new Refused(String.valueOf(e.getCause().getMessage()));
    } catch (InterruptedException | CancellationException e) {
      throw new Refused("the thread no longer stands");
    }
  }

  private JsonObject resume(JsonObject arguments) {
    pause(arguments).resume(null);
    JsonObject body = new JsonObject();
    body.addProperty("allThreadsContinued", true);
    return body;
  }

  private JsonObject step(JsonObject arguments, Step.Kind kind) {
    pause(arguments).resume(kind);
    return null;
  }

  private JsonObject askToPause() {
    hooking.pauses().pause();
    return null;
  }

  /** Tells the front end what happens. */
  private final class Told implements Pauses.Events {
    @Override
    public void stopped(Pause pause) {
      JsonObject body = new JsonObject();
      body.addProperty("reason", pause.reason().word());
      body.addProperty("threadId", pause.thread().getId());
      body.addProperty("preserveFocusHint", false);
      body.addProperty("allThreadsStopped", false);
      if (!pause.hit().isEmpty()) {
        JsonArray hit = new JsonArray();
        pause.hit().forEach(point -> hit.add(point.id()));
        body.add("hitBreakpointIds", hit);
      }
      if (pause.thrown() != null) {
        String text = cells.session().tracebacks().brief(pause.thrown());
        body.addProperty("text", text);
        body.addProperty("description", "Paused on " + text);
      }
      event("stopped", body);
    }

    @Override
    public void continued(Pause pause) {
      looking.forget();
      JsonObject body = new JsonObject();
      body.addProperty("threadId", pause.thread().getId());
      body.addProperty("allThreadsContinued", true);
      event("continued", body);
    }
  }

  private void event(String name, JsonObject body) {
    JsonObject event = new JsonObject();
    event.addProperty("seq", sequence.incrementAndGet());
    event.addProperty("type", "event");
    event.addProperty("event", name);
    event.add("body", body);
    publisher.publish("debug_event", event);
  }
}
