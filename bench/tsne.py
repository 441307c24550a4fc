#!/usr/bin/env python3
"""t-SNE beside scikit-learn's, on the latent vectors of MNIST's training images.

    bench/tsne.py [--cases 5000,sweep,growth,1000000] [--repeats N] [--codes FILE]
                  [--chart FILE] [--peer-60000]

    5000      5,000 codes, perplexity 15, 1000 iterations; quality by one ruler for both sides
    sweep     six perplexities on the same codes (the peer takes minutes)
    growth    5,000 to all 60,000 codes, perplexity 30, time by phase, and a chart of it
    1000000   a mixture of a million points, perplexity 15, 750 iterations (takes some ten minutes and
              is not among the default cases)

The codes are those of chapter 7's autoencoder with ELU, with the weights that come with the course;
or the float32 matrix of 64 columns in FILE. Both sides start at random in
the first two cases, as the original lesson does, and run in turn.
"""
import argparse
import json
import os

import sidebyside

SKLEARN = sidebyside.find_peer("sklearn", "scikit-learn")
PERPLEXITIES = [5, 10, 15, 25, 50, 100]
TARGET = os.path.join(sidebyside.ROOT, "target/bench")
CODES = os.path.join(TARGET, "mnist-elu64.f32")
PHASES = ("neighbours", "affinities", "start", "optimisation")
POINTS = (5000, 10000, 20000, 40000, 60000)
MILLION = {"points": 1000000, "dimensions": 64, "perplexity": 15, "iterations": 750}


def find_codes(given):
    """Returns the file of codes, and where they come from."""
    if given:
        return given, given
    os.makedirs(TARGET, exist_ok=True)
    note = CODES + ".json"
    if not os.path.exists(CODES) or not os.path.exists(note):
        maker = sidebyside.Java("tsne/TsneBench.java")
        answer = maker.ask("codes", CODES)
        maker.close()
        with open(note, "w") as out:
            json.dump(answer, out)
    with open(note) as text:
        return CODES, json.load(text)["from"]


def peer_fit(codes, perplexity, rate, start, seed):
    import inspect
    from sklearn.manifold import TSNE
    # Renamed in 1.5.
    steps = "max_iter" if "max_iter" in inspect.signature(TSNE).parameters else "n_iter"
    model = TSNE(perplexity=perplexity, learning_rate=rate, init=start, random_state=seed, n_jobs=-1,
                 **{steps: 1000})
    return model.fit_transform(codes), model.kl_divergence_


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", default="5000,sweep,growth")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--codes")
    parser.add_argument("--chart", default=os.path.join(TARGET, "tsne-growth.png"))
    parser.add_argument("--peer-60000", action="store_true", help="let scikit-learn map all 60,000 too")
    args = parser.parse_args()
    cases = args.cases.split(",")
    if "1000000" in cases:
        million()
    if cases == ["1000000"]:
        return
    codes_file, origin = find_codes(args.codes)
    print("codes:", origin)
    peer_name, codes = None, None
    if SKLEARN:
        import numpy
        import sklearn
        peer_name = "scikit-learn " + sklearn.__version__
        codes = numpy.fromfile(codes_file, "<f4").reshape(-1, 64)
    report = sidebyside.Report("tsne")
    java = sidebyside.Java("tsne/TsneBench.java")
    if "5000" in cases:
        five_thousand(java, report, codes_file, codes, peer_name, args.repeats)
    if "sweep" in cases:
        sweep(java, report, codes_file, codes, peer_name)
    if "growth" in cases:
        growth(java, report, codes_file, codes, peer_name if args.peer_60000 else None, args.chart)
    java.close()


def five_thousand(java, report, codes_file, codes, peer_name, repeats):
    java.ask("load", codes_file, 5000)
    ours_map, peer_map = os.path.join(TARGET, "ours.f32"), os.path.join(TARGET, "peer.f32")
    ours, peer, ours_judged, peer_judged = [], [], [], []
    for run in range(repeats):
        ours.append(java.ask("fit", 15, 100, 1000, "random", run, ours_map)["seconds"])
        ours_judged.append(java.ask("judge", 15, ours_map))
        if peer_name:
            seconds, (embedding, _) = sidebyside.timed(
                lambda: peer_fit(codes[:5000], 15, 100, "random", run))
            peer.append(seconds)
            embedding.astype("<f4").tofile(peer_map)
            peer_judged.append(java.ask("judge", 15, peer_map))
    report.add("tsne-5000", ours, peer, peer_name, mean(ours_judged, "kl"), mean(peer_judged, "kl"),
               first_run_in_a_new_jvm=ours[0],
               **{key + "_" + side: mean(judged, key) for key in ("trustworthiness", "recall")
                  for side, judged in (("ours", ours_judged), ("peer", peer_judged))})


def sweep(java, report, codes_file, codes, peer_name):
    java.ask("load", codes_file, 5000)
    ours = java.ask("sweep", ",".join(map(str, PERPLEXITIES)), 100, 1000, "random", 0)
    peer, kls = [], []
    if peer_name:
        seconds, results = sidebyside.timed(
            lambda: [peer_fit(codes[:5000], p, 100, "random", 0) for p in PERPLEXITIES])
        peer, kls = [seconds], [float(kl) for _, kl in results]
    report.add("tsne-sweep", [ours["seconds"]], peer, peer_name,
               sum(ours["kl"]) / 6, sum(kls) / 6 if kls else None,
               kl_ours=[round(kl, 4) for kl in ours["kl"]], kl_peer=[round(kl, 4) for kl in kls])


def growth(java, report, codes_file, codes, peer_name, chart):
    results = {}
    # The first run in a new JVM is that of a compiler; the smallest size would bear it alone.
    java.ask("load", codes_file, POINTS[0])
    java.ask("fit", 30, "-", 1000, "pca", 0, "-")
    for n in POINTS:
        java.ask("load", codes_file, n)
        results[n] = java.ask("fit", 30, "-", 1000, "pca", 0, "-")
        show(n, results[n])
    recall = java.ask("recall", 90)["recall"]
    peer, kl = [], None
    if peer_name:
        seconds, (_, kl) = sidebyside.timed(lambda: peer_fit(codes, 30, "auto", "pca", 0))
        peer = [seconds]
    last = POINTS[-1]
    report.add("tsne-%d" % last, [results[last]["seconds"]], peer, peer_name,
               results[last]["kl"], kl and float(kl), search_recall=recall,
               phases_by_points={n: phases(result) for n, result in results.items()})
    million_row = os.path.join(TARGET, "tsne-1000000.json")
    if os.path.exists(million_row):
        with open(million_row) as text:
            row = json.load(text)[0]
        results[MILLION["points"]] = {"seconds": row["ours"], **row["phases"]}
    draw(results, chart)


def draw(results, chart):
    drawer = sidebyside.Java("tsne/GrowthChart.java")
    drawer.ask(chart, *("%d:%s" % (n, ":".join("%.3f" % value for value in
                                               [result["seconds"], *phases(result).values()]))
                        for n, result in results.items()))
    drawer.close()
    print("    chart:", chart)


def million():
    report = sidebyside.Report("tsne-1000000")
    java = sidebyside.Java("tsne/TsneBench.java", "-Xmx5g")
    java.ask("mixture", MILLION["points"], MILLION["dimensions"])
    result = java.ask("fit", MILLION["perplexity"], "-", MILLION["iterations"], "pca", 0, "-")
    show(MILLION["points"], result)
    report.add("tsne-1000000", [result["seconds"]], ours_quality=result["kl"],
               cpu_seconds=result["cpu"], peak_mib=result["peak_mib"], phases=phases(result),
               search_recall=java.ask("recall", 3 * MILLION["perplexity"])["recall"], **MILLION)
    java.close()


def show(n, result):
    print("    %7d points: %8.2f s, %.3f ms a point; %s" % (
        n, result["seconds"], result["seconds"] / n * 1e3,
        ", ".join("%s %.2f s" % phase for phase in phases(result).items())), flush=True)


def mean(judged, key):
    return sum(j[key] for j in judged) / len(judged) if judged else None


def phases(result):
    return {phase: result[phase] for phase in PHASES}


if __name__ == "__main__":
    main()
