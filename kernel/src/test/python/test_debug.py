"""Breakpoints, steps and variables: what JupyterLab's debugger asks."""

import os
import socket
import time

from debugtest import DebugTest
from kerneltest import TIMEOUT, library

TWICE = "int twice(int n) {\n    int m = n * 2;\n    return m;\n}"


class Stops(DebugTest):
    def test_a_breakpoint_in_a_method(self):
        code = TWICE + "\nint y = twice(20);\nSystem.out.println(y);"
        self.assertEqual(2, self.begin(code, 2))
        self.assertEqual("breakpoint", self.stop_event["reason"])
        self.assertEqual([("twice()", 2), ("the cell", 5)], self.stack())
        self.assertEqual({"n": "20"}, self.values())
        self.assertEqual(3, self.go("next"))
        self.assertEqual("step", self.stop_event["reason"])
        self.assertEqual({"n": "20", "m": "40"}, self.values())
        self.assertEqual(5, self.go("next"))
        self.assertEqual(6, self.go("next"))
        self.assertEqual("40", self.values("Globals")["y"])
        self.assertEqual("40\n", self.end().stdout)

    def test_the_path_is_the_same_as_the_front_end_computes(self):
        info = self.debug("debugInfo")
        self.assertEqual("Murmur2", info["hashMethod"])
        for code in ("", "a", "ab", "abc", "abcd", "int x = 1;\nx", "größer \U0001f642 ∑"):
            path = self.debug("dumpCell", {"code": code})["sourcePath"]
            name = str(murmur2(code, info["hashSeed"]))
            self.assertEqual(info["tmpFilePrefix"] + name + info["tmpFileSuffix"], path)
            self.assertEqual(code, self.debug("source", {"source": {"path": path}})["content"])

    def test_an_earlier_cell_whose_method_is_called(self):
        code = "int half(int n) {\n    return n / 2;\n}"
        self.ok(code)
        self.breakpoints(code, 2)
        self.assertEqual(2, self.begin("int z = 1;\nz += half(8);"))
        path = self.debug("dumpCell", {"code": code})["sourcePath"]
        self.assertEqual(path, self.frames[0]["source"]["path"])
        self.assertEqual([("half()", 2), ("the cell", 2)], self.stack())
        self.end()

    def test_a_loop(self):
        code = "int sum = 0;\nfor (int i = 0; i < 3; i++) {\n    sum += i;\n}\nsum"
        self.assertEqual(3, self.begin(code, 3))
        for i in range(1, 3):
            self.assertEqual(3, self.go("continue"))
            self.assertEqual({"i": str(i)}, self.values())
        self.assertEqual("3", self.end().value)

    def test_a_lambda(self):
        code = (
            "int base = 10;\nvar list = List.of(1, 2).stream()\n"
            "    .map(x -> {\n        int y = x + base;\n        return y;\n    }).toList();\nlist"
        )
        self.assertEqual(5, self.begin(code, 5))
        self.assertEqual("a lambda", self.frames[0]["name"])
        self.assertEqual({"x": "1", "y": "11"}, self.values())
        self.assertEqual(5, self.go("continue"))
        self.assertEqual("[11, 12]", self.end().value)

    def test_methods_of_classes_and_records(self):
        code = (
            "record Point(int x, int y) {\n    Point {\n        if (x < 0) x = 0;\n    }\n"
            "    int sum() {\n        return x + y;\n    }\n}\n"
            "class Counter {\n    private int n = 5;\n    Counter() {\n        n++;\n    }\n"
            "    int up() {\n        n++;\n        return n;\n    }\n}\n"
            "new Point(1, 2).sum() + new Counter().up()"
        )
        self.assertEqual(3, self.begin(code, 3, 6, 12, 16))
        self.assertEqual("new Point", self.frames[0]["name"])
        self.assertEqual("1", self.values()["x"])
        self.assertEqual(6, self.go("continue"))
        self.assertEqual("Point.sum()", self.frames[0]["name"])
        fields = self.parts(self.scope()["this"]["variablesReference"])
        self.assertEqual(("1", "int"), (fields["x"]["value"], fields["x"]["type"]))
        self.assertEqual("3", self.evaluate("this.x + y")["result"])
        self.assertEqual("30", self.evaluate("sum() * 10")["result"])
        self.assertEqual(12, self.go("continue"))
        self.assertEqual(16, self.go("continue"))
        self.assertEqual("7", self.evaluate("n")["result"])
        self.assertEqual("10", self.end().value)

    def test_steps_into_and_out_of(self):
        code = (
            TWICE + "\nint four(int n) {\n    int t = twice(n);\n    return twice(t);\n}\n"
            "int a = four(1);\nint b = Integer.parseInt(\"7\");\na + b"
        )
        self.assertEqual(9, self.begin(code, 9))
        self.assertEqual(6, self.go("stepIn"))
        self.assertEqual(2, self.go("stepIn"))
        self.assertEqual([("twice()", 2), ("four()", 6), ("the cell", 9)], self.stack())
        self.assertEqual({"n": "1"}, self.values(frame=1))
        self.assertEqual(6, self.go("stepOut"))
        self.assertEqual(7, self.go("next"))
        self.assertEqual({"n": "1", "t": "2"}, self.values())
        self.assertEqual(9, self.go("stepOut"))
        self.assertEqual(10, self.go("next"))
        self.assertEqual(11, self.go("stepIn"))  # nothing of the JDK
        self.assertEqual("11", self.end("next").value)

    def test_a_step_ends_with_the_cell(self):
        self.assertEqual(1, self.begin("int last = 1;", 1))
        self.end("next")
        self.assertEqual("2", self.ok("last + 1").value)

    def test_pause(self):
        self.cell = self.kc.execute(
            "long turns = 0;\nSystem.out.println(\"turns\");\nwhile (turns >= 0) {\n    turns++;\n}"
        )
        while self.message()["msg_type"] != "stream":
            pass
        self.debug("pause", {"threadId": 1})
        self.assertIn(self.stopped(), (3, 4))
        self.assertEqual("pause", self.stop_event["reason"])
        self.evaluate("turns = -5")
        self.assertEqual("ok", self.end().status)

    def test_other_threads_go_on(self):
        self.ok("var ticks = new java.util.concurrent.atomic.AtomicLong();")
        self.ok(
            "var ticker = new Thread(() -> { try { while (true) { ticks.incrementAndGet();"
            " Thread.sleep(1); } } catch (InterruptedException e) { } });\nticker.start();"
        )
        self.begin("int stands = 1;", 1)
        before = int(self.evaluate("ticks.get()")["result"])
        self.wait_until(lambda: int(self.evaluate("ticks.get()")["result"]) > before + 10)
        self.end()
        self.ok("ticker.interrupt();")

    def test_threads_stand_one_at_a_time(self):
        code = (
            "var total = new java.util.concurrent.atomic.AtomicInteger();\n"
            "var workers = new ArrayList<Thread>();\n"
            "for (int i = 0; i < 3; i++) {\n    int k = i;\n"
            "    workers.add(new Thread(() -> {\n        total.addAndGet(k);\n    }));\n}\n"
            "for (var w : workers) w.start();\nfor (var w : workers) w.join();\ntotal.get()"
        )
        self.assertEqual(6, self.begin(code, 6))
        seen = {self.thread}
        for _ in range(2):
            self.assertEqual(6, self.go("continue"))
            self.assertEqual("3", self.evaluate("k + 3 - k")["result"])
            seen.add(self.thread)
        self.assertEqual(3, len(seen))
        self.assertEqual("3", self.end().value)

    def test_code_that_a_library_calls(self):
        code = (
            "var sorted = new ArrayList<>(List.of(3, 1, 2));\n"
            "sorted.sort((a, b) -> {\n    return a - b;\n});\nsorted"
        )
        self.assertEqual(3, self.begin(code, 3))
        self.assertEqual([("a lambda", 3), ("the cell", 2)], self.stack())
        self.breakpoints(code)
        self.assertEqual("[1, 2, 3]", self.end().value)


class Constructors(DebugTest):
    """A constructor runs code before its object is there."""

    CODE = (
        "class Base {\n    String s;\n    Base(String s) {\n        this.s = s;\n    }\n}\n"
        "class Derived extends Base {\n    int k = 4;\n    Derived(String s) {\n        super(s + \"!\");\n"
        "        k++;\n    }\n    Derived() {\n        this(\"x\");\n    }\n    Derived(int n) { super(\"n\"); k = n; }\n}\n"
    )

    def test_the_call_of_the_constructor_above(self):
        code = self.CODE + "new Derived().s"
        self.assertEqual(14, self.begin(code, 4, 10, 14))
        self.assertEqual({}, self.values())
        self.assertEqual(10, self.go("continue"))
        self.assertEqual({"s": '"x"'}, self.values())
        self.evaluate('s = "assigned"')
        self.assertEqual(4, self.go("continue"))
        self.assertEqual(["new Base", "new Derived", "new Derived", "the cell"], [f["name"] for f in self.frames])
        self.assertEqual('"assigned!"', self.evaluate("s")["result"])
        self.breakpoints(code)
        self.assertEqual([5, 10, 8, 11], [self.go("next"), self.go("stepOut"), self.go("next"), self.go("next")])
        self.assertEqual("4", self.evaluate("this.k")["result"])
        self.assertEqual("assigned!", self.end().value)

    def test_constructors_on_one_line(self):
        code = (
            "class Plain { int n; }\nclass One {\n    int n;\n    One(int n) { this.n = n; }\n    One() { n = 7; }\n    One(String s) { }\n}\n"
            + self.CODE.replace("Base", "Root").replace("Derived", "Leaf")
            + "int a = new Plain().n + new One(\"\").n;\nnew One(3).n + new One().n + new Leaf(5).k + a"
        )
        self.assertEqual(25, self.begin(code, 4, 5, 23, 25))
        self.assertEqual(26, self.go("stepIn"))  # what stands on no line of its own has nothing to show
        self.assertEqual(4, self.go("continue"))
        self.assertEqual("0", self.evaluate("this.n")["result"])
        self.assertEqual(5, self.go("continue"))
        self.assertEqual(23, self.go("continue"))
        self.assertEqual({"n": "5"}, self.values())
        self.assertEqual(23, self.go("continue"))  # the rest of the line
        self.assertEqual("4", self.evaluate("k")["result"])
        self.assertEqual("15", self.end().value)

    def test_a_constructor_above_that_throws(self):
        self.debug("setExceptionBreakpoints", {"filters": ["uncaught"]})
        code = (
            "class Strict {\n    Strict(int n) {\n        if (n < 0) throw new IllegalArgumentException();\n    }\n}\n"
            "class Sub extends Strict {\n    Sub(int n) {\n        super(n - 1);\n    }\n}\n"
            "int tries = 0;\ntry { new Sub(0); } catch (IllegalArgumentException e) { tries++; }\nnew Sub(0)"
        )
        self.assertEqual(3, self.begin(code))
        self.assertEqual([3, 8, 13], [frame["line"] for frame in self.frames])
        self.assertEqual("error", self.end().status)


class Places(DebugTest):
    """Lines of cells that run again, are edited, hold magics, or are alike."""

    def test_a_cell_that_runs_again(self):
        code = "int again(int n) {\n    return n + 1;\n}\nagain(1)"
        for _ in range(3):
            self.assertEqual(2, self.begin(code, 2))
            self.end()

    def test_a_cell_that_is_edited(self):
        old = "int edited(int n) {\n    return n + 1;\n}\nedited(1)"
        self.assertEqual(2, self.begin(old, 2))
        self.end()
        new = "// a comment\nint edited(int n) {\n    int k = n + 1;\n    return k;\n}\nedited(1)"
        self.assertEqual(4, self.begin(new, 4))
        self.assertEqual("2", self.end().value)

    def test_an_edit_outside_of_the_method(self):
        old = "int same(int n) {\n    return n + 1;\n}\nsame(1)"
        self.ok(old)
        new = "// two lines\n// above\n" + old
        self.assertEqual(4, self.begin(new, 4))
        path = self.debug("dumpCell", {"code": new})["sourcePath"]
        self.assertEqual([path, path], [frame["source"]["path"] for frame in self.frames])
        self.end()

    def test_a_magic_above(self):
        self.assertEqual(3, self.begin("%lsmagic\nint above = 1;\nabove + 1", 3))
        self.assertEqual("2", self.end().value)
        self.assertEqual(3, self.begin("%%time\nint k = 3;\nk + 1", 3))
        self.end()

    def test_two_cells_of_one_text(self):
        code = "int[] box = {0};\nbox[0]++;\nbox[0]"
        self.ok(code)
        self.assertEqual(2, self.begin(code, 2))
        self.assertEqual("1", self.end().value)

    LINES = """
int x;
int y = 3;
String s
    = "abc"
    + y;
var names = List.of("b", "a")
    .stream()
    .map(q -> q + 1)
    .toList();
/* a comment
   of lines */
int f(int n)
{
    int k;
    final int c = 5;
    k = n + c;
    if (k > 3)
    {
        k++;
    }
    else
        return 0;
    return k
        + 1;
}
void g() {
    for (int i = 0;
         i < 2;
         i++) {
        x += i;
    }
}
@FunctionalInterface
interface Op {
    int apply(int a);
    default int twice(int a) {
        return apply(apply(a));
    }
}
class A {
    static final int K = 3;
    int n;
    int m = 4;
    A() {
        n++;
    }
}
record Pair(int a, int b) {
}
enum Color {
    RED;
    int v() { return 1; }
}
Op op = a -> {
    int z = a;
    return z + 1;
};
f(-2);
f(2);
g();
op.twice(3) + new A().n + new Pair(1, 2).a() + Color.RED.v();
String text = switch (y) {
    case 3 ->
        "three";
    default -> {
        yield "more";
    }
};
try {
    Integer.parseInt("x");
} catch (NumberFormatException e) {
    y++;
}
Runnable r = new Runnable() {
    public void run() {
        y++;
    }
};
r.run();
switch (y) {
    case 5:
        y = 7;
        break;
    default:
}
x"""

    def test_every_breakpoint_moves_to_a_line_that_runs(self):
        """One on each line: each stands where the cell stops, or says that it stands nowhere."""
        count = len(self.LINES.splitlines())
        points = self.breakpoints(self.LINES, *range(1, count + 1))
        moved = {point["line"] for point in points if point["verified"]}
        self.assertNotIn(2, moved)
        self.cell = self.kc.execute(self.LINES)
        lines = set()
        while True:
            message = self.message()
            if self.is_idle(message):
                break
            if message["msg_type"] == "debug_event" and message["content"]["event"] == "stopped":
                thread = message["content"]["body"]["threadId"]
                top = self.debug("stackTrace", {"threadId": thread})["stackFrames"][0]
                lines.add(top["line"])
                self.debug("continue", {"threadId": thread})
        self.assertEqual("ok", self.reply(self.cell)["content"]["status"])
        self.messages = []
        never = 1 + self.LINES.splitlines().index('        yield "more";')  # the cell does not get there
        self.assertEqual(sorted(moved - {never}), sorted(lines))

    def test_words_that_begin_like_others(self):
        self.ok("int imported() {\n    return 1;\n}\nvar names = List.of(1);")
        code = "void count() {\n    int name\n        = names.size();\n}\nimported();\ncount();"
        self.assertEqual(5, self.begin(code, 2, 5))
        self.assertEqual(2, self.go("continue"))
        self.end()

    def test_a_line_without_code_moves_on(self):
        code = "int first = 1;\n\n// a comment\nint second = 2;\n"
        points = self.breakpoints(code, 2, 4, 5)
        self.assertEqual([4, 4, 5], [point["line"] for point in points])
        self.assertEqual([True, True, False], [point["verified"] for point in points])
        self.assertEqual(4, self.begin(code, 2))
        self.end()

    def test_a_magic_has_a_line_and_the_body_of_another_language_has_none(self):
        points = self.breakpoints("int n;\n%lsmagic\nint m;\n", 1, 3)
        self.assertEqual([2, 3], [point["line"] for point in points])
        self.assertFalse(points[1]["verified"])
        points = self.breakpoints("%%time\nint n;\n\nint m = 1;", 2)
        self.assertEqual([4], [point["line"] for point in points])
        points = self.breakpoints("%%bash\necho 1", 1, 2)
        self.assertEqual([True, False], [point["verified"] for point in points])

    def test_a_breakpoint_can_be_set_while_a_cell_runs(self):
        self.cell = self.kc.execute("boolean on = true;\nwhile (on) {\n    Thread.sleep(10);\n}")
        code = "on = false;"
        self.breakpoints("boolean on = true;\nwhile (on) {\n    Thread.sleep(10);\n}", 2)
        self.assertIn(self.stopped(), (2, 3))
        self.assertEqual("false", self.evaluate(code)["result"])
        self.assertEqual("ok", self.end().status)

    def test_many_lines_of_one_expression(self):
        code = (
            "var names = List.of(\"b\", \"a\")\n    .stream()\n    .sorted()\n"
            "    .map(s -> s + 1)\n    .toList();\nnames"
        )
        self.assertEqual(4, self.begin(code, 4))
        while self.frames[0]["name"] != "a lambda":
            self.assertEqual(4, self.go("continue"))
        self.assertEqual({"s": '"a"'}, self.values())
        self.breakpoints(code)
        self.assertEqual("[a1, b1]", self.end().value)

    def test_breakpoints_are_told_and_can_go(self):
        code = "int gone = 1;\ngone"
        self.breakpoints(code, 1, {"line": 2, "condition": "gone > 5"})
        told = self.debug("debugInfo")["breakpoints"]
        path = self.debug("dumpCell", {"code": code})["sourcePath"]
        points = {one["source"]: one["breakpoints"] for one in told}[path]
        self.assertEqual([{"line": 1}, {"line": 2, "condition": "gone > 5"}], points)
        self.breakpoints(code)
        self.assertEqual("1", self.ok(code).value)


class Conditions(DebugTest):
    LOOP = "int total = 0;\nfor (int i = 0; i < 10; i++) {\n    total += i;\n}\ntotal"

    def test_a_condition(self):
        self.assertEqual(3, self.begin(self.LOOP, {"line": 3, "condition": "i == 7 && total > 20"}))
        self.assertEqual({"i": "7"}, self.values())
        self.assertEqual("45", self.end().value)

    def test_a_condition_that_is_wrong_stops_and_says_so(self):
        self.assertEqual(3, self.begin(self.LOOP, {"line": 3, "condition": "nowhere > 1"}))
        self.breakpoints(self.LOOP)
        self.assertIn("nowhere", self.end().stderr)

    def test_a_count(self):
        self.assertEqual(3, self.begin(self.LOOP, {"line": 3, "hitCondition": ">= 9"}))
        self.assertEqual({"i": "8"}, self.values())
        self.assertEqual(3, self.go("continue"))
        self.assertEqual("45", self.end().value)

    def test_a_log_point(self):
        self.breakpoints(self.LOOP, {"line": 3, "logMessage": "i is {i}, {total * 2} so far"})
        result = self.ok(self.LOOP)
        self.assertEqual(10, len(result.stdout.splitlines()))
        self.assertIn("i is 3, 6 so far\n", result.stdout)

    def test_a_condition_is_true_or_false(self):
        self.assertEqual(3, self.begin(self.LOOP, {"line": 3, "condition": "i"}))
        self.breakpoints(self.LOOP, {"line": 3, "condition": "i == 7 // the last but two"})
        self.assertEqual(3, self.go("continue"))
        self.assertEqual({"i": "7"}, self.values())
        self.assertIn("0 is neither true nor false", self.end().stderr)

    def test_a_count_that_is_none(self):
        point = self.breakpoints(self.LOOP, {"line": 3, "hitCondition": "often"})[0]
        self.assertFalse(point["verified"])
        self.assertIn("often", point["message"])
        self.assertEqual("45", self.ok(self.LOOP).value)

    def test_braces_in_a_log_point(self):
        message = "it's {new int[] {i, 2}} and {\"}\" + i}, {}, {nobody}, {i"
        self.breakpoints(self.LOOP, {"line": 3, "logMessage": message})
        self.assertIn("it's [4, 2] and }4, {}, {there is no variable nobody}, {i\n", self.ok(self.LOOP).stdout)


class Exceptions(DebugTest):
    CODE = (
        "int parse(String s) {\n    int length = s.length();\n    return Integer.parseInt(s) + length;\n}\n"
        "int caught = 0;\ntry {\n    caught = parse(\"x\");\n} catch (NumberFormatException e) {\n"
        "    caught = -1;\n}\ncaught"
    )

    def test_filters(self):
        names = [f["filter"] for f in self.capabilities["exceptionBreakpointFilters"]]
        self.assertEqual(["raised", "uncaught"], names)
        self.assertIn("nonsense", self.refused("setExceptionBreakpoints", {"filters": ["nonsense"]}))

    def test_raised(self):
        self.debug("setExceptionBreakpoints", {"filters": ["raised"]})
        self.assertEqual(3, self.begin(self.CODE))
        self.assertEqual("exception", self.stop_event["reason"])
        self.assertIn("NumberFormatException", self.stop_event["text"])
        self.assertEqual({"s": '"x"', "length": "1"}, self.values())
        self.assertEqual("2", self.evaluate("length + 1")["result"])
        self.assertEqual("-1", self.end().value)

    def test_uncaught(self):
        self.debug("setExceptionBreakpoints", {"filters": ["uncaught"]})
        self.assertEqual("-1", self.ok(self.CODE).value)
        self.assertEqual(3, self.begin("int[] few = {1};\nint index = 4;\nfew[index]++;"))
        self.assertIn("ArrayIndexOutOfBounds", self.stop_event["text"])
        self.assertEqual("error", self.end().status)

    def test_none(self):
        self.debug("setExceptionBreakpoints", {"filters": []})
        self.fails("throw new IllegalStateException(\"on its way\");")

    RESOURCE = "class Resource implements AutoCloseable {\n    public void close() { }\n}\n"

    def test_what_an_exception_passes_on_its_way_out(self):
        """It stops where it is thrown, not at a "finally", a lock or resources that are closed."""
        self.ok(self.RESOURCE)
        self.debug("setExceptionBreakpoints", {"filters": ["uncaught"]})
        for head, tail in (
            ("try (var r = new Resource()) {", "}"),
            ("try {", "} finally { System.out.print(1); }"),
            ("synchronized (List.class) {", "}"),
            ("List.of(0).forEach(x -> {", "});"),
        ):
            with self.subTest(head):
                self.assertEqual(3, self.begin("void run() {\n    %s\n        \"\".charAt(1);\n    %s\n}\nrun();" % (head, tail)))
                self.assertEqual("error", self.end().status)

    def test_caught_behind_resources(self):
        self.ok(self.RESOURCE)
        code = (
            "void run() {\n    try (var r = new Resource()) {\n        \"\".charAt(1);\n"
            "    } catch (StringIndexOutOfBoundsException e) { }\n}\nrun();\n"
            "try { run(); \"\".charAt(1); } catch (Throwable t) { System.out.print(t == null); }"
        )
        self.debug("setExceptionBreakpoints", {"filters": ["uncaught"]})
        self.assertEqual("false", self.ok(code).stdout)
        self.debug("setExceptionBreakpoints", {"filters": ["raised"]})
        lines = [self.begin(code), self.go("continue"), self.go("continue")]
        self.assertEqual([3, 3, 7], lines)
        self.end()

    def test_threads_and_deep_stacks(self):
        self.debug("setExceptionBreakpoints", {"filters": ["uncaught"]})
        code = "var thread = new Thread(() -> {\n    throw new IllegalStateException();\n});\nthread.start();\nthread.join();"
        self.assertEqual(2, self.begin(code))
        self.assertEqual("ok", self.end().status)
        self.assertEqual(2, self.begin("int deep(int n) {\n    return deep(n + 1) + 1;\n}\ndeep(0)"))
        self.assertIn("StackOverflowError", self.stop_event["text"])
        self.assertLess(100, int(self.evaluate("n")["result"]))
        self.assertEqual("error", self.end().status)
        self.assertEqual(1, self.begin("int again = 1;", 1))
        self.end()


class Looking(DebugTest):
    def test_parts_are_told_when_they_are_asked_for(self):
        code = (
            "record Pair(String left, double right) {}\nvar pair = new Pair(\"l\", 2.5);\n"
            "int[] numbers = new int[250];\nnumbers[120] = 9;\nvar map = new TreeMap<>(Map.of(\"k\", List.of(1)));\n"
            "var none = (Object) null;\nint here = 1;"
        )
        self.begin(code, 7)
        shown = self.scope("Globals")
        pair = self.parts(shown["pair"]["variablesReference"])
        self.assertEqual('"l"', pair["left"]["value"])
        self.assertEqual("Pair", shown["pair"]["type"])
        self.assertEqual("int[]", shown["numbers"]["type"])
        ranges = self.parts(shown["numbers"]["variablesReference"])
        self.assertEqual(["[0 ... 99]", "[100 ... 199]", "[200 ... 249]"], list(ranges))
        hundred = self.parts(ranges["[100 ... 199]"]["variablesReference"])
        self.assertEqual("9", hundred["[120]"]["value"])
        entries = self.parts(shown["map"]["variablesReference"])
        self.assertEqual("[1]", entries["k"]["value"])
        self.assertEqual("null", shown["none"]["value"])
        self.assertEqual(0, shown["none"]["variablesReference"])
        old = shown["pair"]["variablesReference"]
        self.end()
        self.assertIn("gone on", self.refused("variables", {"variablesReference": old}))

    def test_a_text_that_fails_or_takes_too_long(self):
        code = (
            "class Bad { public String toString() { throw new IllegalStateException(); } }\n"
            "class Slow { public String toString() { while (true) { } } }\n"
            "var bad = new Bad();\nvar slow = new Slow();\nint here = 2;"
        )
        self.begin(code, 5)
        shown = self.values("Globals")
        self.assertIn("IllegalStateException", shown["bad"])
        self.assertIn("cannot be shown", shown["slow"])
        self.end()

    def test_evaluate(self):
        code = (
            "int offset = 100;\n<T extends Comparable<T>> int rank(List<T> all, T one) {\n"
            "    int place = all.indexOf(one);\n    return place;\n}\nrank(List.of(\"a\", \"b\"), \"b\")"
        )
        self.begin(code, 4)
        self.assertEqual("101", self.evaluate("place + offset")["result"])
        self.assertEqual('"b!"', self.evaluate("one + \"!\"")["result"])
        lists = self.evaluate("all.stream().map(o -> o + \"?\").toList();")
        self.assertEqual("[a?, b?]", lists["result"])
        self.assertEqual('"b?"', self.parts(lists["variablesReference"])["[1]"]["value"])
        self.assertEqual("null", self.evaluate("System.out.println(place)")["result"])
        arguments = {"frameId": self.frames[0]["id"], "context": "hover"}
        self.assertIn("nobody", self.refused("evaluate", dict(arguments, expression="nobody + 1")))
        self.assertIn(
            "ArithmeticException", self.refused("evaluate", dict(arguments, expression="1 / (place - 1)"))
        )
        self.assertEqual("101", self.evaluate("offset + place")["result"])
        result = self.end()
        self.assertEqual("1\n", result.stdout)
        self.assertEqual("1", result.value)

    def test_fields_are_those_that_the_class_of_the_code_knows(self):
        code = (
            "class Base {\n    int n = 1;\n    int kept = 3;\n    private int own = 2;\n"
            "    int up() {\n        return n + own;\n    }\n}\n"
            "class Derived extends Base {\n    int n = 10;\n    int more() {\n"
            "        return n + up();\n    }\n}\nnew Derived().more()"
        )
        self.assertEqual(12, self.begin(code, 6, 12))
        self.assertEqual("13", self.evaluate("kept + n")["result"])
        self.assertEqual("13", self.evaluate("this.kept + this.n")["result"])
        self.assertEqual(6, self.go("continue"))
        self.assertEqual("3", self.evaluate("n + own")["result"])
        self.assertEqual("3", self.evaluate("this.n + this.own")["result"])
        self.assertEqual("13", self.end().value)

    def test_members_of_classes_around(self):
        code = (
            "class Outer {\n    private int id = 5;\n    static int made = 2;\n    List<String> words = List.of(\"one\", \"three\");\n"
            "    int twice(int x) { return 2 * x; }\n    static int help(int x) { return x + made; }\n"
            "    class Inner {\n        int mine = 3;\n        int sum(int k) {\n            int r = mine + id + k;\n"
            "            return r + twice(1);\n        }\n    }\n    static int all(int b) {\n        Runnable task = new Runnable() {\n"
            "            public void run() {\n                System.out.print(b);\n            }\n        };\n        task.run();\n"
            "        return help(b);\n    }\n    int go() { return new Inner().sum(1); }\n}\nnew Outer().go() + Outer.all(9)"
        )
        self.assertEqual(11, self.begin(code, 11, 17, 21))
        for expression, value in (
            ("id + mine + this.mine + Outer.this.id", "16"),
            ("twice(4) + help(1)", "11"),
            ("words.get(1).length()", "5"),
            ("words.stream().map(id -> id + mine).toList()", "[one3, three3]"),
            ("made = 40", "40"),
            ("id = 50", "50"),
            ("Outer.this.id + k + r", "60"),
        ):
            with self.subTest(expression):
                self.assertEqual(value, self.evaluate(expression)["result"])
        self.assertEqual(17, self.go("continue"))
        self.assertEqual("9", self.values()["b"])
        self.assertEqual("10", self.evaluate("b + 1")["result"])
        frame = self.frames[0]["id"]
        self.assertIn("captured", self.refused("evaluate", {"expression": "b = 3", "frameId": frame}))
        self.debug("copyToGlobals", {"srcVariableName": "b", "dstVariableName": "copied", "srcFrameId": frame})
        self.assertEqual(21, self.go("continue"))
        self.assertEqual("49", self.evaluate("help(b)")["result"])
        self.assertEqual("60", self.end().value)
        self.assertEqual("10", self.ok("copied + 1").value)

    def test_statements_and_comments(self):
        self.begin("int count(int n) {\n    return n;\n}\ncount(2)", 2)
        self.assertEqual("2", self.evaluate("n // a comment")["result"])
        self.assertEqual("null", self.evaluate("if (n > 1) { n = 7; } // a comment")["result"])
        self.assertEqual("7", self.evaluate("for (int i = 0; i < 3; i++) { if (i == 2) return n; }")["result"])
        frame = self.frames[0]["id"]
        thrown = self.refused("evaluate", {"expression": 'throw new Exception("own");', "frameId": frame})
        self.assertEqual("java.lang.Exception: own", thrown)
        self.assertEqual("7", self.end().value)

    def test_values_that_are_large_locked_or_odd(self):
        code = (
            "var copies = Collections.nCopies(2_000_000_000, 1);\nint[] million = new int[1_000_000];\n"
            "var text = \"a\\n\\\"b\" + \"x\".repeat(1 << 20);\nvar empty = new ArrayList<>();\n"
            "class Cycle { Cycle next = this; }\nvar cycle = new Cycle();\nvar locked = new Vector<>(List.of(1));\n"
            "int last = 3;\nsynchronized (locked) {\n    last++;\n}"
        )
        self.assertEqual(10, self.begin(code, 10))
        shown = self.scope("Globals")
        self.assertEqual('"a\\n\\"bxx', shown["text"]["value"][:9])
        self.assertGreater(300, len(shown["text"]["value"]))
        self.assertEqual(("[]", 0), (shown["empty"]["value"], shown["empty"]["variablesReference"]))
        self.assertEqual("3", shown["last"]["value"])  # though another one's text cannot be had now
        parts = self.parts(shown["copies"]["variablesReference"])
        while len(parts) > 1 and "..." in list(parts)[-1]:
            parts = self.parts(list(parts.values())[-1]["variablesReference"])
        self.assertEqual("1", parts["[1999999999]"]["value"])
        parts = self.parts(shown["million"]["variablesReference"])
        self.assertIn("[990000 ... 999999]", parts)
        next_one = self.parts(shown["cycle"]["variablesReference"])["next"]
        self.assertEqual(["next"], list(self.parts(next_one["variablesReference"])))
        self.assertEqual("1", self.evaluate("locked.get(0)")["result"])
        self.assertEqual("ok", self.end().status)

    def test_some_of_the_calls(self):
        self.begin("int down(int n) {\n    if (n == 0) {\n        return 0;\n    }\n    return down(n - 1) + 1;\n}\ndown(500)", 3)
        self.assertEqual(502, len(self.frames))
        some = self.debug("stackTrace", {"threadId": self.thread, "startFrame": 500, "levels": 1})
        self.assertEqual(([5], 502), ([f["line"] for f in some["stackFrames"]], some["totalFrames"]))
        self.assertEqual("500", self.end().value)

    def test_evaluating_stops_at_no_breakpoint(self):
        code = TWICE + "\nint q = twice(1);\nq"
        self.begin(code, 2)
        self.assertEqual("42", self.evaluate("twice(21)")["result"])
        self.assertEqual([("twice()", 2), ("the cell", 5)], self.stack())
        self.assertEqual("2", self.end().value)

    def test_rich_rendering(self):
        self.begin("int[][] grid = {{1, 2}};\nvar image = new java.awt.image.BufferedImage(2, 2, 1);\nint here = 3;", 3)
        frame = self.frames[0]["id"]
        body = self.debug("richInspectVariables", {"variableName": "image", "frameId": frame})
        self.assertIn("image/png", body["data"])
        self.assertIn("nix", self.refused("richInspectVariables", {"variableName": "nix", "frameId": frame}))
        self.end()

    def test_copy_to_globals(self):
        code = "int inside(List<String> words) {\n    int many = words.size();\n    return many;\n}\ninside(List.of(\"w\"))"
        self.begin(code, 3)
        frame = self.frames[0]["id"]
        for name in ("words", "many"):
            self.debug(
                "copyToGlobals",
                {"srcVariableName": name, "dstVariableName": name, "srcFrameId": frame},
            )
        self.assertIn(
            "no name",
            self.refused(
                "copyToGlobals",
                {"srcVariableName": "many", "dstVariableName": "1x", "srcFrameId": frame},
            ),
        )
        self.end()
        self.assertEqual("w1", self.ok("words.get(0) + many").data["text/plain"])

    def test_the_session_without_a_breakpoint(self):
        self.ok("var list = List.of(1, 2);\nString word = \"abc\";\ndouble real = 1.5;")
        shown = {v["name"]: v for v in self.debug("inspectVariables")["variables"]}
        self.assertEqual(("[1, 2]", "List"), (shown["list"]["value"], shown["list"]["type"]))
        # A type would hide the text in JupyterLab, except for int and float.
        self.assertEqual(('"abc"', None), (shown["word"]["value"], shown["word"].get("type")))
        self.assertEqual(("1.5", None), (shown["real"]["value"], shown["real"].get("type")))
        self.assertEqual("2", self.parts(shown["list"]["variablesReference"])["[1]"]["value"])
        body = self.debug("richInspectVariables", {"variableName": "word"})
        self.assertEqual("abc", body["data"]["text/plain"])


class Assigning(DebugTest):
    """What is assigned while a thread stands, the code goes on with."""

    def set(self, name, value, scope="Locals", frame=0):
        """Assigns to a variable of a scope, and returns what it then holds."""
        return self.debug("setVariable", self.setting(name, value, scope, frame))["value"]

    def not_set(self, name, value, scope="Locals", frame=0):
        return self.refused("setVariable", self.setting(name, value, scope, frame))

    def setting(self, name, value, scope, frame):
        scopes = self.debug("scopes", {"frameId": self.frames[frame]["id"]})["scopes"]
        number = [s for s in scopes if s["name"] == scope][0]["variablesReference"]
        return {"variablesReference": number, "name": name, "value": value}

    def not_evaluated(self, expression, frame=0):
        return self.refused(
            "evaluate", {"expression": expression, "frameId": self.frames[frame]["id"], "context": "repl"}
        )

    def test_every_type(self):
        self.assertTrue(self.capabilities["supportsSetVariable"])
        self.assertTrue(self.capabilities["supportsSetExpression"])
        code = (
            "record Pair(int a, int b) { }\n"
            "String all(boolean z, byte b, char c, short s, int i, long j, float f, double d, String text,\n"
            "    int[] array, List<String> list, Pair pair, Object any, Pair[] pairs) {\n"
            "    return z + \" \" + b + c + s + i + j + f + d + text + array.length + list + pair + any + pairs.length;\n"
            "}\n"
            'all(false, (byte) 1, \'c\', (short) 1, 1, 1L, 1f, 1.0, "t", null, null, null, null, null)'
        )
        self.assertEqual(4, self.begin(code, 4))
        for name, value, shown in (
            ("z", "true", "true"),
            ("b", "(byte) (b + 6)", "7"),
            ("c", "'x'", "'x'"),
            ("s", "-2", "-2"),
            ("i", "i + 41", "42"),
            ("j", "i * 10_000_000_000L", "420000000000"),
            ("f", "2", "2.0"),
            ("d", "Math.sqrt(16)", "4.0"),
            ("text", 'text + "u"', '"tu"'),
            ("array", "new int[] {1, 2}", "int[2]"),
            ("list", 'List.of("l")', "[l]"),
            ("pair", "new Pair(1, 2)", "Pair[a=1, b=2]"),
            ("any", "list", "[l]"),
            ("pairs", "new Pair[] {pair}", "Pair[1]"),
        ):
            with self.subTest(name):
                set_to = self.set(name, value)
                if name not in ("array", "pairs"):
                    self.assertEqual(shown, set_to)
                    self.assertEqual(shown, self.values()[name])
        self.assertEqual("true 7x-2424200000000002.04.0tu2[l]Pair[a=1, b=2][l]1", self.end().value)

    def test_expressions_assign_as_well(self):
        code = "int count(int n) {\n    int sum = 0;\n    for (int i = 0; i < n; i++) {\n        sum += i;\n    }\n    return sum;\n}\ncount(1000)"
        self.assertEqual(4, self.begin(code, 4))
        self.assertEqual("500", self.evaluate("i = 500")["result"])
        self.assertEqual("501", self.evaluate("++i")["result"])
        self.assertEqual("5", self.evaluate("sum += n / 200;")["result"])
        self.assertEqual({"n": "1000", "sum": "5", "i": "501"}, self.values())
        self.assertEqual(4, self.go("continue"))
        self.assertEqual({"n": "1000", "sum": "506", "i": "502"}, self.values())
        self.evaluate("n = 503")
        self.assertEqual("1008", self.end().value)

    def test_code_of_all_kinds(self):
        code = (
            "class Box {\n    private int held = 1;\n    final int fixed = 2;\n    Box(int start) {\n"
            "        held = start;\n    }\n    long up(long by) {\n        for (String w : List.of(\"a\", \"b\")) {\n"
            "            by += w.length();\n        }\n        return by + held;\n    }\n}\n"
            "var box = new Box(3);\nlong sum = box.up(10);\n"
            "var doubled = Stream.of(1, 2).map(x -> {\n    int y = x * 2;\n    return y;\n}).toList();\n"
            "try {\n    throw new IllegalStateException(\"first\");\n} catch (IllegalStateException e) {\n"
            "    doubled = List.of(e.getMessage().length());\n}\nsum + \" \" + doubled"
        )
        self.assertEqual(5, self.begin(code, 5, 9, 11, 18, 23))
        self.set("start", "30")
        self.assertEqual(9, self.go("continue"))
        self.set("w", '"long word"')
        self.assertEqual(9, self.go("continue"))
        self.set("by", "by + 100")
        self.assertEqual(11, self.go("continue"))
        self.assertEqual("120", self.values()["by"])
        self.debug("setExpression", {"expression": "this.held", "value": "7", "frameId": self.frames[0]["id"]})
        self.assertIn("final", self.not_evaluated("fixed = 3"))
        self.assertIn("this cannot be assigned", self.not_evaluated("this = null"))
        self.assertEqual(18, self.go("continue"))
        self.set("y", "y + x")
        self.assertEqual(18, self.go("continue"))
        self.assertEqual(23, self.go("continue"))
        self.set("e", 'new IllegalStateException("a second")')
        self.assertEqual("127 [8]", self.end().value)

    def test_parts_and_the_session(self):
        self.ok("int outside = 1;\nint[] cells = {1, 2};\nint hidden = 5;")
        code = "int use(int[] own, int hidden) {\n    int first = own[0];\n    return first + outside + hidden;\n}\nuse(cells, 100)"
        self.assertEqual(2, self.begin(code, 2))
        frame = self.frames[0]["id"]
        body = self.debug("setExpression", {"expression": "own[0]", "value": "50", "frameId": frame})
        self.assertEqual("50", body["value"])
        self.assertEqual("7", self.set("outside", "7", "Globals"))
        self.assertIn("hides hidden", self.not_set("hidden", "8", "Globals"))
        self.assertIn("no local variable outside", self.not_set("outside", "8"))
        parts = self.scope()["own"]["variablesReference"]
        self.assertIn(
            "no scope", self.refused("setVariable", {"variablesReference": parts, "name": "[0]", "value": "1"})
        )
        self.assertEqual("157", self.end().value)
        self.assertEqual("50 7 5", self.ok('cells[0] + " " + outside + " " + hidden').value)

    def test_what_cannot_be_assigned_says_why_and_changes_nothing(self):
        code = "int inner(int n) {\n    return n + 1;\n}\nint outer(int m) {\n    int before = 4;\n    return inner(m) + before;\n}\nouter(1)"
        self.assertEqual(2, self.begin(code, 2))
        self.assertIn("String cannot be converted to int", self.not_set("n", '"text"'))
        self.assertIn("no expression", self.not_set("n", "1; int x = 2"))
        self.assertIn("nobody", self.not_set("n", "nobody"))
        self.assertIn("ArithmeticException", self.not_set("n", "1 / 0"))
        self.assertIn("no local variable q", self.not_set("q", "1"))
        frame = self.frames[0]["id"]
        self.assertIn(
            "no variable, field or element",
            self.refused("setExpression", {"expression": "n + 1", "value": "2", "frameId": frame}),
        )
        self.assertIn("middle of a line", self.not_set("m", "9", frame=1))
        self.assertEqual(6, self.go("stepOut"))
        self.assertIn("middle of a line", self.not_set("before", "9"))
        self.assertIn("middle of a line", self.not_evaluated("before++"))
        self.assertEqual("4", self.values()["before"])
        self.assertEqual("6", self.end().value)

    def test_a_variable_whose_type_a_library_hides(self):
        jar = library(
            "hidden",
            {
                "lib/Tool.java": "package lib;\npublic class Tool { public static Hidden get() { return new Hidden(); } }\n"
                'class Hidden { public String toString() { return "a hidden one"; } }'
            },
        )
        self.ok("%classpath " + jar)
        code = "String use() {\n    var one = lib.Tool.get();\n    int n = 1;\n    return one + \" \" + n;\n}\nuse()"
        self.assertEqual(4, self.begin(code, 4))
        self.assertEqual("a hidden one", self.values()["one"])
        self.assertEqual("2", self.set("n", "2"))
        self.not_set("one", "null")
        self.assertEqual("a hidden one 2", self.end().value)

    def test_a_method_without_room_for_it(self):
        names = ["v%d" % i for i in range(15)]
        code = "int large(int n) {\n    int %s;\n" % ", ".join("%s = n" % name for name in names)
        code += "    n++;\n" * 600 + "    return n + %s;\n}\nlarge(0)" % " + ".join(names)
        self.assertEqual(300, self.begin(code, 300))
        self.assertEqual("297", self.values()["n"])
        self.assertIn("too large", self.not_set("n", "0"))
        self.assertEqual("600", self.end().value)

    def test_a_condition_does_not_assign(self):
        code = "int kept(int n) {\n    return n;\n}\nkept(3)"
        self.assertEqual(2, self.begin(code, {"line": 2, "condition": "(n = 4) == 4"}))
        self.assertEqual({"n": "3"}, self.values())
        result = self.end()
        self.assertIn("cannot assign to n", result.stderr + result.stdout)
        self.assertEqual("3", result.value)


class WhileItStands(DebugTest):
    """What else the front end may want."""

    def test_interrupt_ends_the_pause_and_the_cell(self):
        self.begin("int first = 1;\nint second = 2;", 1)
        scopes = self.debug("scopes", {"frameId": self.frames[0]["id"]})["scopes"]
        self.km.interrupt_kernel()
        result = self.end(None)
        self.assertEqual("Interrupted", result.reply["ename"])
        self.assertEqual([], self.debug("debugInfo")["stoppedThreads"])
        gone = {"variablesReference": scopes[0]["variablesReference"]}
        self.assertIn("gone on", self.refused("variables", gone))
        self.assertEqual("3", self.ok("1 + 2").value)

    def test_interrupt_ends_an_expression_without_end(self):
        self.begin("int first = 1;\nint second = 2;", 2)
        message = self.kc.session.msg(
            "debug_request",
            {
                "type": "request",
                "seq": 99,
                "command": "evaluate",
                "arguments": {"expression": "java.util.stream.Stream.generate(() -> 1).count()"},
            },
        )
        self.kc.control_channel.send(message)
        time.sleep(0.5)
        self.kc.control_channel.send(self.kc.session.msg("interrupt_request", {}))
        types = {self.kc.get_control_msg(timeout=TIMEOUT)["msg_type"] for _ in range(2)}
        self.assertEqual({"interrupt_reply", "debug_reply"}, types)
        self.assertEqual("Interrupted", self.end(None).reply["ename"])

    def test_the_kernel_answers(self):
        self.ok('onComm("echo", (comm, opened) -> comm.onMessage(data -> comm.send(data)));')
        self.begin("int first = 1;\nint second = 2;", 2)
        info = self.request("kernel_info_request", {}, channel="control")["content"]
        self.assertTrue(info["debugger"])
        self.assertIn("debugger", info["supported_features"])
        self.assertEqual("ok", self.request("kernel_info_request", {})["content"]["status"])
        found = self.request("complete_request", {"code": "Math.ma", "cursor_pos": 7})["content"]
        self.assertIn("max", found["matches"])
        shown = self.request("inspect_request", {"code": "first", "cursor_pos": 5})["content"]
        self.assertIn("int first = 1", shown["data"]["text/plain"])
        complete = self.request("is_complete_request", {"code": "for (;;) {"})["content"]
        self.assertEqual("incomplete", complete["status"])
        opened = {"comm_id": "c1", "target_name": "echo", "data": {}}
        self.kc.shell_channel.send(self.kc.session.msg("comm_open", opened))
        self.kc.shell_channel.send(self.kc.session.msg("comm_msg", {"comm_id": "c1", "data": {"n": 5}}))
        while True:
            message = self.message()
            if message["msg_type"] == "comm_msg":
                break
        self.assertEqual({"n": 5}, message["content"]["data"])
        self.assertEqual(["c1"], list(self.request("comm_info_request", {})["content"]["comms"]))
        self.assertEqual(2, self.frames[0]["line"])
        self.assertEqual("ok", self.end().status)

    def test_requests_that_fit_nothing(self):
        self.assertIn("no thread stands", self.refused("stackTrace", {"threadId": 99}))
        self.assertIn("does not know", self.refused("nonsense"))
        self.begin("int first = 1;", 1)
        self.assertIn("7777", self.refused("scopes", {"frameId": 7777}))
        self.assertIn("9999", self.refused("variables", {"variablesReference": 9999}))
        self.assertIn("does not stand", self.refused("continue", {"threadId": 987654}))
        self.debug("scopes", {"frameId": self.frames[0]["id"]})  # which it still knows
        self.end()

    def test_detach_lets_the_thread_go_on(self):
        self.begin("int first = 1;\nfirst + 1", 1)
        self.debug("disconnect", {"restart": False, "terminateDebuggee": False})
        self.assertEqual("2", self.end(None).value)

    def test_restart_of_the_debugger(self):
        code = TWICE + "\ntwice(3)"
        self.begin(code, 2)
        self.end()
        self.debug("disconnect", {"restart": True, "terminateDebuggee": False})
        self.assertIn("not started", self.refused("stackTrace", {"threadId": 1}))
        self.assertEqual("6", self.ok(code).value)
        self.start_debugger()
        self.begin(code, 2)
        self.assertEqual("6", self.end().value)

    def test_steps_after_one_that_was_under_way_at_a_restart(self):
        self.begin("int last = 1;", 1)
        self.end("next")
        self.debug("disconnect", {"restart": True, "terminateDebuggee": False})
        self.start_debugger()
        self.assertEqual(1, self.begin("int second = 2;\nint third = 3;", 1))
        self.assertEqual(2, self.go("next"))
        self.end()


class AllKinds(DebugTest):
    """Code of all kinds does with the hooks in it what it does without."""

    CODE = """
sealed interface Shape permits Circle, Box {}
record Circle(double r) implements Shape {}
record Box(double a, double b) implements Shape {}
double area(Object s) {
    if (s instanceof Circle c) {
        return Math.PI * c.r() * c.r();
    }
    var b = (Box) s;
    return b.a() * b.b();
}
enum Color { RED, GREEN { int v() { return 9; } }; int v() { return ordinal(); } }
<T extends Comparable<T>> T max(Collection<? extends T> all) {
    T best = null;
    for (T one : all) if (best == null || one.compareTo(best) > 0) best = one;
    return best;
}
int tried(String s) {
    try (var in = new java.io.StringReader(s)) {
        synchronized (s) {
            switch (s) {
                case "a": return 1;
                case "b": throw new java.io.IOException(s.isEmpty() ? "e" : "f" + (s.length() > 3 ? 1 : 2L));
                default: return in.read();
            }
        }
    } catch (java.io.IOException | IllegalStateException e) {
        return -1;
    } finally {
        System.out.print(".");
    }
}
class Outer {
    final long id; int[] grid = new int[]{1, 2}; static int made;
    Outer(boolean b) { this(b ? 1L : 2L); }
    Outer(long id) { super(); this.id = id; made++; }
    class Inner { double d = id * 2.0; Runnable r = () -> { d += grid[0]; }; }
    Inner inner() { var i = new Inner(); i.r.run(); return i; }
}
long wide(long a, double b, int c, float f, byte d, char e, boolean g) { long z = a + c; double y = b * f; { long q = z; z = q + 1; } return g ? z + (long) y + d + e : 0; }
String text = switch (Color.GREEN.v()) { case 9 -> { int k = 1; yield "nine" + k; } default -> "other"; };
Supplier<Supplier<String>> nested = () -> { var t = text; return () -> t + new Object() { public String toString() { return "anon" + t; } }; };
int fact(int n) { return n <= 1 ? 1 : n * fact(n - 1); }
int labels() { int n = 0; outer: for (int i = 0; i < 5; i++) { do { if (i == 3) continue outer; if (i == 4) break outer; n += i; } while (n % 2 == 1 && n < 10); } return n; }
System.out.println(area(new Circle(1)) + " " + area(new Box(2, 3)) + max(List.of(3, 1)) + tried("a") + tried("b") + tried("c") + new Outer(true).inner().d + wide(1, 2, 3, 4, (byte) 5, 'a', true) + text + nested.get().get() + fact(5) + labels() + IntStream.range(0, 1000).parallel().map(i -> i * 2).sum());
"""

    def test_code_of_all_kinds(self):
        self.debug("disconnect")
        plain = self.ok(self.CODE).stdout
        self.assertIn("120", plain)
        self.start_debugger()
        self.assertEqual(plain, self.ok(self.CODE).stdout)  # classes that were loaded
        renamed = self.CODE
        for name in ("Circle", "Outer", "Color", "area", "tried", "wide"):
            renamed = renamed.replace(name, name + "Again")
        self.assertEqual(plain, self.ok(renamed).stdout)  # and new ones
        self.debug("setExceptionBreakpoints", {"filters": ["uncaught"]})
        self.assertEqual(plain, self.ok(self.CODE).stdout)

    def test_every_step(self):
        code = (
            "int n = 0;\nfor (int i = 0; i < 2; i++) {\n    n += i;\n}\n"
            "List.of(3, 2).forEach(x -> {\n    System.out.print(x);\n});\nint last = n;"
        )
        steps = [self.begin(code, 1)]
        while steps[-1] != 8:
            steps.append(self.go("stepIn"))
        self.assertEqual([1, 2, 3, 2, 3, 2, 5, 6, 7, 6, 7, 5, 8], steps)
        self.assertEqual("32", self.end().stdout)


class AtTheEnd(DebugTest):
    def tearDown(self):
        pass  # there is no kernel any more

    def test_shutdown_while_a_thread_stands(self):
        self.begin("int first = 1;", 1)
        reply = self.request("shutdown_request", {"restart": False}, channel="control")
        self.assertEqual("ok", reply["content"]["status"])
        self.wait_until(lambda: not self.km.is_alive())


class Off(DebugTest):
    starts = False

    def test_nothing_is_left_when_it_is_off(self):
        probe = (
            "Thread.getAllStackTraces().keySet().stream().filter(t -> !t.getName().startsWith(\"C\"))"
            ".map(Thread::getName).sorted().toList()"
        )
        self.ok(TWICE)
        before, sockets = self.ok(probe).value, self.sockets()
        self.start_debugger()
        self.assertEqual(sockets, self.sockets())
        self.debug("disconnect")
        self.assertEqual(before, self.ok(probe).value)
        self.assertEqual(sockets, self.sockets())
        thrown = self.fails("int thrower() {\n    throw new IllegalStateException();\n}\nthrower()")
        self.assertNotIn("Hooks", thrown.traceback)

    def test_a_class_whose_initializer_failed_keeps_nothing_from_others(self):
        self.fails("class Broken {\n    static int n = 1 / Integer.parseInt(\"0\");\n}\nBroken.n")
        code = "int whole(int n) {\n    return n;\n}\nwhole(1)"
        self.ok(code)
        self.start_debugger()
        self.assertEqual(2, self.begin(code, 2))
        self.end()
        self.debug("disconnect")

    def sockets(self):
        folder = "/proc/%d/fd" % self.pid()
        if not os.path.isdir(folder):
            self.skipTest("this system does not tell which sockets are open")
        links = []
        for name in os.listdir(folder):
            try:
                links.append(os.readlink(os.path.join(folder, name)))
            except OSError:
                pass  # closed meanwhile
        return len([link for link in links if link.startswith("socket:")])


class ByteCode(DebugTest):
    """The kernel looks at its own code through the JVM's debugging agent, which shows what runs."""

    starts = False
    LOOKER = (
        "String byteCode(String method) throws Exception {\n"
        "    var connector = com.sun.jdi.Bootstrap.virtualMachineManager().attachingConnectors().stream()\n"
        '        .filter(one -> one.name().equals("com.sun.jdi.SocketAttach")).findFirst().orElseThrow();\n'
        "    var arguments = connector.defaultArguments();\n"
        '    arguments.get("port").setValue("%d");\n'
        "    var machine = connector.attach(arguments);\n"
        "    try {\n"
        '        return machine.allClasses().stream().filter(type -> type.name().startsWith("REPL."))\n'
        "            .flatMap(type -> type.methodsByName(method).stream())\n"
        "            .map(one -> Arrays.toString(one.bytecodes())).collect(Collectors.joining());\n"
        "    } finally {\n        machine.dispose();\n    }\n}"
    )
    LOOP = (
        "long %s(long n) {\n    long sum = 0;\n    for (long i = 0; i < n; i++) {\n        sum += i * i;\n    }\n    return sum;\n}"
    )

    @classmethod
    def setUpClass(cls):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            cls.port = free.getsockname()[1]
        agent = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:%d" % cls.port
        cls.env = {"JDK_JAVA_OPTIONS": agent}
        super().setUpClass()

    def test_a_loop_is_what_it_was_once_the_debugger_is_off(self):
        self.ok(self.LOOKER % self.port)
        self.ok(self.LOOP % "early")
        before = self.ok('byteCode("early")').value
        self.start_debugger()
        self.assertEqual(4, self.begin(self.LOOP % "late" + "\nlate(3) + early(3)", 4))
        self.breakpoints(self.LOOP % "late" + "\nlate(3) + early(3)")
        self.assertEqual("10", self.end().value)
        during = self.ok('byteCode("early")').value
        self.assertGreater(len(during), 2 * len(before))
        self.debug("disconnect")
        self.assertEqual(before, self.ok('byteCode("early")').value)
        # Of a method that was loaded meanwhile, the constants may have other numbers.
        self.assertEqual(before.count(","), self.ok('byteCode("late")').value.count(","))


def murmur2(text, seed):
    """As JupyterLab computes it."""
    data = text.encode()
    m, h, i = 0x5BD1E995, (seed ^ len(data)) & 0xFFFFFFFF, 0
    while len(data) - i >= 4:
        k = int.from_bytes(data[i : i + 4], "little") * m & 0xFFFFFFFF
        h = (h * m & 0xFFFFFFFF) ^ ((k ^ k >> 24) * m & 0xFFFFFFFF)
        i += 4
    if i < len(data):
        h = (h ^ int.from_bytes(data[i:], "little")) * m & 0xFFFFFFFF
    h = (h ^ h >> 13) * m & 0xFFFFFFFF
    return h ^ h >> 15
