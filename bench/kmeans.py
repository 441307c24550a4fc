#!/usr/bin/env python3
"""k-means beside scikit-learn's: 60,000 codes of 64 dimensions, 10 clusters, 10 restarts.

    bench/kmeans.py [--repeats N] [--codes FILE]

The codes are those of tsne.py. Both sides run in turn; quality is the inertia. Tribuo's own trainer
stands in a row of its own, for a single start.
"""
import argparse

import sidebyside
from tsne import SKLEARN, find_codes


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--codes")
    args = parser.parse_args()
    codes_file, origin = find_codes(args.codes)
    print("codes:", origin)
    java = sidebyside.Java("kmeans/KMeansBench.java")
    java.ask("load", codes_file)
    peer_name = None
    if SKLEARN:
        import numpy
        import sklearn
        from sklearn.cluster import KMeans
        peer_name = "scikit-learn " + sklearn.__version__
        codes = numpy.fromfile(codes_file, "<f4").reshape(-1, 64)
        print("peer: %s, numpy %s, BLAS %s" % (peer_name, numpy.__version__, sidebyside.blas()))
    report = sidebyside.Report("kmeans")
    ours, peer, tribuo, inertia, peer_inertia = [], [], [], [], []
    for run in range(args.repeats):
        answer = java.ask("fit", 10, 10, run)
        ours.append(answer["seconds"])
        inertia.append(answer["inertia"])
        if SKLEARN:
            seconds, model = sidebyside.timed(
                lambda: KMeans(n_clusters=10, n_init=10, random_state=run).fit(codes))
            peer.append(seconds)
            peer_inertia.append(float(model.inertia_))
        if run < 2:
            tribuo.append(java.ask("tribuo", 10, run)["seconds"])
    report.add("kmeans-10-restarts", ours, peer, peer_name,
               min(inertia), min(peer_inertia) if peer_inertia else None,
               best_inertia_over_peer=min(inertia) / min(peer_inertia) if peer_inertia else None,
               first_run_in_a_new_jvm=ours[0], first_run_of_the_peer=peer[0] if peer else None)
    single = [java.ask("fit", 10, 1, run)["seconds"] for run in range(args.repeats)]
    report.add("kmeans-1-start", single, tribuo, "Tribuo 4.3.2")
    java.close()


if __name__ == "__main__":
    main()
