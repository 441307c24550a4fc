"""The kernel listens while a cell runs: comms, subshells, and what stops what."""

import time

from kerneltest import TIMEOUT, KernelTest

SPIN = (
    'stopped = false;\nSystem.out.println("spins");\n'
    "while (!stopped) Thread.onSpinWait();"
)
SHOWN = 'onComm("%s", (comm, opened) -> comm.onMessage(data -> %s));'


class Beside(KernelTest):
    """Sends beside the main shell, and collects what comes on IOPub by the request it belongs to."""

    def setUp(self):
        self.seen = {}
        self.replies = {}

    def send(self, msg_type, content, subshell=None, channel="shell", buffers=None):
        message = self.kc.session.msg(msg_type, content)
        if subshell is not None:
            message["header"]["subshell_id"] = subshell
        socket = getattr(self.kc, channel + "_channel").socket
        self.kc.session.send(socket, message, buffers=buffers)
        return message["header"]["msg_id"]

    def control(self, msg_type, content=None, subshell=None):
        msg_id = self.send(msg_type, content or {}, subshell, "control")
        while True:
            reply = self.kc.get_control_msg(timeout=TIMEOUT)
            if reply["parent_header"].get("msg_id") == msg_id:
                return reply["content"]

    def create(self):
        reply = self.control("create_subshell_request")
        self.assertEqual("ok", reply["status"])
        return reply["subshell_id"]

    def execute(self, code, subshell=None):
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        return self.send("execute_request", content, subshell)

    def until(self, msg_id, condition):
        """Reads IOPub until the messages of a request meet a condition; returns them."""
        while True:
            messages = self.seen.setdefault(msg_id, [])
            if condition(messages):
                return messages
            message = self.kc.get_iopub_msg(timeout=TIMEOUT)
            self.seen.setdefault(message["parent_header"].get("msg_id"), []).append(message)

    def answer(self, msg_id):
        """The content of the reply to a request; replies to others are kept."""
        while msg_id not in self.replies:
            reply = self.kc.get_shell_msg(timeout=TIMEOUT)
            self.replies[reply["parent_header"]["msg_id"]] = reply["content"]
        return self.replies[msg_id]

    def idle(self, msg_id):
        return self.until(msg_id, lambda seen: "idle" in states(seen))

    def printed(self, msg_id, text):
        return self.until(msg_id, lambda seen: text in streams(seen))

    def open(self, comm_id, target):
        self.idle(self.send("comm_open", {"comm_id": comm_id, "target_name": target, "data": {}}))

    def message(self, comm_id, data, **options):
        return self.send("comm_msg", {"comm_id": comm_id, "data": data}, **options)


def states(messages):
    return [m["content"]["execution_state"] for m in messages if m["msg_type"] == "status"]


def streams(messages):
    return "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream")


def comm_data(messages):
    return [m["content"]["data"] for m in messages if m["msg_type"] == "comm_msg"]


class Comms(Beside):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        client = cls("defaultTestResult")
        client.ok("boolean stopped;")
        client.ok(SHOWN % ("stop", "stopped = true"))
        client.ok(SHOWN % ("echo", "comm.send(data)"))
        client.ok(SHOWN % ("print", 'System.out.println("handler " + data.get("n"))'))

    def test_a_handler_stops_the_loop_of_a_cell(self):
        self.open("s1", "stop")
        for options in ({}, {"subshell": self.create()}):
            cell = self.execute(SPIN + '\nSystem.out.println("ends");')
            self.printed(cell, "spins\n")
            self.idle(self.message("s1", {}, **options))
            self.assertEqual("spins\nends\n", streams(self.idle(cell)))
            self.assertEqual("ok", self.answer(cell)["status"])

    def test_what_a_handler_prints_belongs_to_its_message(self):
        self.open("p1", "print")
        cell = self.execute(
            'for (int i = 0; i < 40; i++) { System.out.println("cell " + i); Thread.sleep(20); }'
        )
        self.printed(cell, "cell 3\n")
        handled = [self.message("p1", {"n": n}) for n in range(5)]
        for n, msg_id in enumerate(handled):
            self.assertEqual("handler %d\n" % n, streams(self.idle(msg_id)))
        self.assertEqual([], [s for s in states(self.seen[cell]) if s == "idle"])
        lines = streams(self.idle(cell)).splitlines()
        self.assertEqual(["cell %d" % i for i in range(40)], lines)
        self.answer(cell)

    def test_messages_of_a_comm_keep_their_order_over_both_shells(self):
        self.ok(
            "var order = Collections.synchronizedList(new ArrayList<Object>());\n"
            "void pause(Map<String, Object> data) {\n"
            '  try { Thread.sleep((Long) data.get("n") % 7); } catch (InterruptedException e) {}\n}\n'
            + SHOWN % ("order", '{ pause(data); order.add(data.get("n")); }')
        )
        subshell = self.create()
        self.open("o1", "order")
        sent = [
            self.message("o1", {"n": n}, subshell=subshell if n % 2 else None) for n in range(100)
        ]
        for msg_id in sent:
            self.idle(msg_id)
        self.assertEqual(str(list(range(100))), self.ok("order").value)

    def test_a_slow_handler_does_not_hold_up_another_comm(self):
        self.ok(
            SHOWN % ("slow", "{ try { Thread.sleep(100_000); } catch (InterruptedException e) {} }")
        )
        self.open("slow", "slow")
        self.open("e1", "echo")
        slow = self.message("slow", {})
        self.assertEqual([{"x": 1}], comm_data(self.idle(self.message("e1", {"x": 1}))))
        self.assertNotIn("idle", states(self.seen.get(slow, [])))
        self.control("interrupt_request")
        self.idle(slow)

    def test_interrupt_stops_a_handler_where_no_cell_runs(self):
        self.ok(SHOWN % ("spin", "{ while (true) Thread.onSpinWait(); }"))
        self.open("spin", "spin")
        spinning = self.message("spin", {})
        self.until(spinning, lambda seen: "busy" in states(seen))
        time.sleep(0.3)
        self.control("interrupt_request")
        errors = [m for m in self.idle(spinning) if m["msg_type"] == "error"]
        self.assertEqual(["Interrupted"], [m["content"]["ename"] for m in errors])
        self.assertEqual("2", self.ok("1 + 1").value)

    def test_interrupt_stops_the_cell_and_not_a_handler(self):
        self.ok(
            "void later(demitasse.kernel.api.Comm comm) throws InterruptedException {\n"
            '  Thread.sleep(1500);\n  comm.send(Map.of("done", true));\n}\n'
            + SHOWN
            % ("wait", "{ try { later(comm); } catch (InterruptedException e) {} }")
        )
        self.open("w1", "wait")
        cell = self.execute("while (true) Thread.onSpinWait();")
        self.until(cell, lambda seen: "busy" in states(seen))
        handled = self.message("w1", {})
        self.until(handled, lambda seen: "busy" in states(seen))
        self.control("interrupt_request")
        self.assertEqual("Interrupted", self.answer(cell)["ename"])
        self.assertEqual([{"done": True}], comm_data(self.idle(handled)))

    def test_a_failing_handler_says_so_and_the_next_message_is_handled(self):
        self.ok(SHOWN % ("fail", 'comm.send(Map.of("inverse", 12 / (Long) data.get("n")))'))
        self.open("f1", "fail")
        failed = self.idle(self.message("f1", {"n": 0}))
        errors = [m["content"] for m in failed if m["msg_type"] == "error"]
        self.assertEqual(["java.lang.ArithmeticException"], [e["ename"] for e in errors])
        self.assertEqual([{"inverse": 4}], comm_data(self.idle(self.message("f1", {"n": 3}))))

    def test_buffers_and_metadata_both_ways(self):
        cell = self.execute(
            'var wire = demitasse.kernel.api.Comm.open("wire", Map.of("a", 1),\n'
            '    Map.of("version", "2.1.0"), new byte[] {1, 2}, new byte[] {3});\n'
            'wire.onMessage((data, buffers) -> wire.send(\n'
            '    Map.of("length", buffers.get(0).length, "data", data), buffers.get(0)));'
        )
        opened = [m for m in self.idle(cell) if m["msg_type"] == "comm_open"][0]
        self.assertEqual("ok", self.answer(cell)["status"])
        self.assertEqual("2.1.0", opened["metadata"]["version"])
        self.assertEqual([b"\1\2", b"\3"], [bytes(b) for b in opened["buffers"]])
        content = {"comm_id": opened["content"]["comm_id"], "data": {"x": None}}
        answers = self.idle(self.send("comm_msg", content, buffers=[b"\0\xff\x80"]))
        self.assertEqual([{"length": 3, "data": {"x": None}}], comm_data(answers))
        answer = [m for m in answers if m["msg_type"] == "comm_msg"][0]
        self.assertEqual([b"\0\xff\x80"], [bytes(b) for b in answer["buffers"]])

    def test_what_comes_before_the_handler_waits_for_it(self):
        cell = self.execute(
            'var early = openComm("early", Map.of());\nThread.sleep(1000);\n'
            'early.onMessage(d -> System.out.println(d.get("n")));'
        )
        seen = self.until(cell, lambda seen: any(m["msg_type"] == "comm_open" for m in seen))
        opened = [m for m in seen if m["msg_type"] == "comm_open"][0]["content"]
        for n in range(3):
            self.message(opened["comm_id"], {"n": n})
        self.assertEqual("0\n1\n2\n", streams(self.idle(cell)))
        self.answer(cell)

    def test_two_hundred_messages_a_second_while_a_cell_runs(self):
        self.open("s2", "stop")
        self.open("e2", "echo")
        cell = self.execute(SPIN)
        self.printed(cell, "spins\n")
        sent = []
        start = time.time()
        for n in range(600):
            sent.append(self.message("e2", {"n": n}))
            time.sleep(max(0.0, start + n / 200 - time.time()))
        for n, msg_id in enumerate(sent):
            self.assertEqual([{"n": n}], comm_data(self.idle(msg_id)))
        self.idle(self.message("s2", {}))
        self.assertEqual("ok", self.answer(cell)["status"])

    def test_the_comms_are_told_while_a_cell_runs(self):
        self.open("s3", "stop")
        cell = self.execute(SPIN)
        self.printed(cell, "spins\n")
        reply = self.request("comm_info_request", {"target_name": "stop"})
        self.assertIn("s3", reply["content"]["comms"])
        self.idle(self.message("s3", {}))
        self.answer(cell)


class Subshells(Beside):
    def test_the_kernel_says_that_it_has_them(self):
        reply = self.request("kernel_info_request", {})
        self.assertIn("kernel subshells", reply["content"]["supported_features"])

    def test_create_list_delete(self):
        first, second = self.create(), self.create()
        self.assertLessEqual({first, second}, set(self.control("list_subshell_request")["subshell_id"]))
        self.assertEqual("ok", self.control("delete_subshell_request", {"subshell_id": first})["status"])
        listed = self.control("list_subshell_request")["subshell_id"]
        self.assertIn(second, listed)
        self.assertNotIn(first, listed)
        for gone in (first, "never there"):
            reply = self.control("delete_subshell_request", {"subshell_id": gone})
            self.assertEqual(("error", "UnknownSubshell"), (reply["status"], reply["ename"]))
            msg_id = self.execute("1", gone)
            reply = self.answer(msg_id)
            self.assertEqual(("error", "UnknownSubshell"), (reply["status"], reply["ename"]))
            self.assertEqual(["busy", "idle"], states(self.idle(msg_id)))
        self.control("delete_subshell_request", {"subshell_id": second})

    def test_a_cell_of_a_subshell_runs_beside_one_of_the_main_shell(self):
        subshell = self.create()
        self.ok("int shared = 1; class Gate { static volatile boolean open; }")
        main = self.execute(
            "while (!Gate.open) Thread.sleep(5);\nint after = shared;\nafter"
        )
        self.until(main, lambda seen: "busy" in states(seen))
        side = self.execute('int side = shared + 1; System.out.println("side"); side', subshell)
        seen = self.idle(side)
        self.assertEqual("side\n", streams(seen))
        results = [m["content"]["data"]["text/plain"] for m in seen if m["msg_type"] == "execute_result"]
        self.assertEqual(["2"], results)
        self.assertEqual("ok", self.answer(side)["status"])
        self.assertNotIn("idle", states(self.seen[main]))
        bad = self.execute("int broken = ;", subshell)
        self.assertEqual("CompileError", self.answer(bad)["ename"])
        opened = self.execute("shared = 7; Gate.open = true;", subshell)
        self.assertEqual("ok", self.answer(opened)["status"])
        seen = self.idle(main)
        results = [m["content"]["data"]["text/plain"] for m in seen if m["msg_type"] == "execute_result"]
        self.assertEqual(["7"], results)
        self.answer(main)
        self.assertEqual("9", self.ok("side + after").value)

    def test_cells_of_three_shells_compile_and_run_at_once(self):
        shells = [None, self.create(), self.create()]
        sent = [
            (shell, n, self.execute("int v%d_%d = %d; v%d_%d * 2" % (i, n, n, i, n), shell))
            for n in range(15)
            for i, shell in enumerate(shells)
        ]
        for _, n, msg_id in sent:
            seen = self.idle(msg_id)
            results = [m["content"] for m in seen if m["msg_type"] == "execute_result"]
            self.assertEqual([str(2 * n)], [r["data"]["text/plain"] for r in results])
            inputs = [m["content"] for m in seen if m["msg_type"] == "execute_input"]
            self.assertEqual(inputs[0]["execution_count"], results[0]["execution_count"])
        numbers = [
            [m["content"]["execution_count"] for m in self.seen[msg_id] if m["msg_type"] == "execute_input"][0]
            for _, _, msg_id in sent
        ]
        self.assertEqual(len(numbers), len(set(numbers)))
        total = " + ".join("v%d_14" % i for i in range(3))
        self.assertEqual("42", self.ok(total).value)

    def test_interrupt_reaches_the_shell_that_it_names(self):
        subshell = self.create()
        self.ok("class Turn { static volatile boolean over; }")
        main = self.execute("while (!Turn.over) Thread.sleep(5);")
        side = self.execute("while (true) Thread.onSpinWait();", subshell)
        for msg_id in (main, side):
            self.until(msg_id, lambda seen: "busy" in states(seen))
        time.sleep(0.5)
        self.control("interrupt_request", subshell=subshell)
        self.assertEqual("Interrupted", self.answer(side)["ename"])
        self.assertNotIn("idle", states(self.seen[main]))
        side = self.execute("Turn.over = true; 5", subshell)
        self.assertEqual("ok", self.answer(side)["status"])
        self.assertEqual("ok", self.answer(main)["status"])

    def test_interrupt_reaches_a_cell_that_is_about_to_begin(self):
        subshell = self.create()
        for _ in range(10):
            side = self.execute("while (true) Thread.onSpinWait();", subshell)
            self.until(side, lambda seen: any(m["msg_type"] == "execute_input" for m in seen))
            self.control("interrupt_request", subshell=subshell)
            self.assertEqual("Interrupted", self.answer(side)["ename"])

    def test_interrupt_of_the_main_shell_leaves_a_subshell_alone(self):
        subshell = self.create()
        self.ok("class Rest { static volatile boolean over; }")
        side = self.execute("while (!Rest.over) Thread.sleep(5);", subshell)
        main = self.execute("while (true) Thread.onSpinWait();")
        for msg_id in (main, side):
            self.until(msg_id, lambda seen: "busy" in states(seen))
        time.sleep(0.5)
        self.control("interrupt_request")
        self.assertEqual("Interrupted", self.answer(main)["ename"])
        self.assertNotIn("idle", states(self.seen[side]))
        self.assertEqual("ok", self.answer(self.execute("Rest.over = true;"))["status"])
        self.assertEqual("ok", self.answer(side)["status"])

    def test_a_failing_cell_aborts_what_waits_in_its_shell_only(self):
        subshell = self.create()
        sent = [
            self.execute(code, subshell)
            for code in ("Thread.sleep(500); throw new Exception();", "1", "2")
        ]
        other = self.execute("3")
        self.assertEqual("ok", self.answer(other)["status"])
        for msg_id in sent:
            self.idle(msg_id)
        ends = [self.answer(msg_id)["status"] for msg_id in sent]
        self.assertEqual(["error", "aborted", "aborted"], ends)

    def test_a_subshell_that_is_deleted_stops(self):
        subshell = self.create()
        side = self.execute("while (true) Thread.onSpinWait();", subshell)
        self.until(side, lambda seen: "busy" in states(seen))
        time.sleep(0.5)
        self.control("delete_subshell_request", {"subshell_id": subshell})
        self.idle(side)

    def test_completion_in_a_subshell_while_a_cell_runs(self):
        subshell = self.create()
        self.ok("class Hold { static volatile boolean over; }")
        main = self.execute("while (!Hold.over) Thread.sleep(5);")
        self.until(main, lambda seen: "busy" in states(seen))
        content = {"code": "Math.ab", "cursor_pos": 7}
        asked = self.send("complete_request", content, subshell)
        self.assertIn("abs", self.answer(asked)["matches"])
        self.assertEqual("ok", self.answer(self.execute("Hold.over = true;", subshell))["status"])
        self.assertEqual("ok", self.answer(main)["status"])

    def test_a_subshell_that_has_nothing_to_do_has_no_thread(self):
        threads = (
            "Thread.getAllStackTraces().keySet().stream().map(Thread::getName)"
            '.filter(n -> n.equals("subshell")).count()'
        )
        before = int(self.ok(threads).value)  # those of other tests, which go in a while
        subshell = self.create()
        self.assertLessEqual(int(self.ok(threads).value), before)
        cell = self.execute(threads, subshell)
        seen = self.idle(cell)
        results = [m["content"]["data"]["text/plain"] for m in seen if m["msg_type"] == "execute_result"]
        self.assertGreater(int(results[0]), 0)
        self.answer(cell)
