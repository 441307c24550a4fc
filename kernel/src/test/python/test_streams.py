"""Streams that a cell closes, replaces or locks, and input that is given up."""

import time

from kerneltest import KernelTest, TIMEOUT

# A thread in the background that holds a lock for as long as the session lives.
HOLD = (
    'var held%(n)s = new java.util.concurrent.CountDownLatch(1);\n'
    "var holder%(n)s = new Thread(() -> { synchronized (%(lock)s) { held%(n)s.countDown();"
    " try { Thread.sleep(600_000); } catch (InterruptedException e) {} } });\n"
    "holder%(n)s.setDaemon(true); holder%(n)s.start(); held%(n)s.await();"
)


class WithoutAPause(KernelTest):
    def test_a_child_of_the_second_cell(self):
        """As in a run of all cells: the kernel is never idle between them."""
        cells = ("1 + 1", 'new ProcessBuilder("echo", "child").inheritIO().start().waitFor(); Thread.sleep(300);')
        first, second = [self.kc.execute(cell) for cell in cells]
        self.finish(first)
        self.assertEqual("child\n", self.finish(second).stdout)


class Streams(KernelTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for _ in range(2):  # what is written past System.out is caught from the second cell on
            cls.kc.execute("1", reply=True, timeout=TIMEOUT)

    def works(self):
        """Output, errors and input, as a cell that comes later finds them."""
        result = self.ok('System.out.println("out"); System.err.println("err"); 1 + 1')
        self.assertEqual(("out\n", "err\n", "2"), (result.stdout, result.stderr, result.value))
        code = "new Scanner(System.in).nextLine()"
        self.assertEqual("typed", self.ok(code, allow_stdin=True, answer="typed").value)

    def test_output_closed_in_many_ways(self):
        for code in (
            'try (var p = new PrintWriter(System.out)) { p.print("shown"); }',
            'try (var p = new PrintStream(System.out)) { p.print("shown"); }',
            'try (var w = new BufferedWriter(new OutputStreamWriter(System.out))) { w.write("shown"); }',
            'try (var f = new Formatter((OutputStream) System.out)) { f.format("shown"); }',
            'System.out.print("shown"); System.out.close();',
            'try (var o = System.out) { o.print("shown"); }',
            'try (var c = java.nio.channels.Channels.newChannel(System.out)) {'
            ' c.write(java.nio.ByteBuffer.wrap("shown".getBytes())); }',
            'var h = new java.util.logging.StreamHandler(System.out, new java.util.logging.SimpleFormatter()'
            ' { public String format(java.util.logging.LogRecord r) { return "shown"; } });\n'
            'h.publish(new java.util.logging.LogRecord(java.util.logging.Level.INFO, "")); h.close();',
        ):
            with self.subTest(code=code):
                self.assertEqual("shown", self.ok(code).stdout)
                self.assertFalse(self.ok("System.out.checkError()").value == "true")
        self.works()

    def test_errors_closed(self):
        self.assertEqual("e", self.ok('System.err.print("e"); System.err.close();').stderr)
        self.ok("try (var p = new PrintStream(System.err)) {}")
        self.works()

    def test_descriptors_closed(self):
        for stream, name in (("out", "stdout"), ("err", "stderr")):
            for _ in range(2):
                result = self.ok(
                    "try (var f = new FileOutputStream(FileDescriptor.%s)) { f.write('x'); }\n"
                    "Thread.sleep(300);" % stream
                )
                self.assertEqual("x", result.text(name))
        result = self.ok('new ProcessBuilder("echo", "child").inheritIO().start().waitFor(); Thread.sleep(300);')
        self.assertEqual("child\n", result.stdout)
        self.works()

    def test_a_descriptor_closed_by_a_library(self):
        """By reflection, as a library does whose classes are not looked at."""
        self.ok(
            'var real = (FileDescriptor) FileDescriptor.class.getField("out").get(null);\n'
            "new FileOutputStream(real).close(); Thread.sleep(300);"
        )
        result = self.ok('new ProcessBuilder("echo", "child").inheritIO().start().waitFor(); Thread.sleep(300);')
        self.assertEqual("child\n", result.stdout)
        self.works()

    def test_input_closed_in_many_ways(self):
        for code in (
            "var s = new Scanner(System.in); s.close();",
            "System.in.close();",
            "try (var r = new BufferedReader(new InputStreamReader(System.in))) {}",
            "try (var s = new Scanner(new BufferedInputStream(System.in))) {}",
            "java.nio.channels.Channels.newChannel(System.in).close();",
            "new FileInputStream(FileDescriptor.in).close();",
            "new FileInputStream(FileDescriptor.in).getChannel().close();",
        ):
            with self.subTest(code=code):
                self.ok(code, allow_stdin=True)
                self.works()
        # The process's own input is still open: no file that is opened later stands for it.
        self.assertEqual("true", self.ok('Files.exists(Path.of("/dev/fd/0"))').value)

    def test_streams_that_are_null(self):
        self.ok("System.setOut(null);")
        self.works()
        self.ok("System.setErr(null);")
        self.works()
        self.ok("System.setIn(null);")
        self.works()
        self.ok("System.setOut(null); System.setErr(null); System.setIn(null); int all = 0; all")
        self.assertEqual("error", self.run_cell("undeclared").status)
        self.works()

    def test_a_stream_of_the_users_stays(self):
        self.ok(
            "var kept = System.out; var bytes = new ByteArrayOutputStream();\n"
            "System.setOut(new PrintStream(bytes, true));"
        )
        self.assertEqual("", self.ok('System.out.print("caught");').stdout)
        self.assertEqual("caught", self.ok("System.setOut(kept); bytes.toString()").value)
        self.works()

    def test_locks_that_a_thread_holds(self):
        for n, lock in enumerate(("System.out", "System.err", "System.in")):
            with self.subTest(lock=lock):
                self.ok(HOLD % {"n": n, "lock": lock})
                self.assertEqual("2", self.ok("1 + 1").value)
                self.fails("int zero%d = 0; 1 / zero%d" % (n, n))
                self.ok("record Anew(int a%d) {}\nAnew anew = null;" % n)
                self.ok("clearOutput();")
                self.ok('display("shown");')
                code = 'input("? ")'
                self.assertEqual("typed", self.ok(code, allow_stdin=True, answer="typed").value)
                self.assertEqual("Interrupted", self.interrupted("while (true);").reply["ename"])
                self.ok("holder%d.interrupt(); holder%d.join();" % (n, n))
        self.works()

    def test_a_reader_in_the_background(self):
        self.ok(
            "var lines = new java.util.concurrent.LinkedBlockingQueue<String>();\n"
            "var reader = new Thread(() -> lines.add(new Scanner(System.in).nextLine()));\n"
            "reader.setDaemon(true); reader.start();",
            allow_stdin=True,
        )
        asked = self.kc.get_stdin_msg(timeout=TIMEOUT)
        self.assertEqual("2", self.ok("1 + 1").value)
        self.works()
        # The first question is still open.
        self.kc.stdin_channel.send(self.kc.session.msg("input_reply", {"value": "late"}, parent=asked))
        self.assertEqual("late", self.ok("lines.poll(10, TimeUnit.SECONDS)").value)

    def stopped_while_asking(self, code):
        msg_id = self.kc.execute(code, allow_stdin=True)
        self.kc.get_stdin_msg(timeout=TIMEOUT)
        self.km.interrupt_kernel()
        result = self.finish(msg_id)
        self.assertEqual("Interrupted", result.reply["ename"], result.reply)

    def test_input_goes_on_after_a_stop(self):
        self.ok(
            "var scanner = new Scanner(System.in);\n"
            "var other = new Scanner(new BufferedReader(new InputStreamReader(System.in)));\n"
            'var named = new Scanner(System.in, "UTF-8");\n'
            "var buffered = new BufferedReader(new InputStreamReader(System.in));\n"
            "var tokens = new StreamTokenizer(new InputStreamReader(System.in));\n"
        )
        for code, answer, value in (
            ("scanner.nextLine()", "a line", "a line"),
            ("scanner.nextInt()", "17", "17"),
            ("scanner.next()", "x", "x"),
            ("scanner.nextDouble()", "2.5", "2.5"),
            ("scanner.hasNextInt()", "yes", "false"),
            ("other.nextInt()", "17", "17"),
            ("named.nextLine()", "c", "c"),
            ("buffered.readLine()", "d", "d"),
            ("tokens.nextToken(); tokens.sval", "e", "e"),
            ("(char) System.in.read()", "f", "f"),
            ('input("? ")', "g", "g"),
            ('password("? ")', "h", "h"),
        ):
            with self.subTest(code=code):
                # What earlier cases have left of their line is read up first.
                self.stopped_while_asking("while (true) %s.nextLine();" % code.split(".")[0]
                                          if code.split(".")[0] in ("scanner", "other") else code)
                self.stopped_while_asking(code)
                self.assertEqual(value, self.ok(code, allow_stdin=True, answer=answer).value)
        self.works()

    def test_an_answer_that_came_too_late(self):
        msg_id = self.kc.execute('input("? ")', allow_stdin=True)
        asked = self.kc.get_stdin_msg(timeout=TIMEOUT)
        self.km.interrupt_kernel()
        self.finish(msg_id)
        msg_id = self.kc.execute('input("? ")', allow_stdin=True)
        second = self.kc.get_stdin_msg(timeout=TIMEOUT)
        for parent, value in ((asked, "late"), (second, "right")):
            reply = self.kc.session.msg("input_reply", {"value": value}, parent=parent)
            self.kc.stdin_channel.send(reply)
        self.assertEqual("right", self.finish(msg_id).value)

    def test_what_reading_throws(self):
        result = self.ok(
            "String kind = null;\n"
            "try { System.in.read(); } catch (IOException e) { kind = e.getMessage(); }\nkind"
        )
        self.assertIn("cannot be asked", result.value)
        for code in (
            "System.in.read();",
            "new Scanner(System.in).nextInt()",
            "new BufferedReader(new InputStreamReader(System.in)).readLine()",
            'input("? ")',
        ):
            with self.subTest(code=code):
                self.assertIn("cannot be asked", self.fails(code).reply["evalue"])
        # A stop arrives as what a reader expects, too.
        msg_id = self.kc.execute(
            "String seen = null;\n"
            "try { System.in.read(); } catch (IOException e) { seen = e.getClass().getSuperclass().getName(); }",
            allow_stdin=True,
        )
        self.kc.get_stdin_msg(timeout=TIMEOUT)
        self.km.interrupt_kernel()
        self.finish(msg_id)
        self.assertEqual("java.io.InterruptedIOException", self.ok("seen").value)
