"""The peer's side of first.py: a fresh process that does a piece of work for the first time.

Reads a JSON object from stdin: {"imports": code, "setup": code, "work": code, "repeats": n}.
Writes the seconds that the imports and each run of the work took, one JSON object.
"""
import json
import sys
import time

names = {}


def timed(code):
    begin = time.perf_counter()
    exec(code, names)
    return time.perf_counter() - begin


case = json.load(sys.stdin)
imports = timed(case["imports"])
exec(case["setup"], names)
json.dump({"imports": imports, "runs": [timed(case["work"]) for _ in range(case["repeats"])]}, sys.stdout)
