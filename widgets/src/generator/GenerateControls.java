import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes one class for each control in the schema of Jupyter's widgets. The build runs it, with the
 * path of the schema and the folder for the classes.
 */
public final class GenerateControls {
  /** What the front end makes, or what has no view of its own. */
  private static final Set<String> LEFT_OUT =
      Set.of("DOMWidget", "Controller", "ControllerAxis", "ControllerButton");

  /** Arrays whose elements the schema does not name. */
  private static final Map<String, String> ELEMENTS =
      Map.of(
          "FloatRangeSlider.value", "Double",
          "FloatsInput.value", "Double",
          "IntRangeSlider.value", "Integer",
          "IntsInput.value", "Integer",
          "SelectionRangeSlider.index", "Integer",
          "Link.source", "Object",
          "Link.target", "Object",
          "DirectionalLink.source", "Object",
          "DirectionalLink.target", "Object");

  /** What Jupyter's Python side begins with, and its schema does not say: the middle half. */
  private static final Map<String, String> MIDDLE_HALVES =
      Map.of(
          "FloatRangeSlider.value", "List.of(25.0, 75.0)",
          "IntRangeSlider.value", "List.of(25, 75)");

  /** Texts that Jupyter's Python side takes only if they are colours. */
  private static final Set<String> COLORS =
      Set.of(
          "ButtonStyle.button_color", "ColorPicker.value", "ColorsInput.value",
          "ProgressStyle.bar_color", "SliderStyle.handle_color");

  private static final Map<String, String> TYPES =
      Map.of(
          "int", "Integer",
          "float", "Double",
          "bool", "Boolean",
          "string", "String",
          "bytes", "byte[]",
          "Date", "LocalDate",
          "Time", "LocalTime");

  private static final Map<String, String> WIRES =
      Map.of(
          "Integer", "INT",
          "Double", "FLOAT",
          "Boolean", "BOOL",
          "String", "STRING",
          "byte[]", "BYTES",
          "LocalDate", "DATE",
          "LocalTime", "TIME",
          "Instant", "INSTANT",
          "LocalDateTime", "DATE_TIME",
          "Object", "ANY");

  private final String name;
  private final JsonObject model;
  private final JsonObject view;
  private final List<JsonObject> attributes = new ArrayList<>();
  private final StringBuilder out = new StringBuilder();

  private GenerateControls(JsonObject spec) {
    model = spec.getAsJsonObject("model");
    JsonElement shown = spec.get("view");
    view = shown.isJsonObject() ? shown.getAsJsonObject() : new JsonObject();
    name = model.get("name").getAsString().replaceFirst("Model$", "");
    for (JsonElement attribute : spec.getAsJsonArray("attributes")) {
      String key = attribute.getAsJsonObject().get("name").getAsString();
      if (!key.startsWith("_model") && !key.startsWith("_view")) {
        attributes.add(attribute.getAsJsonObject());
      }
    }
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1], "demitasse", "widgets");
    Files.createDirectories(folder);
    String schema = Files.readString(Path.of(args[0]));
    for (JsonElement spec : JsonParser.parseString(schema).getAsJsonArray()) {
      GenerateControls control = new GenerateControls(spec.getAsJsonObject());
      if (!LEFT_OUT.contains(control.name)) {
        Files.writeString(folder.resolve(control.name + ".java"), control.source());
      }
    }
  }

  private boolean has(String attribute) {
    return attributes.stream().anyMatch(a -> key(a).equals(attribute));
  }

  private JsonObject attribute(String attribute) {
    return attributes.stream().filter(a -> key(a).equals(attribute)).findFirst().orElseThrow();
  }

  private boolean isSelection() {
    return has("_options_labels");
  }

  private boolean isMultiple() {
    return isSelection() && attribute("index").get("type").getAsString().equals("array");
  }

  /** Tells whether the children are pages, of which one is selected. */
  private boolean isPages() {
    return has("selected_index");
  }

  private boolean isBounded() {
    return has("value") && has("min") && has("max") && !type(attribute("value")).startsWith("List");
  }

  private String source() {
    line("package demitasse.widgets;");
    line("");
    line("import java.time.Instant;");
    line("import java.time.LocalDate;");
    line("import java.time.LocalDateTime;");
    line("import java.time.LocalTime;");
    line("import java.util.ArrayList;");
    line("import java.util.Arrays;");
    line("import java.util.List;");
    line("import java.util.Map;");
    line("import java.util.function.Consumer;");
    line("");
    line("/** The control {@code %s} of Jupyter's widgets. */".formatted(name));
    line("public final class %s%s extends %s {".formatted(name, generic(), parent()));
    attributes.forEach(this::constant);
    line("  private static final Spec SPEC = new Spec(\"%s\", \"%s\", \"%s\", %s, %s, %s, List.of(%s), Rules.%s);"
            .formatted(
                name, text(model, "module"), text(model, "version"), quoted(view, "name"),
                quoted(view, "module"), quoted(view, "version"),
                attributes.stream().map(this::constantName).collect(Collectors.joining(", ")),
                rule()));
    constructors();
    attributes.forEach(this::methods);
    if (isSelection()) {
      selection();
    }
    if (has("min") && has("max")) {
      bounds();
    }
    if (name.equals("Layout")) {
      border();
    }
    if (name.equals("Tab")) {
      selectedTab();
    }
    line("}");
    return out.toString();
  }

  private String generic() {
    return isSelection() ? "<T>" : "";
  }

  private String self() {
    return name + generic();
  }

  private String parent() {
    if (isSelection()) {
      return isMultiple() ? "MultipleSelection<T>" : "Selection<T>";
    }
    String base =
        name.equals("Button") ? "Clickable"
            : name.equals("Output") ? "OutputArea" : isPages() ? "Pages" : "Widget";
    return has("value") ? base + " implements Valued<" + type(attribute("value")) + ">" : base;
  }

  private String rule() {
    if (isSelection()) {
      return isMultiple() ? name.equals("SelectMultiple") ? "INDEXES" : "INDEX_PAIR" : "INDEX";
    }
    if (name.equals("FloatLogSlider")) {
      return "LOG";
    }
    if (isPages()) {
      return "CHILD_INDEX";
    }
    if (has("allowed_tags")) {
      return "TAGS";
    }
    if (has("source") && has("target")) {
      return "LINK";
    }
    return isBounded() ? "BOUNDED" : name.endsWith("RangeSlider") ? "RANGE" : "NONE";
  }

  private void constant(JsonObject attribute) {
    String type = type(attribute);
    line("  private static final Attribute<%s> %s = new Attribute<>(\"%s\", %s, %s, %s);"
            .formatted(type, constantName(attribute), key(attribute), wire(attribute),
                isNullable(attribute), initial(attribute)));
  }

  private String wire(JsonObject attribute) {
    String type = type(attribute);
    if (attribute.has("enum")) {
      String values = attribute.getAsJsonArray("enum").asList().stream()
          .map(value -> literal(value.getAsString())).collect(Collectors.joining(", "));
      return "Wire.oneOf(%s)".formatted(values);
    }
    if (COLORS.contains(name + "." + key(attribute))) {
      return type.startsWith("List<") ? "Wire.listOf(Wire.COLOR)" : "Wire.COLOR";
    }
    if (key(attribute).equals("readout_format") || name.matches("(Ints|Floats)Input") && key(attribute).equals("format")) {
      return "Wire.NUMBER_FORMAT";
    }
    if (attribute.get("type").isJsonArray()) {
      return "Wire.NUMBER_OR_ANY";
    }
    if (isReference(attribute)) {
      return "Wire.widget(%s.class, %s::new)".formatted(type, type);
    }
    if (type.startsWith("List<")) {
      String of = type.substring(5, type.length() - 1);
      return of.equals("Widget") ? "Wire.widgets()"
          : of.startsWith("Map") ? "Wire.MAPS" : "Wire.listOf(Wire.%s)".formatted(WIRES.get(of));
    }
    return "Wire." + WIRES.get(type);
  }

  private static boolean isReference(JsonObject attribute) {
    return attribute.get("type").equals(new JsonPrimitive("reference"));
  }

  private boolean isNullable(JsonObject attribute) {
    return attribute.has("allow_none") || isReference(attribute);
  }

  private String type(JsonObject attribute) {
    JsonElement type = attribute.get("type");
    if (type.isJsonArray()) {
      return "Object";
    }
    return switch (type.getAsString()) {
      case "reference" -> text(attribute, "widget");
      case "array" -> "List<" + elementType(attribute) + ">";
      case "Datetime" -> name.equals("Datetime") ? "Instant" : "LocalDateTime";
      default -> TYPES.get(type.getAsString());
    };
  }

  private String elementType(JsonObject attribute) {
    if (!attribute.has("items")) {
      return ELEMENTS.getOrDefault(name + "." + key(attribute), "String");
    }
    String type = text(attribute.getAsJsonObject("items"), "type");
    return type.equals("reference") ? "Widget"
        : type.equals("object") ? "Map<String, Object>" : TYPES.get(type);
  }

  private String initial(JsonObject attribute) {
    String middle = MIDDLE_HALVES.get(name + "." + key(attribute));
    if (middle != null) {
      return middle;
    }
    JsonElement value = attribute.get("default");
    String type = type(attribute);
    if (value == null || value.isJsonNull() || isReference(attribute)) {
      return "null";
    }
    if (type.startsWith("List<")) {
      JsonArray elements = value.getAsJsonArray();
      return elements.asList().stream().map(JsonElement::toString)
          .collect(Collectors.joining(", ", "List.of(", ")"));
    }
    return switch (type) {
      case "byte[]" -> "new byte[0]";
      case "Double" -> value.getAsDouble() + "";
      case "Object", "Boolean", "Integer" -> value.toString();
      default -> literal(value.getAsString());
    };
  }

  private void constructors() {
    line("");
    line("  /** Makes one with the defaults of Jupyter's widgets. */");
    line("  public %s() {".formatted(name));
    line("    super(SPEC);");
    line("  }");
    if (name.equals("Button") || name.equals("Checkbox") || name.equals("ToggleButton")) {
      single("description");
    } else if (has("children")) {
      line("");
      line("  /** Makes one around other widgets. */");
      line("  public %s(Widget... children) {".formatted(name));
      line("    super(SPEC);");
      line("    %s(Arrays.asList(children));".formatted(isPages() ? "setPages" : "children"));
      line("  }");
    } else if (Set.of("HTML", "HTMLMath", "Label", "Text", "Textarea").contains(name)) {
      single("value");
    } else if (isSelection()) {
      line("");
      line("  /** Makes one that offers these values, by their texts. */");
      line("  @SafeVarargs");
      line("  public %s(T... options) {".formatted(name));
      line("    super(SPEC);");
      line("    List<T> all = new ArrayList<>(options.length);");
      line("    for (T option : options) {");
      line("      all.add(option);");
      line("    }");
      line("    setOptions(all);");
      line("  }");
    }
  }

  private void single(String attribute) {
    line("");
    line("  /** Makes one with this %s. */".formatted(attribute));
    line("  public %s(String %s) {".formatted(name, attribute));
    line("    super(SPEC);");
    line("    set(%s, %s);".formatted(constantName(attribute(attribute)), attribute));
    line("  }");
  }

  private void methods(JsonObject attribute) {
    String key = key(attribute);
    if (key.equals("_options_labels") || name.equals("Output") && key.equals("msg_id")) {
      return;
    }
    String method = camel(key);
    String type = type(attribute);
    String constant = constantName(attribute);
    String help = help(attribute);
    line("");
    line("  /** Returns {@code %s}%s */".formatted(key, help));
    line("  public %s %s() {".formatted(type, method));
    line("    return get(%s);".formatted(constant));
    line("  }");
    line("");
    line("  /** Sets {@code %s}%s */".formatted(key, help));
    line("  public %s %s(%s value) {".formatted(self(), method, type));
    boolean areThePages = isPages() && key.equals("children");
    line(areThePages ? "    setPages(value);" : "    set(%s, value);".formatted(constant));
    line("    return this;");
    line("  }");
    if (!isReference(attribute)) {
      line("");
      line("  /** Calls {@code observer} with {@code %s} whenever it changes, on either side. */".formatted(key));
      line("  public %s on%s(Consumer<? super %s> observer) {".formatted(self(), capital(method), type));
      line("    observe(%s, observer);".formatted(constant));
      line("    return this;");
      line("  }");
    }
  }

  private void selection() {
    String value = isMultiple() ? "List<T>" : "T";
    line("");
    line("  /** Offers these values, by their texts. */");
    line("  public %s options(List<T> options) {".formatted(self()));
    line("    setOptions(options);");
    line("    return this;");
    line("  }");
    line("");
    line("  /** Offers these values, by these texts. */");
    line("  public %s options(Map<String, T> options) {".formatted(self()));
    line("    setOptions(options);");
    line("    return this;");
    line("  }");
    line("");
    line("  /** Selects a value that is offered. */");
    line("  public %s value(%s value) {".formatted(self(), value));
    line("    select(value);");
    line("    return this;");
    line("  }");
    line("");
    line("  /** Calls {@code observer} with what is selected whenever that changes, on either side. */");
    line("  @Override");
    line("  public %s onValue(Consumer<? super %s> observer) {".formatted(self(), value));
    line("    observe(INDEX, index -> observer.accept(value()));");
    line("    return this;");
    line("  }");
  }

  private void bounds() {
    String type = type(attribute("min"));
    line("");
    line("  /** Sets {@code min} and {@code max} at once; a value outside moves to the nearer one. */");
    line("  public %s bounds(%s min, %s max) {".formatted(name, type, type));
    line("    setBoth(MIN, min, MAX, max);");
    line("    return this;");
    line("  }");
  }

  private void selectedTab() {
    line("");
    line("  /** One tab is always selected if there is one: at first the first, at the end the last. */");
    line("  @Override");
    line("  Integer selected(Integer before, int count) {");
    line("    return count == 0 ? null : before == null ? 0 : Math.min(before, count - 1);");
    line("  }");
  }

  private void border() {
    line("");
    line("  /** Sets the border of all four sides, as in CSS. */");
    line("  public Layout border(String border) {");
    line("    return borderTop(border).borderRight(border).borderBottom(border).borderLeft(border);");
    line("  }");
  }

  private void line(String line) {
    out.append(line).append('\n');
  }

  private static String key(JsonObject attribute) {
    return text(attribute, "name");
  }

  private String constantName(JsonObject attribute) {
    return key(attribute).replaceFirst("^_", "").toUpperCase(Locale.ROOT);
  }

  private static String camel(String key) {
    StringBuilder name = new StringBuilder();
    for (String part : key.replaceFirst("^_", "").split("_")) {
      name.append(name.isEmpty() ? part : capital(part));
    }
    return name.toString();
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static String help(JsonObject attribute) {
    String help = text(attribute, "help").strip();
    String plain = help.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        .replace("@", "&#64;").replace("*/", "").replaceAll("\\s+", " ");
    return plain.isEmpty() ? "." : ": " + plain + (plain.endsWith(".") ? "" : ".");
  }

  private static String text(JsonObject object, String key) {
    return object.get(key).getAsString();
  }

  private static String quoted(JsonObject object, String key) {
    return object.has(key) && !object.get(key).isJsonNull() ? literal(text(object, key)) : "null";
  }

  private static String literal(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
