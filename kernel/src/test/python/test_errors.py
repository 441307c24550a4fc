"""Errors that a learner can read."""

import json
import os
import re
import tempfile
import zipfile

from kerneltest import KernelTest, library

INTERNALS = ("jdk.jshell", "demitasse.kernel", "REPL.", "do_it$", "java.base", "reflect")


class Errors(KernelTest):
    def fails(self, code, **options):
        result = super().fails(code, **options)
        for word in INTERNALS:
            self.assertNotIn(word, result.traceback)
        return result

    def test_exception(self):
        result = self.fails("int a = 1;\nint b = 0;\na / b")
        self.assertEqual("java.lang.ArithmeticException", result.reply["ename"])
        self.assertEqual("/ by zero", result.reply["evalue"])
        self.assertIn("line 3", result.traceback)
        self.assertIn("3 a / b", result.traceback)

    def test_frames_through_methods_of_other_cells(self):
        first = self.ok("// adds\n\nint divide(int x, int y) {\n  // here\n  return x / y;\n}")
        result = self.fails("int zero = 0;\n\ndivide(1, zero)")
        self.assertIn("line 5, in divide()", result.traceback)
        self.assertIn("5   return x / y;", result.traceback)
        self.assertIn("3 divide(1, zero)", result.traceback)
        self.assertIn("Cell %d, line 5" % first.reply["execution_count"], result.traceback)

    def test_lambda_class_and_constructor(self):
        self.ok(
            "class Box {\n  Box(int n) {\n    if (n < 0)\n"
            '      throw new IllegalArgumentException("negative: " + n);\n  }\n}'
        )
        result = self.fails("List.of(1, -1).forEach(n ->\n  new Box(n));")
        self.assertEqual("negative: -1", result.reply["evalue"])
        self.assertIn("line 4, in new Box", result.traceback)
        self.assertIn("2   new Box(n));", result.traceback)

    def test_a_value_over_several_lines(self):
        for type in ("var", "String"):
            code = type + ' s = List.of("a", "b")\n    .get(%d)\n    .substring(%d);'
            result = self.fails(code % (5, 0))
            self.assertIn("line 2", result.traceback)
            code = type + " s =\n    Integer.valueOf(%s).toString()\n    .substring(%d);"
            self.assertIn("line 2", self.fails(code % ('"x"', 0)).traceback)
            self.assertIn("line 3", self.fails(code % ('"1"', 7)).traceback)
            code = type + ' s = Integer.valueOf("x").toString()\n    .strip();'
            self.assertIn("line 1", self.fails(code).traceback)

    def test_causes(self):
        result = self.fails(
            "try {\n  Integer.parseInt(\"x\");\n} catch (NumberFormatException e) {\n"
            '  throw new IllegalStateException("outer", e);\n}'
        )
        self.assertEqual("java.lang.IllegalStateException", result.reply["ename"])
        self.assertIn("Caused by: java.lang.NumberFormatException", result.traceback)
        self.assertIn('2   Integer.parseInt("x");', result.traceback)
        self.assertIn("line 4", result.traceback)

    def test_checked_exception(self):
        result = self.fails('Files.readString(Path.of("/not/there"))')
        self.assertEqual("java.nio.file.NoSuchFileException", result.reply["ename"])
        self.assertEqual("/not/there", result.reply["evalue"])

    def test_null_pointer_names_the_variable(self):
        result = self.fails("String nothing = null;\nnothing.length()")
        self.assertEqual("java.lang.NullPointerException", result.reply["ename"])
        self.assertIn('because "nothing" is null', result.reply["evalue"])

    def test_exception_of_the_users_own(self):
        result = self.fails(
            'class Oops extends RuntimeException { Oops() { super("mine"); } }\nthrow new Oops();'
        )
        self.assertEqual("Oops", result.reply["ename"])
        self.assertEqual("mine", result.reply["evalue"])

    def test_exception_without_a_message_or_with_a_broken_one(self):
        self.assertEqual("", self.fails("throw new RuntimeException();").reply["evalue"])
        result = self.fails(
            "throw new RuntimeException() {\n"
            '  public String getMessage() { throw new IllegalStateException("no"); }\n};'
        )
        self.assertEqual("error", result.status)

    def test_compile_error_marks_the_place(self):
        result = self.fails('int n = 1;\nString s = 5 + n;\nn')
        self.assertIn("incompatible types", result.reply["evalue"])
        lines = result.traceback.split("\n")
        at = next(i for i, line in enumerate(lines) if "String s = 5 + n;" in line)
        self.assertIn("line 2", lines[at - 1])
        self.assertIn("^", lines[at + 1])
        self.assertEqual(lines[at].index("5 + n"), lines[at + 1].index("^"))

    def test_compile_error_has_javacs_hint(self):
        result = self.fails('"abc".lenght()')
        self.assertIn("cannot find symbol", result.traceback)
        self.assertIn("symbol:", result.traceback)
        self.assertIn("lenght()", result.traceback)

    def test_modifiers_that_only_a_class_gives_sense(self):
        for code, hint in (
            ("synchronized int next() { return 1; }", "has no object to lock: declare it in a class"),
            ("public static synchronized void run() {\n}", "synchronized (lock) { … }"),
            ("native int read();", "has a body in Java: declare this one in a class"),
            ("default int size() { return 1; }", "only a method in an interface"),
            ("abstract int area();", "method area has no body"),
        ):
            with self.subTest(code=code):
                traceback = self.fails(code).traceback
                if not code.startswith("abstract"):
                    self.assertIn("not permitted", traceback)
                self.assertIn(hint, traceback)
        self.ok("class Plot { }")
        self.assertIn("symbol", self.run_cell("double area(Plot p) { return p.area(); }\narea(null)").traceback)
        self.assertEqual("1 2", self.ok(
            "public static final int one() { return 1; }\nprivate strictfp double two() { return 2; }\n"
            'one() + " " + (int) two()').value)

    def test_types_that_extend_each_other(self):
        for code in ("class Egg extends Hen {}\nclass Hen extends Egg {}", "interface Self extends Self {}"):
            with self.subTest(code=code):
                self.assertIn("cyclic inheritance", self.fails(code).traceback)
        self.assertEqual("2", self.ok("class Hen { int eggs = 2; }\nclass Egg extends Hen { }\nnew Egg().eggs").value)

    def test_lines_of_a_value_whose_type_is_var(self):
        self.ok("int thrower(int x) {\n  throw new IllegalStateException();\n}")
        for declared in ("var", "List<Integer>"):
            with self.subTest(declared=declared):
                traceback = self.fails(declared + " values = List.of(1, 2,\n  thrower(1),\n  4);").traceback
                self.assertRegex(traceback, "(?m)^-+> 2 +thrower")

    def test_functions_of_a_cell_called_in_another_way(self):
        traceback = self.fails("input()").traceback
        self.assertIn("method input", traceback)
        self.assertNotIn("demitasse", traceback)

    def test_compile_error_on_a_line_that_a_magic_shares_the_cell_with(self):
        result = self.fails("%lsmagic\nint x = true;")
        self.assertIn("line 2", result.traceback)

    def test_earlier_statements_of_the_cell_have_run(self):
        self.fails("int ran = 5;\nint broken = ;")
        self.assertEqual("5", self.ok("ran").value)

    def test_unclosed_code(self):
        for code in ("for (int i = 0;", '"abc', "int f() { return 1;", "}", "((1)", "/* no end"):
            with self.subTest(code=code):
                result = self.run_cell(code)
                self.assertEqual("error", result.status)
                self.assertEqual("2", self.ok("1 + 1").value)

    def test_method_that_waits_for_a_declaration(self):
        note = self.ok("int waits() { return later + 1; }")
        self.assertIn("later", note.stderr)
        result = self.fails("waits()")
        self.assertIn("later", result.reply["evalue"])
        self.ok("int later = 4;")
        self.assertEqual("5", self.ok("waits()").value)

    def test_objects_that_cannot_be_serialized(self):
        write = "new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(%s);"
        declared = self.ok("int above = 0;\nclass Plain { int size; }")
        result = self.fails(write % "List.of(new Plain())")
        self.assertEqual(
            "Plain (declared in Cell %d, line 2; declare it with implements Serializable)"
            % declared.reply["execution_count"],
            result.reply["evalue"],
        )
        said = "task 1.0 had a not serializable result: "  # as Spark says it
        result = self.fails("throw new RuntimeException(\"%s\" + new Plain().getClass().getName());" % said)
        self.assertTrue(result.reply["evalue"].startswith(said + "Plain (declared in Cell "), result.reply["evalue"])
        made = self.ok("Runnable nothing = () -> {};")
        result = self.fails(write % "nothing")
        self.assertIn(
            "(a lambda of Cell %d, line 1; cast it to a serializable type)"
            % made.reply["execution_count"],
            result.reply["evalue"],
        )
        result = self.fails(write % "new Object()")
        self.assertEqual("java.lang.Object", result.reply["evalue"])

    def test_stack_overflow(self):
        result = self.fails("int deep(int n) {\n  return deep(n + 1) + 1;\n}\ndeep(0)")
        self.assertEqual("java.lang.StackOverflowError", result.reply["ename"])
        self.assertLess(len(result.traceback.split("\n")), 60)
        self.assertEqual("3", self.ok("1 + 2").value)

    def test_system_exit(self):
        self.ok("int before = 9;")
        for code in ("System.exit(3);", "Runtime.getRuntime().exit(3);", "Runtime.getRuntime().halt(3);"):
            result = super().fails(code)
            self.assertIn("exit(3)", result.reply["evalue"])
        self.assertEqual("9", self.ok("before").value)

    def test_thread_that_fails(self):
        result = self.ok(
            'var t = new Thread(() -> { throw new IllegalStateException("in the back"); });\n'
            "t.start(); t.join(); Thread.sleep(50);"
        )
        self.assertIn("java.lang.IllegalStateException: in the back", result.stderr)
        self.assertNotIn("REPL", result.stderr)

    def test_lines_of_a_thread_that_fails(self):
        first = self.ok("void broken(int n) {\n  int m = 1 / n;\n}")
        result = self.ok(
            'var failing = new Thread(() -> {\n  broken(0);\n}, "worker");\n'
            "failing.start();\nfailing.join();\nThread.sleep(50);"
        )
        self.assertIn('in thread "worker" java.lang.ArithmeticException: / by zero', result.stderr)
        self.assertIn("Cell %d, line 2, in broken()" % first.reply["execution_count"], result.stderr)
        self.assertIn("int m = 1 / n;", result.stderr)
        self.assertIn("Cell %d, line 2, in a lambda" % result.reply["execution_count"], result.stderr)
        self.assertNotIn("\x1b", result.stderr)

    def test_lines_of_a_thread_that_fails_while_its_statement_runs(self):
        result = self.ok(
            "{\n  var inner = new Thread(() -> {\n    Object o = null;\n    o.hashCode();\n  });\n"
            "  inner.start();\n  inner.join();\n}"
        )
        self.assertIn("line 4, in a lambda", result.stderr)
        self.assertIn("o.hashCode();", result.stderr)

    def test_thread_of_a_redefined_method(self):
        self.ok("int answer() { return 1; }")
        self.ok("\n\nint answer() {\n  return 1 / Integer.parseInt(\"0\");\n}")
        result = self.ok("var again = new Thread(() -> answer()); again.start(); again.join(); Thread.sleep(50);")
        self.assertIn("line 4, in answer()", result.stderr)

    def test_print_stack_trace(self):
        result = self.ok(
            'try {\n  try {\n    Integer.parseInt("x");\n  } catch (RuntimeException e) {\n'
            '    throw new IOException("outer", e);\n  }\n} catch (IOException e) {\n'
            "  e.printStackTrace();\n}"
        )
        self.assertIn("java.io.IOException: outer\n  at Cell", result.stderr)
        self.assertIn("line 5", result.stderr)
        self.assertIn("Caused by: java.lang.NumberFormatException", result.stderr)
        self.assertIn('----> 3     Integer.parseInt("x");', result.stderr)
        for word in INTERNALS:
            self.assertNotIn(word, result.stderr)

    def test_printed_stack_traces_below_eval_and_magics(self):
        result = self.ok(
            "int nought = 0;\ntry {\n  eval(\"int one = 1;\\none / nought\");\n"
            "} catch (Exception e) {\n  e.printStackTrace();\n}")
        self.assertRegex(result.stderr, r"(?s)ArithmeticException: / by zero\n.*eval, line 2.*Cell \d+, line 3")
        self.assertNotRegex(result.stderr, r"demitasse|jdk\.|REPL|\$")
        result = self.ok(
            "%%time\nint fails() {\n  return 1 / nought;\n}\ntry {\n  fails();\n"
            "} catch (Exception e) {\n  e.printStackTrace(System.out);\n  e.printStackTrace();\n}")
        for text in (result.stdout, result.stderr):
            self.assertRegex(text, r"(?s)Cell \d+, line 3.*Cell \d+, line 6")
            self.assertNotIn("REPL", text)

    def test_print_stack_trace_of_whatever_exception(self):
        jar = library(
            "fault-1.jar",
            {
                "lib/Fault.java": "package lib;\npublic class Fault extends Exception {\n"
                "  public static void print(Throwable t) { t.printStackTrace(); }\n}\n"
            },
        )
        self.ok("%%jars %s\nclass Mine extends Exception { Mine(String m) { super(m); } }" % jar)
        for code, first in (
            ('try {\n  throw new Mine("m");\n} catch (Mine e) { e.printStackTrace(); }', "Mine: m\n"),
            ("\nnew lib.Fault().printStackTrace();", "lib.Fault\n"),
            ("\nnew Error() { }.printStackTrace();", "java.lang.Error\n"),
            ("List.of(new Error()).forEach(Throwable::printStackTrace);", "java.lang.Error\n"),
            ('List.of(new Mine("r")).forEach(Mine::printStackTrace);', "Mine: r\n"),
            ("lib.Fault.print(\nnew lib.Fault());", "lib.Fault\n"),
            ("\nnew Error().printStackTrace(System.err);", "java.lang.Error\n"),
            ("\nThread.dumpStack();", "java.lang.Exception: Stack trace\n"),
            (
                "var w = new StringWriter();\nnew Error().printStackTrace(new PrintWriter(w));\n"
                "System.err.print(w);",
                "java.lang.Error\n",
            ),
        ):
            with self.subTest(code=code):
                result = self.ok(code)
                self.assertTrue(result.stderr.startswith(first), result.stderr)
                self.assertRegex(result.stderr, r"at Cell %d, line \d" % result.reply["execution_count"])
                for word in set(INTERNALS) - {"java.base"}:
                    self.assertNotIn(word, result.stderr)

    def test_print_stack_trace_that_is_no_ones_but_the_users(self):
        result = self.ok(
            "class Own extends Exception {\n"
            '  @Override public void printStackTrace() { System.out.println("own"); super.printStackTrace(); }\n}\n'
            "class Other { void printStackTrace() { System.out.println(5); } }\n"
            "new Own().printStackTrace();\nnew Other().printStackTrace();"
        )
        self.assertEqual("own\n5\n", result.stdout)
        self.assertIn("Own\n\tat Cell", result.stderr)

    def test_commands_of_jshell(self):
        for command in ("/import", "/vars", "/list -all"):
            self.assertIn("%jshell /vars", self.fails(command).traceback)
        self.assertNotIn("%jshell", self.fails("int half = /2;").traceback)

    def test_a_trace_that_a_cell_keeps_as_text(self):
        for code in (
            'var text = new StringWriter();\nnew Error("kept").printStackTrace(new PrintWriter(text));\ntext.toString()',
            'var bytes = new ByteArrayOutputStream();\nnew Error("kept").printStackTrace(new PrintStream(bytes));\nbytes',
            "class Loud extends Error {\n  @Override public void printStackTrace(PrintWriter to) { to.print(\"mine\"); }\n}\n"
            'var said = new StringWriter();\nnew Loud().printStackTrace(new PrintWriter(said));\n'
            'text + said.toString()',
        ):
            with self.subTest(code=code):
                value = self.ok(code).value
                self.assertRegex(value, r"^java.lang.Error: kept\n\tat Cell \d+, line 2\n(mine)?$")
        self.assertIn("mine", value)
        self.fails("new Error().printStackTrace((PrintWriter) null);")

    def test_the_stack_of_another_thread(self):
        self.ok("Thread busy = new Thread(() -> { while (true) Thread.onSpinWait(); });\nbusy.start();\nThread.sleep(100);")
        stack = self.ok("Arrays.toString(busy.getStackTrace())").value
        self.assertRegex(stack, r"Cell\.lambda\(Cell \d+:1\), java\.base@?[^,]*/java\.lang\.Thread\.run")
        self.assertNotIn("Lambda", stack)
        self.request("interrupt_request", {}, channel="control")

    def test_frames_of_a_library_are_there_where_all_are_asked_for(self):
        code = 'try { Integer.parseInt("x"); } catch (Exception e) { e.printStackTrace(System.err); }'
        self.assertIn("java.base/java.lang.Integer.parseInt", self.ok(code).stderr)

    def test_stack_that_the_cell_asks_for(self):
        self.ok("StackTraceElement[] here() {\n  return Thread.currentThread().getStackTrace();\n}")
        frames = self.ok("System.out.print(Arrays.toString(here()));").stdout
        self.assertRegex(frames, r"Cell\.here\(Cell \d+:2\), Cell\.run\(Cell \d+:1\)\]$")
        for code in (
            "StackWalker.getInstance().forEach(System.out::println);",
            "var walked = StackWalker.getInstance().walk(s -> s.toList());System.out.println(walked);",
            "System.out.println(Arrays.toString(new Error().getStackTrace()));",
        ):
            with self.subTest(code=code):
                result = self.ok(code)
                self.assertRegex(
                    result.stdout, r"^\[?Cell(\.run\(Cell)? %d\D" % result.reply["execution_count"]
                )
                self.assertEqual(1, len(result.stdout.strip().split("\n")))
                for word in INTERNALS:
                    self.assertNotIn(word, result.stdout)

    def test_stack_as_a_value(self):
        info = "java.lang.management.ManagementFactory.getThreadMXBean().getThreadInfo(Thread.currentThread().getId(), 50)"
        for code, expected in (
            ("StackWalker.getInstance().walk(s -> s.map(f -> f.getClassName() + f.getMethodName()).toList())", r"^\[Cellrun\]$"),
            ("StackWalker.getInstance().walk(s -> s.map(f -> f.getLineNumber() + f.getFileName()).toList())", r"^\[1Cell %d\]$"),
            ("StackWalker.getInstance().walk(s -> s.toList())", r"^\[Cell\.run\(Cell %d:1\)\]$"),
            (info, r"(?m)^\s*at Cell %d, line 1$"),
            (info + ".toString()", r"(?m)^\s*at Cell %d, line 1$"),
            ("List.of(%s.getStackTrace())" % info, r"Cell\.run\(Cell %d:1\)\]$"),
        ):
            with self.subTest(code=code):
                result = self.ok(code)
                number = result.reply["execution_count"]
                self.assertRegex(result.value, expected.replace("%d", str(number)))
                for word in INTERNALS:
                    self.assertNotIn(word, result.value)

    def test_log_lines_name_the_cell(self):
        result = self.ok(
            "void logs() {\n  java.util.logging.Logger.getLogger(\"x\").log("
            'java.util.logging.Level.WARNING, "hm", new Error());\n}\n'
            'java.util.logging.Logger.getLogger("x").info("hello");\nlogs();'
        )
        name = "Cell %d" % result.reply["execution_count"]
        self.assertRegex(result.stderr, " %s\nINFO: hello\n" % name)
        self.assertRegex(result.stderr, " %s logs\nWARNING: hm\njava.lang.Error\n" % name)
        self.assertIn("at %s, line 2, in logs()\n\tat %s, line 5\n" % (name, name), result.stderr)
        for word in INTERNALS:
            self.assertNotIn(word, result.stderr)

    def test_suppressed_exceptions_and_causes_in_a_circle(self):
        result = self.fails(
            'class Res implements AutoCloseable { public void close() { throw new Error("close"); } }\n'
            'try (var r = new Res()) {\n  throw new Exception("body");\n}'
        )
        self.assertEqual("body", result.reply["evalue"])
        self.assertIn("Suppressed: java.lang.Error: close", result.traceback)
        self.assertIn("line 1, in Res.close()", result.traceback)
        result = self.fails(
            'var one = new Exception("one");\nvar two = new Exception("two", one);\none.initCause(two);\n'
            "one.addSuppressed(two);\nthrow one;"
        )
        self.assertEqual("one", result.reply["evalue"])
        self.assertIn("Suppressed: java.lang.Exception: two", result.traceback)
        self.assertEqual(1, result.traceback.count("one (see above)"))
        self.assertEqual("1", self.ok("1").value)

    def test_each_line_once(self):
        for code in (
            "List.of(1, 0).stream().map(n -> 1 / n).toList()",
            "var once = List.of(1, 0).stream().map(n -> List.of(n).stream().map(m -> 1 / m).toList()).toList();",
            "int once = switch (1) { case 1 -> { int[] z = {}; yield z[0]; } default -> 0; };",
            "new Object() { int n = 1 / 0; }",
        ):
            with self.subTest(code=code):
                result = self.fails(code)
                frames = [line for line in result.traceback.split("\n") if line.startswith("  at ")]
                self.assertEqual(len(set(frames)), len(frames), result.traceback)
                self.assertNotIn("JShell", result.traceback)
                self.assertNotIn("Aux", result.traceback)
        result = self.fails("enum Bad {\n  A;\n  Bad() { throw new Error(); }\n}\nBad.A")
        self.assertIn("line 3, in new Bad", result.traceback)
        self.assertIn("line 2, in the initializer of Bad", result.traceback)
        result = self.fails("Runnable none = new Runnable() {\n  public void run() { throw new Error(); }\n};\nnone.run();")
        self.assertIn("line 2, in run() of an anonymous class", result.traceback)

    def test_null_pointer_names_what_is_null(self):
        for code, name in (
            ("{ String local = null; local.length(); }", '"local"'),
            ("void np(String given) { given.length(); }\nnp(null)", '"given"'),
            ("for (String s : new String[1]) s.length();", '"s"'),
            ("Function<String, Integer> len = t -> t.length();\nlen.apply(null)", '"t"'),
            ("int[][] table = new int[2][];\ntable[1][0] = 3;", '"table[1]"'),
            ("int[] row = null;\nfor (int r : row) { }", "the value"),
            ("String key = null;\nswitch (key) { case \"a\": break; }", "the value"),
        ):
            with self.subTest(code=code):
                evalue = self.fails("import java.util.function.*;\n" + code).reply["evalue"]
                self.assertIn("because %s is null" % name, evalue)

    def test_compile_errors_say_each_thing_once(self):
        result = self.fails("{\n  int a = nowhere;\n  int b = nowhere;\n  int c = nowhere + nowhere;\n}")
        self.assertEqual(1, result.traceback.count("cannot find symbol"))
        self.assertIn("the same in line 3, 4", result.traceback)
        self.assertNotIn("location", result.traceback)
        self.assertIn("location: class java.lang.String", self.fails('"a".nowhere').traceback)

    def test_an_exception_without_a_stack(self):
        result = self.fails("class Bare extends RuntimeException {\n"
                            "  public StackTraceElement[] getStackTrace() { return null; } }\nthrow new Bare();")
        self.assertEqual("Bare", result.reply["ename"])

    def test_exit_through_a_method_reference(self):
        result = super().fails("java.util.function.IntConsumer exit = System::exit;\nexit.accept(2);")
        self.assertIn("exit(2)", result.reply["evalue"])

    def test_value_that_cannot_be_shown(self):
        self.ok('class Bad { public String toString() { throw new IllegalStateException("hm"); } }')
        self.assertEqual("java.lang.IllegalStateException", self.fails("new Bad()").reply["ename"])
        self.assertEqual("java.lang.IllegalStateException", self.fails("new Bad();").reply["ename"])

    def test_queued_cells_do_not_run_after_an_error(self):
        failing = self.kc.execute("Thread.sleep(300); int z = 0; z = 1 / z;")
        queued = self.kc.execute("int queued = 1;")
        self.finish(failing)
        self.assertEqual("aborted", self.reply(queued)["content"]["status"])
        self.assertEqual("error", self.run_cell("queued").status)
        failing = self.kc.execute("Thread.sleep(300); int z = 0; z = 1 / z;", stop_on_error=False)
        queued = self.kc.execute("5 + 5")
        self.finish(failing)
        self.assertEqual("ok", self.reply(queued)["content"]["status"])

    def test_nbconvert_prints_it(self):
        import nbformat
        from nbconvert.preprocessors import CellExecutionError, ExecutePreprocessor

        notebook = nbformat.v4.new_notebook()
        notebook.cells = [nbformat.v4.new_code_cell("int none = 0;\n7 / none")]
        runner = ExecutePreprocessor(kernel_name="java", timeout=60)
        with self.assertRaises(CellExecutionError) as caught:
            runner.preprocess(notebook, {}, km=self.second_manager())
        # Older ones print the error's name and message, newer ones its traceback with its colours.
        printed = re.sub("\x1b\\[[0-9;]*m", "", str(caught.exception))
        self.assertIn("java.lang.ArithmeticException: / by zero", printed)
        self.assertIn("7 / none", printed)

    def second_manager(self):
        from kerneltest import manager

        return manager()


class Hints(KernelTest):
    """What somebody may have meant, or forgotten, who has used a name that is not known."""

    env = {}

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="demitasse-notebook-")
        cells = [
            {"cell_type": "markdown", "source": "Text."},
            {
                "cell_type": "code",
                "source": ["%lsmagic\n", "import java.time.chrono.*;\n", "import static java.lang.Math.*;"],
            },
            {"cell_type": "code", "source": "import java.awt.geom.Point2D;\nint unrelated = 1;"},
            {
                "cell_type": "code",
                "source": "int[] limits = {3};\ndouble rate(int step) {\n  return 1.0 / step;\n}\nrecord Tile(int side) {}",
            },
            {"cell_type": "code", "source": "late = 2;\nint later = 2 * limits[0];"},
            {
                "cell_type": "code",
                "source": "int sides(int n) {\n  return switch (n) {\n    case 4 -> n;\n"
                "    default -> throw new IllegalStateException();\n  };\n}\nint below = 1;",
            },
        ]
        notebook = os.path.join(cls.folder, "größe.ipynb")
        with open(notebook, "w") as file:
            json.dump({"cells": cells}, file)
        cls.env = {"JPY_SESSION_NAME": notebook}
        super().setUpClass()

    def test_near_names(self):
        self.ok("int counter = 3;\nint twice(int n) { return 2 * n; }\nenum Kind { SIGMOID, RELU }")
        for code, meant in (
            ("countr + 1", "counter"),
            ("{\n  twcie(3);\n}", "twice"),
            ("Kind.SIGMIOD", "SIGMOID"),
            ('"abc".lenght()', "length"),
            ("System.out.prinln(3);", "println"),
            ("Sytem.out.println(3);", "System"),
            ("Strin s = null;", "String"),
            ("new ArayList<String>()", "ArrayList"),
            ("Math.sqqrt(2)", "sqrt"),
        ):
            with self.subTest(code=code):
                self.assertIn("did you mean %s?" % meant, self.fails(code).traceback)
        for code in ("nothingLikeThis + 1", "Math.nothingLikeThis()", "int x = true;", "int x = ;"):
            with self.subTest(code=code):
                self.assertNotIn("did you mean", self.fails(code).traceback)

    def test_imports_of_the_notebook(self):
        for code, cell in (
            ("JapaneseDate day = null;", "the first cell"),
            ("floorMod(5, 3)", "the first cell"),
            ("1 + PI", "the first cell"),
            ("Point2D p = null;", "code cell 2"),
        ):
            with self.subTest(code=code):
                self.assertIn("have you run %s?" % cell, self.fails(code).traceback)

    def test_names_that_a_cell_of_the_notebook_declares(self):
        for code, cell, name in (
            ("limits[0] + 1", "code cell 3", "limits"),
            ("rate(3)", "code cell 3", "rate"),
            ("Tile tile = null;", "code cell 3", "Tile"),
            ("unrelated + 1", "code cell 2", "unrelated"),
            ("later + 1", "code cell 4", "later"),
            ("below + 1", "code cell 5", "below"),
        ):
            with self.subTest(code=code):
                hint = "have you run %s? It declares %s" % (cell, name)
                self.assertIn(hint, self.fails(code).traceback)
        # What no cell declares, or the same one does further down, is no matter of their order.
        for code in ("late + 1", "late = 2;\nint later = 2 * limit;", "step + 1"):
            with self.subTest(code=code):
                self.assertNotIn("It declares", self.fails(code).traceback)

    def test_no_class_of_the_kernel_is_offered(self):
        said = self.fails("Channels.newChannel(System.in)").traceback
        self.assertIn("import java.nio.channels.Channels;", said)
        self.assertNotIn("demitasse", said)

    def test_imports_from_the_jdk_and_libraries(self):
        source = "package lib;\npublic final class Layers { public static int dense(int n) { return n; } }\n"
        jar = library("layers-1.jar", {"lib/Layers.java": source})
        with zipfile.ZipFile(jar.replace(".jar", "-sources.jar"), "w") as sources:
            sources.writestr("lib/Layers.java", source)
        self.ok("%%jars %s" % jar)
        for code, add in (
            ("DocumentBuilderFactory.newInstance()", "import javax.xml.parsers.DocumentBuilderFactory;"),
            ("Layers.dense(3)", "import lib.Layers;"),
            ("dense(3)", "import static lib.Layers.dense;"),
        ):
            with self.subTest(code=code):
                self.assertIn("dd: " + add, self.fails(code).traceback)


class TheFirstCell(KernelTest):
    """It may come before the default imports are made."""

    def test_near_names(self):
        self.assertIn("did you mean ArrayList?", self.fails("new ArayList<String>()").traceback)
        self.assertIn("did you mean Collectors?", self.fails("Colectors.toList()").traceback)
