#!/usr/bin/env python3
"""Trains the lessons' networks in this year's Keras with the lessons' own settings, for REPRODUCTION.md.

    bench/training/reproduction.py [--networks NAME,…] [--seeds 0,1,2]

Keras' column tells whether a lesson's number comes from its settings or from luck. Each run appends a line for each
metric to reproduction/keras.csv. A run that is there already is left out, so a stopped script continues where it
was. It needs the real MNIST in DEMITASSE_DATA, and takes two quiet cores one to two minutes
for an autoencoder and half an hour for the classifier, for each seed.
"""
import argparse
import csv
import gzip
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import sidebyside

FILE = os.path.join(sidebyside.ROOT, "reproduction/keras.csv")
COLUMNS = ["chapter", "metric", "seed", "value", "epochs", "keras", "tensorflow"]
# Of each network: its chapter, the epochs and the batch size of the lesson. The lessons train on all 60,000 images.
NETWORKS = {"dense": ("05-dense-autoencoder", 10, 256), "cnn-relu": ("06-cnn-autoencoder", 10, 256),
            "cnn-elu": ("07-elu-autoencoder", 10, 256), "mnist-cnn": ("02-digit-classifier", 10, 100)}


def read(name, header):
    import numpy
    path = os.path.join(os.environ["DEMITASSE_DATA"], "mnist", name + ".gz")
    with gzip.open(path) as file:
        return numpy.frombuffer(file.read(), numpy.uint8, offset=header)


def metrics(name, seed):
    """Returns the chapter's metrics, measured after the last epoch as the lesson does, and the epochs."""
    import keras
    import keras_models
    chapter, epochs, batch = NETWORKS[name]
    keras.utils.clear_session()
    keras.utils.set_random_seed(seed)
    model = keras_models.make(name)
    shape = (-1,) + model.input_shape[1:]
    train, test = (read(part + "-images-idx3-ubyte", 16).reshape(shape) / 255.0 for part in ("train", "t10k"))
    if keras_models.is_autoencoder(name):
        keras_models.compiled(model, name)
        history = model.fit(train, train, batch_size=batch, epochs=epochs, verbose=2)
        return {"parameters": model.count_params(), "training MSE": history.history["loss"][-1],
                "test MSE": model.evaluate(test, test, verbose=0)}
    keras_models.compiled(model, name, metrics=["accuracy"])
    labels, held_out = (read(part + "-labels-idx1-ubyte", 8) for part in ("train", "t10k"))
    history = model.fit(train, labels, batch_size=batch, epochs=epochs, verbose=2)
    loss, accuracy = model.evaluate(test, held_out, verbose=0)
    return {"parameters MNIST": model.count_params(), "training accuracy MNIST": history.history["accuracy"][-1],
            "test accuracy MNIST": accuracy, "test loss MNIST": loss}


def known():
    if not os.path.exists(FILE):
        with open(FILE, "w", newline="") as out:
            csv.writer(out, lineterminator="\n").writerow(COLUMNS)
    with open(FILE, newline="") as lines:
        return {(row["chapter"], int(row["seed"])) for row in csv.DictReader(lines)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--networks", default=",".join(NETWORKS))
    parser.add_argument("--seeds", default="0,1,2")
    args = parser.parse_args()
    names = args.networks.split(",")
    for name in names:
        if name not in NETWORKS:
            parser.error("there is no network '%s'; there are: %s" % (name, ", ".join(NETWORKS)))
    if not os.environ.get("DEMITASSE_DATA"):
        parser.error("DEMITASSE_DATA names no folder with the real MNIST")
    if not sidebyside.find_peer("keras", "keras", "tensorflow-cpu"):
        sys.exit("this needs Keras and TensorFlow")
    import keras
    import tensorflow
    done = known()
    for name in names:
        chapter, epochs, _ = NETWORKS[name]
        for seed in map(int, args.seeds.split(",")):
            if (chapter, seed) in done:
                continue
            values = metrics(name, seed)
            with open(FILE, "a", newline="") as out:
                for metric, value in values.items():
                    csv.writer(out, lineterminator="\n").writerow(
                        [chapter, metric, seed, "%.6g" % value if isinstance(value, float) else value, epochs,
                         keras.__version__, tensorflow.__version__])


if __name__ == "__main__":
    main()
