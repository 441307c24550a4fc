"""Inspect and complete work."""

import os
import time
import zipfile

from kerneltest import KernelTest, library


class Assist(KernelTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls("ok").ok(
            'String greeting = "hello";\nrecord Point(int x, int y) {\n  int sum() { return x + y; }\n}\n'
            "Point corner = new Point(1, 2);\nint twice(int n) { return 2 * n; }"
        )

    def complete(self, code, cursor=None):
        content = self.reply(self.kc.complete(code, cursor))["content"]
        self.assertEqual("ok", content["status"])
        self.types = {
            t["text"]: t for t in content["metadata"]["_jupyter_types_experimental"]
        }
        self.span = (content["cursor_start"], content["cursor_end"])
        return content["matches"]

    def inspect(self, code, cursor=None):
        content = self.reply(self.kc.inspect(code, cursor))["content"]
        self.assertEqual("ok", content["status"])
        return content["data"] if content["found"] else None

    def test_members(self):
        self.assertEqual(["subSequence", "substring"], sorted(self.complete("greeting.sub")))
        self.assertEqual((9, 12), self.span)
        self.assertEqual("function", self.types["substring"]["type"])
        self.assertIn("sum()", self.complete("corner."))
        self.assertEqual(["sum()"], self.complete("corner.su"))
        self.assertRegex(self.types["sum()"]["signature"], r"^int Point.*\.sum\(\)$")

    def test_names_of_the_session(self):
        self.assertEqual(["greeting"], self.complete("gree"))
        self.assertEqual("instance", self.types["greeting"]["type"])
        self.assertIn("twice", self.complete("tw"))
        self.assertIn("int twice(int n)", self.types["twice"]["signature"])

    def test_types(self):
        self.assertIn("StringBuilder", self.complete("new StringB"))
        self.assertEqual("class", self.types["StringBuilder"]["type"])

    def test_packages(self):
        self.assertIn("concurrent.", self.complete("java.util.con"))
        self.assertIn("javax.", self.complete("import java"))

    def test_what_the_same_cell_declares(self):
        for code, expected in (
            ("var fresh = new ArrayList<String>();\nfor (int i = 0; i < 3; i++) {}\nfresh.addA", "addAll"),
            ("int fresh = 3; fre", "fresh"),
            ("int fresh = 3;\nint other = fre", "fresh"),
            ("int fresh(int n) {\n  return n;\n}\nfre", "fresh"),
            ("int fresh(int n) { return n; }\nint other() {\n  return fre", "fresh"),
            ('String fresh(int n) { return "" + n; }\nfresh(1).subS', "subSequence"),
            ("class Fresh { static int legs; void bark() {} }\nFresh.le", "legs"),
            ("class Fresh { void bark() {} }\nnew Fresh().ba", "bark()"),
            ("class Fresh { }\nFre", "Fresh"),
            ("class Fresh { }\nnew Fre", "Fresh()"),
            ('record Fresh(int aa, String bb) { }\nvar f = new Fresh(1, "x");\nf.bb().subS', "subSequence"),
            ("enum Fresh { RED, GREEN }\nFresh.RE", "RED"),
            ("interface Fresh { double area(); }\nFresh f = null;\nf.ar", "area()"),
            ("int fresh = 3;\nclass Q {\n  int field;\n  void m() {\n    fie", "field"),
            ("void m(String given) {\n  giv", "given"),
            ('void m(String given) {\n  if (given.isE', "isEmpty()"),
            ("for (int index = 0; index < 3; index++) {\n  ind", "index"),
            ('for (var each : List.of("a")) {\n  each.subS', "subSequence"),
            ('var all = List.of("a");\nall.forEach(each -> each.subS', "subSequence"),
            ("List<String> all = List.of();\nall.stream().map(String::toL", "toLowerCase"),
            ("import java.time.LocalDate;\nLocalDa", "LocalDate"),
            ("import java.time.LocalDate;\nLocalDate.no", "now"),
            ("import java.time.LocalDate;\nvar day = LocalDate.now();\nday.plusD", "plusDays"),
            ("import java.time.*;\nLocalDa", "LocalDateTime"),
            ("import java.time.*;\nnew DateTimeE", "DateTimeException"),
            ("import java.util.concurrent.atomic.*;\nAtomicLong n = null;\nn.getAndI", "getAndIncrement()"),
            ("import static java.lang.Math.max;\nma", "max"),
            ("import static java.lang.Math.*;\nsqr", "sqrt"),
            ("import static java.time.DayOfWeek.*;\nMONDAY.pl", "plus"),
            ("%time Math.absE", "absExact"),
            ("%%time\nint fresh = 1;\nfre", "fresh"),
            ("int fresh = 1;\n%jars a/*.jar\nfre", "fresh"),
        ):
            with self.subTest(code=code):
                self.assertIn(expected, self.complete(code))

    def test_nothing_that_the_kernel_has_put_around_the_cell(self):
        matches = self.complete("int fresh = 1;\n")
        self.assertIn("fresh", matches)
        for name in ("m$", "C$", "D$", "hashCode()", "notifyAll()"):
            self.assertNotIn(name, matches)
        self.assertEqual(["fresh"], self.complete("int fresh(int n) { return n; }\nfres"))
        self.assertEqual("int fresh(int n)", self.types["fresh"]["signature"])
        self.assertIn("int fresh(int n)", self.inspect("int fresh(int n) { return n; }\nfresh")["text/plain"])
        for code in ("int fresh = 1; // fre", "/* fre", '"fre', "%jars fre", "%maven org", "%%loadFromPOM\nfre"):
            with self.subTest(code=code):
                self.assertEqual([], self.complete(code))
        self.assertEqual("error", self.run_cell("fresh").status)

    def test_inspect_in_a_cell_that_has_not_run(self):
        for code, known in (
            ("import java.time.LocalDate;\nLocalDate.now", "LocalDate.now("),
            ("import static java.lang.Math.*;\nmax(1", "int Math.max(int a, int b)"),
            ("%time Math.max", "int Math.max(int a, int b)"),
            ("%%time\nMath.max(1, ", "int Math.max(int a, int b)"),
            ('var all = List.of("a");\nall.get', ".get(int index)"),
        ):
            with self.subTest(code=code):
                self.assertIn(known, self.inspect(code)["text/plain"])

    def test_inspect_ends_whatever_a_value_does(self):
        self.ok(
            "class Endless { public String toString() { while (true) { } } }\n"
            "class Sleepy { public String toString() { java.util.concurrent.locks.LockSupport.park(); return toString(); } }\n"
            "var endless = new Endless();\nvar sleepy = new Sleepy();\nvar nested = List.of(endless);\n"
            "var many = java.util.stream.IntStream.range(0, 3_000_000).boxed().toList();\n"
            "var map = new HashMap<Integer, List<Integer>>(Map.of(1, many));\nint[] array = new int[3_000_000];\n"
            'var text = "x".repeat(30_000_000);\nvar itself = new ArrayList<Object>(); itself.add(itself);\n'
            'class Throws { public String toString() { throw new IllegalStateException("no"); } }\nvar throwing = new Throws();'
        )
        for name, shown in (
            ("endless", "takes too long"),
            ("many", "[0, 1, 2, 3, "),
            ("sleepy", "(cannot be shown: "),
            ("map", "{1=[0, 1, 2, "),
            ("nested", "(cannot be shown: "),
            ("array", "[0, 0, 0, "),
            ("text", " = xxxx"),
            ("itself", "[[["),
            ("throwing", "(cannot be shown: java.lang.IllegalStateException)"),
            ("corner", "Point[x=1, y=2]"),
        ):
            with self.subTest(name=name):
                start = time.time()
                text = self.inspect(name)["text/plain"]
                self.assertLess(time.time() - start, 20)
                self.assertIn(shown, text)
                self.assertLess(len(text.split("\n")[0]), 300)
        self.assertEqual("2", self.ok("1 + 1").value)

    def test_cursor_in_the_middle(self):
        code = "int a = 1;\nMath.ab\nint b = 2;"
        self.assertEqual({"abs", "absExact"}, set(self.complete(code, code.index("\nint b"))))

    def test_cursor_counts_code_points(self):
        self.assertEqual({"abs", "absExact"}, set(self.complete("// 😀𝄞\nMath.ab")))
        self.assertEqual((11, 13), self.span)

    def test_magics(self):
        self.assertEqual({"%maven", "%mavenRepo"}, set(self.complete("%mav")))
        self.assertEqual({"%%time", "%%timeit"}, set(self.complete("%%t")))
        self.assertEqual({"%time", "%timeit"}, set(self.complete("var taken = %ti")))
        for code in ("var files = %sh l", "List<String> files = %sh ls "):
            self.assertEqual([], list(self.complete(code)))
        self.assertEqual({"max"}, set(self.complete("int left = 10 % Math.ma")))

    def test_nothing_to_complete(self):
        self.assertEqual([], self.complete("nosuchthing.x"))
        self.assertEqual([], self.complete('"in a str'))

    def test_inspect_method(self):
        text = self.inspect("Math.max")["text/plain"]
        self.assertIn("int Math.max(int a, int b)", text)
        self.assertIn("double Math.max(double a, double b)", text)
        self.assertIn("<pre>", self.inspect("Math.max")["text/html"])
        for code in ("Math.max", "Math.max(", "Math.max(1"):
            self.assertEqual(4, self.inspect(code)["text/plain"].count("Math.max("), code)  # each once
        self.assertIn("Math.max", self.inspect("Math.max(1, 2)", 6)["text/plain"])
        self.assertIn("Math.max", self.inspect("int z = Math.max(1, 2);", 18)["text/plain"])

    def test_inspect_javadoc(self):
        home = os.environ["DEMITASSE_TEST_JAVA_HOME"]
        if not os.path.exists(os.path.join(home, "lib", "src.zip")):
            self.skipTest("this JDK comes without its sources (lib/src.zip)")
        self.assertIn("greater of two", self.inspect("Math.max")["text/plain"])

    def test_inspect_javadoc_of_a_library(self):
        source = (
            "package lib;\n\nimport java.util.Map;\n\n/** A tool of the library. */\n@Deprecated\n"
            "public final class Tool<T extends Comparable<T>> {\n"
            '  /** How many. */\n  public static final int SIZE = 3;\n  String text = "/** no comment */ int turn() { }";\n'
            "  /** Makes one of {@code n}. */\n  public Tool(int n) { }\n"
            "  /** Takes nothing. */\n  public static int turn() { return 0; }\n\n"
            "  /**\n   * Turns it {@code n} times.\n   *\n   * @param n how often\n   */\n"
            "  @SuppressWarnings({\"a\", \"b\"})\n"
            "  public static int turn(java.util.Map<String, Map<String, Integer>> m, int n) { return n; }\n"
            "  /** Turns all. */\n  public static int turn(int[]... all) { return 0; }\n"
            "  /** Kinds of tools. */\n  public enum Kind {\n    /** For wood. */\n    SAW;\n"
            "    /** Cuts. */\n    public void cut() { }\n  }\n"
            "  /** A place. */\n  public record Spot(int größe) {\n    /** Its twin. */\n"
            "    public Spot zwilling() { return this; }\n  }\n}\n"
        )
        jar = library("tool-1.jar", {"lib/Tool.java": source})
        with zipfile.ZipFile(jar.replace(".jar", "-sources.jar"), "w") as sources:
            sources.writestr("lib/Tool.java", source)
        self.ok("%%jars %s\nimport lib.Tool;" % jar)
        text = self.inspect("Tool.turn")["text/plain"]
        self.assertIn("Takes nothing.", text)
        self.assertIn("Turns it n times.", text)
        self.assertIn("Parameter n how often", text)
        self.assertIn("Turns all.", text)
        for code, comment in (
            ("Tool", "A tool of the library."),
            ("new Tool", "Makes one of n."),
            ("Tool.SIZE", "How many."),
            ("Tool.Kind", "Kinds of tools."),
            ("Tool.Kind.SAW", "For wood."),
            ("Tool.Kind.SAW.cut", "Cuts."),
            ("lib.Tool.Spot", "A place."),
            ("new Tool.Spot(1).zwilling", "Its twin."),
            ("import lib.Tool.*;\nnew Spot(1).zwilling", "Its twin."),
        ):
            with self.subTest(code=code):
                self.assertIn(comment, self.inspect(code)["text/plain"])

    def test_inspect_library_without_sources(self):
        source = "package bare;\npublic class Bare {\n  public static int turn(int often) throws java.io.IOException { return often; }\n}\n"
        self.ok("%%jars %s" % library("bare-1.jar", {"bare/Bare.java": source}))
        self.assertIn("int bare.Bare.turn(int) throws IOException", self.inspect("bare.Bare.turn")["text/plain"])

    def test_inspect_variable(self):
        text = self.inspect("greeting")["text/plain"]
        self.assertIn("String greeting = hello", text)
        self.assertIn("java.lang.String", text)
        self.assertIn("Point corner = Point[x=1, y=2]", self.inspect("corner.x()", 3)["text/plain"])

    def test_inspect_own_method(self):
        self.assertIn("int twice(int n)", self.inspect("twice(3)", 2)["text/plain"])

    def test_inspect_nothing(self):
        self.assertIsNone(self.inspect("nosuchthing"))
        self.assertIsNone(self.inspect(""))
