package io.github.spencerpark.jupyter.kernel.display;

import demitasse.kernel.api.Notebook;
import demitasse.kernel.api.Notebooks;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Where the renderers of types are registered: those of the session. */
public class Renderer extends org.dflib.jjava.jupyter.kernel.display.Renderer {
  private static final IntFunction<org.dflib.jjava.jupyter.kernel.display.mime.MIMEType[]> ARRAY =
      org.dflib.jjava.jupyter.kernel.display.mime.MIMEType[]::new;

  private final Notebook notebook;

  /** Creates the view of a session's renderers. */
  public Renderer(Notebook notebook) {
    this.notebook = notebook;
  }

  static Renderer running() {
    return new Renderer(Notebooks.running());
  }

  @Override
  public <T> RenderRegistration<T> createRegistration(Class<T> type) {
    return new RenderRegistration<>(type);
  }

  @Override
  public <T> void register(
      Set<org.dflib.jjava.jupyter.kernel.display.mime.MIMEType> supported,
      Set<org.dflib.jjava.jupyter.kernel.display.mime.MIMEType> preferred,
      Set<Class<? extends T>> types,
      org.dflib.jjava.jupyter.kernel.display.RenderFunction<T> function) {
    notebook.renderer().register(supported, preferred, types, function);
  }

  @Override
  public DisplayData render(Object value, Map<String, Object> params) {
    return new DisplayData(notebook.renderer().render(value, params));
  }

  @Override
  public DisplayData render(Object value) {
    return new DisplayData(notebook.render(value));
  }

  @Override
  public DisplayData renderAs(Object value, Map<String, Object> params, String... types) {
    return new DisplayData(notebook.renderer().renderAs(value, params, types));
  }

  @Override
  public DisplayData renderAs(Object value, String... types) {
    return new DisplayData(notebook.renderAs(value, types));
  }

  /** What is told about a renderer before it is registered. */
  public class RenderRegistration<T>
      extends org.dflib.jjava.jupyter.kernel.display.Renderer.RenderRegistration<T> {
    /** Begins to register a renderer for a type. */
    public RenderRegistration(Class<? extends T> type) {
      super(type);
    }

    /** Says which types it can render. */
    public RenderRegistration<T> supporting(MIMEType... types) {
      super.supporting(Stream.of(types).map(MIMEType::plain).toArray(ARRAY));
      return this;
    }

    /** Says which types it renders where none is asked for. */
    public RenderRegistration<T> preferring(MIMEType... types) {
      super.preferring(Stream.of(types).map(MIMEType::plain).toArray(ARRAY));
      return this;
    }

    @Override
    public RenderRegistration<T> supporting(String... types) {
      super.supporting(types);
      return this;
    }

    @Override
    public RenderRegistration<T> preferring(String... types) {
      super.preferring(types);
      return this;
    }

    @Override
    public RenderRegistration<T> onType(Class<? extends T> type) {
      super.onType(type);
      return this;
    }

    /** Registers it. */
    public void register(RenderFunction<T> function) {
      super.register(function);
    }
  }
}
