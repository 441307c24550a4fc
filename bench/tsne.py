#!/usr/bin/env python3
"""t-SNE beside scikit-learn's, on codes of 64 dimensions of MNIST's training images.

    bench/tsne.py [--repeats N] [--codes FILE] [--peer-60000] [--million]

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
    parser.add_argument("--million", action="store_true", help="also map a million points of a mixture")
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

    java.ask("load", codes_file, 5000)
    ours_map, peer_map = os.path.join(TARGET, "ours.f32"), os.path.join(TARGET, "peer.f32")
    ours, peer, ours_judged, peer_judged = [], [], [], []
    for run in range(args.repeats):
        ours.append(java.ask("fit", 15, 100, 1000, "random", run, ours_map)["seconds"])
        ours_judged.append(java.ask("judge", 15, ours_map))
        if SKLEARN:
            seconds, (embedding, _) = sidebyside.timed(
                lambda: peer_fit(codes[:5000], 15, 100, "random", run))
            peer.append(seconds)
            embedding.astype("<f4").tofile(peer_map)
            peer_judged.append(java.ask("judge", 15, peer_map))
    mean = lambda judged, key: sum(j[key] for j in judged) / len(judged) if judged else None
    report.add("tsne-5000", ours, peer, peer_name, mean(ours_judged, "kl"), mean(peer_judged, "kl"),
               first_run_in_a_new_jvm=ours[0],
               **{key + "_" + side: mean(judged, key) for key in ("trustworthiness", "recall")
                  for side, judged in (("ours", ours_judged), ("peer", peer_judged))})

    sweep = java.ask("sweep", ",".join(map(str, PERPLEXITIES)), 100, 1000, "random", 0)
    peer, kls = [], []
    if SKLEARN:
        seconds, results = sidebyside.timed(
            lambda: [peer_fit(codes[:5000], p, 100, "random", 0) for p in PERPLEXITIES])
        peer, kls = [seconds], [kl for _, kl in results]
    report.add("tsne-sweep", [sweep["seconds"]], peer, peer_name,
               sum(sweep["kl"]) / 6, sum(kls) / 6 if kls else None,
               kl_ours=[round(kl, 4) for kl in sweep["kl"]], kl_peer=[round(float(kl), 4) for kl in kls])

    growth = {}
    for n in (5000, 10000, 20000, 40000, 60000):
        java.ask("load", codes_file, n)
        growth[n] = java.ask("fit", 30, "-", 1000, "pca", 0, "-")
    all_points = growth[60000]
    peer, kl = [], None
    if SKLEARN and args.peer_60000:
        seconds, (_, kl) = sidebyside.timed(lambda: peer_fit(codes, 30, "auto", "pca", 0))
        peer = [seconds]
    report.add("tsne-60000", [all_points["seconds"]], peer, peer_name if peer else None,
               all_points["kl"], kl,
               phases={k: all_points[k] for k in ("neighbours", "affinities", "optimisation")})
    for n, result in growth.items():
        print("    %6d points: %7.2f s, %.3f ms a point" % (n, result["seconds"], result["seconds"] / n * 1e3))
    report.add("tsne-growth", [growth[60000]["seconds"]],
               seconds={n: result["seconds"] for n, result in growth.items()})
    java.close()

    if args.million:
        large = sidebyside.Java("tsne/TsneBench.java", "-Xmx5g")
        large.ask("mixture", 1000000, 50)
        result = large.ask("fit", 15, "-", 1000, "pca", 0, "-")
        report.add("tsne-1000000", [result["seconds"]], ours_quality=result["kl"],
                   peak_mib=result["peak_mib"],
                   phases={k: result[k] for k in ("neighbours", "affinities", "optimisation")})
        large.close()


if __name__ == "__main__":
    main()
