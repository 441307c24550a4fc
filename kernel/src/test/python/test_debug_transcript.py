"""One session of the debugger, in Java and in Python: what ipykernel answers, this kernel does too."""

import importlib.util
import os
import sys
import unittest

from jupyter_client.manager import KernelManager

from kerneltest import TIMEOUT, manager

JAVA = "int f(int n) {\n    int m = n * 2;\n    return m;\n}\nint[] x = {1, 2};\nint y = f(20);\nSystem.out.println(y);"
PYTHON = "def f(n):\n    m = n * 2\n    return m\n\nx = [1, 2]\ny = f(20)\nprint(y)"


class Session:
    """Drives a kernel, and writes down which fields its answers have, and its events."""

    def __init__(self, kernel):
        self.lines = []
        self.seq = 0
        self.km = kernel
        # No history: the tests are no part of the user's.
        self.km.start_kernel(env=dict(os.environ, DEMITASSE_HISTORY=""))
        self.kc = self.km.client()
        self.kc.start_channels()
        self.kc.wait_for_ready(timeout=TIMEOUT)

    def close(self):
        self.kc.stop_channels()
        self.km.shutdown_kernel(now=True)

    def ask(self, command, arguments=None):
        self.seq += 1
        content = {"type": "request", "seq": self.seq, "command": command, "arguments": arguments or {}}
        message = self.kc.session.msg("debug_request", content)
        self.kc.control_channel.send(message)
        while True:
            reply = self.kc.get_control_msg(timeout=TIMEOUT)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                break
        answer = reply["content"]
        self.lines.append((command, answer.get("success"), fields(answer.get("body"))))
        return answer.get("body") or {}

    def event(self, name):
        """Waits for an event; one that another kernel need not send is passed over."""
        while True:
            message = self.kc.get_iopub_msg(timeout=TIMEOUT)
            if message["msg_type"] == "debug_event" and message["content"]["event"] == name:
                body = message["content"].get("body") or {}
                self.lines.append(("event " + name, True, fields(body)))
                return body

    def run(self, code):
        self.ask("debugInfo")
        self.ask("initialize", {"clientID": "jupyterlab", "adapterID": "", "pathFormat": "path", "linesStartAt1": True})
        self.ask("attach")
        self.event("initialized")
        path = self.ask("dumpCell", {"code": code})["sourcePath"]
        points = {"breakpoints": [{"line": 2}], "source": {"path": path}, "sourceModified": False}
        self.ask("setBreakpoints", points)
        self.ask("configurationDone")
        self.ask("setExceptionBreakpoints", {"filters": []})
        cell = self.kc.execute(code)
        thread = {"threadId": self.event("stopped")["threadId"]}
        self.ask("debugInfo")
        self.ask("threads")
        frame = self.look(thread)
        self.ask("evaluate", {"expression": "n + 1", "frameId": frame, "context": "repl"})
        self.ask("evaluate", {"expression": "nobody + 1", "frameId": frame, "context": "repl"})
        self.ask("richInspectVariables", {"variableName": "n", "frameId": frame})
        copy = {"srcVariableName": "n", "dstVariableName": "copied", "srcFrameId": frame}
        self.ask("copyToGlobals", copy)
        self.ask("source", {"source": {"path": path}})
        for command in ("next", "stepOut", "stepIn"):
            self.ask(command, thread)
            self.event("continued")
            self.event("stopped")
            self.look(thread)
        self.ask("continue", thread)
        self.event("continued")
        while True:
            reply = self.kc.get_shell_msg(timeout=TIMEOUT)
            if reply["parent_header"].get("msg_id") == cell:
                break
        self.ask("inspectVariables")
        self.ask("richInspectVariables", {"variableName": "x"})
        self.ask("modules")
        self.ask("disconnect", {"restart": False, "terminateDebuggee": False})
        self.ask("debugInfo")
        return self.lines

    def look(self, thread):
        frame = self.ask("stackTrace", thread)["stackFrames"][0]["id"]
        for scope in self.ask("scopes", {"frameId": frame})["scopes"]:
            self.ask("variables", {"variablesReference": scope["variablesReference"]})
        return frame


def fields(body):
    """The names of the fields, and those of the parts of lists."""
    names = set()
    for name, value in (body or {}).items():
        names.add(name)
        for part in value if isinstance(value, list) else []:
            if isinstance(part, dict):
                names.update(name + "[]." + inner for inner in part)
    return names


def text(lines):
    """One line for each answer and event: its name, whether it succeeded, its fields."""
    return ["%s|%s|%s" % (name, "failed" if success is False else "ok", " ".join(sorted(names)))
            for name, success, names in lines]


def transcript(kernel, code):
    session = Session(kernel)
    try:
        return text(session.run(code))
    finally:
        session.close()


def has_ipykernel_7():
    try:
        from ipykernel import version_info
    except ImportError:
        return False
    return version_info[0] >= 7 and importlib.util.find_spec("debugpy") is not None


class Transcript(unittest.TestCase):
    def test_the_answers_of_ipykernel(self):
        """Of ipykernel 7.4 as it was recorded, and of the one that is installed, if it is of version 7."""
        with open(os.path.join(os.path.dirname(__file__), "ipykernel-debugger.txt")) as file:
            theirs = [file.read().splitlines()]
        if has_ipykernel_7():
            python = KernelManager(kernel_name="python3")
            python.kernel_spec.argv[0] = sys.executable  # whatever else is on the path
            theirs.append(transcript(python, PYTHON))
        ours = transcript(manager(), JAVA)
        for expected in theirs:
            self.assertEqual([line.split("|")[:2] for line in expected], [line.split("|")[:2] for line in ours])
            for their, own in zip(expected, ours):
                missing = set(their.split("|")[2].split()) - set(own.split("|")[2].split())
                self.assertEqual(set(), {name for name in missing if self.is_to_be_there(name, own)}, own)

    @staticmethod
    def is_to_be_there(field, own):
        """Not what debugpy alone can do, nor the fields of variables where there is none."""
        return not field.startswith("supports") and not (
            field.startswith("variables[].") and "variables[]." not in own
        )
