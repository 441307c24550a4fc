"""Text is text in whatever locale: names of files and of Java, streams, what a cell loads."""

import os
import tempfile

from kerneltest import KernelTest


class PlainLocale(KernelTest):
    """In the locale of most containers."""

    env = {"LC_ALL": "C", "LANG": "C", "LC_CTYPE": "C", "GREETING": "grüße €"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = os.path.join(tempfile.mkdtemp(prefix="demitasse-text-"), "größe")
        os.mkdir(cls.folder)
        with open(cls.path("ü.txt"), "w", encoding="utf-8") as file:
            file.write("grüße €\n")

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder, name)

    def test_files(self):
        file = self.path("ü.txt")
        for code in (
            'Files.readString(Path.of("%s"))' % file,
            'new Scanner(new File("%s")).nextLine()' % file,
            'new BufferedReader(new FileReader("%s")).readLine()' % file,
            'new String(new FileInputStream("%s").readAllBytes())' % file,
            'new String(new ProcessBuilder("cat", "%s").start().getInputStream().readAllBytes())' % file,
            'System.getenv("GREETING")',
        ):
            with self.subTest(code=code):
                self.assertEqual("grüße €", self.ok(code).value.strip())
        self.assertEqual("[ü.txt]", self.ok('Arrays.toString(new File("%s").list())' % self.folder).value)
        self.ok('Files.writeString(Path.of("%s"), "ß");' % self.path("neu ä.txt"))
        self.assertTrue(os.path.exists(self.path("neu ä.txt")))
        os.remove(self.path("neu ä.txt"))

    def test_streams(self):
        self.assertEqual("ü\n", self.ok('System.out.println("ü");').stdout)
        self.assertEqual("€", self.ok('System.out.write("€".getBytes());').stdout)
        self.assertEqual("ß", self.ok('new PrintStream(System.err).print("ß");').stderr)
        for read in ("new Scanner(System.in).nextLine()", "new BufferedReader(new InputStreamReader(System.in)).readLine()"):
            self.assertEqual("grüße €", self.ok(read, allow_stdin=True, answer="grüße €").value)

    def test_names_of_java(self):
        self.ok("int größe = 3;\nint länge(int übung) { return übung; }")
        for cell, known in (("größe?", "int größe = 3"), ("?länge", "int länge(int übung)"), ("??größe", "größe")):
            with self.subTest(cell=cell):
                page = self.ok(cell).reply["payload"][0]
                self.assertIn(known, page["data"]["text/plain"])
        self.assertIn("String.length()", self.ok('"abc".length?').reply["payload"][0]["data"]["text/plain"])
        for code in ("größ", "1 + größ"):
            self.assertEqual(["größe"], self.reply(self.kc.complete(code))["content"]["matches"])
        self.fails("this is no name?")
        self.assertIn("int größe = 3", self.reply(self.kc.inspect("größe"))["content"]["data"]["text/plain"])

    def test_loaded_file_keeps_its_lines(self):
        source = (
            "\n\n/* licence\n   package no.such; */\npackage\n  de.größe; import java.time.*;\n"
            'String loaded = """\n    package no.such;\n\n    x""";\n\n'
            'void fails() {\n  throw new Error("grüße");\n}\nfails();\n'
        )
        with open(self.path("Größe.java"), "w", encoding="utf-8") as file:
            file.write(source)
        result = self.fails("%%load %s" % self.path("Größe.java"))
        line = 1 + source[: source.index("throw")].count("\n")
        self.assertIn("at Größe.java, line %d, in fails()" % line, result.traceback)
        self.assertEqual("package no.such;\n\nx", self.ok("loaded").value)
        self.ok("LocalDate.of(2000, 1, 1);")
        os.remove(self.path("Größe.java"))

    def test_loaded_file_of_a_windows_editor(self):
        with open(self.path("bom.java"), "w", encoding="utf-8-sig") as file:
            file.write("package q;\r\nint marked = 3;\r\n")
        self.assertEqual("3", self.ok("%%load %s\nmarked" % self.path("bom.java")).value)
        os.remove(self.path("bom.java"))
