#!/usr/bin/env python3
"""What a learner waits for the first time, in a fresh kernel, beside a fresh Python process.

    bench/first.py [--cases NAME,NAME,…] [--runs N] [--codes FILE]

Each run of a case starts a kernel, as a front end does, and times one cell when it runs first and when
it runs again: a first time should take no more than 1.3 times a warm one and 0.3 s. The peer's figure
is without its imports; with them it stands below. Cases of minutes are among the default ones only
where they say so: map-60000 (see --cases).
"""
import argparse
import importlib.metadata
import json
import os
import statistics
import subprocess
import sys
import time

import sidebyside

# In one environment, before anything asks for one of them alone.
sidebyside.find_peer("jupyter_client", *sidebyside.VERSIONS)

import kernel  # noqa: E402
from tsne import find_codes  # noqa: E402

WARM_RUNS = 3
PEER = os.path.join(sidebyside.ROOT, "bench", "first", "peer.py")

IMPORTS = """
import demitasse.cluster.*;
import demitasse.data.*;
import demitasse.embed.*;
import demitasse.layer.*;
import demitasse.model.*;
import demitasse.notebook.*;
import demitasse.plot.*;
import demitasse.train.*;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import tech.tablesaw.api.*;
import static demitasse.layer.Activation.*;
import static demitasse.layer.Layers.*;
import static demitasse.model.Models.*;
import static demitasse.train.Training.*;
"""

TABLE = """Table table = Table.create("descent",
    IntColumn.create("step", IntStream.range(0, 20).toArray()),
    DoubleColumn.create("loss", IntStream.range(0, 20).mapToDouble(i -> 1.0 / (1 + i)).toArray()));
"""

CODES = """
float[][] codes(int n) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(Path.of("%s"))).order(ByteOrder.LITTLE_ENDIAN);
    float[][] rows = new float[n][64];
    for (float[] row : rows) {
        for (int d = 0; d < 64; d++) row[d] = bytes.getFloat();
    }
    return rows;
}
float[][] points = codes(%d);
"""

EPOCH = """var model = %s;
model.compile(adam(1e-3), mse()).seed(42);
model.fit(train, epochs(1).batchSize(256));
"""

CONVOLUTIONAL = "Autoencoders.convolutional(%s)"

TORCH_EPOCH = """
model = %s
optimizer = torch.optim.Adam(model.parameters(), 1e-3)
for start in range(0, len(images), 256):
    batch = images[start:start + 256]
    optimizer.zero_grad()
    torch.nn.functional.mse_loss(model(batch), batch).backward()
    optimizer.step()
"""

TORCH_DENSE = "nn.Sequential(nn.Linear(784, 784), nn.ReLU(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 784), nn.Sigmoid())"

TORCH_CONVOLUTIONAL = """nn.Sequential(
    nn.Conv2d(1, 32, 2, 2), %(f)s, nn.Conv2d(32, 64, 2, 2), %(f)s, nn.Flatten(), nn.Linear(3136, 64), %(f)s,
    nn.Linear(64, 3136), %(f)s, nn.Unflatten(1, (64, 7, 7)), nn.ConvTranspose2d(64, 32, 2, 2), %(f)s,
    nn.ConvTranspose2d(32, 1, 2, 2), nn.Sigmoid())"""

TORCH_IMAGES = "torch.manual_seed(0)\nimages = torch.rand(10000, %s)"

SIEVE = """int n = 5_000_000;
boolean[] composite = new boolean[n];
int primes = 0;
for (int i = 2; i < n; i++) {
    if (!composite[i]) {
        primes++;
        for (long j = (long) i * i; j < n; j += i) composite[(int) j] = true;
    }
}
primes"""

PRODUCT = """double[][] product = new double[200][200];
for (int i = 0; i < 200; i++)
    for (int j = 0; j < 200; j++)
        for (int k = 0; k < 200; k++)
            product[i][j] += left[i][k] * right[k][j];
product[199][199]"""


class Case:
    """A cell to be timed, what stands before it, and the peer's code for the same work.

    Codes are given as a file of float32; "points" says how many of them the work takes.
    """

    def __init__(self, name, work, setup="", points=0, peer=None, minutes=False):
        self.name = name
        self.setup = setup
        self.work = work
        self.points = points
        self.package, self.peer_imports, self.peer_setup, self.peer_work = peer or (None, "", "", "")
        self.minutes = minutes

    def peer_name(self):
        """The peer's name and version; None where there is none."""
        if self.package == "python":
            return "Python " + sys.version.split()[0]
        try:
            return self.package and self.package + " " + importlib.metadata.version(self.package)
        except importlib.metadata.PackageNotFoundError:
            return None


def epoch(name, ours, reshaped, shape, theirs):
    return Case(
        name, EPOCH % ours,
        setup="ImageSet train = Mnist.load().train()%s.reconstruct().take(10_000);" % reshaped,
        peer=("torch", "import torch\nfrom torch import nn", TORCH_IMAGES % shape, TORCH_EPOCH % theirs))


def clusters(name, points, work, theirs, minutes=False):
    return Case(
        name, work, points=points, minutes=minutes,
        peer=theirs and ("scikit-learn", theirs[0], 'points = numpy.fromfile("%%s", "<f4").reshape(-1, 64)[:%d]'
                         % points, theirs[1]))


TSNE_IMPORTS = "import numpy\nfrom sklearn.manifold import TSNE"
KMEANS_IMPORTS = "import numpy\nfrom sklearn.cluster import KMeans"

CASES = [
    Case("setup", "Setup.current()"),
    Case("table", TABLE + "table",
         peer=("pandas", "import pandas", "",
               'pandas.DataFrame({"step": range(20), "loss": [1 / (1 + i) for i in range(20)]})._repr_html_()')),
    Case("chart", 'Curves.image("Gradient descent", table, "step", "loss")', setup=TABLE,
         peer=("matplotlib", "import io\nimport matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as pyplot", "",
               "pyplot.plot(range(20), [1 / (1 + i) for i in range(20)])\n"
               "pyplot.savefig(io.BytesIO(), format='png')\npyplot.close()")),
    Case("summary", "sequential(input(784), dense(784, RELU), dense(64, RELU), dense(784, SIGMOID)).summary()",
         peer=("keras", "import keras", "",
               "keras.Sequential([keras.Input((784,)), keras.layers.Dense(784, 'relu'), keras.layers.Dense(64, 'relu'),"
               " keras.layers.Dense(784, 'sigmoid')]).summary(print_fn=lambda text, **more: None)")),
    Case("prediction", "model.predict(images)",
         setup="Sequential model = Autoencoders.convolutional(ELU);\n"
               "ImageSet images = Mnist.load().test().take(1_000);\n",
         peer=("torch", "import torch\nfrom torch import nn",
               "model = %s\nimages = torch.rand(1000, 1, 28, 28)" % (TORCH_CONVOLUTIONAL % {"f": "nn.ELU()"}),
               "with torch.no_grad():\n    model(images)")),
    epoch("epoch-dense", "Autoencoders.dense784()", ".flat()", "784", TORCH_DENSE),
    epoch("epoch-cnn-relu", CONVOLUTIONAL % "RELU", "", "1, 28, 28", TORCH_CONVOLUTIONAL % {"f": "nn.ReLU()"}),
    epoch("epoch-cnn-elu", CONVOLUTIONAL % "ELU", "", "1, 28, 28", TORCH_CONVOLUTIONAL % {"f": "nn.ELU()"}),
    clusters("map-5000", 5000, "TSne.fit(points, TSneOptions.defaults().perplexity(15)).kl()",
             (TSNE_IMPORTS, "TSNE(perplexity=15, random_state=0, n_jobs=-1).fit_transform(points)")),
    clusters("map-60000", 60000, "TSne.fit(points, TSneOptions.defaults().perplexity(30)).kl()", None, minutes=True),
    clusters("kmeans", 60000, "KMeans.fit(points, KMeansOptions.of(10)).inertia()",
             (KMEANS_IMPORTS, "KMeans(n_clusters=10, n_init=10, random_state=0).fit(points)")),
    Case("product", PRODUCT,
         setup="double[][] left = new double[200][200], right = new double[200][200];",
         peer=("python", "", "left = [[0.0] * 200 for _ in range(200)]\nright = [[0.0] * 200 for _ in range(200)]",
               "product = [[0.0] * 200 for _ in range(200)]\n"
               "for i in range(200):\n    for j in range(200):\n        for k in range(200):\n"
               "            product[i][j] += left[i][k] * right[k][j]")),
    Case("sieve", SIEVE,
         peer=("python", "", "",
               "n = 5000000\ncomposite = [False] * n\nprimes = 0\nfor i in range(2, n):\n    if not composite[i]:\n"
               "        primes += 1\n        for j in range(i * i, n, i):\n            composite[j] = True")),
]


def ours(case, specs, codes, warm_runs):
    """Seconds of the first time and of the later ones."""
    run = kernel.Run("java", specs)
    try:
        run.client.wait_for_ready(timeout=kernel.TIMEOUT)
        run.execute(IMPORTS)
        for code in (case.setup, CODES % (codes, case.points) if case.points else ""):
            if code:
                run.execute(code)
        return [sidebyside.timed(lambda: run.execute(case.work))[0] for _ in range(1 + warm_runs)]
    finally:
        run.end()


def peers(case, codes):
    """Seconds of the imports and of the first time, in a process of its own."""
    setup = case.peer_setup % codes if case.points else case.peer_setup
    asked = {"imports": case.peer_imports, "setup": setup, "work": case.peer_work, "repeats": 1}
    answer = subprocess.run([sys.executable, PEER], input=json.dumps(asked), stdout=subprocess.PIPE,
                            text=True, check=True)
    times = json.loads(answer.stdout)
    return times["imports"], times["runs"][0]


def first_call(case, report, specs, codes, runs):
    peer_name = case.peer_name()
    first, warm, peer, imports = [], [], [], []
    for _ in range(runs):
        begin, *later = ours(case, specs, codes, 1 if case.minutes else WARM_RUNS)
        first.append(begin)
        warm.append(statistics.median(later))
        if peer_name:
            with_imports, without = peers(case, codes)
            peer.append(without)
            imports.append(with_imports + without)
    expected = 1.3 * statistics.median(warm) + 0.3
    more = {"peer_with_imports": round(statistics.median(imports), 3)} if peer_name else {}
    report.add("first-" + case.name, first, peer or None, peer_name, warm=round(statistics.median(warm), 3),
               within_expectation=statistics.median(first) <= expected, **more)


def start(name, specs):
    """One start: what the first answer and the next cells took, and the memory after them."""
    run = kernel.Run(name, specs)
    try:
        run.client.wait_for_ready(timeout=kernel.TIMEOUT)
        run.execute("1 + 1")
        result = {"start-to-first-answer": time.perf_counter() - run.begin}
        cells = [sidebyside.timed(lambda: run.execute("1 + 1"))[0] for _ in range(120)]
        result["cell-among-first-20"] = statistics.median(cells[:20])
        result["cell-later"] = statistics.median(cells[100:])
        result["memory"] = run.memory()
        return result
    finally:
        run.end()


def starts(report, specs, runs):
    peer_name = kernel.ipykernel() if "python3" in specs.find_kernel_specs() else None
    results = {name: [] for name in (("java", "python3") if peer_name else ("java",))}
    for _ in range(runs):
        for name, result in results.items():
            result.append(start(name, specs))
    for name in results["java"][0]:
        mine, theirs = ([run[name] for run in results.get(kernel_name, [])] for kernel_name in ("java", "python3"))
        unit = {"unit": "MB"} if name == "memory" else {}
        report.add(name, mine, theirs or None, peer_name, **unit)


def main():
    usual = ["start"] + [case.name for case in CASES if not case.minutes]
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", default=",".join(usual), help="of: start, "
                        + ", ".join(case.name for case in CASES))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--kernels", default=kernel.OURS, help="folder of kernelspecs that holds 'java'")
    parser.add_argument("--codes")
    args = parser.parse_args()
    chosen = args.cases.split(",")
    unknown = set(chosen) - {"start"} - {case.name for case in CASES}
    if unknown:
        sys.exit("no such case: " + ", ".join(sorted(unknown)))
    specs = kernel.specs(args.kernels)
    cases = [case for case in CASES if case.name in chosen]
    codes = find_codes(args.codes)[0] if any(case.points for case in cases) else None
    report = sidebyside.Report("first")
    if "start" in chosen:
        starts(report, specs, args.runs)
    for case in cases:
        first_call(case, report, specs, codes, args.runs)


if __name__ == "__main__":
    main()
