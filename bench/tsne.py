#!/usr/bin/env python3
"""t-SNE beside scikit-learn's, on codes of 64 dimensions of MNIST's training images.

    bench/tsne.py [--repeats N] [--codes FILE] [--cases 5000,sweep,60000,1000000] [--peer-60000]

The codes are principal components, or the float32 matrix of 64 columns in FILE (an autoencoder's).
Both sides start at random, as the chapter does, and run in turn. The divergences of the table are
computed for both sides by one ruler: the same affinities, all pairs.
"""
import argparse
import os

import sidebyside

SKLEARN = sidebyside.find_peer("sklearn")
PERPLEXITIES = [5, 10, 15, 25, 50, 100]
TARGET = os.path.join(sidebyside.ROOT, "target/bench")


def images():
    for folder in (os.environ.get("DEMITASSE_DATA"), os.path.join(sidebyside.ROOT, "data")):
        file = folder and os.path.join(folder, "mnist/train-images-idx3-ubyte.gz")
        if file and os.path.exists(file):
            return file
    raise SystemExit("no MNIST: set DEMITASSE_DATA or run ./demitasse data mnist")


def peer_fit(codes, perplexity, rate, start, seed):
    from sklearn.manifold import TSNE
    model = TSNE(perplexity=perplexity, learning_rate=rate, n_iter=1000, init=start,
                 random_state=seed, n_jobs=-1)
    return model.fit_transform(codes), model.kl_divergence_


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--codes")
    parser.add_argument("--peer-60000", action="store_true", help="let scikit-learn map all 60,000 too")
    parser.add_argument("--cases", default="5000,sweep,60000",
                        help="5000, sweep, 60000 (and the curve up to it), 1000000")
    args = parser.parse_args()
    os.makedirs(TARGET, exist_ok=True)
    java = sidebyside.Java("tsne/TsneBench.java")
    codes_file = args.codes or os.path.join(TARGET, "mnist-pca64.f32")
    if not os.path.exists(codes_file):
        java.ask("codes", images(), codes_file)
    print("codes:", args.codes or "64 principal components of MNIST's training images")
    peer_name, codes = None, None
    if SKLEARN:
        import numpy
        import sklearn
        peer_name = "scikit-learn " + sklearn.__version__
        codes = numpy.fromfile(codes_file, "<f4").reshape(-1, 64)
    report = sidebyside.Report("tsne")

    cases = args.cases.split(",")
    if "5000" in cases:
        five_thousand(java, report, codes_file, codes, peer_name, args.repeats)
    if "sweep" in cases:
        sweep(java, report, codes_file, codes, peer_name)
    if "60000" in cases:
        growth(java, report, codes_file, codes, peer_name if args.peer_60000 else None)
    java.close()
    if "1000000" in cases:
        million(report)


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


def growth(java, report, codes_file, codes, peer_name):
    results = {}
    for n in (5000, 10000, 20000, 40000, 60000):
        java.ask("load", codes_file, n)
        results[n] = java.ask("fit", 30, "-", 1000, "pca", 0, "-")
        print("    %6d points: %7.2f s, %.3f ms a point"
              % (n, results[n]["seconds"], results[n]["seconds"] / n * 1e3), flush=True)
    peer, kl = [], None
    if peer_name:
        seconds, (_, kl) = sidebyside.timed(lambda: peer_fit(codes, 30, "auto", "pca", 0))
        peer = [seconds]
    report.add("tsne-60000", [results[60000]["seconds"]], peer, peer_name,
               results[60000]["kl"], kl and float(kl), phases=phases(results[60000]),
               seconds_by_points={n: result["seconds"] for n, result in results.items()})


def million(report):
    java = sidebyside.Java("tsne/TsneBench.java", "-Xmx5g")
    java.ask("mixture", 1000000, 50)
    result = java.ask("fit", 15, "-", 1000, "pca", 0, "-")
    report.add("tsne-1000000", [result["seconds"]], ours_quality=result["kl"],
               peak_mib=result["peak_mib"], phases=phases(result))
    java.close()


def mean(judged, key):
    return sum(j[key] for j in judged) / len(judged) if judged else None


def phases(result):
    return {key: result[key] for key in ("neighbours", "affinities", "optimisation")}


if __name__ == "__main__":
    main()
