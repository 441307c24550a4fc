"""What the benchmarks share: a Java process that answers line by line, the table, the JSON file."""
import glob
import json
import os
import statistics
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PEERS = os.path.join(ROOT, ".demitasse/peers")
# What slows a peer's BLAS down, where a machine sets it.
HANDICAPS = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
# Of the packages that are installed for a comparison.
VERSIONS = {"jupyter_client": "8.10.0", "ipykernel": "7.4.0", "scikit-learn": "1.9.1", "pandas": "3.0.6",
            "matplotlib": "3.11.2", "torch": "2.13.0", "keras": "3.15.1", "tensorflow-cpu": "2.21.0"}
STARTED_AGAIN = "DEMITASSE_BENCH_STARTED_AGAIN"


def find_peer(module, *packages):
    """Starts this script again with the Python that has the peer; returns whether there is one.

    First the environment of the peers, to which the packages are added, in these versions, if Python's index
    has them; then the Python at hand; then the system's. A script is started again once: what needs several
    modules would go from one Python to the other for ever if neither had all.
    """
    python = os.path.join(PEERS, "bin/python")
    is_first = STARTED_AGAIN not in os.environ
    environment = {name: value for name, value in os.environ.items() if name not in HANDICAPS}
    environment[STARTED_AGAIN] = "true"
    pinned = ["%s==%s" % (package, VERSIONS[package]) for package in packages]
    if is_first and pinned and install_peers(python, pinned):
        os.execve(python, [python] + sys.argv, environment)
    try:
        __import__(module)
        return True
    except ImportError:
        system = "/usr/bin/python3"
        if (is_first
                and os.path.realpath(sys.executable) != os.path.realpath(system)
                and os.path.exists(system)
                and subprocess.run([system, "-c", "import " + module],
                                   stderr=subprocess.DEVNULL).returncode == 0):
            os.execve(system, [system] + sys.argv, environment)
        return False


def install_peers(python, packages):
    """Adds packages to the environment of the peers; returns whether they are there."""
    found = ("import sys, importlib.metadata as m; "
             "sys.exit(any(m.version(p.split('==')[0]).split('+')[0] != p.split('==')[1] for p in sys.argv[1:]))")
    if os.path.exists(python) and quiet([python, "-c", found, *packages]):
        return True
    print("installing %s for the comparison, into %s"
          % (", ".join(packages), os.path.relpath(PEERS)), flush=True)
    return (quiet([sys.executable, "-m", "venv", PEERS])
            and quiet([python, "-m", "pip", "install", "-q", "--retries", "0", *packages]))


def quiet(command):
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def blas():
    """Returns the kernels of the BLAS libraries that are loaded, such as "SkylakeX"."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return ""
    return ", ".join(sorted({i["architecture"] for i in threadpool_info() if i.get("architecture")}))


def class_path():
    """Returns where the library is."""
    path = os.environ.get("DEMITASSE_CLASSPATH")
    if not path:
        sys.exit("run me as ./demitasse bench NAME, which builds the library and knows where it is")
    return path


def jdk(tool):
    return os.path.join(os.environ["JAVA_HOME"], "bin", tool) if "JAVA_HOME" in os.environ else tool


class Java:
    """Our side: a program that reads a command a line and answers a JSON object a line."""

    def __init__(self, program, *options, environment=None, path=None):
        """Starts a source file of this folder, or a compiled class that is in the path."""
        if program.endswith(".java"):
            program = os.path.join(ROOT, "bench", program)
        self.process = subprocess.Popen(
            [jdk("java"), *options, "-cp", path or class_path(), program],
            env={**os.environ, **(environment or {})}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *words):
        self.process.stdin.write(" ".join(str(w) for w in words) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit("the Java side ended: " + " ".join(str(w) for w in words))
        try:
            return json.loads(line)
        except ValueError:
            sys.exit("the Java side said: " + line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


class Report:
    """Rows in the format of design.md; printed as they come, written at the end.

    The unit is seconds, or something of which more is better. Where both sides were measured in turn, the
    ratio is the median of the rounds' own ratios: the machine's speed drifts from round to round.
    """

    def __init__(self, name, unit="s"):
        self.file = os.path.join(ROOT, "target/bench", name + ".json")
        self.unit = unit
        self.rows = []
        print("%-18s %14s %14s %7s %12s %12s  %s"
              % ("", "ours, " + unit, "peer, " + unit, "ratio", "ours quality", "peer quality", "peer"))

    def add(self, name, ours, peer=None, peer_name=None, ours_quality=None, peer_quality=None, **more):
        faster = peer and statistics.median(
            theirs / mine if self.unit == "s" else mine / theirs for mine, theirs in zip(ours, peer))
        ours = statistics.median(ours)
        peer = statistics.median(peer) if peer else None
        row = {"name": name, "unit": self.unit, "ours": round(ours, 3),
               "peer": peer and round(peer, 3), "peer_name": peer_name,
               "ratio": peer and round(faster, 2),
               "ours_quality": ours_quality, "peer_quality": peer_quality, **more}
        self.rows.append(row)
        show = lambda value, form: "-" if value is None else form % value
        print("%-18s %14.3f %14s %7s %12s %12s  %s"
              % (name, ours, show(peer, "%.3f"), show(row["ratio"], "%.2f"),
                 show(ours_quality, "%.6g"), show(peer_quality, "%.6g"), peer_name or ""), flush=True)
        for key, value in more.items():
            print("    %s: %s" % (key, value), flush=True)
        os.makedirs(os.path.dirname(self.file), exist_ok=True)
        with open(self.file, "w") as out:
            json.dump(self.rows, out, indent=2)
