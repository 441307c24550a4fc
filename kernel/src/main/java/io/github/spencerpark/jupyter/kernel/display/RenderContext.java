package io.github.spencerpark.jupyter.kernel.display;

import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** In which types a value is to be rendered, and where to put them. */
public class RenderContext {
  private final org.dflib.jjava.jupyter.kernel.display.RenderContext context;
  private final DisplayData output = new DisplayData();

  /** Creates a context over JJava's. */
  RenderContext(org.dflib.jjava.jupyter.kernel.display.RenderContext context) {
    this.context = context;
  }

  /** Returns what renders parts of the value. */
  public Renderer getRenderer() {
    return Renderer.running();
  }

  /** Returns where the forms go. */
  public DisplayData getOutputContainer() {
    return output;
  }

  /** Returns the parameters of this rendering. */
  public Map<String, Object> getParams() {
    return context.getParams();
  }

  /** Returns a parameter; null if it is not given. */
  public Object getParameter(String name) {
    return context.getParameter(name);
  }

  /** Returns a parameter, or else {@code otherwise}. */
  public Object getParameter(String name, Object otherwise) {
    return context.getParameter(name, otherwise);
  }

  /** Returns a parameter as a text; null if it is not given. */
  public String getParameterAsString(String name) {
    return context.getParameterAsString(name);
  }

  /** Returns a parameter as a text, or else {@code otherwise}. */
  public String getParameterAsString(String name, String otherwise) {
    return context.getParameterAsString(name, otherwise);
  }

  /** Returns a parameter as a whole number; null if it is not given. */
  public Integer getParameterAsInt(String name) {
    return context.getParameterAsInt(name);
  }

  /** Returns a parameter as a whole number, or else {@code otherwise}. */
  public Integer getParameterAsInt(String name, Integer otherwise) {
    return context.getParameterAsInt(name, otherwise);
  }

  /** Returns a parameter as a number; null if it is not given. */
  public Double getParameterAsDouble(String name) {
    return context.getParameterAsDouble(name);
  }

  /** Returns a parameter as a number, or else {@code otherwise}. */
  public Double getParameterAsDouble(String name, Double otherwise) {
    return context.getParameterAsDouble(name, otherwise);
  }

  /** Returns a parameter as a truth value; null if it is not given. */
  public Boolean getParameterAsBoolean(String name) {
    return context.getParameterAsBoolean(name);
  }

  /** Returns a parameter as a truth value, or else {@code otherwise}. */
  public Boolean getParameterAsBoolean(String name, Boolean otherwise) {
    return context.getParameterAsBoolean(name, otherwise);
  }

  /** Tells whether the value is to be rendered in a type. */
  public boolean wantsDataRenderedAs(MIMEType type) {
    return context.wantsDataRenderedAs(type.plain());
  }

  /** Returns the type that was asked for and that {@code type} fulfils; null if there is none. */
  public MIMEType resolveRequestedType(MIMEType type) {
    var found = context.resolveRequestedType(type.plain());
    return found == null ? null : MIMEType.of(found);
  }

  /** Has {@code render} put the form of a type into the output if it is to be rendered. */
  public boolean renderIfRequested(MIMEType type, BiConsumer<MIMEType, DisplayData> render) {
    MIMEType requested = resolveRequestedType(type);
    if (requested == null) {
      return false;
    }
    render.accept(requested, output);
    return true;
  }

  /** Puts the form of a type into the output if it is to be rendered. */
  public boolean renderIfRequested(MIMEType type, Function<MIMEType, Object> render) {
    return renderIfRequested(
        type, (requested, out) -> out.putData(requested, render.apply(requested)));
  }

  /** Puts the form of a type into the output if it is to be rendered. */
  public boolean renderIfRequested(MIMEType type, Supplier<Object> render) {
    return renderIfRequested(type, (requested, out) -> out.putData(requested, render.get()));
  }
}
