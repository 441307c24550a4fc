"""How a lost connection is taken up again, and how a kernel ends, whatever a cell does."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import zmq
from jupyter_client.connect import write_connection_file
from kerneltest import KernelTest, TIMEOUT, address, manager

ENDS_WITHIN = 5
BESIDE_THE_HEAP = 48  # the least memory that a kernel needs, in megabytes
LOOKED_AROUND = 6  # the seconds after which a kernel has found the system's alarm clock

HANGING_HOOK = """
Runtime.getRuntime().addShutdownHook(new Thread(() -> {
  while (true) java.util.concurrent.locks.LockSupport.park();
}));
"""

# All at once: what holds up an end that waits for it.
STUBBORN = HANGING_HOOK + """
for (int i = 0; i < 20; i++) {
  new Thread(() -> { while (true) { try { while (true); } catch (Throwable t) {} } }).start();
}
for (int i = 0; i < 30; i++) {
  new Thread(() -> { while (true); }).start();
}
var fifo = "%s";
new Thread(() -> { try { new FileInputStream(fifo).read(); } catch (IOException e) {} }).start();
synchronized (System.out) { synchronized (System.err) { synchronized (System.in) {
  while (true) {
    try {
      new FileInputStream(fifo).read();
    } catch (Throwable t) {}
  }
} } }
"""


NIGHTLY = os.environ.get("DEMITASSE_NIGHTLY") == "true"

# Each fills the heap with small objects and ignores every error. The last one always leaves the collector
# a little to free, so that hardly any error is thrown.
FILLING = {
    "list": "var list = new LinkedList<Object>(); while (true) { try { list.add(new Object()); } catch (Throwable t) { } }",
    "finalizers": "class Link { Link to; protected void finalize() { } }\nLink last = null;\n"
                  "while (true) { try { Link link = new Link(); link.to = last; last = link; } catch (Throwable t) { } }",
    "threads": "for (int i = 0; i < 8; i++) {\n  new Thread(() -> { var list = new LinkedList<Object>();\n"
               "    while (true) { try { list.add(new Object()); } catch (Throwable t) { } } }).start();\n}\n"
               "Thread.sleep(1_000_000);",
    "shared": "var list = Collections.synchronizedList(new LinkedList<Object>());\n"
              "Runnable fill = () -> { while (true) { try { list.add(new Object()); } catch (Throwable t) { } } };\n"
              "for (int i = 0; i < 8; i++) new Thread(fill).start();\nfill.run();",
    "collector": "var held = new ArrayDeque<Object>();\nwhile (true) {\n  try {\n    var links = new LinkedList<Object>();\n"
                 "    for (int i = 0; i < 2_000; i++) links.add(new Object());\n    held.add(links);\n"
                 "  } catch (OutOfMemoryError e) { for (int i = 0; i < 20; i++) held.poll(); }\n}",
}

# As if the threads that end the process never had a turn.
WITHOUT_A_TURN = """
for (Thread t : Thread.getAllStackTraces().keySet()) {
  if (Set.of("main", "demitasse-end").contains(t.getName())) t.suspend();
}
"""


def fifo():
    """A file that a reader waits at for ever, in native code that no interrupt reaches."""
    path = os.path.join(tempfile.mkdtemp(prefix="demitasse-fifo-"), "fifo")
    os.mkfifo(path)
    return path


def is_running(pid):
    try:
        with open("/proc/%d/stat" % pid) as file:
            return file.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


class Endings(unittest.TestCase):
    def setUp(self):
        self.ports = set()

    def ends(self, pid, started):
        while is_running(pid):
            self.assertLess(time.time() - started, ENDS_WITHIN, "the kernel still runs")
            time.sleep(0.05)

    def stubborn(self, code, **env):
        """A kernel in a cell that will not end."""
        kernel = type("Own", (KernelTest,), {"env": env})()
        kernel.start()
        self.addCleanup(kernel.km.shutdown_kernel, now=True)
        self.addCleanup(kernel.kc.stop_channels)
        kernel.kc.execute(code)
        time.sleep(2)
        return kernel

    def test_shutdown_on_either_channel(self):
        for channel in ("control", "shell"):
            with self.subTest(channel=channel):
                kernel = self.stubborn(STUBBORN % fifo())
                pid = kernel.pid()
                start = time.time()
                reply = kernel.request("shutdown_request", {"restart": True}, channel)
                self.assertEqual("shutdown_reply", reply["msg_type"])
                self.assertTrue(reply["content"]["restart"])
                self.ends(pid, start)

    def test_an_end_that_no_thread_of_java_carries_out(self):
        kernel = self.stubborn("1 + 1")
        feature = int(kernel.ok("Runtime.version().feature()").value)
        if feature >= 20:
            self.skipTest("Java %d suspends no threads" % feature)
        time.sleep(LOOKED_AROUND)
        kernel.ok(WITHOUT_A_TURN)
        start = time.time()
        kernel.request("shutdown_request", {"restart": False}, "control")
        self.ends(kernel.pid(), start)

    def test_a_signal(self):
        kernel = self.stubborn(HANGING_HOOK + "while (true) { try { while (true); } catch (Throwable t) {} }")
        start = time.time()
        os.kill(kernel.pid(), signal.SIGTERM)
        self.ends(kernel.pid(), start)

    def filled(self, pid, megabytes):
        """Waits until a kernel has taken its heap."""
        for _ in range(10 * TIMEOUT):
            with open("/proc/%d/statm" % pid) as file:
                pages = int(file.read().split()[1])
            if pages * os.sysconf("SC_PAGE_SIZE") > (0.9 * megabytes + BESIDE_THE_HEAP) * 2**20:
                time.sleep(1)
                return
            time.sleep(0.1)
        self.fail("the heap is not full")

    def test_full_heaps(self):
        """A kernel that has just started ends, too, but looks for the system's alarm clock first."""
        for megabytes in (128, 1024) if NIGHTLY else (128,):
            options = {"JAVA_TOOL_OPTIONS": "-Xmx%dm" % megabytes}
            for name in FILLING if NIGHTLY else ("collector",):
                with self.subTest(megabytes=megabytes, code=name, end="shutdown"):
                    kernel = self.stubborn("1 + 1", **options)
                    time.sleep(LOOKED_AROUND)
                    kernel.kc.execute(FILLING[name])
                    self.filled(kernel.pid(), megabytes)
                    start = time.time()
                    kernel.kc.control_channel.send(
                        kernel.kc.session.msg("shutdown_request", {"restart": False}))
                    self.ends(kernel.pid(), start)
                if NIGHTLY:
                    with self.subTest(megabytes=megabytes, code=name, end="server"):
                        server, kernel = self.server([], FILLING[name], LOOKED_AROUND, **options)
                        self.filled(kernel, megabytes)
                        start = time.time()
                        server.kill()
                        self.ends(kernel, start)

    def server(self, launcher, code=None, after=0, **env):
        """Starts a process that starts a kernel by way of a launcher and returns both ids."""
        code = code or STUBBORN % fifo()
        program = (
            "import sys, time\n"
            "sys.path.insert(0, %r)\n"
            "import kerneltest\n"
            "kernel = kerneltest.KernelTest()\n"
            "km = kernel.km = kerneltest.manager()\n"
            "spec = km.kernel_spec\n"
            "spec.argv = %r + spec.argv\n"
            "km.start_kernel()\n"
            "kernel.kc = km.client(); kernel.kc.start_channels(); kernel.kc.wait_for_ready(60)\n"
            "pid = kernel.ok('ProcessHandle.current().pid()').value\n"
            "time.sleep(%r)\n"
            "kernel.kc.execute(%r)\n"
            "print(pid, flush=True)\n"
            "time.sleep(600)\n"
        ) % (os.path.dirname(os.path.abspath(__file__)), launcher, after, code)
        process = subprocess.Popen(
            [sys.executable, "-B", "-c", program],
            env=dict(os.environ, DEMITASSE_HISTORY="", **env),
            stdout=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process, int(process.stdout.readline())

    def test_death_of_the_server(self):
        # The second launcher stays between the server and the kernel.
        for launcher in ([], ["sh", "-c", '"$@"; true', "launcher"]):
            with self.subTest(launcher=launcher):
                server, kernel = self.server(launcher)
                time.sleep(1)
                start = time.time()
                server.kill()  # and nobody waits for it: it stays a zombie
                self.ends(kernel, start)

    def test_end_of_a_launcher_that_is_no_server(self):
        folder = tempfile.mkdtemp(prefix="demitasse-launcher-")
        path, info = write_connection_file(os.path.join(folder, "connection.json"))
        argv = [path if a == "{connection_file}" else a for a in manager().kernel_spec.argv]
        env = dict(os.environ, DEMITASSE_HISTORY="")
        env.pop("JPY_PARENT_PID", None)
        launcher = subprocess.run(
            ["sh", "-c", '"$@" >/dev/null 2>&1 & echo $!', "launcher"] + argv,
            env=env, stdout=subprocess.PIPE, text=True, check=True,
        )
        pid = int(launcher.stdout)
        self.addCleanup(os.kill, pid, signal.SIGKILL)
        beat = zmq.Context.instance().socket(zmq.REQ)
        self.addCleanup(beat.close, 0)
        beat.connect(address(info, "hb"))
        for _ in range(3):
            beat.send(b"ping")
            self.assertTrue(beat.poll(1000 * TIMEOUT))
            beat.recv()
            time.sleep(1)
        self.assertTrue(is_running(pid))

    def connection_file(self, folder):
        """Writes a connection file whose ports no other of this test has."""
        while True:
            path, info = write_connection_file(os.path.join(folder, "connection.json"))
            ports = {number for name, number in info.items() if name.endswith("_port")}
            if ports.isdisjoint(self.ports):
                self.ports |= ports
                return path

    def kernel_of(self, server):
        """Starts a kernel alone, of a server that has this id, and returns its process."""
        folder = tempfile.mkdtemp(prefix="demitasse-server-")
        path = self.connection_file(folder)
        argv = [path if a == "{connection_file}" else a for a in manager().kernel_spec.argv]
        process = subprocess.Popen(
            argv, env=dict(os.environ, DEMITASSE_HISTORY="", JPY_PARENT_PID=server),
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def test_a_server_that_was_gone_before(self):
        server = subprocess.Popen(["true"])
        server.wait()
        kernel = self.kernel_of(str(server.pid))
        self.assertEqual(0, kernel.wait(TIMEOUT))
        self.assertIn("is gone", kernel.stderr.read())

    def test_a_server_without_a_sensible_id(self):
        kernels = [self.kernel_of(id) for id in ("", "abc", "-7", "0", "9" * 30, "12 34")]
        time.sleep(ENDS_WITHIN)
        for kernel in kernels:
            self.assertIsNone(kernel.poll(), "a kernel ended")

    def test_connection_files_that_cannot_be_served(self):
        folder = tempfile.mkdtemp(prefix="demitasse-connection-")
        path, info = write_connection_file(os.path.join(folder, "c.json"), key=b"secret")
        with open(path) as file:
            good = json.load(file)
        taken = zmq.Context.instance().socket(zmq.REP)
        self.addCleanup(taken.close, 0)
        port = taken.bind_to_random_port("tcp://127.0.0.1")
        missing = {name: good[name] for name in good if name != "shell_port"}
        for text, said in (
            (json.dumps(dict(good, transport="udp")), "transport udp"),
            (json.dumps(dict(good, signature_scheme="hmac-md5")), "hmac-md5"),
            (json.dumps(dict(good, control_port=port)), "cannot listen at tcp://127.0.0.1:%d" % port),
            (json.dumps(missing), "is not a Jupyter connection file"),
            (None, "cannot be read"),
        ):
            with self.subTest(said=said):
                if text is None:
                    os.remove(path)
                else:
                    with open(path, "w") as file:
                        file.write(text)
                argv = [path if a == "{connection_file}" else a for a in manager().kernel_spec.argv]
                ended = subprocess.run(argv, capture_output=True, text=True, timeout=TIMEOUT)
                self.assertEqual(1, ended.returncode)
                self.assertIn(said, ended.stderr)
                self.assertNotIn("\tat ", ended.stderr)


class Reconnecting(KernelTest):
    def front(self, channel, identity):
        info = self.km.get_connection_info()
        socket = zmq.Context.instance().socket(zmq.DEALER)
        socket.linger = 0
        socket.identity = identity
        socket.connect(address(info, channel))
        self.addCleanup(socket.close)
        return socket

    def ask(self, socket, msg_type, content):
        message = self.kc.session.msg(msg_type, content)
        self.kc.session.send(socket, message)
        return message["header"]["msg_id"]

    def answer(self, socket, msg_id):
        while socket.poll(1000 * TIMEOUT):
            _, message = self.kc.session.recv(socket)
            if message["parent_header"]["msg_id"] == msg_id:
                return message
        self.fail("no answer")

    def test_with_the_same_identity_while_a_cell_runs(self):
        """The old connections are still there, as when a laptop was asleep."""
        execute = {"code": "Thread.sleep(1500); 6 * 7", "silent": False, "allow_stdin": False}
        shell = self.front("shell", b"the same")
        control = self.front("control", b"the same")
        self.answer(control, self.ask(control, "kernel_info_request", {}))
        first = self.ask(shell, "execute_request", execute)
        for _ in range(2):
            time.sleep(0.3)
            shell = self.front("shell", b"the same")
            control = self.front("control", b"the same")
            info = self.ask(shell, "kernel_info_request", {})
            self.answer(control, self.ask(control, "kernel_info_request", {}))
        waiting = {first, info}  # in whatever order: who the kernel is can be said while a cell runs
        while waiting:
            self.assertTrue(shell.poll(1000 * TIMEOUT), "no answer")
            answer = self.kc.session.recv(shell)[1]
            if answer["parent_header"]["msg_id"] == first:
                self.assertEqual("ok", answer["content"]["status"])
            waiting.discard(answer["parent_header"]["msg_id"])

    def test_input_after_it(self):
        stdin = self.front("stdin", b"typist")
        shell = self.front("shell", b"typist")
        time.sleep(0.3)
        stdin = self.front("stdin", b"typist")
        time.sleep(0.3)
        code = {"code": 'input("? ")', "silent": False, "allow_stdin": True}
        asked = self.ask(shell, "execute_request", code)
        self.assertTrue(stdin.poll(1000 * TIMEOUT), "nobody asks")
        self.kc.session.recv(stdin)
        self.kc.session.send(stdin, self.kc.session.msg("input_reply", {"value": "typed"}))
        self.assertEqual("ok", self.answer(shell, asked)["content"]["status"])

    def test_a_silent_cell_that_fails_aborts_nothing(self):
        silent = self.kc.execute("int z = 0; int q = 1 / z;", silent=True)
        queued = self.kc.execute("2 + 2")
        self.assertEqual("error", self.reply(silent)["content"]["status"])
        self.assertEqual("4", self.finish(queued).value)
        loud = self.kc.execute("1 / z")
        queued = self.kc.execute("2 + 2")
        self.assertEqual("error", self.reply(loud)["content"]["status"])
        self.assertEqual("aborted", self.reply(queued)["content"]["status"])
