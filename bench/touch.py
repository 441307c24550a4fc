#!/usr/bin/env python3
"""How fast the chapters' figures with controls answer, and what it costs to watch a fit.

    bench/touch.py [--cases NAME,NAME,…] [--moves N] [--pairs N]

Each figure is the cell of its chapter, in a kernel that is spoken with as a front end does: a control moves, and
the time runs until the new image arrives. A fit is run in turn unwatched and watched; its peer is itself, in
seconds and in CPU time of the kernel. The short one is over before its view would be shown.
"""
import argparse
import json
import os
import queue
import statistics
import sys
import time

import sidebyside

sidebyside.find_peer("jupyter_client")

import kernel  # noqa: E402

SILENCE = 300  # seconds; an epoch on a busy machine takes less

ONE_DIGIT = """
Mnist mnist = Mnist.load();
ImageSet test = mnist.test().take(100);
"""

DIGIT = ONE_DIGIT + """
Sequential fullReader = Classifiers.mnist();
Pretrained.load("mnist-cnn", fullReader);
"""

THRESHOLD = """
ImageSet test = Cifar100.load().test();
List<String> names = test.classNames();
Sequential trained = Classifiers.cifar100();
Pretrained.load("cifar100-cnn", trained);
Classification judged = Classification.of(trained, test);
"""

# The course has no weights for this network; how long it takes does not depend on them.
UNITS = ONE_DIGIT + """
Sequential encoder = sequential(dense(784, RELU), dense(64, RELU)).name("encoder");
Sequential decoder = sequential(dense(784, SIGMOID)).name("decoder");
Sequential model = sequential(input(784), encoder, decoder).seed(1);
float[][] codes = encoder.predict(test.flat());
int[] mostActive = IntStream.range(0, 8).toArray();
float largest = 20;
"""

WALK = """
ImageSet test = Mnist.load().test().reconstruct();
Sequential model = Autoencoders.convolutional(ELU);
Pretrained.load("elu-autoencoder", model);
Sequential encoder = (Sequential) model.layer("encoder"), decoder = (Sequential) model.layer("decoder");
"""

MAP = """
ImageSet train = Mnist.load().train().take(1_000);
Sequential encoder = Autoencoders.encoder(ELU);
Sequential model = sequential(input(1, 28, 28), encoder, Autoencoders.decoder(ELU)).seed(1);
float[][] codes = encoder.predict(train);
int[] digits = train.labels();
List<String> names = train.classNames();
int iterations = 300;
var options = TSneOptions.defaults().learningRate(100).iterations(iterations).seed(0);
"""

FIT_IMPORTS = """
import demitasse.data.*;
import static demitasse.layer.Activation.*;
import static demitasse.layer.Layers.*;
import static demitasse.model.Models.*;
import static demitasse.train.Training.*;
var train = Mnist.load().train().flat();
"""

FIT = """
var model = sequential(input(784), dense(256, RELU), dense(10, SOFTMAX));
model.compile(adam(1e-3), sparseCategoricalCrossentropy()).seed(1);
long begin = System.nanoTime();
model.fit(train, epochs(%d).batchSize(64));
(System.nanoTime() - begin) / 1e9
"""


# Epochs, and how many pairs to run for each pair of the short fit.
FITS = {"fit": (5, 1), "long-fit": (40, 0.4)}


def stroke(move):
    """A zigzag that grows from move to move."""
    return {"value": " ".join("%d,%d" % (60 + 160 * (i % 2), 40 + 9 * i) for i in range(3 + move % 20))}


def hundredth(move):
    return {"value": (10 + move % 80) / 100}


# The chapter, its cell, what must be there before, the control, what it becomes at each move, seconds allowed.
FIGURES = {
    "digit": ("02-digit-classifier", "draw", DIGIT, "Text", stroke, 0.1),
    "threshold": ("03-cifar100-classifier", "decisions", THRESHOLD, "FloatSlider", hundredth, 0.1),
    "units": ("05-dense-autoencoder", "sliders", UNITS, "FloatSlider", lambda move: {"value": move % 20 + 0.5}, 0.1),
    "walk": ("07-elu-autoencoder", "between", WALK, "FloatSlider", hundredth, 0.1),
    "map-1000": ("09-tsne-visualisation", "sweep", MAP, "SelectionSlider", lambda move: {"index": move % 6}, 1),
}


class Page(kernel.Run):
    """A front end that has widgets."""

    def __init__(self):
        super().__init__("java", kernel.specs(kernel.OURS))
        self.opened = {}  # the first widget of each kind since the last cell, by kind

    def cpu_seconds(self):
        with open("/proc/%d/stat" % self.manager.provisioner.pid) as file:
            fields = file.read().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def update(self, comm, state):
        data = {"method": "update", "state": state, "buffer_paths": []}
        self.send("comm_msg", {"comm_id": comm, "data": data})

    def next(self):
        try:
            return self.client.get_iopub_msg(timeout=SILENCE)
        except queue.Empty:
            sys.exit("nothing came from the kernel: the figure did not change, or the cell does not end")

    def run(self, code, watched):
        """Runs a cell; returns its result as text, and how often what it shows was renewed."""
        self.opened = {}
        content = {"code": code, "silent": False, "store_history": False, "allow_stdin": watched}
        msg_id = self.send("execute_request", content)
        result, renewed = None, 0
        while True:
            message = self.next()
            content = message["content"]
            if message["msg_type"] == "comm_open":
                self.open(content)
            elif message["parent_header"].get("msg_id") == msg_id:
                renewed += message["msg_type"] == "update_display_data"
                if message["msg_type"] == "error":
                    sys.exit("%s\n%s" % (code, "\n".join(content["traceback"])))
                if message["msg_type"] == "execute_result":
                    result = content["data"]["text/plain"]
                if content.get("execution_state") == "idle":
                    self.reply(msg_id)
                    return result, renewed

    def open(self, content):
        state = content["data"].get("state", {})
        kind = state.get("_model_name", "").removesuffix("Model")
        self.opened.setdefault(kind, content["comm_id"])
        if kind == "DirectionalLink":  # a page with widgets has one value follow the other
            target, attribute = state["target"]
            self.update(target.removeprefix("IPY_MODEL_"), {attribute: "1px"})

    def move(self, control, state):
        """Seconds from the move of a control to the new image."""
        begin = time.perf_counter()
        self.update(self.opened[control], state)
        while True:
            message = self.next()
            if message["msg_type"] == "comm_msg" and message["content"]["comm_id"] == self.opened["Image"]:
                return time.perf_counter() - begin


def cell(chapter, cell_id):
    with open(os.path.join(sidebyside.ROOT, "notebooks", chapter + ".ipynb")) as file:
        return next("".join(c["source"]) for c in json.load(file)["cells"] if c["id"] == cell_id)


def measure_figure(report, name, moves):
    chapter, cell_id, before, control, state, allowed = FIGURES[name]
    page = Page()
    try:
        page.run(cell(chapter, "setup"), False)
        page.run(before, False)
        page.run(cell(chapter, cell_id), True)
        # The first answer takes more: the network and the chart run for the first time.
        times = [page.move(control, state(i)) for i in range(1, moves + 1)]
    finally:
        page.end()
    report.add(name, times[1:], first=round(times[0], 3), slowest=round(max(times[1:]), 3), allowed=allowed)


def measure_fit(report, name, pairs):
    epochs, share = FITS[name]
    page = Page()
    watched, unwatched, renewed = [], [], []  # the first two: seconds and CPU seconds of each fit

    def fit(is_watched, into):
        begin = page.cpu_seconds()
        seconds, times = page.run(FIT % epochs, is_watched)
        into.append((float(seconds), page.cpu_seconds() - begin))
        return times

    try:
        page.run(FIT_IMPORTS, False)
        for is_watched in False, True:  # what comes first loads classes
            page.run(FIT % FITS["fit"][0], is_watched)
        for _ in range(max(1, round(share * pairs))):
            fit(False, unwatched)
            renewed.append(fit(True, watched))
    finally:
        page.end()
    cost, cpu_cost = ("%.2f %%" % (100 * statistics.median(w[i] / u[i] - 1 for w, u in zip(watched, unwatched)))
                      for i in range(2))
    report.add(name, [w[0] for w in watched], [u[0] for u in unwatched], "unwatched", cost=cost, cpu_cost=cpu_cost,
               allowed="1 %", renewed=statistics.median(renewed))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", default=",".join([*FIGURES, *FITS]), help="of: %(default)s")
    parser.add_argument("--moves", type=int, default=20, help="of each control")
    parser.add_argument("--pairs", type=int, default=5, help="of short fits, watched and not")
    options = parser.parse_args()
    report = sidebyside.Report("touch")
    for name in options.cases.split(","):
        if name in FITS:
            measure_fit(report, name, options.pairs)
        elif name in FIGURES:
            measure_figure(report, name, options.moves)
        else:
            parser.error("there is no case '%s'" % name)


if __name__ == "__main__":
    main()
