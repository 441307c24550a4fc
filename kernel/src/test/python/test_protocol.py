"""The protocol: stdin, history, comms, shutdown, and safety against what is not the protocol."""

import json
import os
import tempfile
import time

import zmq
from kerneltest import CHANNELS, KernelTest, address, manager, raw_connection


class Protocol(KernelTest):
    def test_stdin(self):
        result = self.ok("new Scanner(System.in).nextLine()", allow_stdin=True, answer="grüße")
        self.assertEqual("grüße", result.value)
        self.assertFalse(self.asked["password"])

    def test_stdin_with_prompt_and_password(self):
        self.assertEqual("me", self.ok('input("Name? ")', allow_stdin=True, answer="me").value)
        self.assertEqual("Name? ", self.asked["prompt"])
        result = self.ok('password("Key: ").length()', allow_stdin=True, answer="hidden")
        self.assertEqual("6", result.value)
        self.assertTrue(self.asked["password"])

    def test_stdin_that_is_not_allowed(self):
        result = self.fails("new Scanner(System.in).nextLine()")
        self.assertIn("cannot be asked", result.reply["evalue"])

    def test_every_subscriber_is_welcome(self):
        self.kc.kernel_info()
        self.assertEqual("5.4", self.kc.get_shell_msg(timeout=60)["content"]["protocol_version"])
        for topic in (b"", b"stream", b"stream", "größe".encode()):
            with self.subTest(topic=topic):
                socket = zmq.Context.instance().socket(zmq.SUB)
                socket.connect(address(self.km.get_connection_info(), "iopub"))
                socket.setsockopt(zmq.SUBSCRIBE, topic)
                self.assertTrue(socket.poll(60_000))
                identities, frames = self.km.session.feed_identities(socket.recv_multipart())
                message = self.km.session.deserialize(frames)
                self.assertEqual([topic], identities)
                self.assertEqual("iopub_welcome", message["msg_type"])
                self.assertEqual({"subscription": topic.decode()}, message["content"])
                self.assertEqual({}, message["parent_header"])
                socket.close()

    def test_user_expressions(self):
        expressions = {
            "a": "ue * 2",
            "b": "1 +",
            "c": "ue / 0",
            "null": "null",
            "nothing": "none",
            "declared": "int declared = 3;",
            "assigned": "ue = 4",
            "printed": 'System.out.print("")',
            "branch": "if (true) ue = 4;",
            "list": "List.of(1)",
        }
        result = self.ok("int ue = 4;\nString none = null;", user_expressions=expressions)
        answers = result.reply["user_expressions"]
        self.assertEqual(set(expressions), set(answers))
        self.assertEqual("error", answers["b"]["status"])
        self.assertEqual("java.lang.ArithmeticException", answers["c"]["ename"])
        for name, text in (("a", "8"), ("null", "null"), ("nothing", "null"), ("list", "[1]")):
            self.assertEqual(("ok", {"text/plain": text}), (answers[name]["status"], answers[name]["data"]))
        for name in ("declared", "assigned", "printed", "branch"):
            self.assertEqual({"status": "ok", "data": {}, "metadata": {}}, answers[name])

    def test_user_expressions_of_another_shape(self):
        for wrong in (None, 5, [], "x"):
            with self.subTest(wrong=wrong):
                reply = self.request("execute_request", {"code": "1", "user_expressions": wrong})
                self.assertEqual({}, reply["content"]["user_expressions"])
        reply = self.request(
            "execute_request", {"code": "1", "user_expressions": {"none": None, "map": {}, "two": "2"}}
        )
        answers = reply["content"]["user_expressions"]
        self.assertEqual("2", answers["two"]["data"]["text/plain"])
        self.assertEqual(["error"] * 2, [answers[name]["status"] for name in ("none", "map")])

    def test_history_counts_stored_cells_only(self):
        first = self.ok("int h1 = 1;").reply["execution_count"]
        self.ok("int h2 = 2;", store_history=False)
        self.assertEqual(first + 1, self.ok("int h3 = 3;").reply["execution_count"])
        reply = self.reply(self.kc.history(hist_access_type="tail", n=2, raw=True, output=False))
        self.assertEqual(["int h1 = 1;", "int h3 = 3;"], [h[2] for h in reply["content"]["history"]])

    def test_history_of_other_sessions(self):
        folder = tempfile.mkdtemp(prefix="demitasse-history-")
        path = os.path.join(folder, "history.jsonl")
        managers = [manager(), manager()]
        clients = []
        for one in managers:
            one.start_kernel(env=dict(os.environ, DEMITASSE_HISTORY=path))
            clients.append(one.client())
            clients[-1].start_channels()
        for n in range(1, 4):  # both at the same time
            ids = [client.execute("int n%d = %d;" % (n, n)) for client in clients]
            for client, msg_id in zip(clients, ids):
                while client.get_shell_msg(timeout=60)["parent_header"].get("msg_id") != msg_id:
                    pass
        for one, client in zip(managers, clients):
            client.stop_channels()
            one.shutdown_kernel()
        with open(path) as lines:
            entries = [json.loads(line) for line in lines]
        for session in (1, 2):
            lines = [e["line"] for e in entries if e["session"] == session]
            self.assertEqual([1, 2, 3], lines)
        self.assertEqual(0o600, os.stat(path).st_mode & 0o777)

    def test_comms(self):
        self.ok(
            'onComm("echo", (comm, data) -> {\n  comm.send(Map.of("opened", data.get("n")));\n'
            '  comm.onMessage(d -> comm.send(Map.of("got", d)));\n});'
        )
        message = self.kc.session.msg(
            "comm_open", {"comm_id": "c1", "target_name": "echo", "data": {"n": 5}}
        )
        self.kc.shell_channel.send(message)
        self.assertEqual({"opened": 5}, self.comm("comm_msg")["data"])
        reply = self.request("comm_info_request", {"target_name": "echo"})
        self.assertEqual({"c1": {"target_name": "echo"}}, reply["content"]["comms"])
        self.kc.shell_channel.send(
            self.kc.session.msg("comm_msg", {"comm_id": "c1", "data": {"x": [1, "two", None]}})
        )
        self.assertEqual({"got": {"x": [1, "two", None]}}, self.comm("comm_msg")["data"])
        self.kc.shell_channel.send(self.kc.session.msg("comm_close", {"comm_id": "c1", "data": {}}))
        self.kc.shell_channel.send(
            self.kc.session.msg("comm_open", {"comm_id": "c2", "target_name": "none", "data": {}})
        )
        self.assertEqual("c2", self.comm("comm_close")["comm_id"])
        self.assertEqual({}, self.request("comm_info_request", {})["content"]["comms"])
        result = self.ok('var mine = openComm("widget", Map.of("a", 1)); mine.close();')
        self.assertEqual("widget", result.contents("comm_open")[0]["target_name"])
        self.assertEqual(1, len(result.contents("comm_close")))

    def comm(self, msg_type):
        while True:
            message = self.kc.get_iopub_msg(timeout=20)
            if message["msg_type"] == msg_type:
                return message["content"]

    def test_control_channel_answers_while_a_cell_runs(self):
        msg_id = self.kc.execute("Thread.sleep(3000);")
        time.sleep(0.3)
        start = time.time()
        reply = self.request("kernel_info_request", {}, channel="control")
        self.assertEqual("kernel_info_reply", reply["msg_type"])
        self.assertLess(time.time() - start, 1.5)
        self.finish(msg_id)

    def test_heartbeat_while_a_cell_runs(self):
        msg_id = self.kc.execute("long b = 0; for (long i = 0; i < 3_000_000_000L; i++) b += i;")
        info = self.km.get_connection_info()
        beat = zmq.Context.instance().socket(zmq.REQ)
        beat.connect(address(info, "hb"))
        beat.send(b"ping")
        self.assertTrue(beat.poll(3000))
        self.assertEqual(b"ping", beat.recv())
        beat.close(linger=0)
        self.km.interrupt_kernel()
        self.finish(msg_id)


class Safety(KernelTest):
    def dealer(self, channel="shell"):
        info = self.km.get_connection_info()
        dealer = zmq.Context.instance().socket(zmq.DEALER)
        dealer.linger = 0
        dealer.connect(address(info, channel))
        self.addCleanup(dealer.close)
        return dealer

    def frames(self, code):
        session = self.kc.session
        content = {"code": code, "silent": False, "store_history": True,
                   "user_expressions": {}, "allow_stdin": False}
        return session.serialize(session.msg("execute_request", content))

    def refuses(self, frames, channel="shell"):
        dealer = self.dealer(channel)
        dealer.send_multipart(frames)
        self.assertFalse(dealer.poll(700), "the kernel answered")

    def test_forged_and_replayed_messages(self):
        self.ok("int touched = 0;")
        honest = self.frames("touched += 1;")
        dealer = self.dealer()
        dealer.send_multipart(honest)
        self.assertTrue(dealer.poll(20000))
        self.assertEqual("1", self.ok("touched").value)
        self.refuses(honest)
        forged = self.frames("touched += 10;")
        self.refuses(forged[:1] + [b"0" * 64] + forged[2:])
        self.refuses(forged[:1] + [b""] + forged[2:])
        altered = self.frames("touched += 100;")
        self.refuses(altered[:-1] + [altered[-1].replace(b"100", b"900")])
        self.assertEqual("1", self.ok("touched").value)

    def test_malformed_frames(self):
        session = self.kc.session

        def signed(*parts):
            return [b"<IDS|MSG>", session.sign(list(parts))] + list(parts)

        good = json.dumps(session.msg_header("execute_request"), default=str).encode()
        for frames in (
            [b""],
            [b"no delimiter"],
            [b"<IDS|MSG>"],
            [b"<IDS|MSG>", b"", b"{}"],
            [b"\xff" * 5000],
            signed(b"", b"", b"", b""),
            signed(b"not json", b"{}", b"{}", b"{}"),
            signed(b"[]", b"{}", b"{}", b"{}"),
            signed(b"{}", b"{}", b"{}", b"{}"),
            signed(b"\xc3\x28", b"{}", b"{}", b"{}"),
            signed(b'{"msg_type": 5, "msg_id": {}}', b"{}", b"{}", b"{}"),
            signed(b"[" * 100000, b"{}", b"{}", b"{}"),
            signed(good, b"null", b"3", b'"text"'),
        ):
            for channel in ("shell", "control", "stdin"):
                with self.subTest(frames=[f[:40] for f in frames], channel=channel):
                    self.refuses_quietly(frames, channel)
        self.assertEqual("2", self.ok("1 + 1").value)
        reply = self.request("kernel_info_request", {}, channel="control")
        self.assertEqual("ok", reply["content"]["status"])

    def refuses_quietly(self, frames, channel):
        self.dealer(channel).send_multipart(frames)
        time.sleep(0.01)

    def test_garbage_on_the_socket(self):
        for channel in CHANNELS:
            with raw_connection(self.km.get_connection_info(), channel) as raw:
                raw.sendall(b"GET / HTTP/1.1\r\n\r\n" + os.urandom(2000))
        self.assertEqual("2", self.ok("1 + 1").value)

    def test_unknown_and_empty_requests(self):
        session = self.kc.session
        for msg_type in ("no_such_request", "debug_request"):
            self.kc.shell_channel.send(session.msg(msg_type, {}))
        reply = self.request("complete_request", {"code": "Mat", "cursor_pos": "x"})
        self.assertIn("Math", reply["content"]["matches"])
        reply = self.request("inspect_request", {"code": "Math", "cursor_pos": 999})
        self.assertIn("found", reply["content"])
        self.assertEqual("2", self.ok("1 + 1").value)

    def test_code_that_is_no_text(self):
        before = self.run_cell("1 + 1").reply["execution_count"]
        for content in ({}, {"code": 5}, {"code": None}, {"code": ["1 + 1"]}):
            for msg_type in ("execute_request", "complete_request", "inspect_request", "is_complete_request"):
                with self.subTest(msg_type, content=content):
                    reply = self.request(msg_type, content)["content"]
                    self.assertEqual("error", reply["status"])
                    self.assertIn('"code" is missing or is not a string', reply["evalue"])
        result = self.run_cell("1 + 2")
        self.assertEqual(("3", before + 1), (result.value, result.reply["execution_count"]))

    def test_binds_to_the_address_given(self):
        info = self.km.get_connection_info()
        if info["transport"] != "tcp":
            self.skipTest("it has no ports")
        self.assertEqual("127.0.0.1", info["ip"])
        ports = {info[channel + "_port"] for channel in CHANNELS}
        listening = {}
        for table in ("tcp", "tcp6"):
            with open("/proc/net/" + table) as file:
                for line in file.readlines()[1:]:
                    address, port = line.split()[1].split(":")
                    if line.split()[3] == "0A" and int(port, 16) in ports:
                        listening.setdefault(int(port, 16), set()).add(address)
        loopback = {"0100007F", "0000000000000000FFFF00000100007F"}
        self.assertEqual(ports, set(listening))
        for addresses in listening.values():
            self.assertLessEqual(addresses, loopback)


class Lifecycle(KernelTest):
    def test_restart_then_shutdown_at_once(self):
        self.ok("int gone = 1;")
        start = time.time()
        self.km.restart_kernel()
        self.kc.wait_for_ready(timeout=60)
        self.assertEqual("error", self.run_cell("gone").status)
        self.kc.execute("while (true);")
        time.sleep(0.5)
        start = time.time()
        self.km.shutdown_kernel()
        self.assertLess(time.time() - start, 3)
        self.assertFalse(self.km.is_alive())

    @classmethod
    def tearDownClass(cls):
        cls.kc.stop_channels()
        cls.km.shutdown_kernel(now=True)
