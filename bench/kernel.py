#!/usr/bin/env python3
"""The Java kernel beside ipykernel: start, first cell, later cells, output and memory.

Both kernels are run in turn, several times, in one call; the figures are medians. Prints a table and
writes target/bench/kernel.json. A peer that is not installed is null.
"""

import argparse
import json
import os
import statistics
import sys
import time

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

TIMEOUT = 120
CELLS = 30
LINES = 20_000

PROGRAMS = {
    "java": {
        "cell": "1 + 1",
        "lines": "for (int i = 0; i < %d; i++) System.out.println(i);" % LINES,
    },
    "python3": {"cell": "1 + 1", "lines": "for i in range(%d): print(i)" % LINES},
}

MEASURES = (
    ("kernel-start", "s", "process start to the answer to kernel_info"),
    ("kernel-first-cell", "s", "process start to the first cell's answer"),
    ("kernel-cell", "s", "a later cell, median of %d" % CELLS),
    ("kernel-lines", "s", "%d lines printed in a loop" % LINES),
    ("kernel-memory", "MB", "resident after all of that"),
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
    finally:
        run.end()
    return result


def version(name):
    if name != "python3":
        return None
    try:
        import ipykernel

        return "ipykernel " + ipykernel.__version__
    except ImportError:
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kernels", help="folder of kernelspecs that holds 'java'")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--out", default=os.path.join("target", "bench", "kernel.json"))
    args = parser.parse_args()
    specs = KernelSpecManager()
    if args.kernels:
        specs.kernel_dirs = [args.kernels] + specs.kernel_dirs
    known = specs.find_kernel_specs()
    if "java" not in known:
        sys.exit("no kernelspec named java; install the kernel first")
    peer = version("python3") if "python3" in known else None
    names = ["java"] + (["python3"] if peer else [])
    results = {name: [] for name in names}
    for turn in range(args.runs):
        for name in names:
            results[name].append(measure(name, specs))
            print("run %d of %d: %s" % (turn + 1, args.runs, name), file=sys.stderr)

    rows = []
    for measure_name, unit, _ in MEASURES:
        ours, theirs = (
            statistics.median(r[measure_name] for r in results[name]) if name in results else None
            for name in ("java", "python3")
        )
        rows.append(
            {
                "name": measure_name,
                "unit": unit,
                "ours": round(ours, 4),
                "peer": None if theirs is None else round(theirs, 4),
                "peer_name": peer,
                "ratio": None if theirs is None else round(theirs / ours, 2),
                "ours_quality": None,
                "peer_quality": None,
            }
        )
    os.makedirs(os.path.dirname(os.path.abspath(args.out)), exist_ok=True)
    with open(args.out, "w") as out:
        json.dump(rows, out, indent=2)
        out.write("\n")
    print("%-44s %12s %18s %8s" % ("", "Java kernel", peer or "ipykernel (none)", "ratio"))
    for row, (_, unit, text) in zip(rows, MEASURES):
        print(
            "%-44s %9.3f %-2s %15s %-2s %8s"
            % (
                text,
                row["ours"],
                unit,
                "-" if row["peer"] is None else "%.3f" % row["peer"],
                unit,
                "-" if row["ratio"] is None else row["ratio"],
            )
        )


if __name__ == "__main__":
    main()
