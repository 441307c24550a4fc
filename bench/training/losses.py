#!/usr/bin/env python3
"""Has Keras train the chapters' models, for the test that compares ours with it (KerasLossesTest).

    bench/training/losses.py [--models NAME,…] [--single]

Fifty steps, each with all of sixteen images, from weights that this script and the test compute by the same formulas.
Keras computes with 64 bits, since in 32 its own rounding grows from step to step. The losses go to
lib/learn/src/test/resources/demitasse/model/keras-losses.csv, a column for each model. --single writes nothing: it
prints by how much the losses differ when Keras computes with 32 bits, by TensorFlow's operations and by XLA.
"""
import argparse
import csv
import os
import sys

import numpy

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import sidebyside

FILE = os.path.join(sidebyside.ROOT, "lib/learn/src/test/resources/demitasse/model/keras-losses.csv")
MODELS = ("dense", "cnn-relu", "cnn-elu", "mnist-cnn", "cifar-cnn", "small-resnet", "thin-resnet")
# Share of the chapters' learning rates, with which classifiers would know the images by heart after three steps.
SLOWER = {"mnist-cnn": 0.01, "cifar-cnn": 0.1, "small-resnet": 0.1, "thin-resnet": 0.1}
IMAGES = 16
STEPS = 50


def scattered(name, count):
    """Numbers in [-1, 1): SplitMix64 of the name's hash and the place."""
    seed = 0
    for letter in name:
        seed = (31 * seed + ord(letter)) % (1 << 32)
    with numpy.errstate(over="ignore"):
        z = (numpy.arange(1, count + 1, dtype=numpy.uint64) + numpy.uint64(seed << 32))
        z *= numpy.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z ^= z >> numpy.uint64(31)
    return (z >> numpy.uint64(40)) / 2.0 ** 23 - 1


def start(name, shape):
    """The first numbers of a weight, in the order of its shape in our library."""
    numbers = scattered(name, int(numpy.prod(shape)))
    if len(shape) > 1:
        numbers = numbers * numpy.sqrt(6.0 / (shape[0] + numpy.prod(shape[1:])))
    elif name.endswith("gamma"):
        numbers = 1 + 0.1 * numbers
    else:
        numbers = 0.1 * numbers
    return numbers.astype(numpy.float32).reshape(shape)


# Of each kind of layer: its weights that are learned, and which of Keras' axes is which of ours.
ARRAYS = {"Dense": {"kernel": ("weight", (1, 0)), "bias": ("bias", (0,))},
          "Conv2D": {"kernel": ("weight", (3, 2, 0, 1)), "bias": ("bias", (0,))},
          "Conv2DTranspose": {"kernel": ("weight", (2, 0, 1, 3)), "bias": ("bias", (0,))},
          "BatchNormalization": {"gamma": ("gamma", (0,)), "beta": ("beta", (0,))}}


def set_weights(model):
    for layer in model.layers:
        for array in layer.trainable_weights:
            name, axes = ARRAYS[type(layer).__name__][array.name]
            shape = [array.shape[axis] for axis in axes]
            numbers = start(layer.name + "." + name, shape)
            array.assign(numbers.transpose(numpy.argsort(axes)))


def digits():
    """Soft discs on black, as 256ths, in another place in each image; shape (n, 28, 28, 1)."""
    n, h, w = numpy.meshgrid(numpy.arange(IMAGES), numpy.arange(28), numpy.arange(28), indexing="ij")
    down, right = h - (6 + 5 * (n % 4)), w - (6 + 5 * (n // 4))
    return (numpy.maximum(0, 255 - (3 + n % 3) * (down * down + right * right)) / 256)[..., None]


def photos():
    """Stripes of many directions and widths, as 256ths; shape (n, 32, 32, 3)."""
    n, h, w, c = numpy.meshgrid(
        numpy.arange(IMAGES), numpy.arange(32), numpy.arange(32), numpy.arange(3), indexing="ij")
    return (h * (1 + n % 5) + w * (1 + n % 7) + 11 * c + 13 * n) % 31 * 8 / 256


def losses(name, bits=64, xla=False):
    import keras
    import keras_models
    keras.utils.clear_session()
    keras.config.set_floatx("float%d" % bits)
    options = {"dropout": keras_models.without_dropout} if name in ("mnist-cnn", "cifar-cnn") else {}
    model = keras_models.make(name, **options)
    set_weights(model)
    keras_models.compiled(model, name, jit_compile=xla)
    x = photos() if model.input_shape[-1] == 3 else digits()
    x = x.reshape((IMAGES,) + model.input_shape[1:])
    y = x if keras_models.is_autoencoder(name) else numpy.arange(IMAGES) % 10
    model.optimizer.learning_rate = SLOWER.get(name, 1) * float(model.optimizer.learning_rate)
    history = model.fit(x, y, batch_size=IMAGES, epochs=STEPS, shuffle=False, verbose=0)
    return history.history["loss"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", default=",".join(MODELS))
    parser.add_argument("--single", action="store_true")
    args = parser.parse_args()
    if not sidebyside.find_peer("keras", "keras", "tensorflow-cpu"):
        sys.exit("this needs Keras and TensorFlow")
    import keras
    columns = {name: losses(name) for name in args.models.split(",")}
    if args.single:
        for name, exact in columns.items():
            for xla in (False, True):
                column = losses(name, 32, xla)
                print(name, "XLA" if xla else "TensorFlow",
                      " ".join("%.0e" % abs(a / b - 1) for a, b in zip(column, exact)), flush=True)
        return
    os.makedirs(os.path.dirname(FILE), exist_ok=True)
    with open(FILE, "w", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(columns)
        for row in zip(*columns.values()):
            table.writerow("%.9g" % loss for loss in row)
    print("Keras %s wrote %s" % (keras.__version__, os.path.relpath(FILE)))


if __name__ == "__main__":
    main()
