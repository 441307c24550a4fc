"""The transport ipc: Unix domain sockets in place of ports."""

import json
import os
import signal
import socket
import stat
import subprocess
import tempfile
import time
import unittest

import zmq
from jupyter_client.connect import write_connection_file

import test_endings
from kerneltest import CHANNELS, TIMEOUT, KernelTest, address, manager, raw_connection
from test_endings import ENDS_WITHIN, is_running

IPC = {"transport": "ipc"}


def files(info):
    return [address(info, channel)[len("ipc://"):] for channel in CHANNELS]


def listening_ports(pid):
    """The inodes of the TCP ports at which a process listens."""
    own = set()
    for fd in os.listdir("/proc/%d/fd" % pid):
        try:
            own.add(os.readlink("/proc/%d/fd/%s" % (pid, fd)))
        except OSError:
            pass  # closed meanwhile
    found = set()
    for table in ("tcp", "tcp6"):
        with open("/proc/net/" + table) as rows:
            for row in rows.readlines()[1:]:
                fields = row.split()
                if fields[3] == "0A" and "socket:[%s]" % fields[9] in own:
                    found.add(fields[1])
    return found


class OverIpc(KernelTest):
    options = IPC

    def test_who_may_come_in(self):
        for file in files(self.km.get_connection_info()):
            mode = os.lstat(file).st_mode
            self.assertTrue(stat.S_ISSOCK(mode), file)
            self.assertEqual(0o600, stat.S_IMODE(mode), file)
        self.assertEqual(set(), listening_ports(self.pid()))

    def test_input_and_interrupt(self):
        self.assertEqual("me", self.ok('input("Name? ")', allow_stdin=True, answer="me").value)
        stopped = self.interrupted("while (true);")
        self.assertEqual("error", stopped.status)
        self.assertEqual("2", self.ok("1 + 1").value)

    def test_more_than_a_buffer_holds(self):
        self.assertEqual("7", self.ok("/* %s */ 7" % ("x" * 300_000)).value)
        size = 20_000_000
        shown = self.ok('display("y".repeat(%d));' % size)
        self.assertEqual("y" * size, shown.contents("display_data")[0]["data"]["text/plain"])

    def test_many_messages_in_their_order(self):
        lines = self.ok("for (int i = 0; i < 200_000; i++) System.out.println(i);").stdout.split()
        self.assertEqual([str(i) for i in range(200_000)], lines)

    def test_a_front_end_that_does_not_read(self):
        """Whoever is slow holds up nobody else."""
        slow = zmq.Context.instance().socket(zmq.SUB)
        self.addCleanup(slow.close, 0)
        slow.setsockopt(zmq.RCVHWM, 1)
        slow.setsockopt(zmq.SUBSCRIBE, b"")
        slow.connect(address(self.km.get_connection_info(), "iopub"))
        self.assertTrue(slow.poll(1000 * TIMEOUT))  # and reads no more
        for _ in range(3):
            self.ok('display("z".repeat(3_000_000));')
        before = self.cpu_seconds()
        time.sleep(1)
        self.assertLess(self.cpu_seconds() - before, 0.5, "the kernel is busy while it has nothing to do")

    def test_a_front_end_that_asks_whether_the_kernel_lives(self):
        """By ZeroMQ's own heartbeats: without an answer they end the connection."""
        info = self.km.get_connection_info()
        beat = zmq.Context.instance().socket(zmq.REQ)
        self.addCleanup(beat.close, 0)
        beat.setsockopt(zmq.HEARTBEAT_IVL, 100)
        beat.setsockopt(zmq.HEARTBEAT_TIMEOUT, 30_000)
        watch = beat.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        beat.connect(address(info, "hb"))
        for _ in range(3):
            beat.send(b"ping")
            self.assertTrue(beat.poll(1000 * TIMEOUT))
            self.assertEqual(b"ping", beat.recv())
            time.sleep(0.3)
        self.assertFalse(watch.poll(0), "the connection was lost")
        beat.disable_monitor()

    def test_what_is_not_the_protocol(self):
        greeting = b"\xff" + bytes(8) + b"\x7f\x03\x00NULL" + bytes(48)
        ready = b"\x04\x19\x05READY\x0bSocket-Type\x00\x00\x00"
        for garbage in (
            b"GET / HTTP/1.1\r\n\r\n" + os.urandom(2000),
            greeting[:30],
            greeting.replace(b"NULL", b"PLAIN"[:4]),
            greeting + b"\x00\x05hello",
            greeting + b"\x02" + b"\xff" * 8,
            greeting + b"\x04\x00",
            greeting + b"\x04\x0d\x05READY\x01x\x7f\xff\xff\xff!",
            greeting + ready,
            greeting + b"\x04\x07\x05ERROR\x00",
        ):
            for channel in CHANNELS:
                with self.subTest(garbage=garbage[64:90], channel=channel):
                    with raw_connection(self.km.get_connection_info(), channel) as raw:
                        raw.sendall(garbage)
        self.assertEqual("2", self.ok("1 + 1").value)

    def test_a_second_ready_ends_the_connection(self):
        greeting = b"\xff" + bytes(8) + b"\x7f\x03\x00NULL" + bytes(48)
        ready = b"\x04\x1c\x05READY\x0bSocket-Type\x00\x00\x00\x06DEALER"
        with raw_connection(self.km.get_connection_info(), "shell") as raw:
            raw.settimeout(TIMEOUT)
            raw.sendall(greeting + 2 * ready)
            while raw.recv(4096):
                pass


class Reconnecting(test_endings.Reconnecting):
    options = IPC


class Ends(unittest.TestCase):
    def ends(self, end):
        """Has a kernel end, and returns what it leaves of its files."""
        kernel = type("Own", (KernelTest,), {"options": IPC})()
        kernel.start()
        self.addCleanup(kernel.km.shutdown_kernel, now=True)
        self.addCleanup(kernel.kc.stop_channels)
        kernel.kc.execute("while (true);")
        pid = kernel.pid()
        end(kernel)
        start = time.time()
        while is_running(pid):
            self.assertLess(time.time() - start, ENDS_WITHIN, "the kernel still runs")
            time.sleep(0.05)
        return [file for file in files(kernel.km.get_connection_info()) if os.path.lexists(file)]

    def test_shutdown(self):
        def shutdown(kernel):
            reply = kernel.request("shutdown_request", {"restart": False}, "control")
            self.assertEqual("ok", reply["content"]["status"])

        self.assertEqual([], self.ends(shutdown))

    def test_a_signal(self):
        self.assertEqual([], self.ends(lambda kernel: os.kill(kernel.pid(), signal.SIGTERM)))


class Starts(unittest.TestCase):
    """A kernel of a connection file of ours."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="demitasse-ipc-")

    def start(self, ip):
        path, info = write_connection_file(
            os.path.join(self.folder, "connection.json"), transport="ipc", ip=ip, key=b"secret")
        argv = [path if a == "{connection_file}" else a for a in manager().kernel_spec.argv]
        kernel = subprocess.Popen(
            argv, env=dict(os.environ, DEMITASSE_HISTORY="", JPY_PARENT_PID=str(os.getpid())),
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.addCleanup(kernel.stderr.close)
        self.addCleanup(kernel.wait)
        self.addCleanup(kernel.kill)
        return kernel, info

    def beats(self, info):
        beat = zmq.Context.instance().socket(zmq.REQ)
        self.addCleanup(beat.close, 0)
        beat.connect(address(info, "hb"))
        beat.send(b"ping")
        self.assertTrue(beat.poll(1000 * TIMEOUT), "no answer")

    def refuses(self, ip, said):
        kernel, _ = self.start(ip)
        self.assertEqual(1, kernel.wait(TIMEOUT))
        text = kernel.stderr.read()
        self.assertIn(said, text)
        self.assertEqual(1, len(text.splitlines()), text)

    def test_a_folder_that_is_not_there_yet(self):
        ip = os.path.join(self.folder, "new", "kernel")
        _, info = self.start(ip)
        self.beats(info)
        self.assertEqual(0o700, stat.S_IMODE(os.stat(os.path.dirname(ip)).st_mode))

    def test_what_a_killed_kernel_has_left(self):
        ip = os.path.join(self.folder, "kernel")
        killed, info = self.start(ip)
        self.beats(info)
        killed.kill()
        killed.wait()
        left = files(info)
        self.assertTrue(all(map(os.path.lexists, left)))
        with open(os.path.join(self.folder, "connection.json"), "w") as file:
            json.dump(dict(info, key="secret"), file)
        argv = [a.replace("{connection_file}", file.name) for a in manager().kernel_spec.argv]
        again = subprocess.Popen(argv, env=dict(os.environ, DEMITASSE_HISTORY=""))
        self.addCleanup(again.wait)
        self.addCleanup(again.kill)
        self.beats(info)

    def test_a_place_that_is_taken(self):
        ip = os.path.join(self.folder, "kernel")
        other = socket.socket(socket.AF_UNIX)
        self.addCleanup(other.close)
        other.bind(ip + "-9")
        other.listen()
        for text, said in ((None, "another process listens there"), ("mine", "a file that is no socket")):
            with self.subTest(said=said):
                if text:
                    os.remove(ip + "-9")
                    with open(ip + "-9", "w") as file:
                        file.write(text)
                path = os.path.join(self.folder, "taken.json")
                with open(path, "w") as file:
                    ports = {channel + "_port": i for i, channel in enumerate(CHANNELS, 6)}
                    json.dump(dict(ports, transport="ipc", ip=ip, key="", signature_scheme="hmac-sha256"), file)
                argv = [path if a == "{connection_file}" else a for a in manager().kernel_spec.argv]
                ended = subprocess.run(argv, capture_output=True, text=True, timeout=TIMEOUT)
                self.assertEqual(1, ended.returncode)
                self.assertIn("cannot listen at ipc://%s-9: " % ip, ended.stderr)
                self.assertIn(said, ended.stderr)
        with open(ip + "-9") as file:
            self.assertEqual("mine", file.read())

    def test_a_path_that_is_too_long(self):
        self.refuses(os.path.join(self.folder, "k" * 100), "cannot listen at ipc://")
