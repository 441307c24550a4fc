package demitasse.widgets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.widgets.FakeTransport.FakeLine;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WidgetTest {
  private FakeTransport front;

  @BeforeEach
  void connect() {
    front = FakeTransport.use();
  }

  private static String message(Runnable bad) {
    return assertThrows(IllegalArgumentException.class, bad::run).getMessage();
  }

  @Test
  void opensWithItsLayoutAndStyleBeforeIt() {
    new IntSlider().bounds(0, 9).value(3).open();
    assertEquals(3, front.lines.size());
    FakeLine slider = front.line("IntSliderModel");
    assertEquals(3, slider.state().get("value"));
    assertEquals(9, slider.state().get("max"));
    assertEquals("IntSliderView", slider.state().get("_view_name"));
    assertEquals("IPY_MODEL_" + front.line("LayoutModel").id(), slider.state().get("layout"));
    assertEquals("IPY_MODEL_" + front.line("SliderStyleModel").id(), slider.state().get("style"));
  }

  @Test
  void changesOnThisSideTravelAsPatches() {
    IntSlider slider = new IntSlider();
    List<Integer> seen = new ArrayList<>();
    slider.onValue(seen::add);
    slider.open();
    slider.value(5).value(5).value(6);
    FakeLine line = front.line("IntSliderModel");
    assertEquals(List.of(Map.of("value", 5), Map.of("value", 6)), line.states("update"));
    assertEquals(List.of(5, 6), seen);
  }

  @Test
  void changesOnTheOtherSideAreEchoedAndNotSentBack() {
    FloatSlider slider = new FloatSlider();
    List<Double> seen = new ArrayList<>();
    slider.onValue(seen::add);
    slider.open();
    FakeLine line = front.line("FloatSliderModel");
    line.update(Map.of("value", 3L));
    assertEquals(3.0, slider.value());
    assertEquals(List.of(3.0), seen);
    assertEquals(List.of(), line.states("update"));
    assertEquals(List.of(Map.of("value", 3L)), line.states("echo_update"));
  }

  @Test
  void aValueOutsideMovesToTheBoundAndTheOtherSideIsTold() {
    IntSlider slider = new IntSlider().bounds(0, 10);
    assertEquals(10, slider.value(50).value());
    slider.open();
    FakeLine line = front.line("IntSliderModel");
    line.update(Map.of("value", -3));
    assertEquals(0, slider.value());
    assertEquals(List.of(Map.of("value", 0)), line.states("update"));
  }

  @Test
  void theValueFollowsBoundsThatLeaveItOut() {
    IntSlider slider = new IntSlider().value(80);
    assertEquals(20, slider.max(20).value());
    assertEquals(40, slider.bounds(40, 60).value());
    assertEquals(List.of(10, 20), new IntRangeSlider().max(20).value(List.of(10, 90)).value());
    assertEquals(List.of(25, 75), new IntRangeSlider().value());
    assertEquals(List.of(200, 200), new IntRangeSlider().bounds(200, 300).value());
    assertEquals(100.0, new FloatLogSlider().min(0.0).max(2.0).value(1e9).value());
  }

  @Test
  void badValuesAreRefusedAndChangeNothing() {
    IntSlider slider = new IntSlider();
    assertEquals(
        "IntSlider: min is 200 and max is 100; set both at once with bounds(min, max)",
        message(() -> slider.min(200)));
    assertEquals("IntSlider: value must be a whole number", message(() -> slider.value(null)));
    assertEquals(
        "IntSlider: orientation is \"up\"; it must be one of horizontal, vertical",
        message(() -> slider.orientation("up")));
    assertEquals("IntSlider()", slider.toString());
    assertTrue(message(() -> new IntRangeSlider().value(List.of(4, 2))).contains("lower end"));
    assertTrue(message(() -> new IntRangeSlider().value(List.of(4))).contains("two"));
    assertTrue(message(() -> new FloatLogSlider().base(0.0)).contains("above 0"));
    IntsInput numbers = new IntsInput().bounds(1, 9).value(List.of(1, 9));
    assertEquals(
        "IntsInput: value has 10; min is 1 and max is 9",
        message(() -> numbers.value(List.of(10))));
    TagsInput tags = new TagsInput().allowedTags(List.of("a", "b")).value(List.of("b", "a"));
    assertEquals(
        "TagsInput: value has c; allowed are [a, b]", message(() -> tags.value(List.of("a", "c"))));
    assertTrue(message(() -> new TagsInput().value(List.of(""))).contains("empty"));
    assertTrue(message(() -> new Tab(new Label("a")).selectedIndex(1)).contains("there are 1"));
  }

  @Test
  void whatNoFrontEndCanShowIsRefused() {
    FloatText number = new FloatText();
    number.open();
    assertEquals(
        "FloatText: value is NaN; it must be a finite number",
        message(() -> number.value(Double.NaN)));
    message(() -> new FloatSlider().bounds(0.0, Double.POSITIVE_INFINITY));
    message(() -> new FloatRangeSlider().value(List.of(0.0, Double.NaN)));
    message(() -> new IntRangeSlider().value(Arrays.asList(1, null)));
    message(() -> new DatePicker().step(List.of()));
    assertEquals("any", new DatePicker().step("any").step());
    assertEquals(
        "VBox: children is [Label(value=a), null]; it must be a list of widgets",
        message(() -> new VBox(new Label("a"), null)));
    assertEquals(0.0, number.value());
    assertEquals(List.of(), front.line("FloatTextModel").sent);
  }

  @Test
  void colorsAndNumberFormatsAreThoseOfTheFrontEnd() {
    ColorPicker color = new ColorPicker();
    for (String good :
        new String[] {
          "Red",
          "rebeccapurple",
          "#abc",
          "#A0B0C0D0",
          "rgb(1, 2,3)",
          "rgba(10%,20%,30%, .5)",
          "hsl(120deg 50% 50% / 0.3)",
          "transparent"
        }) {
      assertEquals(good, color.value(good).value());
    }
    for (String bad : new String[] {"", "redd", "#12345", "rgb(1, 2)", "url(x)", "red;"}) {
      assertTrue(message(() -> color.value(bad)).contains("a colour of CSS"), bad);
    }
    message(() -> new ColorsInput().value(List.of("red", "rot")));
    message(() -> new Button().style().buttonColor("rot"));
    message(() -> new IntSlider().style().handleColor("rot"));
    message(() -> new IntProgress().style().barColor("rot"));
    FloatSlider slider = new FloatSlider();
    for (String good : new String[] {".2f", "d", "+,.1%", "$,.2f", "*^20", ".3g", "", "x"}) {
      assertEquals(good, slider.readoutFormat(good).readoutFormat());
    }
    for (String bad : new String[] {"%.2f", "two", ".f", "z"}) {
      assertTrue(message(() -> slider.readoutFormat(bad)).contains("number format"), bad);
    }
    slider.open();
    FakeLine line = front.line("FloatSliderModel");
    assertTrue(message(() -> line.update(Map.of("readout_format", "two"))).contains("two is not"));
  }

  @Test
  void badValuesOfTheFrontEndAreRefusedByName() {
    IntSlider slider = new IntSlider();
    slider.open();
    FakeLine line = front.line("IntSliderModel");
    assertEquals(
        "IntSlider: the front end's value: x is not a whole number",
        message(() -> line.update(Map.of("value", "x"))));
    assertEquals(0, slider.value());
    line.update(Map.of("no_such_attribute", 1, "value", 2));
    assertEquals(2, slider.value());
  }

  @Test
  void bytesTravelBesideTheState() {
    Image image = new Image().value(new byte[] {1, 2});
    image.open();
    FakeLine line = front.line("ImageModel");
    assertFalse(line.state().containsKey("value"));
    assertEquals(List.of(List.of("value")), line.opened.get("buffer_paths"));
    assertArrayEquals(new byte[] {1, 2}, line.buffers.get(0));
    image.value(new byte[] {3});
    assertArrayEquals(new byte[] {3}, line.sent.get(0).buffers().get(0));
    line.receive(
        Map.of("method", "update", "state", Map.of(), "buffer_paths", List.of(List.of("value"))),
        new byte[] {4});
    assertArrayEquals(new byte[] {4}, image.value());
    assertEquals("Image(value=1 bytes)", image.toString());
    assertTrue(new HTML("x".repeat(5_000)).toString().length() < 300);
  }

  @Test
  void bytesWithinAStateArePutBack() {
    FileUpload upload = new FileUpload();
    upload.open();
    Map<String, Object> file = new LinkedHashMap<>(Map.of("name", "a.txt", "size", 2));
    List<Object> files = new ArrayList<>(List.of(file));
    front
        .line("FileUploadModel")
        .receive(
            Map.of(
                "method", "update",
                "state", Map.of("value", files),
                "buffer_paths", List.of(List.of("value", 0L, "content"))),
            new byte[] {7, 8});
    assertEquals("a.txt", upload.value().get(0).get("name"));
    assertArrayEquals(new byte[] {7, 8}, (byte[]) upload.value().get(0).get("content"));
    assertEquals(List.of(), front.line("FileUploadModel").sent, "nothing of it travels back");
  }

  @Test
  void aMessageWithoutAStateChangesNothing() {
    IntSlider slider = new IntSlider().value(3);
    slider.open();
    FakeLine line = front.line("IntSliderModel");
    line.receive(Map.of("method", "update"));
    line.receive(Map.of("method", "of a later protocol"));
    line.receive(Map.of());
    assertEquals(3, slider.value());
    assertEquals(List.of(), line.sent);
  }

  @Test
  void datesAndTimesTravelInParts() {
    DatePicker date = new DatePicker().value(LocalDate.of(2026, 3, 31));
    date.open();
    FakeLine line = front.line("DatePickerModel");
    assertEquals(Map.of("year", 2026, "month", 2, "date", 31), line.state().get("value"));
    line.update(Map.of("value", Map.of("year", 2027, "month", 0, "date", 1)));
    assertEquals(LocalDate.of(2027, 1, 1), date.value());
    assertTrue(
        message(() -> line.update(Map.of("value", Map.of("year", 2027, "month", 12, "date", 1))))
            .contains("not a date"));
    Time time = new Time().value(LocalTime.of(10, 30));
    time.open();
    assertEquals(30, ((Map<?, ?>) front.line("TimeModel").state().get("value")).get("minutes"));
    Datetime moment = new Datetime().value(Instant.parse("2026-01-02T03:04:05Z"));
    moment.open();
    FakeLine sent = front.line("DatetimeModel");
    Map<String, Object> back = new LinkedHashMap<>();
    back.put("value", sent.state().get("value"));
    moment.value(null);
    sent.update(back);
    assertEquals(Instant.parse("2026-01-02T03:04:05Z"), moment.value());
  }

  @Test
  void aStateIsToldWhenAskedForOneOrForAll() {
    Checkbox box = new Checkbox("on");
    box.open();
    FakeLine line = front.line("CheckboxModel");
    box.value(true);
    line.receive(Map.of("method", "request_state"));
    assertEquals(true, ((Map<?, ?>) line.states("update").get(1)).get("value"));
    FakeLine control = new FakeLine("control", Map.of(), List.of());
    front.served.get("jupyter.widget.control").accept(control);
    control.receive(Map.of("method", "request_states"));
    Map<?, ?> all = (Map<?, ?>) control.sent.get(0).data().get("states");
    assertEquals(3, all.size());
    Map<?, ?> told = (Map<?, ?>) all.get(line.id());
    assertEquals("CheckboxModel", told.get("model_name"));
    assertEquals("on", ((Map<?, ?>) told.get("state")).get("description"));
    assertTrue(((Map<?, ?>) told.get("state")).get("layout").toString().startsWith("IPY_MODEL_"));
  }

  @Test
  void aClosedChildDoesNotKeepTheOthersFromBeingTold() {
    Button once = new Button("once");
    Label label = new Label("a");
    HBox row = new HBox(once, label);
    row.open();
    once.close();
    FakeLine control = new FakeLine("control", Map.of(), List.of());
    front.served.get("jupyter.widget.control").accept(control);
    control.receive(Map.of("method", "request_states"));
    Map<?, ?> all = (Map<?, ?>) control.sent.get(0).data().get("states");
    assertTrue(all.containsKey(front.line("LabelModel").id()));
    assertFalse(all.containsKey(front.line("ButtonModel").id()));
    row.children(List.of(label));
    assertEquals(1, front.line("HBoxModel").states("update").size());
  }

  @Test
  void closesFromBothSides() {
    Label label = new Label("a");
    label.open();
    label.close();
    assertTrue(front.line("LabelModel").closed);
    assertThrows(IllegalStateException.class, label::open);
    label.value("still an object");
    Text text = new Text("b");
    text.open();
    front.line("TextModel").closeByFrontEnd();
    text.value("c");
    assertEquals(List.of(), front.line("TextModel").states("update"));
  }

  @Test
  void aSelectionIsOfValuesAndTravelsAsAnIndex() {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    sizes.put("small", 8);
    sizes.put("large", 64);
    Dropdown<Integer> size = new Dropdown<Integer>().options(sizes);
    List<Integer> seen = new ArrayList<>();
    size.onValue(seen::add);
    assertEquals(8, size.value());
    size.open();
    FakeLine line = front.line("DropdownModel");
    assertEquals(List.of("small", "large"), line.state().get("_options_labels"));
    line.update(Map.of("index", 1));
    assertEquals(64, size.value());
    size.value(8);
    assertEquals(List.of(64, 8), seen);
    assertEquals("Dropdown does not offer 9, but [8, 64]", message(() -> size.value(9)));
    assertTrue(message(() -> line.update(Map.of("index", 2))).contains("there are 2"));
    assertNull(size.value(null).value());
    assertEquals("Dropdown(options=[small, large])", size.toString());
  }

  @Test
  void anOptionMayBeNoValueButNeedsALabel() {
    Map<String, Integer> limits = new LinkedHashMap<>();
    limits.put("100", 100);
    limits.put("no limit", null);
    Dropdown<Integer> limit = new Dropdown<Integer>().options(limits);
    assertEquals(1, limit.value(null).index());
    assertEquals(100, limit.value(100).value());
    limits.put(null, 1);
    assertTrue(message(() -> limit.options(limits)).contains("has no label"));
    assertEquals(100, limit.value());
    assertTrue(message(() -> limit.options((List<Integer>) null)).contains("options is null"));
  }

  @Test
  void theSelectedPageIsOneThatIsThere() {
    Label first = new Label("a");
    Label second = new Label("b");
    Tab tabs = new Tab(first, second);
    assertEquals(0, tabs.selectedIndex(), "the first");
    assertEquals(0, tabs.selectedIndex(1).children(List.of(first)).selectedIndex());
    assertNull(tabs.children(List.of()).selectedIndex());
    Accordion folded = new Accordion(first, second);
    assertNull(folded.selectedIndex());
    assertEquals(0, folded.selectedIndex(0).children(List.of(second)).selectedIndex());
    assertNull(new Stack(first, second).selectedIndex(1).children(List.of(first)).selectedIndex());
    message(() -> tabs.children(null));
    message(() -> folded.selectedIndex(-1));
  }

  @Test
  void otherOptionsAreAnotherValueAtTheSamePlace() {
    Dropdown<String> city = new Dropdown<>("Bern", "Basel");
    SelectMultiple<String> several = new SelectMultiple<>("a");
    List<Object> seen = new ArrayList<>();
    city.onValue(seen::add);
    several.onValue(seen::add);
    city.options(List.of("Paris", "Lyon"));
    city.value("Lyon").options(List.of("Rome", "Milan"));
    city.options(List.of("Rome", "Turin"));
    several.options(List.of("b"));
    assertEquals(List.of("Paris", "Lyon", "Rome"), seen);
    assertNull(new SelectionSlider<String>().value(), "there are no options");
  }

  @Test
  void severalCanBeSelected() {
    SelectMultiple<String> several = new SelectMultiple<>("a", "b", "c");
    assertEquals(List.of(), several.value());
    assertEquals(List.of("c", "a"), several.value(List.of("c", "a")).value());
    SelectionRangeSlider<String> range = new SelectionRangeSlider<>("a", "b", "c");
    assertEquals(List.of("a", "a"), range.value());
    assertEquals(List.of("a", "c"), range.value(List.of("a", "c")).value());
    assertTrue(message(() -> range.value(List.of("a"))).contains("two"));
  }

  @Test
  void aClickRunsItsHandlers() {
    Button button = new Button("Stop");
    List<String> seen = new ArrayList<>();
    button.onClick(() -> seen.add("clicked"));
    button.open();
    FakeLine line = front.line("ButtonModel");
    line.receive(Map.of("method", "custom", "content", Map.of("event", "click")));
    line.receive(Map.of("method", "custom", "content", Map.of("event", "other")));
    assertEquals(List.of("clicked"), seen);
  }

  @Test
  void whoeverFailsDoesNotKeepTheOthersFromHearing() {
    List<Object> seen = new ArrayList<>();
    IntSlider slider = new IntSlider();
    slider.onValue(value -> seen.add(12 / value)).onValue(seen::add).onMax(seen::add);
    assertThrows(ArithmeticException.class, () -> slider.max(9).value(3).value(0));
    assertEquals(List.of(9, 4, 3, 0), seen);
    assertEquals(0, slider.value());
    Button button = new Button();
    button
        .onClick(
            () -> {
              throw new IllegalStateException("first");
            })
        .onClick(
            () -> {
              throw new IllegalStateException("second");
            })
        .onClick(() -> seen.add("third"));
    IllegalStateException failure = assertThrows(IllegalStateException.class, button::click);
    assertEquals("first", failure.getMessage());
    assertEquals("second", failure.getSuppressed()[0].getMessage());
    assertEquals("third", seen.get(4));
  }

  @Test
  void linksNameAttributesThatAreThere() {
    IntSlider slider = new IntSlider();
    IntProgress bar = new IntProgress();
    Widgets.jslink(slider, "value", bar, "value");
    assertEquals(
        List.of("IPY_MODEL_" + front.line("IntSliderModel").id(), "value"),
        front.line("LinkModel").state().get("source"));
    Widgets.jsdlink(slider, "value", bar, "max");
    assertEquals(
        "max", ((List<?>) front.line("DirectionalLinkModel").state().get("target")).get(1));
    assertTrue(
        message(() -> Widgets.jslink(slider, "values", bar, "value"))
            .startsWith("IntSlider has no attribute values; it has ["));
    Link link = new Link();
    assertTrue(message(() -> link.source(List.of(slider, "values"))).contains("no attribute"));
    assertTrue(message(() -> link.source(List.of("value", slider))).contains("takes a widget"));
    assertTrue(message(() -> link.target(List.of(slider))).contains("takes a widget"));
  }

  @Test
  void anOutputTakesWhatItsRequestBrings() {
    Output output = new Output();
    output.open();
    output.capture(() -> front.display("within"));
    FakeLine line = front.line("OutputModel");
    assertEquals(
        List.of(Map.of("msg_id", "request-1"), Map.of("msg_id", "")), line.states("update"));
    RuntimeException failure = new RuntimeException();
    output.capture(
        () -> {
          throw failure;
        });
    assertEquals(List.of("within", failure), front.shown);
    assertEquals("", ((Map<?, ?>) line.states("update").get(3)).get("msg_id"));
  }

  @Test
  void anOutputShowsWhateverEndsItsCode() {
    Output output = new Output();
    IOException checked = new IOException("no such file");
    AssertionError error = new AssertionError("wrong");
    output.capture(
        () -> {
          throw checked;
        });
    output.capture(
        () -> {
          throw error;
        });
    output.capture(
        () -> {
          throw new InterruptedException();
        });
    assertTrue(Thread.interrupted(), "whoever stops the code stops what comes after it, too");
    output.clear();
    assertEquals(List.of(checked, error), front.shown.subList(0, 2));
    assertEquals("clear", front.shown.get(3));
    assertEquals("", ((Map<?, ?>) front.line("OutputModel").states("update").get(7)).get("msg_id"));
  }

  @Test
  void aCellAndAHandlerMayCaptureAtOnceAndEndInAnyOrder() {
    Output output = new Output();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Thread handler =
        new Thread(
            () ->
                output.capture(
                    () -> {
                      begun.countDown();
                      ended.await();
                    }));
    output.capture(
        () -> {
          front.request = "request-2";
          handler.start();
          begun.await();
        });
    ended.countDown();
    assertDoesNotThrow(() -> handler.join());
    assertEquals(
        List.of(Map.of("msg_id", "request-1"), Map.of("msg_id", "request-2"), Map.of("msg_id", "")),
        front.line("OutputModel").states("update"));
  }

  @Test
  void oneOutputWithinAnotherGivesBack() {
    Output outer = new Output();
    outer.open();
    outer.capture(() -> outer.capture(() -> front.display("within")));
    List<Object> asked = front.line("OutputModel").states("update");
    assertEquals(List.of(Map.of("msg_id", "request-1"), Map.of("msg_id", "")), asked);
  }

  @Test
  void interactShowsTheResultAgainAtEachChange() {
    IntSlider a = new IntSlider().value(2);
    FloatSlider b = new FloatSlider().value(0.5);
    Checkbox c = new Checkbox("negate");
    Widgets.interact(a, b, c, (x, y, negate) -> (negate ? -1 : 1) * x * y);
    assertEquals(List.of("clear", 1.0), front.shown.subList(0, 2));
    assertTrue(front.shown.get(2).toString().startsWith("VBox(children=[IntSlider(value=2)"));
    front.line("IntSliderModel").update(Map.of("value", 4));
    c.value(true);
    assertEquals(List.of("clear", 2.0, "clear", -2.0), front.shown.subList(3, 7));
    Widgets.interact(new IntSlider(), x -> null);
    assertEquals("clear", front.shown.get(7));
    assertEquals(9, front.shown.size());
    Widgets.interact(a, b, (x, y) -> x + y);
    assertEquals(4.5, front.shown.get(10));
    Text unit = new Text("mm");
    Widgets.interact(a, b, c, unit, (x, y, negate, u) -> x + y + " " + negate + " " + u);
    unit.value("cm");
    assertEquals("4.5 true mm", front.shown.get(13));
    assertEquals("4.5 true cm", front.shown.get(front.shown.size() - 1));
  }

  @Test
  void aBoxBringsItsChildren() {
    Label label = new Label("x");
    HBox row = new HBox(label, new Button("y"));
    row.open();
    assertEquals(
        List.of(
            "IPY_MODEL_" + front.line("LabelModel").id(),
            "IPY_MODEL_" + front.line("ButtonModel").id()),
        front.line("HBoxModel").state().get("children"));
    assertEquals("HBox(children=[Label(value=x), Button(description=y)])", row.toString());
    row.layout().border("1px solid");
    assertEquals("1px solid", row.layout().borderLeft());
  }

  @Test
  void noBoxHoldsItself() {
    VBox outer = new VBox();
    HBox inner = new HBox(outer);
    String says = message(() -> outer.children(List.of(new Label(), inner)));
    assertTrue(says.contains("VBox: children holds the widget itself"), says);
    message(() -> inner.children(List.of(inner)));
    assertEquals(List.of(), outer.children());
    outer.children(List.of(new Label())).open();
    // The same widget twice is no circle.
    Label twice = new Label();
    new HBox(twice, new VBox(twice)).open();
  }

  @Test
  void somethingElseCanTakeAWidgetsPlace() {
    Shown shown = Widgets.show(new Label());
    shown.replace("text/plain", "done");
    assertEquals(List.of("text/plain: done"), front.shown);
  }

  @Test
  void aFrontEndHasWidgetsOnceItAnswers() {
    List<String> told = new ArrayList<>();
    Widgets.whenSupported(() -> told.add("first"));
    Widgets.whenSupported(() -> told.add("second"));
    assertEquals(List.of(), told);
    FakeLine link = front.line("DirectionalLinkModel");
    List<?> target = (List<?>) link.state().get("target");
    FakeLine answers =
        front.lines.stream()
            .filter(line -> target.get(0).equals("IPY_MODEL_" + line.id()))
            .findFirst()
            .orElseThrow();
    answers.update(Map.of((String) target.get(1), "1px"));
    assertEquals(Set.of("first", "second"), Set.copyOf(told));
    assertTrue(front.lines.stream().allMatch(line -> line.closed), "nothing stays open");
    Widgets.whenSupported(() -> told.add("third"));
    assertEquals(3, told.size());
    assertEquals(3, front.lines.size(), "it is asked once");
  }
}
