package demitasse.widgets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import demitasse.widgets.FakeTransport.FakeLine;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every control of the schema, by what the schema says. */
class ControlsTest {
  private static final Path SCHEMA =
      Path.of("src", "main", "schema", "jupyterwidgetmodels.latest.json");
  private static final Set<String> LEFT_OUT =
      Set.of("DOMWidget", "Controller", "ControllerAxis", "ControllerButton");

  @TestFactory
  List<DynamicTest> everyControl() throws IOException {
    JsonArray specs = JsonParser.parseString(Files.readString(SCHEMA)).getAsJsonArray();
    return StreamSupport.stream(specs.spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .filter(spec -> !LEFT_OUT.contains(name(spec)))
        .map(spec -> dynamicTest(name(spec), () -> check(spec)))
        .toList();
  }

  private static String name(JsonObject spec) {
    return spec.getAsJsonObject("model").get("name").getAsString().replaceFirst("Model$", "");
  }

  private static void check(JsonObject spec) throws ReflectiveOperationException {
    FakeTransport front = FakeTransport.use();
    Class<?> type = Class.forName("demitasse.widgets." + name(spec));
    Widget widget = (Widget) type.getConstructor().newInstance();
    widget.open();
    FakeLine line = front.lines.get(front.lines.size() - 1);
    for (JsonElement element : spec.getAsJsonArray("attributes")) {
      JsonObject attribute = element.getAsJsonObject();
      String key = attribute.get("name").getAsString();
      JsonElement initial = attribute.get("default");
      Object sent = line.state().get(key);
      if (attribute.get("type").toString().equals("\"reference\"")) {
        assertTrue(sent.toString().startsWith("IPY_MODEL_"), key);
      } else if (initial.isJsonPrimitive() && !attribute.get("type").toString().contains("bytes")) {
        assertEquals(initial.getAsString(), String.valueOf(sent), key);
      } else if (initial.isJsonNull()) {
        assertEquals(null, sent, key);
      }
      if (!key.matches("_model.*|_view.*|_options_labels|msg_id")) {
        accepts(widget, attribute);
        roundTrip(widget, attribute, line);
      }
    }
    line.receive(Map.of("method", "request_state"));
    assertEquals(line.state().keySet(), lastState(line).keySet());
    widget.close();
    assertTrue(line.closed);
  }

  private static Map<?, ?> lastState(FakeLine line) {
    List<Object> states = line.states("update");
    return (Map<?, ?>) states.get(states.size() - 1);
  }

  /** What an attribute has, it also takes; and none where there may be none. */
  private static void accepts(Widget widget, JsonObject attribute)
      throws ReflectiveOperationException {
    String name = camel(attribute.get("name").getAsString());
    Method get = widget.getClass().getMethod(name);
    Method set = widget.getClass().getMethod(name, get.getReturnType());
    Object value = get.invoke(widget);
    assertEquals(widget, set.invoke(widget, value), name);
    if (!attribute.get("type").toString().equals("\"reference\"")) {
      Consumer<Object> observer = seen -> {};
      assertEquals(widget, on(widget, name).invoke(widget, observer), name);
    }
    if (attribute.has("allow_none")) {
      set.invoke(widget, (Object) null);
      assertEquals(null, get.invoke(widget), name);
      set.invoke(widget, value);
    } else if (!attribute.get("type").toString().equals("\"reference\"")) {
      assertThrows(InvocationTargetException.class, () -> set.invoke(widget, (Object) null), name);
      assertEquals(value, get.invoke(widget), name);
    }
  }

  /** A boolean and a text change from both sides, and the observer hears of both. */
  private static void roundTrip(Widget widget, JsonObject attribute, FakeLine line)
      throws ReflectiveOperationException {
    String key = attribute.get("name").getAsString();
    String kind = attribute.get("type").toString();
    boolean isText = kind.equals("\"string\"") && !attribute.has("enum");
    if (!isText && !kind.equals("\"bool\"")) {
      return;
    }
    String name = camel(key);
    Class<?> type = isText ? String.class : Boolean.class;
    Method get = widget.getClass().getMethod(name);
    Object first = isText ? text(key, 0) : !Boolean.TRUE.equals(get.invoke(widget));
    Object second = isText ? text(key, 1) : !(Boolean) first;
    List<Object> seen = new ArrayList<>();
    Consumer<Object> observer = seen::add;
    on(widget, name).invoke(widget, observer);
    assertEquals(widget, widget.getClass().getMethod(name, type).invoke(widget, first));
    assertTrue(Objects.equals(first, lastState(line).get(key)), key);
    line.update(Map.of(key, second));
    assertEquals(second, get.invoke(widget), key);
    assertEquals(List.of(first, second), seen, key);
  }

  /** Texts that the attribute takes and that are not what it begins with. */
  private static String text(String key, int place) {
    List<String> texts =
        key.endsWith("format")
            ? List.of(".4f", "x")
            : key.endsWith("color") || key.equals("value")
                ? List.of("red", "#e69f00")
                : List.of("first", "second");
    return texts.get(place);
  }

  private static Method on(Widget widget, String name) throws ReflectiveOperationException {
    return widget
        .getClass()
        .getMethod(
            "on" + Character.toUpperCase(name.charAt(0)) + name.substring(1), Consumer.class);
  }

  private static String camel(String key) {
    StringBuilder name = new StringBuilder();
    for (String part : key.replaceFirst("^_", "").split("_")) {
      name.append(
          name.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
    }
    return name.toString();
  }
}
