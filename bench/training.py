#!/usr/bin/env python3
"""The training steps of the chapters' models beside PyTorch's and Keras', in images per second.

    bench/training.py [--models NAME,…] [--rounds N] [--engine PyTorch]

All sides train the same model on the same images in batches of the same size, with the same optimizer, each in
one process that is warm. Ours is model.fit as the chapters call it, and Keras' is model.fit, too. A round is a few
steps of each side, about half a second each and each side first by turns; a ratio is the median of the rounds' own
ratios, since the machine's speed drifts from round to round. Quality is the mean loss over the last round: a sign that
a side learns, not a race, as each side begins with its own library's first weights.

PyTorch has its fused optimizers. It is measured with the threads that are fastest for the model, and with them as it
is, with channels last or compiled, whichever is fastest; Keras with or without XLA. Which it was, the table says. A
side that ends on a model is null, and the table says how.
With --engine PyTorch ours computes on PyTorch, and ours on MXNet is one more side, in columns of its own.
"bare" is a plain loop of DJL over the same layers and loss, with DJL's own optimizer; it hands over batches whose
floats are there already, and measures nothing: what fit takes longer is the cost of the library.
"""
import argparse
import glob
import importlib.util
import json
import os
import signal
import statistics
import subprocess
import sys
import time

import sidebyside

TARGET = os.path.join(sidebyside.ROOT, "target/bench/training")

ENGINE = os.environ.get("DEMITASSE_ENGINE", "MXNet")

WARM_UP = 8  # seconds
TRIALS = 5  # of each setting of a peer

# Name: size of a batch, steps in a round.
CASES = {
    "dense": (256, 40),
    "cnn-relu": (256, 10),
    "cnn-elu": (256, 10),
    "mnist-cnn": (100, 2),
    "cifar-cnn": (32, 15),
    "resnet50-32": (32, 2),
    "resnet50-224": (8, 1),
    "small-resnet": (64, 5),
}


def threads():
    """PyTorch has threads of its own and those of its BLAS; threads that wait may spin or sleep."""
    cores = os.cpu_count()
    yield "1 thread", {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    if cores > 1:
        spinning = {"OMP_NUM_THREADS": str(cores), "OPENBLAS_NUM_THREADS": "1"}
        sleeping = {**spinning, "OMP_WAIT_POLICY": "passive"}
        yield "%d threads" % cores, spinning
        yield "%d threads, passive" % cores, sleeping
        yield "%d threads, passive, also in BLAS" % cores, {**sleeping, "OPENBLAS_NUM_THREADS": str(cores)}


class Ended(Exception):
    """A peer's process ended; the text says how."""


class Peer:
    """A library with one of its settings, in a process of its own."""

    def __init__(self, script, name, environment, *options):
        self.name, self.environment, self.options = name, environment, options
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(sidebyside.ROOT, "bench/training", script), *options],
            env={**os.environ, **environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)

    def ask(self, *words):
        try:
            self.process.stdin.write(" ".join(str(w) for w in words) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        line = self.process.stdout.readline()
        if not line:
            code = self.process.wait()
            how = signal.Signals(-code).name if code < 0 else "exit code %d" % code
            raise Ended("%s ended: %s" % (self.name, how))
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def fastest(peers, model, batch, steps):
    """Tries settings in turn, once they are warm, and keeps the one that is fastest on this model.

    Returns None and how the last one ended, if all did.
    """
    going, how = [], None
    for peer in peers:
        try:
            peer.ask("model", model, batch, TARGET)
            for _ in range(2):
                peer.ask("fit", steps)
            going.append(peer)
        except Ended as e:
            how = str(e)
    seconds = [[peer.ask("fit", steps)["seconds"] for peer in going] for _ in range(TRIALS)]
    medians = [statistics.median(column) for column in zip(*seconds)]
    best = going[medians.index(min(medians))] if going else None
    for peer in going:
        if peer is not best:
            peer.close()
    return best, None if best else how


def torch(*case):
    """The fastest PyTorch: first its threads are found, and then with them the form of the model."""
    best, how = fastest([Peer("torch_peer.py", name, environment) for name, environment in threads()], *case)
    if not best:
        return best, how
    forms = [Peer("torch_peer.py", "%s, %s" % (best.name, form), best.environment, form)
             for form in ("channels-last", "compiled")]
    return fastest([best] + forms, *case)


def keras(*case):
    forms = [Peer("keras_peer.py", "without XLA", {}), Peer("keras_peer.py", "XLA", {}, "xla")]
    return fastest(forms, *case)


def measure(report, java, mxnet, libraries, model, rounds):
    batch, steps = CASES[model]
    images = batch * steps
    ours = [side for side in (java, mxnet) if side]
    for side in ours:
        side.ask("model", model, batch)
    peers, more = {}, {}
    for library, (title, find) in libraries.items():
        peers[library], how = find(model, batch, steps)
        if how:
            more[library + "_is_null"] = how
    peers = {library: peer for library, peer in peers.items() if peer}
    sides = [*ours, *peers.values()]
    for side in sides:
        warm_up(side, steps)
    answers = {side: [] for side in sides}
    for turn in range(rounds):
        for place in range(len(sides)):
            side = sides[(turn + place) % len(sides)]
            answers[side].append(side.ask("fit", steps))
    bare, cost = library_cost(java, max(1, steps // 2), 2 * rounds)

    def speeds(side):
        return [images / answer["seconds"] for answer in answers[side]]

    def loss(side):
        return round(answers[side][-1]["loss"], 6)

    def name(library):
        peer = peers[library]
        return "%s %s, %s" % (libraries[library][0], peer.ask("version")["version"], peer.name)

    def column(key, side):
        ratios = [mine / theirs for mine, theirs in zip(speeds(java), speeds(side))]
        return {key: round(statistics.median(speeds(side)), 3),
                key + "_ratio": round(statistics.median(ratios), 2), key + "_quality": loss(side)}

    if mxnet:
        more.update(column("mxnet", mxnet))
    if "keras" in peers:
        more.update(column("keras", peers["keras"]), keras_name=name("keras"))
    elif "keras" in libraries:
        more.update(keras=None)
    torch_peer = peers.get("torch")
    report.add(
        model, speeds(java), torch_peer and speeds(torch_peer), torch_peer and name("torch"),
        loss(java), torch_peer and loss(torch_peer),
        batch=batch, bare=round(batch / bare, 1), library_cost_percent=round(100 * cost, 1), **more)
    for peer in peers.values():
        peer.close()


def warm_up(side, steps):
    """The JVM compiles while the first model trains, and takes a core from the engine meanwhile."""
    end = time.monotonic() + WARM_UP
    while time.monotonic() < end:
        side.ask("fit", steps)


def library_cost(java, steps, pairs):
    """Seconds of a bare step, and how much longer fit takes: many short pairs, each side first in turn,
    because the machine's own speed drifts by more than what is looked for."""
    seconds = {"fit": [], "bare": []}
    java.ask("bare", steps)
    for pair in range(pairs):
        for side in ("bare", "fit") if pair % 2 else ("fit", "bare"):
            seconds[side].append(java.ask(side, steps)["seconds"])
    ratio = statistics.median(f / b for f, b in zip(seconds["fit"], seconds["bare"]))
    return statistics.median(seconds["bare"]) / steps, ratio - 1


def ours_on(engine):
    """Our side, with its data at hand, on one of the engines."""
    side = sidebyside.Java("training/TrainingBench.java", environment={"DEMITASSE_ENGINE": engine})
    side.ask("export", TARGET)
    return side


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", default=",".join(CASES), help="some of " + ", ".join(CASES))
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--engine", choices=["MXNet", "PyTorch"], default=ENGINE,
                        help="what ours computes on (./demitasse bench has its library on the class path)")
    args = parser.parse_args()
    models = args.models.split(",")
    for model in models:
        if model not in CASES:
            parser.error("there is no model '%s'; there are: %s" % (model, ", ".join(CASES)))
    sidebyside.find_peer("torch", "torch", "keras", "tensorflow-cpu")
    there = {name: importlib.util.find_spec(name) for name in ("torch", "keras", "tensorflow")}
    libraries = {}
    if there["torch"]:
        libraries["torch"] = ("PyTorch", torch)
    if there["keras"] and there["tensorflow"]:
        libraries["keras"] = ("Keras", keras)
    java = ours_on(args.engine)
    has_mxnet = glob.glob(os.path.join(os.path.dirname(os.environ["DEMITASSE_CLASSPATH"]), "mxnet-native-*.jar"))
    mxnet = ours_on("MXNet") if has_mxnet and args.engine != "MXNet" else None
    report = sidebyside.Report("training", "images/s")
    for model in models:
        measure(report, java, mxnet, libraries, model, args.rounds)
    for side in (java, mxnet):
        if side:
            side.close()


if __name__ == "__main__":
    main()
