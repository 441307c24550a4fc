#!/usr/bin/env python3
"""Images encoded and clustered on Spark, beside the same in one process.

    bench/spark.py [--cases mnist,generated] [--images N] [--executors 1,2] [--restarts N]
                   [--iterations N] [--repeats N] [--sample N] [--resume]

    mnist      the training images of MNIST, 60,000 or as many as --images says if that is less
    generated  1,000,000 generated digits, or as many as --images says

Both sides draw or load the images themselves, pass them through the encoder of chapter 7 with the weights that
come with the course, and find 10 clusters, in --iterations rounds of k-means at most. Ours is one process that has
as many cores as Spark has executors and keeps the vectors in memory; Spark's executors write them to Parquet files
and read these. On Spark, MLlib clusters all vectors, and our k-means a sample; executors get the memory that the
vectors need. Each run has processes of its own. Their memory is the largest sum of their proportional set sizes
(PSS), and their processor time is added up, both looked at twice a second.

Each run is kept in target/bench/spark; with --resume, those that are there are not measured again.
"""
import argparse
import glob
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import threading

import sidebyside

TARGET = os.path.join(sidebyside.ROOT, "target/bench/spark")
MNIST = 60_000
MILLION = 1_000_000
LOOK_SECONDS = 0.5
# What Kryo looks into in the driver. A notebook's kernel opens the same.
OPENED = ["--add-opens=java.base/%s=ALL-UNNAMED" % package
          for package in ("java.lang.invoke", "java.nio", "java.util")]
# Spark brings a logger of its own; one is enough, and without a word about it.
SILENT = ["-Dslf4j.provider=org.slf4j.nop.NOPServiceProvider", "-Dslf4j.internal.verbosity=WARN"]
PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:%s:build-classpath"
PROJECT = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bench</groupId><artifactId>spark</artifactId><version>1</version>
  <dependencies>%s</dependencies>
</project>
"""
DEPENDENCY = "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", default="mnist,generated")
    parser.add_argument("--images", type=int)
    parser.add_argument("--executors", default="1,2")
    parser.add_argument("--restarts", type=int, default=1)
    parser.add_argument("--iterations", type=int, default=20)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--sample", type=int, default=10_000)
    parser.add_argument("--resume", action="store_true")
    args = parser.parse_args()
    os.makedirs(TARGET, exist_ok=True)
    path, spark = compiled()
    report = sidebyside.Report("spark")
    for case in args.cases.split(","):
        images = {"mnist": min(args.images or MNIST, MNIST), "generated": args.images or MILLION}[case]
        for executors in [int(word) for word in args.executors.split(",")]:
            pairs = [(kept(args, case, images, executors, run, "ours", path),
                      kept(args, case, images, executors, run, "spark", path)) for run in range(args.repeats)]
            add(report, "%s-%d" % (case, executors), images, executors, spark, pairs)


def compiled():
    """Returns the class path, with Spark and the benchmark's own class in it, and Spark's version."""
    told = subprocess.run([os.path.join(sidebyside.ROOT, "demitasse"), "spark"],
                          stdout=subprocess.PIPE, text=True, check=True).stdout
    libraries = [word.split(":") for word in re.search("%maven (.*)", told).group(1).split()]
    with open(os.path.join(sidebyside.ROOT, "pom.xml")) as text:
        plugin = PLUGIN % re.search("maven-dependency-plugin</artifactId>\\s*<version>(.*)<", text.read()).group(1)
    project = os.path.join(TARGET, "pom.xml")
    with open(project, "w") as out:
        out.write(PROJECT % "".join(DEPENDENCY % tuple(library) for library in libraries))
    jars = os.path.join(TARGET, "class-path")
    offline = ["-o"] if os.environ.get("DEMITASSE_OFFLINE") == "true" else []
    subprocess.run(["mvn", "-q", *offline, "-f", project, plugin, "-Dmdep.outputFile=" + jars], check=True)
    classes = os.path.join(TARGET, "classes")
    with open(jars) as text:
        path = os.pathsep.join([classes, sidebyside.class_path(),
                                os.path.join(sidebyside.ROOT, ".demitasse/spark/*"), text.read()])
    source = os.path.join(sidebyside.ROOT, "bench/spark")
    # Its class must be in a file, for the executors; sources beside the libraries are not to be compiled.
    if subprocess.run([sidebyside.jdk("javac"), "-proc:none", "-d", classes, "-cp", path, "-sourcepath", source,
                       os.path.join(source, "SparkBench.java")]).returncode:
        sys.exit("the benchmark does not compile")
    return path, "Spark " + libraries[-1][2]


def kept(args, case, images, executors, run, side, path):
    """Returns what a run found, from the file of a former one if these are to count."""
    name = "%s-%d-%d-%d-%d-%d-%d-%s.json" % (
        case, images, executors, args.restarts, args.iterations, args.sample, run, side)
    file = os.path.join(TARGET, name)
    if args.resume and os.path.exists(file):
        with open(file) as text:
            return json.load(text)
    print("measuring %s: %s images, %d core%s" % (
        side, format(images, ","), executors, "s" if executors > 1 else ""), file=sys.stderr, flush=True)
    found = (ours if side == "ours" else on_spark)(args, case, images, executors, path)
    with open(file + ".part", "w") as out:
        json.dump(found, out)
    os.replace(file + ".part", file)
    return found


def ours(args, case, images, cores, path):
    mine = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(mine)[:cores])
    try:
        java = sidebyside.Java("SparkBench", *SILENT, path=path)
    finally:
        os.sched_setaffinity(0, mine)
    with Watch(java.process.pid) as watch:
        found = {"encode": java.ask("encode", case, images),
                 "cluster": java.ask("cluster", args.restarts, args.iterations)}
    java.close()
    return {**found, **watch.figures()}


def on_spark(args, case, images, executors, path):
    parquet = os.path.join(TARGET, "vectors")
    # MLlib keeps the vectors as doubles, in 0.6 of the heap.
    memory = "-Dspark.executor.memory=%dm" % (512 + images // executors // 1000)
    java = sidebyside.Java("SparkBench", memory, *SILENT, *OPENED, path=path)
    with Watch(java.process.pid) as watch:
        found = {"start": java.ask("spark-start", executors),
                 "encode": java.ask("spark-encode", case, images, parquet),
                 "cluster": java.ask("spark-cluster", args.restarts, args.iterations),
                 "sample": java.ask("spark-sample", args.restarts, args.iterations, args.sample)}
    java.close()
    shutil.rmtree(parquet)
    return {**found, **watch.figures()}


class Watch:
    """Looks at a process and all below it, again and again."""

    def __init__(self, pid):
        self.pid, self.peak, self.largest, self.ticks = pid, 0, 0, {}
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.look)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.over.set()
        self.thread.join()

    def look(self):
        while not self.over.wait(LOOK_SECONDS):
            processes = tree(self.pid)
            self.largest = max(self.largest, len(processes))
            self.peak = max(self.peak, sum(pss(process) for process in processes))
            for process in processes:
                self.ticks[process] = max(ticks(process), self.ticks.get(process, 0))

    def figures(self):
        return {"peak_mib": round(self.peak / 1024), "processes": self.largest,
                "processor_seconds": round(sum(self.ticks.values()) / os.sysconf("SC_CLK_TCK"), 1)}


def tree(pid):
    below = [pid]
    for process in below:
        for children in glob.glob("/proc/%d/task/*/children" % process):
            below += [int(word) for word in read(children).split()]
    return below


def pss(pid):
    found = re.search("^Pss: *([0-9]+)", read("/proc/%d/smaps_rollup" % pid), re.MULTILINE)
    return int(found.group(1)) if found else 0


def ticks(pid):
    fields = read("/proc/%d/stat" % pid).rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12]) if fields else 0


def read(file):
    """Returns a file of the system's; nothing if the process has ended."""
    try:
        with open(file) as text:
            return text.read()
    except OSError:
        return ""


def add(report, name, images, executors, spark, pairs):
    peer = "%s, %d executor%s" % (spark, executors, "s" if executors > 1 else "")

    def both(*keys):
        return [[sum(side[key]["seconds"] for key in keys if key in side) for side in sides]
                for sides in zip(*pairs)]

    def middle(side, key, figure=None):
        values = [pair[side][key] if figure is None else pair[side][key][figure] for pair in pairs]
        return round(statistics.median(values), 4)

    encode = both("encode")
    report.add(name + "-encode", *encode, peer, images_per_second=[
        round(images / statistics.median(seconds)) for seconds in encode])
    report.add(name + "-kmeans", *both("cluster"), peer, middle(0, "cluster", "inertia"),
               middle(1, "cluster", "inertia"), purity=[middle(0, "cluster", "purity"), middle(1, "cluster", "purity")])
    report.add(name + "-sample", [pair[0]["cluster"]["seconds"] for pair in pairs],
               [pair[1]["sample"]["seconds"] for pair in pairs], peer, middle(0, "cluster", "inertia"),
               middle(1, "sample", "inertia"), purity=[middle(0, "cluster", "purity"), middle(1, "sample", "purity")])
    report.add(name + "-whole", *both("start", "encode", "cluster"), peer,
               start_of_spark_seconds=middle(1, "start", "seconds"),
               peak_mib=[middle(0, "peak_mib"), middle(1, "peak_mib")],
               processes=middle(1, "processes"),
               processor_seconds=[middle(0, "processor_seconds"), middle(1, "processor_seconds")])


if __name__ == "__main__":
    main()
