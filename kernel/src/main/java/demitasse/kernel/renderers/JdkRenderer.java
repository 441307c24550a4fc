package demitasse.kernel.renderers;

import demitasse.kernel.api.RendererProvider;
import java.awt.image.RenderedImage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.BaseStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Shows the JDK's own values: images, records, collections, maps, optionals and streams. */
public final class JdkRenderer implements RendererProvider {
  private static final int ELEMENTS = 100;
  private static final int ROWS = 50;
  private static final int CELL_CHARS = 200;

  /** Arrays are looked for within this many nested collections. */
  private static final int DEEPEST = 4;

  @Override
  public void register(Renderer renderer) {
    renderer
        .createRegistration(RenderedImage.class)
        .preferring(MIMEType.IMAGE_PNG)
        .supporting(MIMEType.TEXT_HTML)
        .register(JdkRenderer::image);
    renderer
        .createRegistration(Record.class)
        .preferring(MIMEType.TEXT_HTML)
        .register(JdkRenderer::record);
    renderer
        .createRegistration(Collection.class)
        .preferring(MIMEType.TEXT_HTML)
        .register(JdkRenderer::collection);
    renderer
        .createRegistration(Map.class)
        .preferring(MIMEType.TEXT_HTML)
        .register(JdkRenderer::map);
    renderer
        .createRegistration(Optional.class)
        .preferring(MIMEType.TEXT_PLAIN)
        .register(JdkRenderer::optional);
    renderer
        .createRegistration(BaseStream.class)
        .preferring(MIMEType.TEXT_PLAIN)
        .register(JdkRenderer::stream);
  }

  /**
   * Shows an image. Its property "comment", which the JDK reserves for descriptions, becomes its
   * alternative text: the metadata {@code alt}, and the text where images are not shown. JupyterLab
   * knows it only in HTML, which {@code display(image, "text/html")} asks for.
   */
  private static void image(RenderedImage image, RenderContext context) {
    String alt = image.getProperty("comment") instanceof String text ? text : "";
    context.renderIfRequested(
        MIMEType.TEXT_PLAIN,
        () ->
            alt.isBlank()
                ? image.getClass().getSimpleName()
                    + " "
                    + image.getWidth()
                    + " x "
                    + image.getHeight()
                : alt);
    context.renderIfRequested(
        MIMEType.IMAGE_PNG, (type, out) -> Images.put(out, type, Images.png(image), alt));
    context.renderIfRequested(MIMEType.TEXT_HTML, () -> Images.html(image, alt));
  }

  private static void record(Record value, RenderContext context) {
    if (saysItself(value)) {
      context.renderIfRequested(MIMEType.TEXT_PLAIN, value::toString);
      return;
    }
    context.renderIfRequested(
        MIMEType.TEXT_PLAIN, () -> made(value, element -> text(element, context)));
    context.renderIfRequested(
        MIMEType.TEXT_HTML,
        () -> {
          List<List<String>> rows = new ArrayList<>();
          for (RecordComponent component : value.getClass().getRecordComponents()) {
            rows.add(List.of(component.getName(), cell(get(component, value), context)));
          }
          return Html.table(
              value.getClass().getSimpleName(), List.of("component", "value"), rows, "");
        });
  }

  /**
   * Tells whether a record has a text of its own, which its author meant to be seen. Reflection
   * cannot tell a {@code toString} that was written from one that was made; their texts can.
   */
  private static boolean saysItself(Record value) {
    return !made(value, String::valueOf).equals(value.toString());
  }

  /** Returns the text that Java makes of a record. */
  private static String made(Record value, Function<Object, String> text) {
    StringJoiner made = new StringJoiner(", ", value.getClass().getSimpleName() + "[", "]");
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      made.add(component.getName() + "=" + text.apply(get(component, value)));
    }
    return made.toString();
  }

  private static void collection(Collection<?> values, RenderContext context) {
    context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> listed(values, context));
    // Records of one type are the rows of a table.
    Object first = values.isEmpty() ? null : values.iterator().next();
    if (first instanceof Record
        && values.stream().allMatch(v -> v != null && v.getClass() == first.getClass())) {
      context.renderIfRequested(
          MIMEType.TEXT_HTML,
          () -> records(values, first.getClass().getRecordComponents(), context));
    }
  }

  private static String listed(Collection<?> values, RenderContext context) {
    boolean all = values.size() <= ELEMENTS;
    if (all && !holdsArray(values, DEEPEST)) {
      return values.toString();
    }
    String end = all ? "]" : ", ...] (" + values.size() + " elements)";
    StringJoiner text = new StringJoiner(", ", "[", end);
    values.stream()
        .limit(ELEMENTS)
        .forEach(value -> text.add(value == values ? "(this Collection)" : text(value, context)));
    return text.toString();
  }

  /** Tells whether a value is an array, or one lies within it: Java's own text names its class. */
  private static boolean holdsArray(Object value, int depth) {
    if (value != null && value.getClass().isArray()) {
      return true;
    }
    Collection<?> inside =
        value instanceof Map<?, ?> map
            ? map.values()
            : value instanceof Collection<?> values ? values : List.of();
    return depth > 0
        && inside.stream().limit(ELEMENTS).anyMatch(each -> holdsArray(each, depth - 1));
  }

  /** Returns the text of an element, a component or a value: only the beginning of an array's. */
  private static String text(Object value, RenderContext context) {
    return holdsArray(value, DEEPEST)
        ? shortened(
            String.valueOf(
                context
                    .getRenderer()
                    .render(value, context.getParams())
                    .getData(MIMEType.TEXT_PLAIN)))
        : String.valueOf(value);
  }

  private static String records(
      Collection<?> values, RecordComponent[] components, RenderContext context) {
    List<String> names = new ArrayList<>();
    for (RecordComponent component : components) {
      names.add(component.getName());
    }
    List<List<String>> rows = new ArrayList<>();
    values.stream()
        .limit(ROWS)
        .forEach(
            value -> {
              List<String> row = new ArrayList<>();
              for (RecordComponent component : components) {
                row.add(cell(get(component, value), context));
              }
              rows.add(row);
            });
    return Html.table("", names, rows, Html.rest(rows.size(), values.size()));
  }

  private static Object get(RecordComponent component, Object value) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (InvocationTargetException e) {
      return e.getCause();
    } catch (IllegalAccessException | RuntimeException e) {
      return "(not accessible)";
    }
  }

  private static void map(Map<?, ?> map, RenderContext context) {
    context.renderIfRequested(
        MIMEType.TEXT_PLAIN,
        () -> {
          boolean all = map.size() <= ELEMENTS;
          if (all && !holdsArray(map, DEEPEST)) {
            return map.toString();
          }
          String end = all ? "}" : ", ...} (" + map.size() + " entries)";
          StringJoiner text = new StringJoiner(", ", "{", end);
          map.entrySet().stream()
              .limit(ELEMENTS)
              .forEach(entry -> text.add(entry.getKey() + "=" + text(entry.getValue(), context)));
          return text.toString();
        });
    context.renderIfRequested(
        MIMEType.TEXT_HTML,
        () -> {
          List<List<String>> rows =
              map.entrySet().stream()
                  .limit(ROWS)
                  .map(
                      entry ->
                          List.of(cell(entry.getKey(), context), cell(entry.getValue(), context)))
                  .toList();
          return Html.table("", List.of("key", "value"), rows, Html.rest(rows.size(), map.size()));
        });
  }

  /** An optional is shown as what it holds, and said to be one in the text. */
  private static void optional(Optional<?> optional, RenderContext context) {
    DisplayData out = context.getOutputContainer();
    optional.ifPresent(
        value -> out.assign(context.getRenderer().render(value, context.getParams())));
    out.putText(
        optional
            .map(value -> "Optional[" + text(value, context) + "]")
            .orElseGet(optional::toString));
  }

  /** A stream can be gone through once: showing it uses it up, and says so. */
  private static void stream(BaseStream<?, ?> stream, RenderContext context) {
    StringJoiner text = new StringJoiner(", ", "[", "] (this stream is used up now)");
    Iterator<?> values = stream.iterator();
    for (int i = 0; i < ELEMENTS && values.hasNext(); i++) {
      text.add(text(values.next(), context));
    }
    if (values.hasNext()) {
      text.add("...");
    }
    context.getOutputContainer().putText(text.toString());
  }

  private static String cell(Object value, RenderContext context) {
    return shortened(text(value, context));
  }

  private static String shortened(String text) {
    return text.length() <= CELL_CHARS ? text : text.substring(0, CELL_CHARS) + " ...";
  }
}
