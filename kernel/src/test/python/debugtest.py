"""Drives the debugger as JupyterLab does."""

import time

from kerneltest import TIMEOUT, KernelTest, Result


class DebugTest(KernelTest):
    """A test case with a debugger for each test: started before it, off after it."""

    starts = True  # or a test starts it itself

    def setUp(self):
        self.seq = 0
        self.messages = []
        if self.starts:
            self.start_debugger()

    def tearDown(self):
        self.debug("disconnect", {"restart": False, "terminateDebuggee": False})

    def start_debugger(self):
        self.debug("debugInfo")
        self.capabilities = self.debug("initialize", {"clientID": "jupyterlab"})
        self.debug("attach")

    def answer(self, command, arguments=None):
        """Sends a request; returns the whole answer."""
        self.seq += 1
        content = {
            "type": "request",
            "seq": self.seq,
            "command": command,
            "arguments": arguments or {},
        }
        answer = self.request("debug_request", content, channel="control")["content"]
        self.assertEqual("response", answer["type"], answer)
        self.assertEqual(self.seq, answer["request_seq"])
        self.assertEqual(command, answer["command"])
        return answer

    def debug(self, command, arguments=None):
        """Sends a request that succeeds; returns the body of the answer."""
        answer = self.answer(command, arguments)
        self.assertTrue(answer["success"], answer)
        return answer.get("body")

    def refused(self, command, arguments=None):
        """Sends a request that fails; returns why."""
        answer = self.answer(command, arguments)
        self.assertFalse(answer["success"], answer)
        return answer["message"]

    def breakpoints(self, code, *lines):
        """Sets breakpoints in a cell: lines, or dictionaries with more; returns the answer's."""
        path = self.debug("dumpCell", {"code": code})["sourcePath"]
        points = [line if isinstance(line, dict) else {"line": line} for line in lines]
        arguments = {"source": {"path": path}, "breakpoints": points, "sourceModified": False}
        return self.debug("setBreakpoints", arguments)["breakpoints"]

    def begin(self, code, *lines):
        """Runs a cell with breakpoints, and waits for the first stop."""
        self.breakpoints(code, *lines)
        self.cell = self.kc.execute(code)
        return self.stopped()

    def message(self):
        message = self.kc.get_iopub_msg(timeout=TIMEOUT)
        self.messages.append(message)
        return message

    def event(self, name):
        """Waits for an event of the debugger, and returns its body."""
        while True:
            message = self.message()
            if message["msg_type"] == "debug_event" and message["content"]["event"] == name:
                return message["content"]["body"]

    def stopped(self):
        """Waits until a thread stands."""
        self.stop_event = self.event("stopped")
        self.thread = self.stop_event["threadId"]
        self.frames = self.debug("stackTrace", {"threadId": self.thread})["stackFrames"]
        return self.frames[0]["line"]

    def go(self, command):
        """Has the thread go on, waits until it stands again, and returns the line."""
        self.debug(command, {"threadId": self.thread})
        self.event("continued")
        return self.stopped()

    def is_idle(self, message):
        """Tells whether a message says that the cell has ended."""
        return (
            message["msg_type"] == "status"
            and message["parent_header"].get("msg_id") == self.cell
            and message["content"]["execution_state"] == "idle"
        )

    def end(self, command="continue"):
        """Has the thread go on to the end of the cell, and returns how that ended."""
        if command:
            self.debug(command, {"threadId": self.thread})
        while not self.is_idle(self.message()):
            pass
        own = [m for m in self.messages if m["parent_header"].get("msg_id") == self.cell]
        self.messages = []
        return Result(self.reply(self.cell), own, 0)

    def scope(self, name="Locals", frame=0):
        """The variables of a scope: {name: variable}."""
        scopes = self.debug("scopes", {"frameId": self.frames[frame]["id"]})["scopes"]
        number = [s for s in scopes if s["name"] == name][0]["variablesReference"]
        return self.parts(number)

    def parts(self, number):
        variables = self.debug("variables", {"variablesReference": number})["variables"]
        return {variable["name"]: variable for variable in variables}

    def values(self, name="Locals", frame=0):
        return {name: v["value"] for name, v in self.scope(name, frame).items()}

    def evaluate(self, expression, frame=0):
        arguments = {
            "expression": expression,
            "frameId": self.frames[frame]["id"],
            "context": "repl",
        }
        return self.debug("evaluate", arguments)

    def stack(self):
        return [(frame["name"], frame["line"]) for frame in self.frames]

    def wait_until(self, holds):
        end = time.time() + TIMEOUT
        while not holds():
            self.assertLess(time.time(), end, "it never came true")
            time.sleep(0.05)
