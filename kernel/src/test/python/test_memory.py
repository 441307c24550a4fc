"""A kernel's memory: what it gives back while nobody needs it, and what happens where it is full or too small."""

import os
import platform
import time
import unittest

from kerneltest import KernelTest, TIMEOUT

MEGABYTE = 1 << 20
LARGE = '"x".repeat(30_000_000)'
TOO_LARGE = "needs more memory than the kernel has"


class Idle(KernelTest):
    @unittest.skipUnless(platform.libc_ver()[0] == "glibc", "another C library")
    def test_what_the_start_needed(self):
        """The JVM itself keeps for five seconds what its compilers have freed."""
        self.ok("1 + 1")
        time.sleep(2)
        after_start = self.resident()
        for _ in range(TIMEOUT):
            if self.resident() < after_start - 2 * MEGABYTE:
                return
            time.sleep(1)
        self.fail("%d of %d bytes" % (self.resident(), after_start))

    def resident(self):
        with open("/proc/%d/statm" % self.pid()) as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Memory(KernelTest):
    env = {"JAVA_TOOL_OPTIONS": "-Xmx96m"}

    def answers(self):
        self.assertEqual("3", self.ok("1 + 2").value)

    def test_a_full_heap(self):
        """The JVM has only so many errors with a trace once memory is out: the first part needs them."""
        self.out_of_memory()
        self.code_that_fills_the_heap_and_goes_on()

    def out_of_memory(self):
        for size in ("1 << 20", "Integer.MAX_VALUE - 8"):
            with self.subTest(size=size):
                result = self.fails(
                    "var hog = new ArrayList<long[]>();\nwhile (true) hog.add(new long[%s]);" % size
                )
                self.assertEqual("java.lang.OutOfMemoryError", result.reply["ename"])
                self.assertIn("line 2", result.traceback)
                self.ok("hog = null;")
                self.answers()

    def code_that_fills_the_heap_and_goes_on(self):
        self.ok("List<Object> hold;")
        code = "hold = new LinkedList<>();\nwhile (true) {\n  try { hold.add(new byte[1000]); } catch (Throwable t) { }\n}"
        result = self.fails(code)
        self.assertEqual("java.lang.OutOfMemoryError", result.reply["ename"])
        self.assertIn("so that the kernel can answer", result.reply["evalue"])
        self.answers()
        self.ok("hold = null;")
        self.assertEqual("ok", self.request("kernel_info_request", {}, "control")["content"]["status"])
        self.assertEqual("6", self.ok("int sum = 0; for (int i = 0; i < 4; i++) sum += i; sum").value)

    def test_small_objects_to_the_last_byte(self):
        """There may be no memory to say where the error was thrown."""
        for made in ("new int[10]", "new Object()"):
            with self.subTest(made=made):
                result = self.fails("var kept = new LinkedList<Object>();\nwhile (true) kept.add(%s);" % made)
                self.assertEqual("java.lang.OutOfMemoryError", result.reply["ename"])
                self.run_cell("kept = null;")
                self.run_cell("kept = null;")  # the first may have been stopped, too
                self.answers()

    def test_code_that_makes_room_itself(self):
        result = self.ok(
            "var numbers = new ArrayList<int[]>();\n"
            "try { while (true) numbers.add(new int[10_000]); } catch (OutOfMemoryError e) { numbers = null; }\n"
            "for (int i = 0; i < 1_000; i++) { }\nnumbers == null"
        )
        self.assertEqual("true", result.value)
        self.answers()

    def test_output_that_is_too_large(self):
        for code, kind in (
            (LARGE, "execute_result"),
            ("display(%s);" % LARGE, "display_data"),
            ('openComm("chart", Map.of("data", %s)).close();' % LARGE, "comm_open"),
        ):
            with self.subTest(code=code):
                result = self.ok(code + "\n")
                self.assertEqual([], result.contents(kind))
                self.assertIn("(%s) %s" % (kind, TOO_LARGE), result.stderr)
                self.answers()

    def test_large_output_that_fits(self):
        result = self.ok('System.out.println("x".repeat(8_000_000)); "y".repeat(2_000_000)')
        self.assertEqual("x" * 8_000_000 + "\n", result.stdout)
        self.assertEqual("y" * 2_000_000, result.value)
        self.assertEqual("", result.stderr)

    def test_a_long_message_of_an_exception(self):
        result = self.fails('throw new IllegalStateException("x".repeat(20_000_000));')
        self.assertEqual("x" * 100_000 + "… (20,000,000 characters)", result.reply["evalue"])

    def test_an_answer_that_is_too_large(self):
        result = self.run_cell("int seven = 7;", user_expressions={"large": LARGE})
        self.assertEqual("error", result.status)
        self.assertIn(TOO_LARGE, result.reply["evalue"])
        self.assertEqual("7", self.ok("seven").value)

    def test_a_request_that_is_too_large(self):
        result = self.fails("// " + "x" * 30_000_000)
        self.assertIn("(execute_request) " + TOO_LARGE, result.reply["evalue"])
        self.answers()

    def test_a_question_that_is_too_large(self):
        result = self.run_cell("input(%s)" % LARGE, allow_stdin=True, answer="yes")
        self.assertEqual("yes", result.value)
        self.assertEqual("x" * 1000, self.asked["prompt"])

    def test_a_large_value_in_the_history(self):
        self.ok('"z".repeat(1_000_000)')
        tail = {"hist_access_type": "tail", "n": 1, "output": True}
        _, _, (code, value) = self.request("history_request", tail)["content"]["history"][0]
        self.assertEqual('"z".repeat(1_000_000)', code)
        self.assertEqual("… (1,000,000 characters)", value.lstrip("z"))

    def test_large_attachments(self):
        self.ok('onComm("sink", (comm, data) -> comm.onMessage((d, buffers) -> System.out.println(buffers.get(0).length)));')
        session = self.kc.session
        self.kc.shell_channel.send(session.msg("comm_open", {"comm_id": "c", "target_name": "sink", "data": {}}))
        message = session.msg("comm_msg", {"comm_id": "c", "data": {}})
        session.send(self.kc.shell_channel.socket, message, buffers=[b"x" * 30_000_000])
        printed = self.published(message["header"]["msg_id"])
        self.assertEqual("30000000\n", "".join(one["content"]["text"] for one in printed))

    def test_a_request_larger_than_the_heap(self):
        result = self.fails("// " + "x" * 100 * MEGABYTE)
        self.assertIn("a message of 100 MB (execute_request) " + TOO_LARGE, result.reply["evalue"])
        self.answers()

    def test_attachments_larger_than_half_of_the_heap(self):
        session = self.kc.session
        message = session.msg("comm_msg", {"comm_id": "none", "data": {}})
        session.send(self.kc.shell_channel.socket, message, buffers=[b"x" * 60 * MEGABYTE])
        (error,) = self.published(message["header"]["msg_id"])
        self.assertIn("a message of 60 MB (comm_msg) " + TOO_LARGE, error["content"]["evalue"])
        self.answers()

    def test_input_larger_than_half_of_the_heap(self):
        result = self.run_cell('input("?")', allow_stdin=True, answer="x" * 60 * MEGABYTE)
        self.assertEqual("error", result.status)
        self.assertIn("OutOfMemoryError", result.reply["evalue"])
        self.answers()

    def test_a_forged_message_larger_than_the_heap(self):
        """It is refused like any other: nobody hears of it."""
        session = self.kc.session
        forged = session.msg("execute_request", {"code": "x" * 60 * MEGABYTE})
        frames = session.serialize(forged)
        frames[1] = b"0" * len(frames[1])
        self.kc.shell_channel.socket.send_multipart(frames)
        cell = self.kc.execute("1")
        state = None
        while state != ("idle", cell):
            heard = self.kc.get_iopub_msg(timeout=TIMEOUT)
            parent = heard["parent_header"].get("msg_id")
            self.assertNotEqual(forged["header"]["msg_id"], parent)
            state = (heard["content"].get("execution_state"), parent)
        self.reply(cell)
