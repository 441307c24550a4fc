"""IJava's and JJava's programming interfaces, and the magics of other kernels."""

import base64
import os
import tempfile
import time
import zipfile

from kerneltest import KernelTest, library

MIME = "io.github.spencerpark.jupyter.kernel.display.mime.MIMEType"
REGISTRY = "import io.github.spencerpark.jupyter.kernel.magic.registry.*;\n"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def kernel_jars():
    """The kernel's own jars, for libraries that are compiled against its interfaces."""
    folder = os.path.join(os.environ["DEMITASSE_KERNELS"], "java")
    jars = []
    for parent, _, names in os.walk(folder):
        jars += [os.path.join(parent, name) for name in names if name.endswith(".jar")]
    return os.pathsep.join(jars)


class IJava(KernelTest):
    def test_a_renderer_for_a_type(self):
        self.ok(
            "import io.github.spencerpark.ijava.IJava;\nrecord Money(int euros) {}\n"
            "IJava.getKernelInstance().getRenderer().createRegistration(Money.class)\n"
            "  .preferring(%s.TEXT_HTML).supporting(%s.TEXT_MARKDOWN)\n"
            "  .register((money, ctx) -> {\n"
            '    ctx.renderIfRequested(%s.TEXT_HTML, () -> "<b>" + money.euros() + "</b>");\n'
            "    ctx.renderIfRequested(%s.TEXT_MARKDOWN, (type, out) -> out.putData(type, "
            '"**" + money.euros() + "**"));\n  });' % (MIME, MIME, MIME, MIME)
        )
        self.assertEqual("<b>3</b>", self.ok("new Money(3)").data["text/html"])
        shown = self.ok('display(new Money(4), "text/markdown");').contents("display_data")
        self.assertEqual("**4**", shown[0]["data"]["text/markdown"])
        self.assertNotIn("text/html", shown[0]["data"])

    def test_a_renderer_for_arrays(self):
        self.assertEqual("[[1], [2, 3]]", self.ok("new int[][] {{1}, {2, 3}}").value)
        self.ok(
            "getKernelInstance().getRenderer().createRegistration(int[][].class).preferring(%s.TEXT_HTML)"
            '.register((rows, ctx) -> ctx.renderIfRequested(%s.TEXT_HTML, () -> "<p>" + rows.length + "</p>"));'
            % (MIME, MIME)
        )
        data = self.ok("new int[][] {{1}, {2, 3}}").data
        self.assertEqual("<p>2</p>", data["text/html"])
        self.assertEqual("[[1], [2, 3]]", data["text/plain"])

    def test_a_value_that_renders_itself(self):
        self.ok(
            "import io.github.spencerpark.jupyter.kernel.display.*;\n"
            "class Itself implements DisplayDataRenderable {\n"
            "  public void render(RenderContext context) {\n"
            "    context.renderIfRequested(%s.TEXT_HTML, () -> context.getParameterAsInt(\"n\", 7) + \"!\");\n"
            "  }\n}" % MIME
        )
        self.assertEqual("7!", self.ok("new Itself()").data["text/html"])

    def test_display_data(self):
        result = self.ok(
            "io.github.spencerpark.jupyter.kernel.display.DisplayData data = render(\"x\", \"text/html\");\n"
            'data.putMarkdown("**x**"); data.putData(%s.TEXT_LATEX, "$x$");\n'
            "getKernelInstance().display(data);\n"
            'data.hasDataForType(%s.TEXT_HTML) + " " + data.getData(%s.TEXT_LATEX)' % (MIME, MIME, MIME)
        )
        self.assertEqual("true $x$", result.value)
        shown = result.contents("display_data")[0]["data"]
        self.assertEqual({"text/plain", "text/html", "text/markdown", "text/latex"}, set(shown))
        result = self.ok(
            "import static io.github.spencerpark.ijava.runtime.Display.updateDisplay;\n"
            'String shownAs = io.github.spencerpark.ijava.runtime.Display.display("a");\nupdateDisplay(shownAs, "b");\n'
            'getKernelInstance().getIO().display.display(render("c"));\ngetKernelInstance().getIO().out.println("d");'
        )
        self.assertEqual(["a", "c"], [c["data"]["text/plain"] for c in result.contents("display_data")])
        self.assertEqual("b", result.contents("update_display_data")[0]["data"]["text/plain"])
        self.assertEqual("d\n", result.stdout)

    def test_types(self):
        code = 'var type = %s.parse("image/svg+xml");\n' % MIME
        self.ok(code + "assert type.equals(%s.IMAGE_SVG) && type.hashCode() == %s.IMAGE_SVG.hashCode();" % (MIME, MIME))
        self.assertEqual("image svg xml", self.ok('type.getGroup() + " " + type.getSubtype() + " " + type.getSuffix()').value)
        self.assertEqual("image/svg", self.ok("type.withoutSuffix()").value)

    def test_functions_as_magics(self):
        self.ok(
            "var magics = getKernelInstance().getMagics();\n"
            'magics.registerLineMagic("backwards", args -> new StringBuilder(args.get(0)).reverse().toString());\n'
            'magics.registerCellMagic("shout", (args, body) -> body.strip().toUpperCase() + args.size());'
        )
        self.assertEqual("cba", self.ok("%backwards abc").value)
        self.assertEqual("cba!", self.ok('String back = %backwards "abc"\nback + "!"').value)
        self.assertEqual("HELLO2", self.ok("%%shout a b\nhello").value)
        self.assertEqual("zyx", self.ok('(String) magics.applyLineMagic("backwards", List.of("xyz"))').value)
        self.assertEqual("A0", self.ok('(String) magics.applyCellMagic("shout", List.of(), "a")').value)
        self.assertIn("%backwards", self.ok("%lsmagic").value)

    def test_annotated_methods_as_magics(self):
        self.ok(
            REGISTRY + "class Mine {\n"
            "  private final String greeting;\n  Mine(String greeting) { this.greeting = greeting; }\n"
            '  @LineMagic(value = "greet", aliases = {"hi", "hello"}) public String line(List<String> args) '
            '{ return greeting + " " + String.join("+", args); }\n'
            "  @LineMagic static int answer() { return 42; }\n"
            "  @LineMagic @CellMagic public static String either(List<String> args, String body) "
            "{ return args + \" \" + body; }\n"
            '  @CellMagic public static void broken(List<String> args, String body) { throw new IllegalStateException("so what"); }\n'
            "  public static void none(List<String> args) {}\n}"
        )
        self.ok("IJavaMagics.registerMagics(Mine.class);".replace("IJavaMagics", "getKernelInstance().getMagics()"))
        self.assertEqual("42", self.ok("%answer").value)
        self.assertEqual("[x] null", self.ok("%either x").value)
        self.assertEqual("[] y", self.ok("%%either\ny").value)
        self.assertEqual("IllegalStateException", self.fails("%%broken\nx").reply["ename"].split(".")[-1])
        self.fails("%greet")
        self.fails("%none")
        self.ok('getKernelInstance().getMagics().registerMagics(new Mine("hey"));')
        for name in ("greet", "hi", "hello"):
            self.assertEqual("hey a b+c", self.ok('%%%s "a b" c' % name).value)

    def test_a_magic_of_ones_own_in_place_of_the_kernels(self):
        self.ok('getKernelInstance().getMagics().registerLineMagic("system", args -> String.join("|", args));')
        self.assertEqual("a|b c", self.ok('%system a "b c"').value)

    def test_arguments_of_magics(self):
        self.ok(
            REGISTRY + 'var takes = MagicsArgs.builder().required("file").optional("to").varargs("rest")'
            '.flag("all", \'a\').keyword("size", MagicsArgs.KeywordSpec.ONCE).onlyKnownFlags().onlyKnownKeywords().build();\n'
            'getKernelInstance().getMagics().registerLineMagic("parsed", args -> new TreeMap<>(takes.parse(args)));'
        )
        shown = self.ok("%parsed one two -a three --size=3").value
        for part in ("file=[one]", "to=[two]", "rest=[three]", "size=[3]", "all=["):
            self.assertIn(part, shown)
        for wrong in ("%parsed", "%parsed one -b", "%parsed one --wrong=1"):
            self.assertIn("MagicArgsParseException", self.fails(wrong).reply["ename"])

    def test_unknown_magics(self):
        result = self.ok(
            REGISTRY + 'try { getKernelInstance().getMagics().applyLineMagic("nowhere", List.of()); }\n'
            "catch (UndefinedMagicException e) { System.out.println(e.getMagicName() + e.isLineMagic()); }\n"
            'try { getKernelInstance().getMagics().applyCellMagic("nowhere", List.of(), ""); }\n'
            "catch (UndefinedMagicException e) { System.out.println(e.isCellMagic()); }"
        )
        self.assertEqual("nowheretrue\ntrue\n", result.stdout)

    def test_evaluating(self):
        self.assertEqual("6", self.ok('(int) getKernelInstance().evalRaw("1 + 2") + 3').value)
        self.assertEqual("4", self.ok('getKernelInstance().eval("2 * 2")').value)
        self.assertEqual("9", self.ok('(Integer) io.github.spencerpark.ijava.runtime.Kernel.eval("int v = 9; v")').value)
        self.assertIn("symbol", self.fails('getKernelInstance().evalRaw("nowhere")').traceback)
        self.assertEqual("2", self.ok('io.github.spencerpark.ijava.runtime.Magics.<List<String>>lineMagic("sh", List.of("printf", "a\\nb")).size()').value)

    def test_the_notebooks_that_begin_with_the_shell(self):
        self.ok(
            "import io.github.spencerpark.ijava.IJava;\n"
            "import io.github.spencerpark.jupyter.kernel.magic.common.Shell;\n"
            "IJava.getKernelInstance().getMagics().registerMagics(Shell.class);\n"
        )
        result = self.ok("%sh echo one | tr a-z A-Z")
        self.assertEqual("ONE\n", result.stdout)
        self.assertIsNone(result.value)
        self.assertEqual("[x y]", self.ok('Shell.sh(List.of("echo", "x y"))').value)

    def test_a_library_of_ijavas(self):
        """Compiled against the interface, with the signatures that class files hold."""
        source = (
            "package mine; import io.github.spencerpark.ijava.IJava; import io.github.spencerpark.jupyter.kernel.display.*;"
            "import io.github.spencerpark.jupyter.kernel.BaseKernel; import %s;"
            "public class Point { public static void init(BaseKernel kernel) {"
            "  kernel.getRenderer().createRegistration(Point.class).preferring(MIMEType.TEXT_HTML).register(Point::render); }"
            "  static void render(Point p, RenderContext c) { c.renderIfRequested(MIMEType.TEXT_HTML, (t, d) -> d.putData(t, \"<i>p</i>\")); }"
            "  public static void show() { DisplayData d = new DisplayData(\"p\"); d.putHTML(\"<p>\"); IJava.getKernelInstance().display(d); } }"
        ) % MIME
        self.ok("%%jars %s" % library("mine.jar", {"mine/Point.java": source}, classpath=kernel_jars()))
        self.ok("import mine.*;\nPoint.init(getKernelInstance());")
        self.assertEqual("<i>p</i>", self.ok("new Point()").data["text/html"])
        self.assertEqual("<p>", self.ok("Point.show()").contents("display_data")[0]["data"]["text/html"])


class JJava(KernelTest):
    def test_magics(self):
        self.ok(
            'kernel().getMagicsRegistry().registerLineMagic("jj", (k, args) -> k == kernel() ? args : null)'
            '.registerCellMagic("cc", (k, args, body) -> body.length());'
        )
        self.assertEqual("[a, b]", self.ok("%jj a b").value)
        self.assertEqual("3", self.ok("%%cc\nabc").value)
        self.assertEqual("[z]", self.ok('(List<String>) kernel().getMagicsRegistry().evalLineMagic(kernel(), "jj", List.of("z"))').value)
        self.assertEqual("1", self.ok('(Object) kernel().getMagicsRegistry().evalCellMagic(kernel(), "cc", List.of(), "z")').value)
        self.assertEqual("true", self.ok('kernel().getMagicsRegistry().getLineMagicNames().contains("maven")').value)
        result = self.fails('kernel().getMagicsRegistry().evalLineMagic(kernel(), "nowhere", List.of());')
        self.assertIn("UndefinedMagicException", result.reply["ename"])

    def test_renderers(self):
        self.ok(
            "import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;\nrecord Shape(int n) {}\n"
            "kernel().getRenderer().createRegistration(Shape.class).preferring(MIMEType.TEXT_HTML)"
            '.register((shape, ctx) -> ctx.renderIfRequested(MIMEType.TEXT_HTML, () -> "<s>" + shape.n() + "</s>"));'
        )
        self.assertEqual("<s>2</s>", self.ok("new Shape(2)").data["text/html"])

    def test_the_kernel_everywhere(self):
        for name in (
            "org.dflib.jjava.JJava.getKernelInstance()",
            "org.dflib.jjava.jupyter.kernel.BaseKernel.notebookKernel()",
            "org.dflib.jjava.kernel.JavaNotebookStatics.kernel()",
            "getKernelInstance()",
        ):
            with self.subTest(name=name):
                self.assertEqual("true", self.ok("kernel() == " + name).value)
        self.assertEqual("true", self.ok('kernel().getJShell().variables().count() >= 0').value)
        self.assertEqual("3", self.ok('kernel().evalRaw("1 + 2")').value)
        result = self.ok('org.dflib.jjava.jupyter.kernel.BaseNotebookStatics.display("shown");')
        self.assertEqual("shown", result.contents("display_data")[0]["data"]["text/plain"])
        self.assertEqual("false", self.ok('kernel().complete("Math.ma", 7).getReplacements().isEmpty()').value)
        self.assertEqual("complete", self.ok('kernel().isComplete("1 + 1")').value)

    def test_an_extension_in_a_jar(self):
        source = (
            "package %s; import org.dflib.jjava.jupyter.Extension; import org.dflib.jjava.jupyter.kernel.BaseKernel;"
            "public class Ext implements Extension { static int n; public void install(BaseKernel kernel) { %s } }"
        )
        jars = kernel_jars()
        evaluates = 'kernel.eval("import java.time.LocalDate; int fromExtension = " + ++n + ";");'
        good = library("ext.jar", {"ext/Ext.java": source % ("ext", evaluates)}, classpath=jars)
        bad = library("bad.jar", {"bad/Ext.java": source % ("bad", 'throw new IllegalStateException("not today");')}, classpath=jars)
        for jar, name in ((good, "ext.Ext # the comment\n\n"), (bad, "bad.Ext")):
            with zipfile.ZipFile(jar, "a") as archive:
                archive.writestr("META-INF/services/org.dflib.jjava.jupyter.Extension", name)
        self.assertEqual("", self.ok("%%jars %s" % good).stderr)
        self.assertEqual("1 1970-01-01", self.ok('fromExtension + " " + LocalDate.EPOCH').value)
        self.ok("%%jars %s" % good)
        self.ok("%%classpath %s" % os.path.join(os.path.dirname(good), "classes"))
        self.assertEqual("1", self.ok("fromExtension").value)
        result = self.ok("%%jars %s\n1 + 1" % bad)
        self.assertIn("bad.Ext was not installed", result.stderr)
        self.assertIn("not today", result.stderr)
        self.assertEqual("2", result.value)


class ExtensionAtStart(KernelTest):
    """Extensions of libraries that are there at the start, before the first code."""

    @classmethod
    def setUpClass(cls):
        jar = library("early.jar", {"early/Ext.java":
            "package early; import org.dflib.jjava.jupyter.Extension; import org.dflib.jjava.jupyter.kernel.BaseKernel;"
            "public class Ext implements Extension { public void install(BaseKernel kernel) {"
            ' kernel.eval("int early = 3;"); } }'}, classpath=kernel_jars())
        with zipfile.ZipFile(jar, "a") as archive:
            archive.writestr("META-INF/services/org.dflib.jjava.jupyter.Extension", "early.Ext\n")
        cls.env = {"IJAVA_CLASSPATH": jar, "IJAVA_STARTUP_SCRIPT": "int script = early + 1;"}
        super().setUpClass()

    def test_is_installed_before_the_first_cell(self):
        self.assertEqual("3 4", self.ok('early + " " + script').value)


class OtherMagics(KernelTest):
    def test_type_first(self):
        for code, kind, shown in (
            ('display("text/html", "<b>x</b>")', "text/html", "<b>x</b>"),
            ('display("<b>x</b>", "text/html")', "text/html", "<b>x</b>"),
            ('display("html", "<b>x</b>")', "text/html", "<b>x</b>"),
            ('display("markdown", "*x*")', "text/markdown", "*x*"),
            ('display("text/markdown", "*x*")', "text/markdown", "*x*"),
            ('display("text/html", "text/markdown")', "text/markdown", "text/html"),
            ('display("<i>", "html")', "text/html", "<i>"),
        ):
            with self.subTest(code=code):
                data = self.ok(code + ";").contents("display_data")[0]["data"]
                self.assertEqual(shown, data[kind])
        self.assertIn("text/html", self.ok('display("html", Map.of(1, 2));').contents("display_data")[0]["data"])
        self.assertEqual("<u>", self.ok('render("text/html", "<u>")').data["text/html"])
        result = self.ok('String typed = display("html", "a");\nupdateDisplay(typed, "html", "b");')
        self.assertEqual("b", result.contents("update_display_data")[0]["data"]["text/html"])
        self.assertIn("not a MIME type", self.fails('display("nonsense", 3);').reply["evalue"])

    def test_an_image(self):
        folder = tempfile.mkdtemp(prefix="demitasse-image-")
        path = os.path.join(folder, "dot.png")
        with open(path, "wb") as file:
            file.write(PNG)
        with open(os.path.join(folder, "dot.svg"), "w") as file:
            file.write("<svg xmlns='http://www.w3.org/2000/svg'/>")
        for place in (path, "file://" + path):
            data = self.ok("%%image %s" % place).contents("display_data")[0]["data"]
            self.assertEqual(PNG, base64.b64decode(data["image/png"]))
        data = self.ok("%%image %s/dot.svg" % folder).contents("display_data")[0]["data"]
        self.assertTrue(data["image/svg+xml"].startswith("<svg"))
        self.assertIn("there is no image", self.fails("%image /nowhere.png").reply["evalue"])
        self.assertIn("is not a PNG", self.fails("%%image %s" % __file__).reply["evalue"])

    def test_the_cell_as_what_it_is(self):
        for name, kind in (("html", "text/html"), ("markdown", "text/markdown"), ("js", "application/javascript"),
                           ("latex", "text/latex"), ("SVG", "image/svg+xml")):
            data = self.ok("// why\n%%%%%s\n<a>\\{b}</a>" % name).contents("display_data")[0]["data"]
            self.assertEqual("<a>\\{b}</a>", data[kind])

    def test_write_a_file(self):
        path = os.path.join(tempfile.mkdtemp(prefix="demitasse-write-"), "a.txt")
        self.ok("%%%%writefile %s\none\ntwo" % path)
        self.ok("%%%%writefile -a %s\nthree\n" % path)
        with open(path) as file:
            self.assertEqual("one\ntwo\nthree\n", file.read())
        self.assertIn("one file", self.fails("%%writefile\nx").reply["evalue"])

    def test_help(self):
        text = self.ok("%help").value
        for magic in ("%maven", "%%bash", "%timeit", "%dependency /add"):
            self.assertIn(magic, text)
        self.assertIn("shell", self.ok("%help %sh").value)
        self.assertNotIn("%maven", self.ok("%help sh").value)
        self.assertIn("nowhere", self.fails("%help nowhere").reply["evalue"])

    def test_time_many_times(self):
        result = self.ok("%timeit -n 5 -r 2 Math.abs(-3)")
        self.assertRegex(result.stdout, r"^[\d.]+ .?s ± [\d.]+ .?s per loop \(mean ± standard deviation of 2 runs, 5 loops each\)\n$")
        self.ok("int counted = 0;")
        self.ok("%%timeit -n 3 -r 2 int local = 1;\n// counts\ncounted += local;\nThread.sleep(1);")
        self.assertEqual("6", self.ok("counted").value)
        for code in ("-n 1 -r 1 new Object()", "-n 1 -r 1 1.5f * 2", "-n1 -r1 true", "-n 1 -r 1 'c'",
                     "-n 1 -r 1 System.gc()", "-n 1 -r 1 List.of(1).get(0)", "-n 1 -r 1 Thread.sleep(1);"):
            with self.subTest(code=code):
                self.assertIn("1 runs", self.ok("%timeit " + code).stdout)
        result = self.fails("// a\n%%timeit\nint q = 0;\nnowhere(q);")
        self.assertIn("Cell", result.traceback)
        self.assertIn("4 nowhere(q);", result.traceback)
        self.assertNotIn("$start", result.traceback)
        self.assertIn("needs code", self.fails("%timeit -n 3").reply["evalue"])
        self.assertEqual("Interrupted", self.interrupted("%timeit Thread.sleep(5)").reply["ename"])

    def test_dependency(self):
        coordinate = os.environ["DEMITASSE_TEST_COORDINATE"]
        group, artifact, version = coordinate.split(":")
        self.ok('String group = "%s", version = "%s";' % (group, version))
        self.ok("// from the local repository\n%%dependency /add \\{group}:%s:${version} --optional" % artifact)
        self.assertIn("not resolved", self.ok("%dependency /list-dependencies").value)
        self.ok("%dependency /resolve")
        self.assertEqual("3", self.ok('new com.google.gson.Gson().toJson(3)').value)
        self.assertEqual(coordinate, self.ok("%dependency /list-dependencies").value)
        self.assertIn("gson", self.ok("%dependency /list-artifacts").value)
        self.ok('String where = "%s";\n%%dependency /add-repo mine \\{where} release|never snapshot|always' % tempfile.gettempdir())
        self.assertIn("mine  file:", self.ok("%dependency /list-repos").value)
        self.assertIn("/resolve", self.fails("%dependency").reply["evalue"])
        self.assertIn("group:artifact", self.fails("%dependency /add").reply["evalue"])

    def test_beakerx(self):
        coordinate = os.environ["DEMITASSE_TEST_COORDINATE"]
        self.ok("%%classpath add mvn %s\n%%import com.google.gson.Gson\n%%import static java.lang.Math.abs" % coordinate.replace(":", " "))
        self.ok("%%%%classpath add mvn\n%s\n%s\n" % (coordinate, coordinate.replace(":", " ")))
        self.assertEqual("3", self.ok("new Gson().toJson(abs(-3))").value)
        self.assertIn("gson", self.ok("%classpath").value)
        jar = library("bx.jar", {"bx/Bx.java": "package bx; public class Bx {}"})
        self.ok("%%classpath add jar %s" % jar)
        self.ok("new bx.Bx()")
        self.assertIn("group artifact version", self.fails("%classpath add mvn only two").reply["evalue"])
        self.assertIn("needs the name", self.fails("%import").reply["evalue"])

    def test_a_cell_that_returns_its_value(self):
        self.assertEqual("6", self.ok("int n = 3;\nreturn 2 * n;").value)
        self.assertEqual("odd", self.ok('if (n % 2 == 1) return "odd";').value)
        self.assertEqual("9", self.ok("for (int i = 0; ; i++) { if (i * i > 8) return i * i; }").value)
        self.assertIsNone(self.ok('if (n > 3) return "many";').data)
        self.assertIsNone(self.ok("return 1;\nint m = 4;").data)
        self.assertIn("<caption>One</caption>", self.ok("record One(int one) {}\nreturn new One(1);").data["text/html"])

    def test_a_folder_of_jars(self):
        jar = library("aa.jar", {"aa/A.java": "package aa; public class A {}"})
        self.assertEqual("1", self.ok('List<String> inFolder = %%jars "%s"\ninFolder.size()' % os.path.dirname(jar)).value)
        self.ok("new aa.A()")
        other = library("bb.jar", {"bb/B.java": "package bb; public class B {}"})
        self.ok("%%%%jars\n%s/\n\n/nowhere/x.jar" % os.path.dirname(other))
        self.ok("new bb.B()")
        self.assertIn("/nowhere/x.jar", self.ok("%classpath /nowhere/x.jar").stderr)
        self.assertIn("nothing in", self.ok("%%jars %s/*.zip" % os.path.dirname(jar)).stderr)

    def test_the_session(self):
        self.ok("int seen = 3; void seenMethod(int a) {} record Seen(int x) {} enum Colour { RED }")
        self.assertIn("int seen", self.ok("%jshell /vars").value)
        self.assertIn("seenMethod(int)", self.ok("%jshell /methods").value)
        self.assertIn("record Seen", self.ok("%jshell /types").value)
        self.assertIn("enum Colour", self.ok("%jshell /types").value)
        self.assertIn("import java.util.*", self.ok("%jshell /imports").value)
        self.assertIn("int seen = 3", self.ok("%jshell /list").value)
        self.assertIn("/vars", self.fails("%jshell").reply["evalue"])


class Shell(KernelTest):
    def test_output(self):
        result = self.ok("%sh echo out; echo err >&2")
        self.assertEqual(("out\n", "err\n"), (result.stdout, result.stderr))
        self.assertEqual("[a, b c]", self.ok("List<String> lines = %sh printf 'a\\nb c\\n'\nlines").value)
        self.assertEqual("grüße\n", self.ok("%%bash\necho grüße").stdout)
        self.assertEqual("x\n", self.ok("// a comment\n\n/* another */\n%%sh\necho x").stdout)
        self.assertEqual("abc 4\n", self.ok('String s = "abc"; int n = 3;\n%sh echo \\{s} \\{n + 1}').stdout)
        self.assertEqual("abc $s\n", self.ok("%%bash\necho \\{s} '$s'").stdout)
        self.assertEqual("5\n", self.ok("%%bash\nx=5\necho $x ${y}").stdout.replace(" ", ""))
        self.assertEqual("", self.ok("%sh cat").stdout)

    def test_output_comes_as_it_is_written(self):
        msg_id = self.kc.execute("%%bash\necho first\nsleep 30")
        while True:
            message = self.kc.get_iopub_msg(timeout=20)
            if message["msg_type"] == "stream":
                break
        self.assertEqual("first\n", message["content"]["text"])
        self.km.interrupt_kernel()
        self.assertEqual("error", self.finish(msg_id).status)

    def test_a_failing_command_fails_the_cell(self):
        for code, status in (("%sh false", 1), ("%%bash\nexit 7", 7), ("%%bash -e\nfalse\ntrue", 1), ("%%sh\nnowhere_at_all", 127)):
            with self.subTest(code=code):
                self.assertIn("status %d" % status, self.fails(code).reply["evalue"])
        self.ok("%%bash\nfalse\ntrue")
        self.fails("List<String> none = %sh false")
        self.assertIn("needs a command", self.fails("%sh").reply["evalue"])
        self.assertIn("cannot be run", self.fails('lineMagic("sh", List.of("nowhere", "at-all"))').reply["evalue"])

    def test_stop_ends_the_children(self):
        sleep = "sleep 9%d" % os.getpid()  # other tests may run beside this one
        for code in (
            "%%bash\n{0}0 | cat\necho after",
            "%sh {0}0 & wait",
            "%%sh\n{0}0\n{0}1",
            "%%bash\nbash -c '{0}0; {0}1; true'; {0}2",
            "List<String> l = %sh {0}0",
        ):
            with self.subTest(code=code):
                result = self.interrupted(code.format(sleep))
                self.assertEqual("Interrupted", result.reply["ename"])
                self.assertLess(result.stop_seconds, 5)
                time.sleep(0.2)
                self.assertEqual([], self.processes(sleep.replace(" ", "\0")))

    def test_a_command_in_the_background_does_not_hold_the_cell(self):
        result = self.ok("%sh sleep 100 & echo $!")
        self.assertLess(result.seconds, 20)
        self.ok("%%sh kill %s" % result.stdout.strip())

    @staticmethod
    def processes(command):
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open("/proc/%s/cmdline" % pid) as file:
                    if command in file.read():
                        found.append(pid)
            except OSError:
                pass  # it has just ended
        return found


class NotHere(KernelTest):
    """What other kernels have and this one has not: the error names it, and what comes nearest."""

    def test_magics_of_forks(self):
        for magic, nearest in (
            ("%list", "%jshell /list"), ("%%compile com.example.Test\nclass Test {}", "cell of its own"),
            ("%%javasrcMethodByName Test getAll\n/src/Test.java", "%load"), ("%%plantUML\n@startuml", "image/svg+xml"),
            ("%%sqlAsTable\nselect 1", "JDBC"),
        ):
            with self.subTest(magic=magic):
                said = self.fails(magic).reply["evalue"]
                self.assertIn("a fork of IJava", said)
                self.assertIn(nearest, said)

    def test_plots_and_tables_of_beakerx(self):
        for code in ("import com.twosigma.beakerx.chart.xychart.*;", "import com.twosigma.beakerx.table.TableDisplay;",
                     "new TableDisplay(List.of())", "var plot = new SimpleTimePlot();", "beakerx.x = 1;"):
            with self.subTest(code=code):
                self.assertRegex(self.fails(code).traceback, "BeakerX's .* are not here.*xchart")
        self.assertNotIn("BeakerX", self.fails("class OutputCell2 {}\nnew OutputCell3()").traceback)

    def test_what_is_behind_ijava(self):
        for code in ("import io.github.spencerpark.ijava.execution.CodeEvaluator;",
                     "import io.github.spencerpark.jupyter.kernel.comm.*;"):
            self.assertIn("eval(code) runs code, openComm and onComm", self.fails(code).traceback)
        self.assertIn("openComm", self.fails("getKernelInstance().getCommManager()").reply["evalue"])

    def test_functions_of_rapaio(self):
        self.assertIn("rapaio's config() is not here", self.fails("config().text()").traceback)
        self.assertIn("renderer()", self.fails("options()").traceback)
        self.assertEqual("3", self.ok("int options() { return 3; }\noptions()").value)
