"""Output holds."""

import socket
import time

from jupyter_client.session import Session
from kerneltest import TIMEOUT, KernelTest

NATIVE = (
    'new ProcessBuilder("sh", "-c", "echo from below; echo bad >&2").inheritIO().start()'
    ".waitFor(); Thread.sleep(200);"
)


class Output(KernelTest):
    def test_twenty_thousand_lines(self):
        result = self.ok("for (int i = 0; i < 20_000; i++) System.out.println(i);")
        self.assertEqual("".join("%d\n" % i for i in range(20000)), result.stdout)
        self.assertLess(result.seconds, 3)

    def test_order_of_text_and_displays(self):
        result = self.ok(
            'System.out.print("a"); display("b"); System.out.print("c"); System.err.print("d");\n'
            'System.out.print("e"); "f"'
        )
        seen = []
        for message in result.messages:
            content = message["content"]
            if message["msg_type"] == "stream":
                seen.append(content["text"])
            elif "data" in content:
                seen.append(content["data"]["text/plain"])
        self.assertEqual("abcdef", "".join(seen))

    def test_many_displays(self):
        """All arrive, in order."""
        result = self.ok("for (int i = 0; i < 6_000; i++) display(i);")
        shown = [message["content"]["data"]["text/plain"] for message in result.messages if message["msg_type"] == "display_data"]
        self.assertEqual([str(i) for i in range(6000)], shown)

    def test_displays_without_end(self):
        """They are held to a pace that a front end can follow, so later cells are shown at once."""
        for loop in ('display("again");', "clearOutput(false);"):
            with self.subTest(loop):
                result = self.interrupted("while (true) " + loop, after=3)
                self.assertEqual("error", result.status)
                self.assertLess(len(result.messages), 5000 + 2000 * (result.seconds + 2))
                self.assertEqual("2", self.ok("1 + 1").value)

    def test_carriage_return(self):
        result = self.ok('System.out.print("50%\\r"); System.out.print("100%\\r\\n");')
        self.assertEqual("50%\r100%\r\n", result.stdout)

    def test_streams_apart(self):
        result = self.ok('System.out.println("out"); System.err.println("err");')
        self.assertEqual("out\n", result.stdout)
        self.assertEqual("err\n", result.stderr)

    def test_utf8(self):
        text = "äöü € 한국어 𝄞 😀"
        result = self.ok('System.out.println("%s"); "%s"' % (text, text))
        self.assertEqual(text + "\n", result.stdout)
        self.assertEqual(text, result.value)
        result = self.ok(
            'for (byte b : "€😀".getBytes("UTF-8")) { System.out.write(b); System.out.flush(); '
            "Thread.sleep(40); }"
        )
        self.assertEqual("€😀", result.stdout)

    def test_appears_while_the_cell_runs(self):
        msg_id = self.kc.execute('System.out.println("early"); Thread.sleep(2000);')
        while True:
            message = self.kc.get_iopub_msg(timeout=30)
            if message["msg_type"] == "stream":
                break
        start = time.time()
        self.assertEqual("early\n", message["content"]["text"])
        self.finish(msg_id)
        self.assertGreater(time.time() - start, 1)

    def test_background_thread(self):
        msg_id = self.kc.execute(
            "new Thread(() -> {\n  try { Thread.sleep(500); } catch (InterruptedException e) {}\n"
            '  System.out.println("late");\n}).start();'
        )
        self.finish(msg_id)
        while True:
            message = self.kc.get_iopub_msg(timeout=10)
            if message["msg_type"] == "stream":
                break
        self.assertEqual("late\n", message["content"]["text"])
        self.assertEqual(msg_id, message["parent_header"]["msg_id"])

    def test_many_threads(self):
        result = self.ok(
            "IntStream.range(0, 8).parallel().forEach(t -> {\n"
            '  for (int i = 0; i < 500; i++) System.out.println(t + ":" + i);\n});'
        )
        lines = result.stdout.split("\n")[:-1]
        self.assertEqual(4000, len(lines))
        self.assertEqual({"%d:%d" % (t, i) for t in range(8) for i in range(500)}, set(lines))

    def test_clear_output(self):
        self.assertEqual([{"wait": False}], self.ok("clearOutput();").contents("clear_output"))
        self.assertEqual([{"wait": True}], self.ok("clearOutput(true);").contents("clear_output"))

    def test_silent(self):
        result = self.run_cell('System.out.println("x"); 5', silent=True)
        self.assertEqual([], result.contents("execute_input"))
        self.assertIsNone(result.value)

    def test_whether_somebody_watches(self):
        code = 'System.getProperty("jupyter.allow_stdin")'
        self.assertEqual("true", self.ok(code, allow_stdin=True).value)
        self.assertEqual("false", self.ok(code).value)

    def test_print_stack_trace(self):
        result = self.ok('new IllegalStateException("shown").printStackTrace();')
        self.assertIn("java.lang.IllegalStateException: shown", result.stderr)

    def test_native_code(self):
        """What a child process or a native library writes to the process's own output."""
        result = self.ok(NATIVE)
        self.assertEqual("from below\n", result.stdout)
        self.assertEqual("bad\n", result.stderr)


class OutputBelowAService(KernelTest):
    """A server whose own output is a socket, as systemd's services have it: a kernel that inherits it can write to it,
    but cannot open it anew. It is the same with the output of a container, which belongs to another user."""

    @classmethod
    def setUpClass(cls):
        cls.log, end = socket.socketpair()
        cls.launch = {"stderr": end.fileno()}
        super().setUpClass()
        end.close()

    def test_native_code_is_shown_and_notes_are_logged(self):
        self.ok("1")  # begins to catch what comes past Java's streams
        result = self.ok(NATIVE)
        self.assertEqual(("from below\n", "bad\n"), (result.stdout, result.stderr))
        Session(key=b"somebody else's").send(self.kc.shell_channel.socket, "kernel_info_request")
        self.log.settimeout(TIMEOUT)
        logged = b""
        while b"ignored a message" not in logged:
            logged += self.log.recv(1 << 16)
        self.assertNotIn(b"from below", logged)
