"""State is safe."""

from kerneltest import KernelTest


class State(KernelTest):
    def test_a_later_import(self):
        self.ok("int n = 5;\nvar names = new ArrayList<>(List.of(\"a\"));\nFile file = new File(\"x\");")
        self.ok("names.add(\"b\"); n++;")
        result = self.ok("import java.time.*;\nimport java.util.function.*;\nimport java.io.File;")
        self.assertEqual("", result.stderr)
        self.assertEqual("6 [a, b] x", self.ok('n + " " + names + " " + file').value)

    def test_method_redefined(self):
        self.ok("int base = 10;\nint f(int x) { return x + base; }\nint once = f(1);\nbase = 20;")
        result = self.ok("int f(int x) { return x * base; }")
        self.assertEqual("", result.stderr)
        self.assertEqual("20 11 60", self.ok('base + " " + once + " " + f(3)').value)

    def test_class_redefined_keeps_what_can_be_kept(self):
        self.ok(
            "record Point(int x, int y) {}\n"
            "var p = new Point(1, 2);\nPoint q = new Point(3, 4);\n"
            "List<Point> all = new ArrayList<>(List.of(p, q));\nvar boxes = new ArrayList<Point>(all);\n"
            "Object anything = p;\nint count = 7;"
        )
        result = self.ok("record Point(int x, int y) {\n  int sum() { return x + y; }\n}")
        self.assertIn("p, q", result.stderr)
        for name in ("all", "boxes", "anything", "count"):
            self.assertNotIn(name, result.stderr)
        self.assertEqual("2", self.ok("all.size()").value)
        self.assertEqual("2", self.ok("boxes.size()").value)
        self.assertEqual("Point[x=1, y=2]", self.ok("anything").value)
        self.assertEqual("7", self.ok("count").value)
        self.assertIsNone(self.ok("p").value)
        self.assertEqual("7", self.ok("p = new Point(3, 4);\np.sum()").value)

    def test_running_a_cell_twice_changes_nothing(self):
        self.ok("class Counter { int n; void up() { n++; } }\nvar counter = new Counter();\ncounter.up();")
        self.assertEqual("", self.ok("class Counter { int n; void up() { n++; } }").stderr)
        self.assertEqual("1", self.ok("counter.n").value)

    def test_a_failing_cell_keeps_values(self):
        self.ok("int safe = 3;")
        self.fails("safe = 4; safe = 1 / 0;")
        self.assertEqual("4", self.ok("safe").value)
        self.fails('safe = "text";')
        self.assertEqual("4", self.ok("safe").value)

    def test_redeclared_variable(self):
        self.ok("int again = 1;")
        self.assertEqual("", self.ok('String again = "now text";').stderr)
        self.assertEqual("now text", self.ok("again").value)

    def test_lambda_keeps_working(self):
        self.ok(
            "int offset = 1; int shift(int x) { return x + offset; }\n"
            "java.util.function.IntUnaryOperator op = x -> shift(x);"
        )
        self.ok("import java.util.function.IntUnaryOperator;")
        self.ok("offset = 5;")
        self.assertEqual("15", self.ok("op.applyAsInt(10)").value)

    def test_enum_interface_and_anonymous_class(self):
        self.ok(
            "enum Mode { ON, OFF }\nMode mode = Mode.ON;\nvar made = new Object() { int hidden = 3; };\n"
            "Map<Mode, Integer> votes = new HashMap<>(Map.of(Mode.ON, 2));"
        )
        self.ok("import java.nio.charset.*;")
        self.assertEqual("ON 3", self.ok('mode + " " + made.hidden').value)
        result = self.ok("enum Mode { ON, OFF, IDLE }")
        self.assertIn("mode", result.stderr)
        self.assertEqual("1", self.ok("votes.size()").value)

    def test_last_expression_is_the_value(self):
        self.assertEqual("3", self.ok("int v = 3;\nv").value)
        self.assertEqual("3", self.ok("v // the value").value)
        self.assertIsNone(self.ok("v = 4").value)
        self.assertIsNone(self.ok("int w = 4;").value)
        self.assertIsNone(self.ok("// nothing").value)
        self.assertIsNone(self.ok("").value)

    def test_what_is_printed_is_not_also_a_value(self):
        ran = self.ok('System.out.printf("%d cups%n", 6);')
        self.assertEqual(ran.stdout, "6 cups\n")
        self.assertIsNone(ran.value)

    def test_a_shown_value_is_not_kept(self):
        self.ok("import java.lang.ref.WeakReference;\nWeakReference<Object> shown;")
        self.ok("new Object() {\n  { shown = new WeakReference<>(this); }\n}")
        self.ok("1 + 1")
        self.assertEqual("null", self.ok("System.gc(); Thread.sleep(100); String.valueOf(shown.get())").value)

    def test_a_replaced_value_is_not_kept(self):
        self.ok("import java.lang.ref.WeakReference;\nclass Box { int size; }\n"
                "List<Integer> replaced = new ArrayList<>(List.of(1));\nBox box = new Box();\n"
                "var values = List.of(new WeakReference<Object>(replaced), new WeakReference<Object>(box));\n"
                "Supplier<Object> earlier = () -> replaced;")
        for declaration in ("List<Integer> replaced = new ArrayList<>(List.of(2));",
                            "List<Integer> replaced = new LinkedList<>(List.of(3));",
                            "class Box { int size, weight; }"):
            self.ok(declaration)
        self.ok("for (int i = 0; i < 100 && values.stream().anyMatch(v -> v.get() != null); i++) {\n"
                "  System.gc();\n  Thread.sleep(20);\n}")
        self.assertEqual("[null, null]", self.ok("values.stream().map(v -> v.get()).toList()").value)
        self.assertEqual("[3]", self.ok("earlier.get()").value)
        self.ok("replaced = null;")
        self.assertEqual("null", self.ok("String.valueOf(earlier.get())").value)

    def test_own_library_versions(self):
        """The kernel's gson, jeromq and the like are not on the user's class path."""
        for name in ("com.google.gson.Gson", "org.zeromq.ZMQ", "org.objectweb.asm.ClassReader",
                     "org.slf4j.Logger", "demitasse.kernel.Kernel"):
            result = self.fails('Class.forName("%s")' % name)
            self.assertEqual("java.lang.ClassNotFoundException", result.reply["ename"], name)
        self.assertEqual("CompileError", self.fails("new com.google.gson.Gson()").reply["ename"])
