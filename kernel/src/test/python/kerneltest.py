"""Drives the real kernel process over ZeroMQ, as a front end does.

DEMITASSE_KERNELS names a folder of kernelspecs that holds the kernel under test, DEMITASSE_TEST_TRANSPORT the
transport where a test does not say which: tcp, if it is not set, or ipc.
"""

import os
import socket
import subprocess
import tempfile
import threading
import time
import unittest
import zipfile

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

TIMEOUT = 60
CHANNELS = ("shell", "control", "iopub", "stdin", "hb")


def manager(transport=os.environ.get("DEMITASSE_TEST_TRANSPORT", "tcp")):
    specs = KernelSpecManager()
    specs.kernel_dirs = [os.environ["DEMITASSE_KERNELS"]]
    options = {"kernel_name": "java", "kernel_spec_manager": specs, "transport": transport}
    if transport == "ipc":
        # As servers have it: beside a connection file. Such a path may have 107 characters.
        options["ip"] = os.path.join(tempfile.mkdtemp(prefix="demitasse-ipc-"), "kernel-ipc")
    return KernelManager(**options)


def address(info, channel):
    """Where a front end finds a channel of the kernel that has this connection file."""
    port = info[channel + "_port"]
    joint = "-" if info["transport"] == "ipc" else ":"
    return "%s://%s%s%d" % (info["transport"], info["ip"], joint, port)


def raw_connection(info, channel):
    """A connection to a channel for bytes that are not ZeroMQ's."""
    place = address(info, channel).split("://")[1]
    if info["transport"] == "ipc":
        raw = socket.socket(socket.AF_UNIX)
        raw.connect(place)
        return raw
    return socket.create_connection(place.rsplit(":", 1))


def library(name, sources, manifest=None, classpath=""):
    """Compiles sources, {"lib/Tool.java": "..."}, into a jar in a new folder and returns its path."""
    folder = tempfile.mkdtemp(prefix="demitasse-library-")
    files = []
    for path, source in sources.items():
        files.append(os.path.join(folder, path))
        os.makedirs(os.path.dirname(files[-1]), exist_ok=True)
        with open(files[-1], "w") as file:
            file.write(source)
    classes = os.path.join(folder, "classes")
    javac = os.path.join(os.environ["DEMITASSE_TEST_JAVA_HOME"], "bin", "javac")
    subprocess.run([javac, "-d", classes, "-cp", classpath] + files, check=True)
    jar = os.path.join(folder, name)
    with zipfile.ZipFile(jar, "w") as archive:
        if manifest:
            archive.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n%s\n" % manifest)
        for parent, _, names in os.walk(classes):
            for entry in names:
                path = os.path.join(parent, entry)
                archive.write(path, os.path.relpath(path, classes))
    return jar


class Result:
    """What one execute request brought: the reply and the messages on IOPub."""

    def __init__(self, reply, messages, seconds):
        self.reply = reply["content"]
        self.messages = messages
        self.seconds = seconds

    @property
    def status(self):
        return self.reply["status"]

    def contents(self, msg_type):
        return [m["content"] for m in self.messages if m["msg_type"] == msg_type]

    def text(self, name):
        return "".join(c["text"] for c in self.contents("stream") if c["name"] == name)

    @property
    def stdout(self):
        return self.text("stdout")

    @property
    def stderr(self):
        return self.text("stderr")

    @property
    def data(self):
        results = self.contents("execute_result")
        return results[0]["data"] if results else None

    @property
    def value(self):
        return self.data["text/plain"] if self.data else None

    @property
    def traceback(self):
        import re

        text = "\n".join(self.reply["traceback"])
        return re.sub("\x1b\\[[0-9;]*m", "", text)


class KernelTest(unittest.TestCase):
    """A test case with one kernel for all of its tests; `env` is added to the kernel's environment."""

    env = {}
    options = {}  # of the manager
    launch = {}  # of the kernel's process

    @classmethod
    def setUpClass(cls):
        cls.start()

    @classmethod
    def tearDownClass(cls):
        cls.stop()

    @classmethod
    def start(cls):
        cls.km = manager(**cls.options)
        # No history: the tests are no part of the user's.
        cls.km.start_kernel(env=dict(os.environ, **{"DEMITASSE_HISTORY": "", **cls.env}), **cls.launch)
        cls.kc = cls.km.client()
        cls.kc.start_channels()
        cls.kc.wait_for_ready(timeout=TIMEOUT)

    @classmethod
    def stop(cls):
        cls.kc.stop_channels()
        cls.km.shutdown_kernel()

    def run_cell(self, code, allow_stdin=False, answer=None, **options):
        start = time.time()
        msg_id = self.kc.execute(code, allow_stdin=allow_stdin, **options)
        if answer is not None:
            request = self.kc.get_stdin_msg(timeout=TIMEOUT)
            self.assertEqual("input_request", request["msg_type"])
            self.asked = request["content"]
            self.kc.input(answer)
        return self.finish(msg_id, start)

    def finish(self, msg_id, start=None):
        start = start or time.time()
        messages = self.published(msg_id)
        return Result(self.reply(msg_id), messages, time.time() - start)

    def published(self, msg_id):
        """Waits until a message has been handled; returns what was published on its behalf."""
        messages = []
        while True:
            message = self.kc.get_iopub_msg(timeout=TIMEOUT)
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            if message["msg_type"] != "status":
                messages.append(message)
            elif message["content"]["execution_state"] == "idle":
                return messages

    def reply(self, msg_id):
        while True:
            reply = self.kc.get_shell_msg(timeout=TIMEOUT)
            if reply["parent_header"].get("msg_id") == msg_id:
                return reply

    def ok(self, code, **options):
        result = self.run_cell(code, **options)
        self.assertEqual("ok", result.status, result.reply.get("traceback"))
        return result

    def fails(self, code, **options):
        result = self.run_cell(code, **options)
        self.assertEqual("error", result.status, code)
        errors = result.contents("error")
        self.assertEqual(1, len(errors))
        for field in ("ename", "evalue", "traceback"):
            self.assertEqual(errors[0][field], result.reply[field])
        return result

    def interrupted(self, code, after=1.0):
        """Runs a cell, interrupts it, and returns the result with the seconds the stop took."""
        timer = threading.Timer(after, self.km.interrupt_kernel)
        timer.start()
        result = self.run_cell(code)
        timer.join()
        result.stop_seconds = result.seconds - after
        return result

    def cpu_seconds(self):
        """The processor time that the kernel process has used."""
        with open("/proc/%d/stat" % self.pid()) as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def pid(self):
        provisioner = getattr(self.km, "provisioner", None)
        return provisioner.pid if provisioner else self.km.kernel.pid

    def request(self, msg_type, content, channel="shell"):
        """Sends a request that jupyter_client has no method for and returns the reply."""
        message = self.kc.session.msg(msg_type, content)
        target = getattr(self.kc, channel + "_channel")
        target.send(message)
        while True:
            reply = getattr(self.kc, "get_%s_msg" % channel)(timeout=TIMEOUT)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return reply
