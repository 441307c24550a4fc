"""Declarations that fail change nothing, and those that succeed leave the others alone."""

import os
import re
import subprocess
import zipfile

from kerneltest import KernelTest, library

STEP = "x = x * 31 + (x ^ 7);\n"
LONG_METHOD = "int long_(int x) {\n" + 9000 * STEP + "return x; }"


class Refused(KernelTest):
    """Code that does not compile leaves the session as it was."""

    def rejects(self, code, message):
        result = self.fails(code)
        self.assertEqual("CompileError", result.reply["ename"])
        self.assertIn(message, result.reply["evalue"])
        self.assertEqual("", result.stderr)
        self.assertEqual("7 2", self.ok('seven + " " + (1 + 1)').value, code[:50])

    def test_what_is_too_large_for_a_class_file(self):
        self.ok("int seven = 7;")
        text = '"%s"' % (70_000 * "x")
        self.rejects("String text = %s;" % text, "constant string too long")
        self.rejects("seven + %s.length()" % text, "constant string too long")
        self.rejects("System.out.println(%s);" % text, "constant string too long")
        self.rejects("class Holder { String text = %s; }" % text, "constant string too long")
        self.rejects(LONG_METHOD, "code too large")
        self.rejects("int x = 1;\n{\n" + 9000 * STEP + "}", "code too large")
        self.rejects(
            "void wide(%s) {}" % ", ".join("long a%d" % i for i in range(130)), "too many parameters")
        self.rejects(
            "int[] many = {%s};" % ", ".join(str(i) for i in range(20_000)), "code too large")
        self.assertEqual("CompileError", self.fails("long_(1)").reply["ename"])
        self.assertEqual("3", self.ok("int long_(int x) { return x + 1; }\nlong_(2)").value)

    def test_the_declaration_before_it_stays(self):
        self.ok("int seven = 7;\nint number = 5;\nint twice(int n) { return 2 * n; }\n"
                "class Box { int size = 2; }\nBox box = new Box();\nrecord Pair(int a) {}\n"
                "var pair = new Pair(3);\nenum Mode { ON }\nMode mode = Mode.ON;\n"
                "interface Shape { int area(); }\nShape shape = () -> 4;")
        for code in ('int number = "text";', 'int twice(int n) { return "text"; }',
                     'class Box { int size = "text"; }', 'record Pair(int a) { int b() { return "text"; } }',
                     "enum Mode { ON; int n() { return true; } }",
                     'interface Shape { default int n() { return "text"; } }'):
            self.rejects(code, "incompatible types")
        self.rejects("int twice(int n) {\n int x = n;\n" + 9000 * STEP + "return x; }", "code too large")
        self.assertEqual("5 4 2 3 ON 4", self.ok(
            'number + " " + twice(2) + " " + box.size + " " + pair.a() + " " + mode + " " + shape.area()').value)
        self.assertEqual("2 3", self.ok('new Box().size + " " + new Pair(3).a()').value)
        self.ok("class Box { int size = 9; }")
        self.assertEqual("9", self.ok("new Box().size").value)

    def test_what_is_nested_too_deeply(self):
        self.ok("int seven = 7;")
        # Deep enough also for a compiler that is compiled, which needs less of the stack.
        for code in ("(" * 20_000 + "1" + ")" * 20_000, "+".join(40_000 * ["seven"]), "{" * 20_000 + "}" * 20_000,
                     "if (seven > 0) " * 20_000 + ";", "-" + " -" * 20_000 + "1"):
            result = self.fails(code)
            self.assertEqual("java.lang.StackOverflowError", result.reply["ename"])
            self.assertIn("nested too deeply", result.reply["evalue"])
            self.assertEqual("", result.stderr)
            self.assertEqual("8", self.ok("seven + 1").value)

    def test_what_is_nested_too_deeply_for_making_code(self):
        """JShell does not tell if the compiler crashes after it has checked the code."""
        self.ok('String text = "";')
        # The check, which these fail, is compiled soon, and then needs less of the stack than what follows it.
        for _ in range(60):
            self.fails("boolean checked = " + 600 * "text.isEmpty() || " + "nothing;")
        codes = ("boolean empty{n} = {parts}; empty{n}", "boolean isEmpty{n}() {{ return {parts}; }} isEmpty{n}()", "({parts})")
        for length in (1500, 1700, 2000):
            for code in codes:
                result = self.run_cell(code.format(n=length, parts=" || ".join(length * ["text.isEmpty()"])))
                if result.status == "ok":
                    self.assertEqual("true", result.value)
                else:
                    self.assertIn("nested too deeply", result.reply["evalue"])
                self.assertEqual("10", self.ok("5 + 5").value)

    def test_names_that_the_session_needs(self):
        self.ok("int seven = 7;")
        for code in ("class Object {}", "record Throwable() {}", "@interface SuppressWarnings {}",
                     "enum java { A }", "interface REPL {}"):
            self.rejects(code, "needs the name")
        self.ok("var list = List.of(1);\nclass Integer {}\nclass Override {}")
        self.assertEqual("[1]", self.ok("list").value)


class Dependents(KernelTest):
    """What a new declaration does to those that use it."""

    def test_an_enum_that_grows_under_a_switch(self):
        self.ok("enum Mode { ON, OFF }\nint code(Mode mode) {\n"
                "  return switch (mode) { case ON -> 1; case OFF -> 0; };\n}\n"
                "class User { int of(Mode mode) { return switch (mode) { case ON -> 1; case OFF -> 0; }; } }")
        result = self.ok("enum Mode { ON, OFF, IDLE }")
        for name in ("method code", "type User"):
            self.assertIn(name + " no longer compiles: the switch expression does not cover", result.stderr)
        result = self.fails("code(Mode.ON)")
        self.assertIn("does not cover all possible input values", result.reply["evalue"])
        self.assertIn("line 3", result.traceback)
        self.ok("int code(Mode mode) { return mode.ordinal(); }")
        self.assertEqual("2", self.ok("code(Mode.IDLE)").value)

    def test_a_helper_further_down(self):
        result = self.ok("int user() { return helper() + Later.N; }\nclass Later { static int N = 2; }\n"
                         "int helper() { return 4; }\nuser()")
        self.assertEqual("6", result.value)
        self.assertEqual("", result.stderr)

    def test_a_helper_that_is_missing(self):
        result = self.ok("int lost() { return nowhere(); }")
        self.assertEqual("Note: method lost cannot be used before method nowhere() is declared.\n", result.stderr)
        result = self.fails("lost()")
        self.assertEqual("UnresolvedReference", result.reply["ename"])
        self.assertIn("method nowhere()", result.reply["evalue"])

    def test_variables_outlive_the_methods_they_mention(self):
        self.ok("import java.util.function.*;\nint f(int x) { return x + 1; }\nIntUnaryOperator op = x -> f(x);\n"
                "var both = (IntUnaryOperator & java.io.Serializable) x -> f(x);\n"
                "var counter = new Object() { int n = f(2); int up() { return ++n; } };\n"
                "int show() { return counter.n; }\ncounter.up();")
        self.ok('String f(int x) { return "s" + x; }')
        self.ok("new BigDecimal(1)")  # brings a default import
        self.ok("import java.nio.charset.*;")
        self.assertEqual("3 3 4 4", self.ok(
            'op.applyAsInt(2) + " " + both.applyAsInt(2) + " " + counter.n + " " + show()').value)
        self.assertEqual("5", self.ok("counter.up()").value)
        result = self.ok("double f(int x) { return x; }\nshow()")
        self.assertEqual("5", result.value)
        self.assertEqual("", result.stderr)


    FULL = ("class Shop { int open = 1; static int make() { return 2; } static class Shelf { int size; }"
            " enum Kind { BIG, SMALL } void sell(int n) {} }")
    USES = {  # the note without its head, what the call says, the line of the cell
        "int field(Shop s) { return s.open; }": ("no variable open in Shop", "variable s of type Shop"),
        "int call() { return Shop.make(); }": ("no method make() in Shop", "method make()"),
        "int nested() { return new Shop.Shelf().size; }": ("no class Shelf in Shop", "class Shelf"),
        "Object made() { return new Shop(); }": ("constructor Shop in class Shop", "no arguments"),
        "Supplier<Integer> reference() { return Shop::make; }": ("no method make() in Shop", "invalid method"),
        "void argument(Shop s) { s.sell(1); }": ("int cannot be converted", "int cannot be converted"),
        "<T extends Shop> int bounded(T t) { return t.open; }": ("no variable open in T", "variable t of type T"),
        "int lambda(List<Shop> l) { return l.stream().mapToInt(s -> s.open).sum(); }": ("no variable open", "variable s"),
        "Shop.Kind signature() { return Shop.Kind.BIG; }": ("no class Kind in Shop", "there is no class Kind"),
    }

    def test_methods_that_use_a_type_declared_anew(self):
        self.ok("\n".join([self.FULL] + list(self.USES)) + "\nint chain() { return 2 * call(); }")
        self.assertEqual("4", self.ok("chain()").value)
        result = self.ok("class Shop { Shop(int n) {} void sell(String what) {} }")
        for line, (code, (note, said)) in enumerate(self.USES.items(), 2):
            name = code[:code.index("(")].split()[-1]
            with self.subTest(name=name):
                self.assertRegex(result.stderr, "method %s no longer compiles: .*%s" % (name, re.escape(note)))
                arguments = {"field": "null", "argument": "null", "bounded": "(Shop) null",
                             "lambda": "List.of(new Shop(1))"}.get(name, "")
                failed = self.fails("%s(%s)" % (name, arguments))
                self.assertEqual("CompileError", failed.reply["ename"])
                self.assertIn(said, failed.traceback)
                self.assertIn("line %d" % line, failed.traceback)
        self.assertNotIn("chain", result.stderr)
        self.assertIn("int call() { return Shop.make(); }", self.fails("chain()").traceback)
        self.assertEqual("", self.ok(self.FULL).stderr)
        self.assertEqual("4 0 BIG 2", self.ok(
            'chain() + " " + nested() + " " + signature() + " " + reference().get()').value)

    def test_types_that_use_a_type_declared_anew(self):
        self.ok("interface Shape { double area(); }\n"
                "record Square(double a) implements Shape { public double area() { return a * a; } }\n"
                "class Box { Square s = new Square(2); double size() { return s.area(); } }\n"
                "class Crate extends Box {}\nrecord Room(Square floor) {}\n"
                "double total(List<Square> l) { return l.get(0).area(); }")
        result = self.ok("interface Shape { double area(); double length(); }")
        self.assertIn("Note: type Square no longer compiles: Square is not abstract", result.stderr)
        for code in ("new Square(1)", "new Room(null)", "total(null)", "new Box().size()", "new Crate()"):
            with self.subTest(code=code):
                said = self.fails(code).traceback
                self.assertRegex(said, r"type Square \(Cell \d+, line 2\) does not compile: Square is not abstract")
        self.assertIn("variable s does not compile yet: there is no class Square", self.ok("Square s;").stderr)
        self.ok("interface Shape { double area(); }")
        self.assertEqual("4.0 1.0", self.ok('new Crate().size() + " " + total(List.of(new Square(1)))').value)
        result = self.ok("record Square(int b) implements Shape { public double area() { return b; } }\n"
                         "class Other { int a(Square s) { return s.a(); } }")
        self.assertIn("Note: type Other does not compile yet: there is no method a() in Square.", result.stderr)
        self.assertIn("s.a()", self.fails("new Other()").traceback)

    def test_a_type_that_gets_back_what_is_nested_in_it(self):
        """JShell brings the nested classes first, and the class around them under another name."""
        whole = "class Tree { int n = 1; class Leaf { int v = n; } record Twig(int t) {} enum Kind { OAK } }"
        for code, value in ((whole, "new Tree().new Leaf().v"), ("class Tree { int m = 2; }", "new Tree().m"),
                            (whole, "new Tree.Twig(1).t()"), ("interface Tree { int k = 3; }", "Tree.k"),
                            (whole, "Tree.Kind.OAK.ordinal() + 1")):
            self.ok(code)
            self.assertIn(self.ok(value).value, "123")


class Names(KernelTest):
    """A name that is imported and declared: the later one wins, and nothing else changes."""

    def test_a_type_after_its_import(self):
        for kind, code in (("class", "class Point { public String toString() { return \"own\"; } }"),
                           ("record", "record Dimension() { public String toString() { return \"own\"; } }"),
                           ("enum", "enum Color { own; Color() {} }"),
                           ("interface", "interface Shape { static String own() { return \"own\"; } }")):
            name = code.split()[1].replace("()", "")
            self.ok("import java.awt.%s;\n%s kept%s = null;\nint n = 3;" % (name, name, name))
            result = self.ok(code)
            self.assertEqual("", result.stderr, kind)
            self.assertEqual("3", self.ok("n").value)
            self.assertEqual("1", self.ok("int other = 1; other").value)
        self.assertEqual("own own own own",
                         self.ok('new Point() + " " + new Dimension() + " " + Color.own + " " + Shape.own()').value)

    def test_variables_keep_their_type_and_value(self):
        self.ok("import java.awt.Rectangle;\nRectangle typed = new Rectangle(1, 2, 3, 4);\n"
                "var inferred = new Rectangle(5, 6);\nList<Rectangle> list = List.of(typed);\n"
                "Rectangle[] array = {typed};\nint width() { return typed.width; }")
        self.assertEqual("", self.ok("record Rectangle(int own) {}").stderr)
        self.assertEqual("3 5 3 3 9", self.ok(
            'typed.width + " " + inferred.width + " " + list.get(0).width + " " + array[0].width + " " '
            "+ new Rectangle(9).own()").value)
        self.assertEqual("3", self.ok("width()").value)
        self.ok("Rectangle mine = new Rectangle(7);")
        self.assertEqual("", self.ok("import java.awt.Rectangle;").stderr)
        self.assertEqual("7 3 8", self.ok('mine.own() + " " + typed.width + " " + new Rectangle(8, 8).width').value)

    def test_a_type_with_the_name_of_one_imported_on_demand(self):
        self.ok('Deque<String> names = new ArrayDeque<>(List.of("a"));\nMap<String, Deque<String>> map = Map.of("k", names);')
        self.assertEqual("", self.ok("class Deque { int own = 4; }").stderr)
        self.assertEqual("a a 4", self.ok('names.peek() + " " + map.get("k").peek() + " " + new Deque().own').value)
        self.assertEqual("[1]", self.ok("var more = new ArrayDeque<>(java.util.List.of(1)); more").value)

    def test_static_imports(self):
        self.ok("import static java.lang.Math.max;\nimport static java.lang.Math.PI;\n"
                "import static java.util.Map.Entry;\nint n = max(1, 2);")
        self.ok("int max(int a, int b) { return 42; }\ndouble PI = 3;\nrecord Entry(int own) {}")
        self.assertEqual("42 3.0 5 2", self.ok('max(1, 2) + " " + PI + " " + new Entry(5).own() + " " + n').value)
        self.ok("import static java.lang.Math.max;\nimport static java.lang.Math.PI;\nimport static java.util.Map.Entry;")
        self.assertEqual("2 3.14 true", self.ok(
            'max(1, 2) + " " + String.format("%.2f", PI).replace(",", ".") + " " + Entry.class.isInterface()').value)
        self.ok("int max(int a, int b, int c) { return 7; }")
        self.assertEqual("7 2", self.ok('max(1, 2, 3) + " " + max(1, 2)').value)

    def test_imports_on_demand_before_the_default_ones(self):
        jar = library("times.jar", {
            "times/Duration.java": 'package times; public class Duration { public String toString() { return "own"; } }',
            "times/Map.java": "package times; public class Map { public static int n = 6; }"})
        self.ok("%%jars %s" % jar)
        self.assertEqual("own 6", self.ok('import times.*;\nnew Duration() + " " + Map.n').value)
        self.assertEqual("java.awt.List", self.ok("import java.awt.*;\nList.class.getName()").value)
        self.assertEqual("2", self.ok("import java.util.List;\nList.of(1, 2).size()").value)
        self.assertEqual("java.awt.Font", self.ok("Font.class.getName()").value)

    def test_default_imports(self):
        self.assertEqual("2020-01-31 3", self.ok('LocalDate.of(2020, 1, 31) + " " + Duration.ofDays(3).toDays()').value)
        self.assertEqual("4", self.ok("Function<Integer, Integer> twice = x -> 2 * x;\ntwice.apply(2)").value)


class Files(KernelTest):
    """What stands in files and is pasted into cells."""

    def test_what_follows_a_case_that_throws(self):
        code = (
            "int sides(String shape) {\n    return switch (shape) {\n        case \"square\" -> 4;\n"
            "        default -> throw new IllegalArgumentException(shape);\n    };\n}\n"
            "var sides = sides(\"square\");\nsides"
        )
        self.assertEqual("4", self.ok(code).value)

    def test_sealed_types_name_those_that_extend_them(self):
        result = self.ok(
            "sealed interface Shape<T> {}\nrecord Circle<T>(int r) implements Shape<T> {}\n"
            "record Square(int a) implements Shape<String> {}\n"
            "sealed abstract class Animal { }   non-sealed class Cat extends Animal { }\n"
            "final class Dog extends Animal {}\nclass Kitten extends Cat {}\n"
            "int area(Shape<String> shape) { return shape instanceof Square s ? s.a() * s.a() : 0; }\n"
            'area(new Square(3)) + " " + Shape.class.isSealed() + " " + Animal.class.getPermittedSubclasses().length')
        self.assertEqual("9 true 2", result.value)
        self.assertEqual("", result.stderr)
        self.assertIn("not allowed to extend sealed class", self.fails("final class Fox extends Animal {}").reply["evalue"])
        self.assertIn("must have subclasses", self.fails("sealed interface Lonely {}").reply["evalue"])

    def test_types_of_a_sealed_family_declared_again(self):
        self.ok("sealed interface Term {}\nrecord Num(int n) implements Term {}\n"
                "record Sum(Term a, Term b) implements Term {}\nabstract sealed class Pet {}\n"
                "non-sealed class Tom extends Pet { int lives = 9; }\nclass Kit extends Tom {}\n"
                "int value(Term t) { return t instanceof Num n ? n.n() : value(((Sum) t).a()) + value(((Sum) t).b()); }")
        for code, value in (
            ("record Num(int n, int k) implements Term {}", "value(new Sum(new Num(1, 0), new Num(2, 0)))"),
            ("record Sum(Term a, Term b, int c) implements Term {}", "value(new Sum(new Num(1, 0), new Num(2, 0), 0))"),
            ("sealed interface Term permits Num, Sum { default int three() { return 3; } }", "new Num(1, 2).three()"),
            ("record Num(int n) implements Term {}", "value(new Num(3))"),
            ("non-sealed class Tom extends Pet { int lives = 3; }", "new Kit().lives"),
        ):
            with self.subTest(code=code):
                self.ok(code)
                self.assertEqual("3", self.ok(value).value)

    def test_types_of_a_sealed_family_that_grows(self):
        """Until Java 24 the compiler refuses a clause that names types it knows beside one it does not."""
        for head in ("sealed interface Sound permits %s {}", "sealed interface Sound {}"):
            with self.subTest(head=head):
                two = "record Moo(int n) implements Sound {}\nfinal class Meow implements Sound {}\n"
                three = two + "enum Bark implements Sound { LOUD }\n"
                whole = head.replace("%s", "Moo, Meow, Bark") + "\n" + three
                self.ok("int kept = 6;\n" + head.replace("%s", "Moo, Meow") + "\n" + two + "Sound sound = new Moo(1);")
                self.assertIn("reset", self.ok(whole).stderr)
                self.assertEqual("3 6", self.ok(
                    "sound = Bark.LOUD;\n"
                    'Sound.class.getPermittedSubclasses().length + " " + kept').value)
                self.ok("%s\nint more = 1;" % whole)  # unchanged, so that the value is still there
                self.assertEqual("LOUD", self.ok("sound").value)
        self.ok("sealed interface Sound permits Moo, Purr {}\nrecord Moo(int n) implements Sound {}\n"
                "record Purr() implements Sound {}\nint purrs = 1;")
        self.assertEqual("LOUD", self.ok(whole + "Bark.LOUD").value)  # where one is as it was before

    def test_constructors_of_records(self):
        self.ok("record Age(int years) {\n  Age { if (years < 0) throw new IllegalArgumentException(\"too young\"); }\n}\n"
                "record Pair<T>(T a, T b) { @Deprecated Pair(T a, T b) { this.a = b; this.b = a; } Pair(T a) { this(a, null); }"
                " private Pair() { this(null); } }\nrecord Open(int n) { public Open { n++; } }\n"
                "record Own(int n) { protected Own { n++; } protected/**/ Own(int a, int b) { this(a + b); } }\n"
                "record Whole(int n) { @Deprecated protected Whole(int n) { this.n = n; } }")
        self.assertEqual("Own[n=4] Whole[n=2]", self.ok('new Own(1, 2) + " " + new Whole(2)').value)
        result = self.fails("new Age(-1)")
        self.assertEqual("too young", result.reply["evalue"])
        self.assertIn("line 2, in new Age", result.traceback)
        self.assertEqual("Pair[a=2, b=1] Pair[a=null, b=3] Open[n=2] 5", self.ok(
            'new Pair<>(1, 2) + " " + new Pair<>(3) + " " + new Open(1) + " " + new Age(5).years()').value)
        self.assertEqual("CompileError", self.fails("new Pair<String>()").reply["ename"])
        self.assertIn("Cell", self.fails("record Wrong(int n) {\n  Wrong { n = true; }\n}").traceback)

    def test_a_package_declaration_is_left_out(self):
        result = self.ok("// mine\npackage my.stuff;\n\nimport java.util.*;\nclass Thing { int x = 3; }")
        self.assertEqual("Note: cells have no package; package my.stuff is ignored.\n", result.stderr)
        result = self.ok("import my.stuff.Thing;\nimport my.stuff.*;\nnew Thing().x")
        self.assertEqual("3", result.value)
        self.assertIn("line 2", self.fails("package my.stuff; int y = 4;\ny + undefined").traceback)

    def test_messages_name_the_users_classes(self):
        self.ok("class Person {}\nrecord Q() {}\nObject old = new Q();")
        self.assertRegex(self.ok("new Person()").value, "^Person@[0-9a-f]+$")
        self.assertRegex(self.ok("List.of(new Person())").value, r"^\[Person@[0-9a-f]+\]$")
        for code in ("Map.of(1, new Person())", "record Owner(Person who) {}\nnew Owner(new Person())"):
            html = self.ok(code).data["text/html"]
            self.assertRegex(html, ">Person@[0-9a-f]+<")
        self.assertRegex(self.ok("new Object() {}").value, r"^Cell\$\d@[0-9a-f]+$")
        self.assertRegex(self.ok("Runnable does = () -> {};\ndoes").value, r"^Cell\$\$Lambda")
        self.ok("record Q() { int z() { return 1; } }")
        self.assertEqual("the object has the class Q as it was before Q was declared again",
                         self.fails("(Q) old").reply["evalue"])


    def test_classes_of_one_name_that_meet(self):
        self.ok("record Coin(int x) {}\nenum Side { HEAD }\ninterface Act { void go(); }\n"
                "class Purse { Coin c; void put(Coin n) { c = n; } }\n"
                "Object array = new Coin[1], list = new ArrayList<>(List.of(new Coin(3))), side = Side.HEAD;\n"
                "Object act = (Act) () -> {}, purse = new Purse(), coin = new Coin(4);\n"
                'var put = Purse.class.getDeclaredMethod("put", Coin.class);\n'
                'var field = Purse.class.getDeclaredField("c");\n'
                "List checked = Collections.checkedList(new ArrayList<Coin>(), Coin.class);")
        said = self.fails('java.lang.reflect.Array.set(array, 0, "text");').reply["evalue"]
        self.assertNotIn("again", said)  # nothing was
        self.ok("record Coin(int x, int y) {}\nenum Side { HEAD, TAIL }\ninterface Act { void go(); int A = 1; }")
        for code, name in (
            ("((Object[]) array)[0] = new Coin(1, 2);", "Coin"),
            ("Arrays.fill((Object[]) array, new Coin(1, 2));", "Coin"),
            ("((List<Object>) list).toArray(new Coin[0])", "Coin"),
            ("System.arraycopy(new Coin[] {new Coin(1, 2)}, 0, array, 0, 1);", "Coin"),
            ("java.lang.reflect.Array.set(array, 0, new Coin(1, 2));", "Coin"),
            ("for (Coin c : (List<Coin>) list) c.x();", "Coin"),
            ("Coin.class.cast(coin)", "Coin"),
            ("put.invoke(purse, new Coin(1, 2));", "Coin"),
            ("field.set(purse, new Coin(1, 2));", "Coin"),
            ("checked.add(new Coin(1, 2));", "Coin"),
            ("((Act) act).go();", "Act"),
            ("((Comparable) Side.HEAD).compareTo(side)", "Side"),
        ):
            with self.subTest(code=code):
                said = self.fails(code).reply["evalue"]
                self.assertRegex(said, r"\b%s\b.* (was|were) declared again" % name)
                self.assertNotIn("REPL", said)
        self.assertNotIn("again", self.fails('Object number = 1;\n(String) number').reply["evalue"])
        self.assertNotIn("again", self.fails('Integer.parseInt("x")').reply["evalue"])

    def test_reflection_reaches_what_code_reaches(self):
        self.ok("class Safe { private static int used; int code = 3; Safe() {} int twice() { return 2 * code; } }")
        self.assertEqual("6 3 true 7", self.ok(
            "var safe = Safe.class.getDeclaredConstructor().newInstance();\n"
            'Safe.class.getDeclaredMethod("twice").invoke(safe) + " " + Safe.class.getDeclaredField("code").get(safe)'
            ' + " " + (java.lang.invoke.MethodHandles.lookup().findVirtual(Safe.class, "twice", '
            'java.lang.invoke.MethodType.methodType(int.class)) != null) + " " + '
            '(((int) Safe.class.getDeclaredMethod("twice").invoke(safe)) + 1)').value)


class Services(KernelTest):
    """Services of libraries are found on every thread, and when a cell brings them."""

    env = {"JAVA_TOOL_OPTIONS": "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4"}

    def test_on_the_threads_of_the_common_pool(self):
        self.ok("var own = Thread.currentThread().getContextClassLoader();\n"
                "Callable<Boolean> same = () -> Thread.currentThread().getContextClassLoader() == own;")
        self.assertEqual("[true]", self.ok(
            "IntStream.range(0, 200).parallel().mapToObj(i -> {\n"
            "  try { Thread.sleep(1); return same.call(); } catch (Exception e) { throw new Error(e); }\n"
            "}).distinct().toList()").value)
        self.assertEqual("true", self.ok(
            "CompletableFuture.supplyAsync(() -> {\n"
            "  try { return same.call(); } catch (Exception e) { throw new Error(e); }\n}).get()").value)

    def test_on_the_threads_of_pools_of_ones_own(self):
        self.ok("var mine = Thread.currentThread().getContextClassLoader();\n"
                "Callable<Boolean> sees = () -> Thread.currentThread().getContextClassLoader() == mine;\n"
                "class Pool extends ForkJoinPool { Pool() { super(2); } }")
        for pool in ("new ForkJoinPool(2)", "new ForkJoinPool()", "new Pool()", "Executors.newWorkStealingPool()",
                     "Executors.newWorkStealingPool(2)", "Executors.newFixedThreadPool(1)",
                     "((Supplier<ForkJoinPool>) ForkJoinPool::new).get()",
                     "((IntFunction<ForkJoinPool>) ForkJoinPool::new).apply(2)",
                     "((IntFunction<ExecutorService>) Executors::newWorkStealingPool).apply(2)",
                     "new ForkJoinPool(1, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true)",
                     "Executors.newSingleThreadScheduledExecutor()"):
            with self.subTest(pool=pool):
                self.assertEqual("true", self.ok("%s.submit(sees).get()" % pool).value)
        self.assertEqual("3", self.ok("new ForkJoinPool(3).getParallelism()").value)

    def test_on_the_threads_of_libraries(self):
        """Each finds a service of the class path: its own."""
        jar = library("threads.jar", {"threads/Service.java": "package threads; public interface Service { }",
                                      "threads/Own.java": "package threads; public class Own implements Service { }",
                                      "threads/Finding.java": """
            package threads;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.function.*;
            public class Finding {
              static boolean find() { return ServiceLoader.load(Service.class).iterator().hasNext(); }
              static boolean by(ExecutorService pool) throws Exception { return pool.submit(Finding::find).get(); }
              public static boolean by(String way) throws Exception {
                Supplier<ForkJoinPool> maker = ForkJoinPool::new;
                switch (way) {
                  case "pool": return by(new ForkJoinPool(2));
                  case "reference": return by(maker.get());
                  case "stealing": return by(Executors.newWorkStealingPool());
                  case "factory": return by(new ForkJoinPool(
                      2, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, false));
                  case "async": return CompletableFuture.supplyAsync(Finding::find).get();
                  case "async in a pool":
                    return CompletableFuture.supplyAsync(Finding::find, new ForkJoinPool(1)).get();
                  case "delayed": return CompletableFuture.supplyAsync(
                      Finding::find, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS)).get();
                  case "timer":
                    FutureTask<Boolean> timed = new FutureTask<>(Finding::find);
                    new Timer(true).schedule(new TimerTask() { public void run() { timed.run(); } }, 1);
                    return timed.get();
                  case "thread of a pool":
                    return new ForkJoinPool(1).submit(() -> by("thread")).get();
                  default:
                    FutureTask<Boolean> found = new FutureTask<>(Finding::find);
                    new Thread(found).start();
                    return found.get();
                }
              }
            }"""})
        with zipfile.ZipFile(jar, "a") as archive:
            archive.writestr("META-INF/services/threads.Service", "threads.Own\n")
        self.ok("%%jars %s\nimport threads.*;" % jar)
        for way in ("pool", "reference", "stealing", "factory", "async", "async in a pool", "delayed", "timer",
                    "thread of a pool", "thread"):
            with self.subTest(way=way):
                self.assertEqual("true", self.ok('Finding.by("%s")' % way).value)
        self.assertEqual("true", self.ok(
            "javax.xml.parsers.DocumentBuilderFactory f = new ForkJoinPool(1).submit("
            "() -> javax.xml.parsers.DocumentBuilderFactory.newInstance()).get();\nf != null").value)

    def test_a_database_driver_that_comes_late(self):
        jar = library("driver.jar", {"db/Late.java": """
            package db;
            import java.sql.*;
            public class Late implements Driver {
              static { try { DriverManager.registerDriver(new Late()); } catch (SQLException e) { throw new Error(e); } }
              public Connection connect(String url, java.util.Properties info) { return null; }
              public boolean acceptsURL(String url) { return url.startsWith("jdbc:late:"); }
              public DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties info) { return null; }
              public int getMajorVersion() { return 1; }
              public int getMinorVersion() { return 0; }
              public boolean jdbcCompliant() { return false; }
              public java.util.logging.Logger getParentLogger() { return null; }
            }"""})
        with zipfile.ZipFile(jar, "a") as archive:
            archive.writestr("META-INF/services/java.sql.Driver", "db.Late # the driver\n")
        self.assertEqual("0", self.ok("import java.sql.*;\nDriverManager.drivers().count()").value)
        self.ok("%%jars %s" % jar)
        self.assertEqual("db.Late", self.ok('DriverManager.getDriver("jdbc:late:x").getClass().getName()').value)


class Unloading(KernelTest):
    """What a cell has made is gone when nothing refers to it."""

    def classes(self):
        return int(self.ok(
            "System.gc();\n"
            "java.lang.management.ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()").value)

    def test_statements_leave_no_class_behind(self):
        self.ok("class Open { int x = 1; Open() {} int twice() { return 2 * x; } }\nint sum = 0;\n"
                "interface Op { int go(int x); }\nabstract class Shape { abstract int area(); }")
        def run(i):
            self.ok("for (int k = 0; k < 2; k++) { sum += k; }\n"
                    "IntStream.range(0, 2).map(k -> k + sum).sum();\nsum = %d;" % i)

        for i in range(20):  # whatever the JDK loads at first
            run(i)
        before = self.classes()
        for i in range(150):
            run(i)
        self.assertLess(self.classes() - before, 100)  # of 450 statements
        self.assertEqual("149", self.ok("sum").value)

    def test_the_compiler_forgets_the_names_it_has_seen(self):
        """It keeps each, and each statement brings some: of 1,200 statements they would be 13,000."""
        names = ("java.lang.management.ManagementFactory.getPlatformMBeanServer().invoke(\n"
                 '    new javax.management.ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",\n'
                 "    new Object[] {new String[0]}, new String[] {String[].class.getName()})\n"
                 '    .toString().lines().filter(line -> line.matches(".*javac.*NameTable.NameImpl.*"))\n'
                 '    .mapToInt(line -> Integer.parseInt(line.strip().split(" +")[1])).sum()')
        self.ok("int sum = 0;")
        counts = []
        for _ in range(2):
            for _ in range(12):
                self.ok("sum++;\n" * 100)
            counts.append(int(self.ok(names).value))
        self.assertGreater(counts[0], 1000)
        self.assertLess(counts[1] - counts[0], 4000)
        self.assertEqual("2400", self.ok("sum").value)

    def test_statements_may_use_what_only_their_package_may(self):
        self.ok("class Open2 { int x = 1; Open2() {} int twice() { return 2 * x; } protected int three() { return 3; } "
                "class Inner { int z = 4; } }\nabstract class Shape2 { Shape2() {} abstract int area(); }\n"
                "sealed interface Leaf permits Green {}\nrecord Green() implements Leaf {}")
        self.assertEqual("2 3 4 1", self.ok(
            'new Open2().twice() + " " + new Open2().three() + " " + new Open2().new Inner().z + " " + new Open2().x').value)
        self.assertEqual("7", self.ok("new Shape2() { int area() { return 7; } }.area()").value)
        self.assertEqual("8", self.ok("{ class Own extends Shape2 { int area() { return 8; } } "
                                      "System.out.print(new Own().area()); }").stdout)
        self.assertEqual("[2, 2]", self.ok(
            "Stream.generate(Open2::new).limit(2).map(Open2::twice).toList()").value)
        self.assertEqual("true", self.ok("Object leaf = new Green();\nleaf instanceof Leaf").value)


def java_feature():
    java = os.path.join(os.environ["DEMITASSE_TEST_JAVA_HOME"], "bin", "java")
    version = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr
    return int(version.split('"')[1].split(".")[0])


class Preview(KernelTest):
    """Preview features for the compiler only; --release, which is the level of the language."""

    # What is a preview feature of a Java.
    CODE = {
        17: "Object o = 3;\nswitch (o) { case Integer i -> o = 4; default -> o = 5; }",
        25: "int o = 3;\nswitch (o) { case long l -> o = 4; }",
    }

    @classmethod
    def setUpClass(cls):
        cls.env = {"IJAVA_COMPILER_OPTS": "--enable-preview --release %d" % java_feature()}
        super().setUpClass()

    def test_the_failure_says_what_to_do(self):
        self.assertEqual("2", self.ok("1 + 1").value)
        if java_feature() in self.CODE:
            result = self.fails(self.CODE[java_feature()])
            self.assertEqual("java.lang.UnsupportedClassVersionError", result.reply["ename"])
            self.assertIn("--jvm-option --enable-preview", result.reply["evalue"])
        self.assertEqual("[1]", self.ok("record R(int a) {}\nStream.of(new R(1)).map(R::a).toList()").value)
