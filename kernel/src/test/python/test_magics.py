"""IJava's contract: magics, functions of a cell, environment variables."""

import json
import os
import tempfile
import zipfile

from kerneltest import KernelTest

FOLDER = tempfile.mkdtemp(prefix="demitasse-magics-")
STARTUP = os.path.join(FOLDER, "start.jshell")
with open(STARTUP, "w") as file:
    file.write("int fromScript = 11;\n\nint scripted(int x) { return x + fromScript; }\n")


def jar(name, entries):
    path = os.path.join(FOLDER, name)
    with zipfile.ZipFile(path, "w") as archive:
        for entry, text in entries.items():
            archive.writestr(entry, text)
    return path


ENV_JAR = jar("env-1.jar", {"env.txt": "from the environment"})


class ClassPathOfTheEnvironment(KernelTest):
    @classmethod
    def setUpClass(cls):
        cls.folder = os.path.join(FOLDER, "many jars")
        for name in ("deep/er", "classes/sub"):
            os.makedirs(os.path.join(cls.folder, name))
        for name in ("one.jar", "two.jar", "deep/three.jar", "deep/er/four.jar", "five.zip"):
            jar("many jars/" + name, {os.path.basename(name)[:-4] + ".txt": "x"})
        for name in ("notes.txt", "classes/sub/six.txt"):
            with open(os.path.join(cls.folder, name), "w") as file:
                file.write("x")
        parts = ("*.jar", "missing.jar", "", "no/such/*.jar", "*.txt", "deep/**.jar", "[f]ive.zip", "classes", "one.jar")
        cls.env = {"IJAVA_CLASSPATH": os.pathsep.join(p and os.path.join(cls.folder, p) for p in parts)}
        super().setUpClass()

    def test_what_it_names(self):
        """Jars, folders and globs; what is missing or no jar is left out, what comes twice is there once."""
        found = self.ok("%classpath").value.split("\n")
        self.assertEqual(["one.jar", "two.jar", "deep/er/four.jar", "deep/three.jar", "five.zip", "classes"],
                         [os.path.relpath(path, self.folder) for path in found])
        for name in ("one", "two", "three", "four", "five", "sub/six"):
            code = 'Thread.currentThread().getContextClassLoader().getResource("%s.txt") != null' % name
            self.assertEqual("true", self.ok(code).value, name)


class Magics(KernelTest):
    env = {
        "IJAVA_STARTUP_SCRIPTS_PATH": os.path.join(FOLDER, "*.jshell"),
        "IJAVA_STARTUP_SCRIPT": "import java.time.LocalDate; int fromCode = 12;",
        "IJAVA_COMPILER_OPTS": "-Xlint:all -parameters",
        "IJAVA_CLASSPATH": os.path.join(FOLDER, "env-*.jar"),
        "IJAVA_TIMEOUT": "4 SECONDS",
    }

    def write(self, name, text):
        path = os.path.join(FOLDER, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def test_startup(self):
        self.assertEqual("15", self.ok("scripted(4)").value)
        self.assertEqual("12", self.ok("fromCode").value)
        self.ok("LocalDate.now()")

    def test_classpath_from_the_environment(self):
        code = (
            "new String(Thread.currentThread().getContextClassLoader()"
            '.getResourceAsStream("env.txt").readAllBytes())'
        )
        self.assertEqual("from the environment", self.ok(code).value)

    def test_timeout(self):
        result = self.fails("while (true);")
        self.assertEqual("EvaluationTimeout", result.reply["ename"])
        self.assertLess(result.seconds, 7)
        self.assertEqual("2", self.ok("1 + 1").value)

    def test_default_imports(self):
        self.ok(
            "List<String> l = new ArrayList<>(); File f; BigDecimal d; URL u; Path p; Future<?> t;\n"
            "Pattern r; Stream<String> s; java.util.prefs.Preferences pr; Preferences q;"
        )

    def test_jars_and_globs(self):
        jar("one.jar", {"one.txt": "1"})
        jar("two.jar", {"two.txt": "2"})
        result = self.ok("List<String> added = %%jars %s/*o*.jar" % FOLDER)
        self.assertIsNone(result.value)
        self.assertEqual("2", self.ok("added.size()").value)
        code = 'Thread.currentThread().getContextClassLoader().getResource("%s") != null'
        self.assertEqual("true", self.ok(code % "one.txt").value)
        result = self.ok("%jars /not/there/*.jar\nadded.size()")
        self.assertEqual("2", result.value)
        self.assertIn("nothing was found at /not/there/*.jar: there is no not in /", result.stderr)

    def test_what_is_no_jar_is_left_out(self):
        empty = os.path.join(FOLDER, "nothing here")
        os.makedirs(empty)
        os.mkfifo(os.path.join(FOLDER, "pipe"))
        self.write("text.jar", "no jar at all")
        self.write("empty.jar", "")
        with open(jar("whole.jar", {"four.txt": "4" * 1000}), "rb") as file:
            half = file.read()[:60]
        with open(os.path.join(FOLDER, "half.jar"), "wb") as file:
            file.write(half)
        for code, why in (
            ("%%jars %s/text.jar" % FOLDER, "text.jar is left out: it is no jar."),
            ("%%jar %s/empty.jar" % FOLDER, "empty.jar is left out: it is empty."),
            ("%%classpath %s/half.jar" % FOLDER, "half.jar is left out: it is no jar."),
            ("%classpath /etc/passwd", "/etc/passwd is left out: it is no jar."),
            ("%%classpath add jar %s/text.jar" % FOLDER, "text.jar is left out: it is no jar."),
            ("%%%%jars\n%s/empty.jar\n%s/text.jar" % (FOLDER, FOLDER), "text.jar is left out: it is no jar."),
            ("%%%%classpath\n%s/pipe" % FOLDER, "pipe is left out: it is neither a file nor a folder."),
            ('getKernelInstance().addToClasspath("%s/text.jar");' % FOLDER, "text.jar is left out: it is no jar."),
            ('%%jars "%s"' % empty, "there is no jar in %s; it counts as a folder of classes." % empty),
        ):
            with self.subTest(code=code):
                self.assertIn(why, self.ok(code).stderr)
        self.assertNotIn("text.jar", self.ok("%classpath").value)
        self.assertEqual("", self.ok("%%jars %s/whole.jar" % FOLDER).stderr)
        code = 'Thread.currentThread().getContextClassLoader().getResource("four.txt") != null'
        self.assertEqual("true", self.ok(code).value)

    def test_classpath_folder_with_a_space(self):
        folder = os.path.join(FOLDER, "with space")
        os.makedirs(folder)
        with open(os.path.join(folder, "three.txt"), "w") as file:
            file.write("3")
        self.ok('%%classpath "%s"' % folder)
        code = 'Thread.currentThread().getContextClassLoader().getResource("three.txt") != null'
        self.assertEqual("true", self.ok(code).value)

    def test_load(self):
        self.write("some.jshell", "int loadedA = 1;\nint failing() {\n  int z = 0;\n  return 1 / z;\n}")
        self.write("Some.java", "package some.where;\n\nimport java.util.zip.*;\n\npublic class Some {\n  static int two() { return 2; }\n}\n")
        notebook = {
            "cells": [
                {"cell_type": "markdown", "source": "# no code"},
                {"cell_type": "code", "source": ["int loadedC = 3;\n", "int loadedD = loadedC + 1;"]},
                {"cell_type": "code", "source": "%time int loadedE = 5;"},
            ]
        }
        self.write("book.ipynb", json.dumps(notebook))
        self.ok("%%load %s/some.jshell\n%%load %s/Some\n%%load %s/book.ipynb" % (FOLDER, FOLDER, FOLDER))
        self.assertEqual("1 2 4 5", self.ok('loadedA + " " + Some.two() + " " + loadedD + " " + loadedE').value)
        result = self.fails("failing()")
        self.assertIn("some.jshell, line 4", result.traceback)
        self.write("bad.jshell", "int ok = 1;\nint bad = ;\n")
        result = self.fails("%%load %s/bad" % FOLDER)
        self.assertIn("bad.jshell, line 2", result.traceback)
        self.write("bad.ipynb", "[]")
        self.assertIn("not a notebook", self.fails("%%load %s/bad.ipynb" % FOLDER).reply["evalue"])
        self.assertIn("/no/file", self.fails("%load /no/file").reply["evalue"])

    def test_time(self):
        result = self.ok("%time 3 + 4")
        self.assertEqual("7", result.value)
        self.assertRegex(result.stdout, r"^took \d+\.\d m?s\n$")
        result = self.ok('%%time\nint timed = 2;\nSystem.out.println("in \\" it");\ntimed * 2')
        self.assertEqual("4", result.value)
        self.assertIn('in " it\n', result.stdout)
        self.assertEqual("2", self.ok("timed").value)
        result = self.fails("%%time\nint q = 0;\n\n1 / q")
        self.assertIn("line 4", result.traceback)
        self.assertIn("4 1 / q", result.traceback)

    def test_errors_within_what_magics_measure(self):
        """They show the line as the user wrote it, with its number in the cell."""
        self.ok("int nought = 0;")
        for cell, line, marked, said in (
            ("%time 1 / nought", 1, None, "by zero"),
            ("%time missing + 1", 1, "missing", "cannot find symbol"),
            ("int a = 1;\nfor (int i = 0; i < 2; i++) {\n  %time a / nought\n}", 3, None, "by zero"),
            ("%time foo(", 1, "", "end of file"),
            ("%%time\nint a = 1;\n\nint b = missing;", 4, "missing", "cannot find symbol"),
            ("// first\n%%time\nint a = 1;\n%time a / nought", 4, None, "by zero"),
            ("%timeit 1 / nought", 1, None, "by zero"),
            ("int x = 1;\n  %timeit -n 2 -r3 x / nought; // slow", 2, None, "by zero"),
            ("%timeit missing", 1, "missing", "cannot find symbol"),
            ("%timeit String s = 5;", 1, "5", "incompatible types"),
            ("%timeit int i = ;", 1, ";", "illegal start of expression"),
            ("%timeit foo(", 1, "", "end of file"),
            ("%timeit () -> 1", 1, "() -> 1", "functional interface"),
            ("%timeit -n 1 -r 1 List.of(1).forEach(x -> { int q = 1 / nought; })", 1, None, "by zero"),
            ("%%timeit -n 1\nint k = 1;\nk / nought", 3, None, "by zero"),
            ('%%timeit -n 1\nint k = 1;\nthrow new Error("by zero");', 3, None, "by zero"),
            ('%timeit -n 1 { throw new Error("by zero"); }', 1, None, "by zero"),
            ('%timeit -n 1 throw new Error("by zero")', 1, None, "by zero"),
            ("%%timeit -n 1 int z = missing;\nint k = z;", 1, "missing", "cannot find symbol"),
            ("%%timeit -n 1 int z = 0;\nint k = z;\nk + missing", 3, "missing", "cannot find symbol"),
        ):
            with self.subTest(cell=cell):
                traceback = self.fails(cell).traceback
                self.assertIn(said, traceback.splitlines()[0])
                shown = "----> %d %s" % (line, cell.splitlines()[line - 1])
                self.assertIn(shown, traceback)
                self.assertNotIn("$", traceback)
                self.assertNotIn("Keep", traceback)
                self.assertNotIn("lambda", traceback)
                if marked is not None:
                    under = traceback.splitlines()[traceback.splitlines().index(shown) + 1]
                    at = under.index("^")
                    self.assertEqual("^" * max(1, len(marked)), under.strip())
                    self.assertEqual(marked, shown[at:at + len(marked)])
        for cell in ("%timeit int f() { return 1; }", "%timeit // nothing", "%timeit", "%%time 1 + 1\n2"):
            self.assertIn("%time", self.fails(cell).reply["evalue"])

    def test_timeit(self):
        for code in ("nought + 1", "nought++; // counts", "Thread.onSpinWait()", "int[] a = {1}; a[0]",
                     "new int[] {1, 2}[1];;", "if (nought == 0) { nought = 1; }"):
            result = self.ok("int nought = 0;\n%%timeit -n 3 -r2 %s" % code)
            self.assertRegex(result.stdout, r"per loop \(mean ± standard deviation of 2 runs, 3 loops each\)")
        self.assertIn("2 loops each", self.ok("%%timeit -n2 int z = 1 // set up\nint y = z;\ny + z").stdout)

    def test_unknown_magic(self):
        for typed, meant in (
            ("%mavn a:b:1", "%maven"),
            ("%JARS x", "%jars"),
            ("%clsspath x", "%classpath"),
            ("%%bsh\nls", "%%bash"),
            ("%%maven\na:b:1", "%maven"),
            ("%html", "%%html"),
            ("%loadFromPom", "%loadFromPOM"),
        ):
            with self.subTest(typed=typed):
                said = self.fails(typed).reply["evalue"]
                self.assertIn(typed.split()[0], said)
                self.assertIn(" %s" % meant, said)
        said = self.fails("%nonsense a b").reply["evalue"]
        self.assertIn("%help", said)
        self.assertNotIn("mean", said)

    def test_percent_that_is_no_magic(self):
        result = self.ok(
            "/* \n%foo\n*/\nString s = \"\"\"\n  %bar\n  \"\"\"; // %baz\nint r = 7\n  %4;\n\"%d\".formatted(r) + s.strip()"
        )
        self.assertEqual("3%bar", result.value)

    def test_maven(self):
        """From the local repository: what the build of this project has fetched."""
        coordinate = os.environ["DEMITASSE_TEST_COORDINATE"]
        self.ok("%%maven %s" % coordinate)
        self.assertEqual("true", self.ok(
            'Class.forName("com.google.gson.Gson").getProtectionDomain().getCodeSource()'
            '.getLocation().getPath().contains("gson")').value)
        group, artifact, version = coordinate.split(":")
        result = self.ok(
            "%%%%loadFromPOM\n<dependency>\n  <groupId>%s</groupId>\n  <artifactId>%s</artifactId>\n"
            "  <version>%s</version>\n</dependency>" % (group, artifact, version)
        )
        self.write(
            "pom.xml",
            "<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId>"
            "<version>1</version><properties><v>%s</v></properties><dependencies><dependency>"
            "<groupId>%s</groupId><artifactId>%s</artifactId><version>${v}</version></dependency>"
            "</dependencies></project>" % (version, group, artifact),
        )
        self.ok("%%loadFromPOM %s/pom.xml" % FOLDER)
        self.assertIn("needs", self.fails("%maven").reply["evalue"])
        self.assertIn("pom", self.fails("%loadFromPOM /no/pom.xml").reply["evalue"])
        self.fails("%%loadFromPOM\n<dependency>")
        self.assertIn("id and a URL", self.fails("%mavenRepo one").reply["evalue"])

    def test_functions_of_a_cell(self):
        result = self.ok('String id = display("first");\nupdateDisplay(id, "second");')
        shown = result.contents("display_data")
        updated = result.contents("update_display_data")
        self.assertEqual("first", shown[0]["data"]["text/plain"])
        self.assertEqual("second", updated[0]["data"]["text/plain"])
        self.assertEqual(shown[0]["transient"], updated[0]["transient"])
        self.assertEqual("5", self.ok('eval("int inner = 2; inner + 3")').value)
        self.assertEqual("2", self.ok("inner").value)
        result = self.fails('int outer = 1;\neval("int y = \\"no\\";")')
        self.assertIn("incompatible types", result.reply["evalue"])
        self.assertEqual("<i>x</i>", self.ok('render("<i>x</i>", "text/html")').data["text/html"])
        long = self.ok('render("<i>0123456789</i>".repeat(1_000), "text/html")').data
        self.assertEqual("<i>0123456789</i>" * 1_000, long["text/html"])
        self.assertEqual(("<i>0123456789</i>" * 12)[:200] + "… (17,000 characters)", long["text/plain"])
        self.assertEqual(17_000, len(self.ok('"<i>0123456789</i>".repeat(1_000)').value))
        self.assertIsNone(self.ok('display("only this")').value)
        self.assertIsNone(self.ok('io.github.spencerpark.ijava.runtime.Display.display("this")').value)
        result = self.ok('String kept = display("this");\nkept')
        self.assertEqual(result.contents("display_data")[0]["transient"]["display_id"], result.value)
        self.ok("class Plot { String display() { return \"drawn\"; } }")
        self.assertEqual("drawn", self.ok("new Plot().display()").value)
        self.assertEqual("mine 3", self.ok('String display(int n) { return "mine " + n; }\ndisplay(3)').value)


class NamesOfTheCells(KernelTest):
    """What magics become in Java must not depend on what simple names mean in the session."""

    def test_magics(self):
        self.ok(
            "int java = 3;\nint lineMagic(int x) { return x; }\nint cellMagic(int x) { return x; }\n"
            "class List { }\nclass System { static int nanoTime() { return 7; } }\nclass String { }"
        )
        self.assertEqual("4", self.ok("%time 4").value)
        self.assertIn("per loop", self.ok("%timeit -n 1 -r 1 2 + 2").stdout)
        self.assertEqual("out\n", self.ok("%%sh\necho out").stdout)
        self.assertIn("xyx", self.ok("%%%%sh\n# %s\necho xyx" % ("x" * 20_000)).stdout)
        self.assertEqual("[in]", self.ok("Object said = %sh echo in\nsaid").value)
        self.assertIn("the name demitasse", self.fails("int demitasse = 1;").reply["evalue"])
        self.assertEqual("5", self.ok("%time 5").value)


class FilesAtHome(KernelTest):
    home = tempfile.mkdtemp(prefix="demitasse-home-")
    env = {"JAVA_TOOL_OPTIONS": "-Duser.home=" + home}

    def test_the_home_folder(self):
        self.ok("%%writefile ~/code.jshell\nint loaded = 6;")
        self.assertEqual("6", self.ok("%load ~/code\nloaded").value)
        self.assertIn("no option --force", self.fails("%%writefile --force ~/x\nx").reply["evalue"])

    def test_text_that_is_not_utf_8(self):
        path = os.path.join(self.home, "latin.jshell")
        with open(path, "wb") as file:
            file.write("String s = \"grüße\";".encode("latin-1"))
        self.assertIn(path + " is not text in UTF-8", self.fails("%load ~/latin").reply["evalue"])

    def test_a_cell_magic_below_code(self):
        self.assertIn("%%bash takes the rest of its cell", self.fails("int above = 1;\n%%bash\necho no").reply["evalue"])

    def test_null_for_what_is_to_be_called(self):
        for code in ("onStop(null);", 'onComm("t", null);', "eval(null)"):
            with self.subTest(code=code):
                self.assertRegex(self.fails(code).reply["evalue"], "^(action|handler|code)$")
