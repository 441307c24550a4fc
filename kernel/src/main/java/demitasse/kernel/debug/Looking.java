package demitasse.kernel.debug;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import demitasse.kernel.base.Json;
import demitasse.kernel.display.Display;
import demitasse.kernel.session.CellThread;
import demitasse.kernel.session.SessionVariables.Held;
import demitasse.kernel.source.CellNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Shows calls and variables: those of a thread that stands, and those of the session. */
final class Looking {
  private final CellThread cells;
  private final Display display;
  private final AtomicInteger last = new AtomicInteger();
  private final Variables ofPause = new Variables(last);
  private final Variables ofSession = new Variables(last);
  private final Map<Integer, Frame> frames = new ConcurrentHashMap<>();
  private final Map<Integer, Scope> scopes = new ConcurrentHashMap<>();

  Looking(CellThread cells, Display display) {
    this.cells = cells;
    this.display = display;
  }

  /** The variables of a call, or those of the session as a call sees them. */
  private record Scope(Frame frame, boolean isOfCall) {}

  /** Forgets what belongs to a thread that goes on. */
  void forget() {
    frames.clear();
    scopes.clear();
    ofPause.clear();
  }

  /**
   * The calls that a thread is in.
   *
   * @param start how many of the innermost to leave out
   * @param levels how many to show; 0 for all
   */
  JsonObject stackTrace(Pause pause, int start, int levels) {
    JsonArray all = new JsonArray();
    List<Frame> calls = pause.frames();
    int from = Math.min(Math.max(0, start), calls.size());
    int to = levels <= 0 ? calls.size() : Math.min(calls.size(), from + levels);
    for (Frame frame : calls.subList(from, to)) {
      JsonObject json = new JsonObject();
      int id = last.incrementAndGet();
      frames.put(id, frame);
      json.addProperty("id", id);
      json.addProperty("name", name(frame));
      json.addProperty("line", frame.site.location().line());
      json.addProperty("column", 1);
      if (!frame.site.location().path().isEmpty()) {
        JsonObject source = new JsonObject();
        source.addProperty("path", frame.site.location().path());
        source.addProperty("sourceReference", 0);
        json.add("source", source);
      }
      all.add(json);
    }
    JsonObject body = new JsonObject();
    body.add("stackFrames", all);
    body.addProperty("totalFrames", calls.size());
    return body;
  }

  private static String name(Frame frame) {
    String place = CellNames.place(frame.site.element());
    return place.isEmpty() ? "the cell" : place;
  }

  /** The call with a number; 0 is the innermost one. */
  Frame frame(Pause pause, int id) {
    Frame frame = id == 0 ? pause.frames().get(0) : frames.get(id);
    if (frame == null) {
      throw new Debugger.Refused("there is no frame " + id + ", or its thread has gone on");
    }
    return frame;
  }

  JsonObject scopes(Frame frame) {
    JsonArray scopes = new JsonArray();
    int ofCall = ofPause.reference(() -> locals(frame));
    int ofSession = ofPause.reference(this::session);
    this.scopes.put(ofCall, new Scope(frame, true));
    this.scopes.put(ofSession, new Scope(frame, false));
    JsonObject locals = scope("Locals", ofCall);
    locals.addProperty("presentationHint", "locals");
    scopes.add(locals);
    scopes.add(scope("Globals", ofSession));
    JsonObject body = new JsonObject();
    body.add("scopes", scopes);
    return body;
  }

  /** The call in which a variable of a scope goes by its name. */
  Frame frameOfScope(int number, String variable) {
    Scope scope = scopes.get(number);
    if (scope == null) {
      throw new Debugger.Refused(
          number + " is no scope; setExpression assigns to parts, such as a[0] or point.x");
    }
    boolean isLocal =
        locals(scope.frame()).stream().anyMatch(local -> local.name().equals(variable));
    if (scope.isOfCall() != isLocal) {
      throw new Debugger.Refused(
          isLocal
              ? "a local variable hides " + variable
              : "there is no local variable " + variable);
    }
    return scope.frame();
  }

  private static JsonObject scope(String name, int reference) {
    JsonObject scope = new JsonObject();
    scope.addProperty("name", name);
    scope.addProperty("variablesReference", reference);
    scope.addProperty("expensive", false);
    scope.add("source", new JsonObject());
    return scope;
  }

  private static List<Variables.Named> locals(Frame frame) {
    List<Variables.Named> locals = new ArrayList<>();
    for (int i = 0; frame.values != null && i < frame.values.length; i++) {
      Site.Local local = frame.site.locals().get(i);
      String type = local.descriptor().length() == 1 ? primitive(frame, local) : null;
      locals.add(new Variables.Named(local.name(), frame.values[i], type));
    }
    locals.addAll(new Names(frame).captured());
    return locals;
  }

  private static String primitive(Frame frame, Site.Local local) {
    return JavaTypes.erased(local, frame.site.loader());
  }

  private List<Variables.Named> session() {
    return cells.session().variables().held().stream().map(Looking::named).toList();
  }

  private static Variables.Named named(Held variable) {
    String type = variable.type().isPrimitive() ? variable.type().getName() : null;
    return new Variables.Named(variable.name(), variable.value(), type);
  }

  /** The variables of the session; numbers of earlier answers no longer hold. */
  JsonObject globals() {
    ofSession.clear();
    return body(ofSession.json(session()));
  }

  private static JsonObject body(JsonArray variables) {
    JsonObject body = new JsonObject();
    body.add("variables", variables);
    return body;
  }

  JsonObject variables(int reference) {
    return body(
        ofPause
            .parts(reference)
            .or(() -> ofSession.parts(reference))
            .orElseThrow(
                () ->
                    new Debugger.Refused(
                        "there are no variables " + reference + ", or their thread has gone on")));
  }

  /** A value as the answer of {@code evaluate} has it. */
  JsonObject result(Object value) {
    JsonObject body = value(value);
    body.add("result", body.remove("value"));
    return body;
  }

  /**
   * A value as the answers of {@code setVariable}, {@code setExpression} and {@code copyToGlobals}
   * have it.
   */
  JsonObject value(Object value) {
    JsonObject body = ofPause.value(value, null);
    body.addProperty("type", Variables.typeOf(value));
    body.add("presentationHint", new JsonObject());
    return body;
  }

  /** The value of a variable that code can name in a call: of the call, or of the session. */
  Object local(Frame frame, String name) {
    return new Names(frame).find(name).map(Names.Known::value).orElseGet(() -> global(name));
  }

  /** The type that a variable in scope is declared with, as code names it. */
  String typeOfLocal(Frame frame, String name) {
    return new Names(frame).find(name).map(Names.Known::type).orElse("Object");
  }

  private Object global(String name) {
    return cells.session().variables().held().stream()
        .filter(variable -> variable.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Debugger.Refused("there is no variable " + name))
        .value();
  }

  JsonObject renderedGlobal(String name) {
    return rendered(ofSession.asked(() -> display.render(global(name))));
  }

  static JsonObject rendered(DisplayData data) {
    JsonObject content = Display.content(data);
    JsonObject body = new JsonObject();
    body.add("data", Json.object(content, "data"));
    body.add("metadata", Json.object(content, "metadata"));
    return body;
  }
}
