"""Inspect and complete work."""

import os
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

    def test_variable_of_the_same_cell(self):
        code = "var fresh = new ArrayList<String>();\nfor (int i = 0; i < 3; i++) {}\nfresh.addA"
        self.assertEqual(["addAll"], self.complete(code))

    def test_cursor_in_the_middle(self):
        code = "int a = 1;\nMath.ab\nint b = 2;"
        self.assertEqual({"abs", "absExact"}, set(self.complete(code, code.index("\nint b"))))

    def test_cursor_counts_code_points(self):
        self.assertEqual({"abs", "absExact"}, set(self.complete("// 😀𝄞\nMath.ab")))
        self.assertEqual((11, 13), self.span)

    def test_magics(self):
        self.assertEqual({"%maven", "%mavenRepo"}, set(self.complete("%mav")))
        self.assertEqual(["%%time"], self.complete("%%t"))

    def test_nothing_to_complete(self):
        self.assertEqual([], self.complete("nosuchthing.x"))
        self.assertEqual([], self.complete('"in a str'))

    def test_inspect_method(self):
        text = self.inspect("Math.max")["text/plain"]
        self.assertIn("int Math.max(int a, int b)", text)
        self.assertIn("double Math.max(double a, double b)", text)
        self.assertIn("<pre>", self.inspect("Math.max")["text/html"])
        self.assertIn("Math.max", self.inspect("Math.max(1, 2)", 6)["text/plain"])
        self.assertIn("Math.max", self.inspect("int z = Math.max(1, 2);", 18)["text/plain"])

    def test_inspect_javadoc(self):
        home = os.environ["DEMITASSE_TEST_JAVA_HOME"]
        if not os.path.exists(os.path.join(home, "lib", "src.zip")):
            self.skipTest("this JDK comes without its sources (lib/src.zip)")
        self.assertIn("greater of two", self.inspect("Math.max")["text/plain"])

    def test_inspect_javadoc_of_a_library(self):
        source = (
            "package lib;\n\n/** A tool of the library. */\npublic final class Tool {\n"
            "  /** Takes nothing. */\n  public static int turn() { return 0; }\n\n"
            "  /**\n   * Turns it {@code n} times.\n   *\n   * @param n how often\n   */\n"
            "  public static int turn(java.util.Map<String, Integer> m, int n) { return n; }\n}\n"
        )
        jar = library("tool-1.jar", {"lib/Tool.java": source})
        with zipfile.ZipFile(jar.replace(".jar", "-sources.jar"), "w") as sources:
            sources.writestr("lib/Tool.java", source)
        type(self)("ok").ok("%%jars %s\nimport lib.Tool;" % jar)
        text = self.inspect("Tool.turn")["text/plain"]
        self.assertIn("Takes nothing.", text)
        self.assertIn("Turns it n times.", text)
        self.assertIn("Parameter n how often", text)
        self.assertIn("A tool of the library.", self.inspect("Tool")["text/plain"])

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
