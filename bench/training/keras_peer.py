"""Keras' side of training.py: the chapters' models, one process for each setting.

    keras_peer.py [xla]

Answers the commands of peer.py.
"""
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import keras_models
import numpy
import peer
import tensorflow

XLA = sys.argv[1:] == ["xla"]


class Training:
    def __init__(self, name, batch, folder):
        keras.utils.clear_session()
        keras.utils.set_random_seed(0)
        self.name, self.batch = name, batch
        self.model = keras_models.make(name)
        metrics = [] if keras_models.is_autoencoder(name) else ["accuracy"]
        keras_models.compiled(self.model, name, jit_compile=XLA, metrics=metrics)
        data = os.path.join(folder, "cifar" if self.model.input_shape[-1] == 3 else "mnist")
        self.images = numpy.fromfile(data + ".u8", numpy.uint8)
        self.labels = numpy.fromfile(data + "-labels.u8", numpy.uint8).astype(numpy.int64)
        self.inputs = None

    def prepared(self, count):
        """The first images as the model takes them, made once: Keras need not do it in each step, as ours does."""
        if self.inputs is not None and len(self.inputs) == count:
            return self.inputs
        digits = self.model.input_shape[-1] != 3
        shape = (-1, 28, 28, 1) if digits else (-1, 3, 32, 32)
        x = self.images.reshape(shape)[:count].astype(numpy.float32)
        x = x if digits else x.transpose(0, 2, 3, 1)
        if self.name == "resnet50-224":
            x = tensorflow.image.resize(x, (224, 224)).numpy()[..., ::-1] - [103.939, 116.779, 123.68]
        else:
            x /= 255
        self.inputs = x.reshape((count,) + self.model.input_shape[1:]).astype(numpy.float32)
        return self.inputs

    def fit(self, steps):
        count = steps * self.batch
        x = self.prepared(count)
        y = x if keras_models.is_autoencoder(self.name) else self.labels[:count]
        start = time.perf_counter()
        history = self.model.fit(x, y, batch_size=self.batch, verbose=0)
        return {"seconds": time.perf_counter() - start, "loss": history.history["loss"][0]}


if __name__ == "__main__":
    peer.answer_commands("%s, TensorFlow %s" % (keras.__version__, tensorflow.__version__), Training)
