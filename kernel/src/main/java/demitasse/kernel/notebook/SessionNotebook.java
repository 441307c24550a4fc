package demitasse.kernel.notebook;

import demitasse.kernel.api.CellMagic;
import demitasse.kernel.api.Comm;
import demitasse.kernel.api.LineMagic;
import demitasse.kernel.api.Notebook;
import demitasse.kernel.classpath.LibraryPath;
import demitasse.kernel.comm.Comms;
import demitasse.kernel.display.Display;
import demitasse.kernel.magic.BuiltIns;
import demitasse.kernel.magic.Magics;
import demitasse.kernel.protocol.Input;
import demitasse.kernel.session.CellThread;
import demitasse.kernel.session.JavaSession;
import demitasse.kernel.source.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import jdk.jshell.JShell;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;

/** What magics and other kernels' programming interfaces may do with the session that runs. */
public final class SessionNotebook implements Notebook {
  private final Display display;
  private final CellThread cells;
  private final LibraryPath libraries;
  private final Input input;
  private final Comms comms;
  private Magics magics; // null until the first is asked for

  public SessionNotebook(
      Display display, CellThread cells, LibraryPath libraries, Input input, Comms comms) {
    this.display = display;
    this.cells = cells;
    this.libraries = libraries;
    this.input = input;
    this.comms = comms;
  }

  private synchronized Magics magics() {
    if (magics == null) {
      magics = new Magics();
      BuiltIns.addTo(magics, this, libraries);
    }
    return magics;
  }

  /** Returns all magics as they are typed, with their percent signs. */
  public Set<String> typedMagics() {
    return magics().all();
  }

  @Override
  public DisplayData render(Object value) {
    return display.render(value);
  }

  @Override
  public DisplayData renderAs(Object value, String... types) {
    return display.renderAs(value, types);
  }

  @Override
  public String display(DisplayData data) {
    if (!data.hasDisplayId()) {
      data.setDisplayId(UUID.randomUUID().toString());
    }
    display.publish("display_data", data);
    return data.getDisplayId();
  }

  @Override
  public void updateDisplay(String id, DisplayData data) {
    data.setDisplayId(id);
    display.publish("update_display_data", data);
  }

  @Override
  public void clearOutput(boolean wait) {
    display.clearOutput(wait);
  }

  @Override
  public Renderer renderer() {
    return display.renderer();
  }

  @Override
  public Object eval(String name, String code) {
    return cells.session().evalNested(new Source(name, code, 0));
  }

  @Override
  public Object evalPart(String code, int below) {
    JavaSession session = cells.session();
    return session.evalNested(session.part(code, below));
  }

  @Override
  public Object evalBody(String code, int below, UnaryOperator<String> lambda) {
    JavaSession session = cells.session();
    return session.evalNested(session.part(code, below).wrapped(lambda));
  }

  @Override
  public List<String> addToClassPath(List<Path> paths) {
    return libraries.add(paths);
  }

  @Override
  public Object lineMagic(String name, List<String> args) {
    return magics().line(name, args);
  }

  @Override
  public Object statementMagic(String name, List<String> args) {
    return magics().statement(name, args);
  }

  @Override
  public Object cellMagic(String name, List<String> args, String body) {
    return magics().cell(name, args, body);
  }

  @Override
  public void registerLineMagic(String name, LineMagic magic) {
    magics().registerLine(name, magic);
  }

  @Override
  public void registerCellMagic(String name, CellMagic magic) {
    magics().registerCell(name, magic);
  }

  @Override
  public Set<String> lineMagics() {
    return magics().lineNames();
  }

  @Override
  public Set<String> cellMagics() {
    return magics().cellNames();
  }

  @Override
  public String ask(String prompt, boolean password) {
    return input.ask(prompt, password);
  }

  @Override
  public Comm openComm(
      String target, Map<String, ?> data, Map<String, ?> metadata, byte[]... buffers) {
    return comms.open(target, data, metadata, List.of(buffers));
  }

  @Override
  public String requestId() {
    return comms.requestId();
  }

  @Override
  public void onComm(String target, BiConsumer<Comm, Map<String, Object>> handler) {
    comms.register(target, handler);
  }

  @Override
  public void onStop(Runnable action) {
    cells.stoppers().onStop(action);
  }

  @Override
  public String traceback(Throwable thrown) {
    return cells.session().tracebacks().text(thrown);
  }

  @Override
  public List<StackTraceElement> readable(List<StackTraceElement> stack) {
    return cells.session().tracebacks().readable(stack);
  }

  @Override
  public String readable(String traces) {
    return cells.session().tracebacks().readableOutput().apply(traces);
  }

  @Override
  public JShell shell() {
    return cells.session().shell();
  }

  @Override
  public ClassLoader classes() {
    return cells.classes();
  }
}
