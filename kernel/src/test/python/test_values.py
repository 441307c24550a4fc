"""Rich values without boilerplate."""

import base64
import os

from kerneltest import KernelTest

PNG = b"\x89PNG\r\n\x1a\n"


class Values(KernelTest):
    def test_image(self):
        data = self.ok("new java.awt.image.BufferedImage(30, 20, 1)").data
        self.assertTrue(base64.b64decode(data["image/png"]).startswith(PNG))
        self.assertEqual("BufferedImage 30 x 20", data["text/plain"])

    def test_an_image_says_what_it_shows(self):
        self.ok(
            'var told = new Hashtable<String, Object>(Map.of("comment", "a <red> dot"));\n'
            "var plain = new java.awt.image.BufferedImage(30, 20, 1);\n"
            "var dot = new java.awt.image.BufferedImage(\n"
            "    plain.getColorModel(), plain.getRaster(), false, told);"
        )
        result = self.ok("dot")
        self.assertEqual("a <red> dot", result.data["text/plain"])
        shown = result.contents("execute_result")[0]
        self.assertEqual({"image/png": {"alt": "a <red> dot"}}, shown["metadata"])
        self.assertNotIn("text/html", result.data)
        self.assertEqual({}, self.ok("plain").contents("execute_result")[0]["metadata"])
        shown = self.ok('display(dot, "text/html");').contents("display_data")[0]
        html = shown["data"]["text/html"]
        self.assertTrue(html.startswith('<img alt="a &lt;red&gt; dot" width="30" height="20" src="data:'), html)

    def test_a_component_without_a_window(self):
        data = self.ok('var button = new javax.swing.JButton("Press");\nbutton.setSize(80, 30);\nbutton').data
        self.assertTrue(base64.b64decode(data["image/png"]).startswith(PNG))
        self.assertEqual("JButton 80 x 30", data["text/plain"])
        data = self.ok(
            "import javax.swing.JPanel;\n"
            "class Red extends JPanel { public void paintComponent(java.awt.Graphics g) {"
            " g.setColor(java.awt.Color.RED); g.fillRect(0, 0, getWidth(), getHeight()); } }\n"
            "JPanel panel = new JPanel(new java.awt.BorderLayout());\n"
            "panel.add(new Red());\npanel.setSize(40, 20);\npanel"
        ).data
        corner = self.ok(
            'byte[] png = Base64.getDecoder().decode("%s");\n'
            "Integer.toHexString(javax.imageio.ImageIO.read(new ByteArrayInputStream(png)).getRGB(39, 19))"
            % data["image/png"].strip()
        )
        self.assertEqual("ffff0000", corner.value)
        self.assertEqual("JPanel 0 x 0", self.ok("new JPanel(null)").value)

    def test_which_code_has_a_value(self):
        self.ok(
            "int x = 5;\nint[] a = {4, 5};\nvoid none() { }\nint seven() { return 7; }\n"
            "void both(int i) { }\nString both(String s) { return s; }\nclass C { int f = 3; }\nvar c = new C();"
        )
        for code, value in (
            ("1 + 1", "2"),
            ("(1 + 2) * 3;", "9"),
            ("x", "5"),
            ("x = 6", None),
            ("x += 2", "8"),
            ("x++", "8"),
            ("x > 3 ? 1 : 2.0", "1.0"),
            ("x > 3 ? null : 1", None),
            ("a[0] = 9", "9"),
            ("c.f", "3"),
            ("c.f = 10", "10"),
            ("new C() { public String toString() { return \"other\"; } }", "other"),
            ("both(1)", None),
            ('both("s")', "s"),
            ("both(2);", None),
            ("none()", None),
            ("seven()", "7"),
            ("seven() // the seven", "7"),
            ("List.of(1, 2)\n    .get(1)", "2"),
            ("for (int i = 0; i < 3; i++) { seven(); }", None),
            ("while (true) { break; }", None),
            ("switch (x) { case 9 -> seven(); default -> none(); }", None),
            ("return 5;", "5"),
            ("if (x > 3) { return 4; }", "4"),
        ):
            with self.subTest(code):
                self.assertEqual(value, self.ok(code).value)

    def test_a_text_that_is_null(self):
        code = "class Bare { public String toString() { return null; } }\n"
        self.assertEqual("null", self.ok(code + "new Bare()").value)
        shown = self.ok("display(new Bare());").contents("display_data")
        self.assertEqual({"text/plain": "null"}, shown[0]["data"])

    def test_record(self):
        data = self.ok('record Run(String name, double loss) {}\nnew Run("<a>", 0.5)').data
        self.assertEqual("Run[name=<a>, loss=0.5]", data["text/plain"])
        self.assertIn("&lt;a&gt;", data["text/html"])
        self.assertIn("loss", data["text/html"])

    def test_a_record_with_a_text_of_its_own_shows_that(self):
        data = self.ok(
            "record Own(int n, double[] values) {\n"
            '  @Override public String toString() { return "total " + n; }\n'
            "}\nnew Own(3, new double[2])"
        ).data
        self.assertEqual("total 3", data["text/plain"])
        self.assertNotIn("text/html", data)

    def test_records_are_rows(self):
        html = self.ok(
            "record Epoch(int n, double mse) {}\n"
            "IntStream.range(0, 80).mapToObj(i -> new Epoch(i, 1.0 / (i + 1))).toList()"
        ).data["text/html"]
        self.assertEqual(51, html.count("<tr>"))
        self.assertIn("mse", html)
        self.assertIn("50 of 80 rows", html)

    def test_collections_and_maps(self):
        self.assertEqual("[1, 2]", self.ok("List.of(1, 2)").value)
        text = self.ok("IntStream.range(0, 100_000).boxed().toList()").value
        self.assertLess(len(text), 1000)
        self.assertIn("100000 elements", text)
        data = self.ok('new TreeMap<>(Map.of("k", 1, "l", 2))').data
        self.assertEqual("{k=1, l=2}", data["text/plain"])
        self.assertIn("<td", data["text/html"])
        self.assertEqual("[]", self.ok("Set.of()").value)

    def test_arrays_within_other_values(self):
        self.ok("record Codes(String name, float[] values) {}")
        for code, text in (
            ("List.of(new float[] {1, 2}, new float[0])", "[[1.0, 2.0], []]"),
            ('new TreeMap<>(Map.of("a", new int[] {1}, "b", new int[] {2}))', "{a=[1], b=[2]}"),
            ("Optional.of(new int[] {3})", "Optional[[3]]"),
            ("List.of(List.of(new int[] {4}))", "[[[4]]]"),
            ("var own = new ArrayList<Object>(); own.add(own); own.add(new int[] {5}); own", "[(this Collection), [5]]"),
            ('new Codes("x", new float[] {1})', "Codes[name=x, values=[1.0]]"),
        ):
            with self.subTest(code=code):
                self.assertEqual(text, self.ok(code).data["text/plain"])
        self.assertIn("[[1], [2]]", self.ok("Stream.of(new int[] {1}, new int[] {2})").value)
        html = self.ok('List.of(new Codes("x", new float[] {1, 2}))').data["text/html"]
        self.assertIn("[1.0, 2.0]", html)
        self.assertLess(len(self.ok("List.of(new float[784], new float[784])").value), 500)

    def test_arrays(self):
        self.assertEqual("[1, 2, 3]", self.ok("new int[] {1, 2, 3}").value)
        self.assertEqual("[[1.0], [a, null]]", self.ok('new Object[] {new double[] {1}, new String[] {"a", null}}').value)
        self.assertIn("60000 elements", self.ok("new byte[60_000]").value)

    def test_optional_and_stream(self):
        data = self.ok("Optional.of(new java.awt.image.BufferedImage(3, 2, 1))").data
        self.assertIn("image/png", data)
        self.assertTrue(data["text/plain"].startswith("Optional["))
        self.assertEqual("Optional.empty", self.ok("Optional.empty()").value)
        self.assertTrue(self.ok("Stream.of(1, 2)").value.startswith("[1, 2]"))
        self.assertIn("...", self.ok("Stream.iterate(1, i -> i + 1)").value)

    def test_own_renderer_of_a_cell(self):
        self.ok(
            "class Money { int cents = 150; }\n"
            'renderer().createRegistration(Money.class).preferring("text/html")'
            '.register((m, context) -> context.renderIfRequested('
            'org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_HTML, () -> "<b>" + m.cents + "</b>"));'
        )
        self.assertEqual("<b>150</b>", self.ok("new Money()").data["text/html"])


class Libraries(KernelTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        test = cls("ok")
        test.ok("List.of(1)") # the renderers are looked for before their libraries are there, and again after
        test.ok("%%classpath %s" % os.environ["DEMITASSE_TEST_LIBRARIES"])

    def test_tablesaw(self):
        data = self.ok(
            "import tech.tablesaw.api.*;\n"
            'Table.create("Runs", IntColumn.indexColumn("n", 120, 1), StringColumn.create("s", 120))'
        ).data
        self.assertEqual(51, data["text/html"].count("<tr>"))
        self.assertIn("<caption>Runs</caption>", data["text/html"])
        self.assertIn("50 of 120 rows", data["text/html"])
        self.assertIn("text-align: right", data["text/html"])
        self.assertIn("Runs", data["text/plain"])

    def test_tablesaw_shows_no_more_digits_than_one_reads(self):
        data = self.ok(
            "import tech.tablesaw.api.*;\n"
            'var third = DoubleColumn.create("third", 1 / 3.0, -12345.678901, 2.0, 1.0 / 0, 1e-9 / 3, 1e9 / 3);\n'
            'var form = DoubleColumn.create("form", 1 / 3.0, 1, 1, 1, 1, 1);\n'
            'form.setPrintFormatter(new java.text.DecimalFormat("0.00"), "");\n'
            'Table.create("t", third, form)'
        ).data["text/html"]
        for shown in ("0.333333", "-12345.7", "2", "∞", "3.33333E-10", "333333333", "0.33"):
            self.assertIn(">%s<" % shown, data)

    def test_tablesaw_puts_points_below_each_other(self):
        data = self.ok(
            "import tech.tablesaw.api.*;\n"
            'Table.create("t", DoubleColumn.create("x", 0.461367, 0.37295, 3, -12.5),'
            ' IntColumn.create("n", 1, 2, 30, 400), DoubleColumn.create("whole", 1, 20, 300, 4e3),'
            ' DoubleColumn.create("gone", 1.5, 1e-9, 2, 3), StringColumn.create("s", "1.5", "2", "3", "4"))'
        ).data["text/html"]
        digit, point = "\u2007", "\u2008"
        shown = ("0.461367", "0.37295" + digit, "3" + point + 6 * digit, "-12.5" + 5 * digit, "400", "4000", "1.5", "2")
        for cell in shown:
            self.assertIn(">%s<" % cell, data)

    def test_xchart(self):
        data = self.ok(
            "import org.knowm.xchart.*;\n"
            'var chart = new XYChartBuilder().width(300).height(200).title("Loss").build();\n'
            'chart.addSeries("mse", new double[] {1, 2, 3}, new double[] {3, 2, 1});\nchart'
        ).data
        self.assertIn("<svg", data["image/svg+xml"])
        self.assertTrue(base64.b64decode(data["image/png"]).startswith(PNG))
        self.assertEqual("XYChart Loss (300 x 200)", data["text/plain"])

    def test_the_users_own_gson(self):
        self.assertEqual('{"a":1}', self.ok('new com.google.gson.Gson().toJson(Map.of("a", 1))').value)

    def test_ndarray(self):
        if "mxnet-native" not in os.environ["DEMITASSE_TEST_LIBRARIES"]:
            self.skipTest("no engine for arrays of this platform")
        self.ok("import ai.djl.ndarray.*;\nimport ai.djl.ndarray.types.*;\nvar manager = NDManager.newBaseManager();")
        lines = self.ok("manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3))").value.split("\n")
        self.assertEqual("NDArray (2, 3) float32 on cpu()", lines[0])
        self.assertRegex("".join(lines[1:]), r"1\. *, +2\. *, +3\. *\].*4\. *, +5\. *, +6\.")
        large = self.ok("manager.zeros(new Shape(60_000, 784), DataType.UINT8)").value
        self.assertTrue(large.startswith("NDArray (60000, 784) uint8 on cpu()"))
        self.assertIn("[ 0,  0, ", large)
        self.assertTrue(large.endswith("the first 20 of 47040000 values"), large)
        self.assertLess(len(large), 400)
        self.ok("var closed = manager.ones(new Shape(1)); closed.close();")
        self.assertEqual("NDArray (closed)", self.ok("closed").value)


class OwnSystem(KernelTest):
    def test_a_class_named_system(self):
        self.assertEqual("out", self.ok('System.out.print("out");').stdout)
        self.ok("class Printer { int print(int i) { return i; } }\nclass System { static Printer out = new Printer(); }")
        self.assertEqual("3", self.ok("System.out.print(3)").value)
