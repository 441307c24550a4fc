#!/usr/bin/env python3
"""The Java kernel beside ipykernel: start, first cell, later cells, output and memory.

Both kernels are run in turn, several times, in one call; the figures are medians.
"""

import argparse
import os
import statistics
import sys
import time

from sidebyside import ROOT, Report, find_peer

if not find_peer("jupyter_client"):
    sys.exit("no Python here has jupyter_client (Debian: python3-jupyter-client)")

from jupyter_client.kernelspec import KernelSpecManager  # noqa: E402
from jupyter_client.manager import KernelManager  # noqa: E402

OURS = os.path.join(ROOT, ".demitasse", "share", "jupyter", "kernels")  # where ./demitasse puts it
TIMEOUT = 120
CELLS = 30
LINES = 20_000
COMMS = 100

PROGRAMS = {
    "java": {
        "cell": "1 + 1",
        "lines": "for (int i = 0; i < %d; i++) System.out.println(i);" % LINES,
        "declare": 'var names = new ArrayList<String>(List.of("a")); int counter = 1;',
        # What a learner types: each asked for once, as a front end does.
        "complete": (
            "Sys", "String.", "Math.ma", "names.", "names.stream().", "names.stream().map(s -> s.", "cou",
            "new Arr", "import java.util.", "java.util.concurrent.", "for (String s : names) { s.", "L", "",
        ),
        "listen": (
            'boolean spins = true;\nonComm("end", (comm, opened) -> { spins = false; });\n'
            'onComm("echo", (comm, opened) -> comm.onMessage(data -> comm.send(data)));'
        ),
        "spin": "while (spins) Thread.onSpinWait();",
    },
    "python3": {
        "cell": "1 + 1",
        "lines": "for i in range(%d): print(i)" % LINES,
        "declare": "import os, math; names = ['a']; counter = 1",
        "complete": (
            "pri", "str.", "math.fl", "names.", "names[0].", "[s for s in names if s.", "cou",
            "lis", "import os.", "os.path.", "for s in names: s.", "l", "",
        ),
    },
}

MEASURES = (
    "kernel-start",  # process start to the answer to kernel_info
    "kernel-first-cell",  # process start to the first cell's answer
    "kernel-cell",  # a later cell
    "kernel-lines",  # 20,000 lines printed in a loop
    "kernel-first-tab",  # the first answer to Tab
    "kernel-tab",  # a later one, of different kinds
    "kernel-comm",  # the slowest of 100 answers to a comm while a cell spins; ipykernel answers after the cell
    "kernel-memory",  # MB resident after all of that
)


class Run:
    """One process of one kernel."""

    def __init__(self, name, specs):
        self.manager = KernelManager(kernel_name=name, kernel_spec_manager=specs)
        self.begin = time.perf_counter()
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()

    def reply(self, msg_id):
        while True:
            reply = self.client.get_shell_msg(timeout=TIMEOUT)
            if reply["parent_header"].get("msg_id") == msg_id:
                return reply

    def execute(self, code):
        reply = self.reply(self.client.execute(code, allow_stdin=False))
        if reply["content"]["status"] != "ok":
            raise RuntimeError("%s: %s" % (code, reply["content"]))

    def complete(self, code):
        """Seconds until the answer to Tab at the end of this code."""
        begin = time.perf_counter()
        self.reply(self.client.complete(code))
        return time.perf_counter() - begin

    def lines(self, code):
        """Seconds until the last line has arrived; fails if one is missing."""
        begin = time.perf_counter()
        msg_id = self.client.execute(code, allow_stdin=False)
        text = []
        while True:
            message = self.client.get_iopub_msg(timeout=TIMEOUT)
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            if message["msg_type"] == "stream":
                text.append(message["content"]["text"])
            elif message["content"].get("execution_state") == "idle":
                break
        seconds = time.perf_counter() - begin
        if "".join(text) != "".join("%d\n" % i for i in range(LINES)):
            raise RuntimeError("lines are missing or out of order")
        self.reply(msg_id)
        return seconds

    def send(self, msg_type, content):
        message = self.client.session.msg(msg_type, content)
        self.client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def comms(self, listen, spin):
        """Seconds until each answer to a comm while a cell spins."""
        self.execute(listen)
        self.send("comm_open", {"comm_id": "echo", "target_name": "echo", "data": {}})
        cell = self.client.execute(spin, allow_stdin=False)
        times = []
        for number in range(COMMS):
            time.sleep(0.02)
            begin = time.perf_counter()
            sent = self.send("comm_msg", {"comm_id": "echo", "data": {"number": number}})
            while True:
                message = self.client.get_iopub_msg(timeout=TIMEOUT)
                if message["msg_type"] == "comm_msg" and message["parent_header"].get("msg_id") == sent:
                    break
            times.append(time.perf_counter() - begin)
        self.send("comm_open", {"comm_id": "end", "target_name": "end", "data": {}})
        self.reply(cell)
        return times

    def memory(self):
        with open("/proc/%d/status" % self.manager.provisioner.pid) as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
        return None

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def measure(name, specs):
    program = PROGRAMS[name]
    result = {}
    run = Run(name, specs)
    try:
        run.reply(run.client.kernel_info())
        result["kernel-start"] = time.perf_counter() - run.begin
    finally:
        run.end()
    run = Run(name, specs)
    try:
        # At once, as nbconvert does: the request waits until the kernel has opened its socket.
        run.execute(program["cell"])
        result["kernel-first-cell"] = time.perf_counter() - run.begin
        time.sleep(2)
        times = []
        for _ in range(CELLS):
            begin = time.perf_counter()
            run.execute(program["cell"])
            times.append(time.perf_counter() - begin)
        result["kernel-cell"] = statistics.median(times)
        result["kernel-lines"] = run.lines(program["lines"])
        result["kernel-memory"] = run.memory()
        run.execute(program["declare"])
        completions = [run.complete(code) for code in program["complete"]]
        result["kernel-first-tab"] = completions[0]
        result["kernel-tab"] = statistics.median(completions[1:])
        if "spin" in program:
            result["kernel-comm"] = max(run.comms(program["listen"], program["spin"]))
    finally:
        run.end()
    return result


def ipykernel():
    """The peer's name and version; None where it is not installed."""
    try:
        import ipykernel as peer

        return "ipykernel " + peer.__version__
    except ImportError:
        return None


def specs(folder):
    """The kernels that are known, those in a folder first; ends where ours is not among them."""
    manager = KernelSpecManager()
    manager.kernel_dirs = [folder] + manager.kernel_dirs
    if "java" not in manager.find_kernel_specs():
        sys.exit("no kernelspec named java; install the kernel first: ./demitasse kernel")
    return manager


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kernels", default=OURS, help="folder of kernelspecs that holds 'java'")
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    known = specs(args.kernels)
    peer = ipykernel() if "python3" in known.find_kernel_specs() else None
    results = {"java": [], "python3": []}
    for _ in range(args.runs):
        for name in results if peer else ["java"]:
            results[name].append(measure(name, known))
    report = Report("kernel")
    for name in MEASURES:
        ours, theirs = (
            [run[name] for run in results[kernel] if name in run] for kernel in ("java", "python3")
        )
        unit = {"unit": "MB"} if name == "kernel-memory" else {}
        report.add(name, ours, theirs or None, peer if theirs else None, **unit)


if __name__ == "__main__":
    main()
