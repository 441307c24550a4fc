#!/usr/bin/env python3
"""The training steps of the chapters' models beside PyTorch's, in images per second.

    bench/training.py [--models NAME,…] [--rounds N]

Each side trains the same model on the same images in batches of the same size, with the same optimizer, in
one process that is warm. Ours is model.fit as the chapters call it. A round is a few steps of each side,
about half a second each and each side first by turns; the ratio is the median of the rounds' own ratios, since
the machine's speed drifts from round to round. Quality is the mean loss over the last round: a sign that a side
learns, not a race, as each side begins with its own library's first weights.

PyTorch is measured with the setting of its threads that is fastest for the model; which one, the table says.
"bare" is a plain loop of DJL over the same layers and loss, with DJL's own optimizer; it hands over batches whose
floats are there already, and measures nothing: what fit takes longer is the cost of the library.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

import sidebyside

TARGET = os.path.join(sidebyside.ROOT, "target/bench/training")

WARM_UP = 8  # seconds
TRIALS = 5  # of each setting of the peer's threads

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


def settings():
    """PyTorch has threads of its own and those of its BLAS; threads that wait may spin or sleep."""
    cores = os.cpu_count()
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    spinning = {"OMP_NUM_THREADS": str(cores), "OPENBLAS_NUM_THREADS": "1"}
    sleeping = {**spinning, "OMP_WAIT_POLICY": "passive"}
    yield "1 thread", one
    if cores > 1:
        yield "%d threads" % cores, spinning
        yield "%d threads, passive" % cores, sleeping
        yield "%d threads, passive, also in BLAS" % cores, {**sleeping, "OPENBLAS_NUM_THREADS": str(cores)}


class Peer:
    """PyTorch with one setting of its threads."""

    def __init__(self, name, environment):
        self.name = name
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(sidebyside.ROOT, "bench/training/torch_peer.py")],
            env={**os.environ, **environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *words):
        self.process.stdin.write(" ".join(str(w) for w in words) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit("PyTorch ended: " + " ".join(str(w) for w in words))
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def fastest(peers, model, batch, steps):
    """Tries all settings in turn, once they are warm, and takes the one that is fastest on this model."""
    for peer in peers:
        peer.ask("model", model, batch, TARGET)
        peer.ask("fit", steps)
    seconds = [[peer.ask("fit", steps)["seconds"] for peer in peers] for _ in range(TRIALS)]
    medians = [statistics.median(column) for column in zip(*seconds)]
    return peers[medians.index(min(medians))]


def measure(report, java, peers, version, model, rounds):
    batch, steps = CASES[model]
    images = batch * steps
    java.ask("model", model, batch)
    peer = fastest(peers, model, batch, steps) if peers else None
    sides = [java, peer] if peer else [java]
    for side in sides:
        warm_up(side, steps)
    answers = {side: [] for side in sides}
    for turn in range(rounds):
        for side in sides if turn % 2 else reversed(sides):
            answers[side].append(side.ask("fit", steps))
    speeds = [[images / answer["seconds"] for answer in answers[side]] for side in sides]
    losses = [round(answers[side][-1]["loss"], 6) for side in sides]
    bare, cost = library_cost(java, max(1, steps // 2), 2 * rounds)
    report.add(
        model, speeds[0], speeds[1] if peer else None, peer and "PyTorch %s, %s" % (version, peer.name),
        losses[0], losses[1] if peer else None,
        batch=batch, bare=round(batch / bare, 1), library_cost_percent=round(100 * cost, 1))


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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", default=",".join(CASES), help="some of " + ", ".join(CASES))
    parser.add_argument("--rounds", type=int, default=15)
    args = parser.parse_args()
    models = args.models.split(",")
    for model in models:
        if model not in CASES:
            parser.error("there is no model '%s'; there are: %s" % (model, ", ".join(CASES)))
    has_peer = sidebyside.find_peer("torch")
    java = sidebyside.Java("training/TrainingBench.java")
    java.ask("export", TARGET)
    peers = [Peer(*setting) for setting in settings()] if has_peer else []
    version = peers[0].ask("version")["version"] if peers else None
    report = sidebyside.Report("training", "images/s")
    for model in models:
        measure(report, java, peers, version, model, args.rounds)
    java.close()
    for peer in peers:
        peer.close()


if __name__ == "__main__":
    main()
