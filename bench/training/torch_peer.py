"""PyTorch's side of training.py: the chapters' models, one process for each setting.

    torch_peer.py [channels-last] [compiled]

Answers the commands of peer.py.
"""
import os
import re
import sys
import time

import numpy
import peer
import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
CHANNELS_LAST = "channels-last" in sys.argv
COMPILED = "compiled" in sys.argv


class ToShape(nn.Module):
    def __init__(self, *shape):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        return x.reshape(-1, *self.shape)


def dense():
    return nn.Sequential(nn.Linear(784, 784), nn.ReLU(), nn.Linear(784, 64), nn.ReLU(),
                         nn.Linear(64, 784), nn.Sigmoid())


def convolutional(activation):
    return nn.Sequential(
        nn.Conv2d(1, 32, 2, 2), activation(), nn.Conv2d(32, 64, 2, 2), activation(), nn.Flatten(),
        nn.Linear(3136, 64), activation(), nn.Linear(64, 3136), activation(), ToShape(64, 7, 7),
        nn.ConvTranspose2d(64, 32, 2, 2), activation(), nn.ConvTranspose2d(32, 1, 2, 2), nn.Sigmoid())


def mnist_cnn():
    return nn.Sequential(
        nn.Conv2d(1, 64, 3, padding=1), nn.ReLU(), nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 128, 3, padding=1), nn.ReLU(), nn.Conv2d(128, 256, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(9216, 512), nn.ReLU(), nn.Dropout(0.5), nn.Linear(512, 256), nn.ReLU(),
        nn.Dropout(0.5), nn.Linear(256, 10))


def cifar_cnn():
    def block(channels, filters):
        return [nn.Conv2d(channels, filters, 3), nn.ReLU(), nn.BatchNorm2d(filters, 1e-3, 0.01)]
    return nn.Sequential(
        *block(3, 32), *block(32, 32), nn.MaxPool2d(2), nn.Dropout(0.25),
        *block(32, 64), *block(64, 64), nn.MaxPool2d(2), nn.Dropout(0.25),
        nn.Flatten(), nn.Linear(1600, 512), nn.ReLU(), nn.Dropout(0.5), nn.Linear(512, 100))


class Bottleneck(nn.Module):
    def __init__(self, channels, filters, strides, projection):
        super().__init__()
        out = 4 * filters

        def normalized(inputs, outputs, kernel, stride):
            return [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2), nn.BatchNorm2d(outputs, 1.001e-5, 0.01)]
        self.main = nn.Sequential(
            *normalized(channels, filters, 1, strides), nn.ReLU(inplace=True),
            *normalized(filters, filters, 3, 1), nn.ReLU(inplace=True), *normalized(filters, out, 1, 1))
        self.shortcut = nn.Sequential(*normalized(channels, out, 1, strides)) if projection else nn.Identity()

    def forward(self, x):
        return F.relu(self.main(x) + self.shortcut(x), inplace=True)


def resnet50():
    layers = [nn.Conv2d(3, 64, 7, 2, 3), nn.BatchNorm2d(64, 1.001e-5, 0.01), nn.ReLU(inplace=True),
              nn.MaxPool2d(3, 2, 1)]
    channels = 64
    for filters, blocks, strides in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        for block in range(blocks):
            layers.append(Bottleneck(channels, filters, strides if block == 0 else 1, block == 0))
            channels = 4 * filters
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2048, 100))


class Halving(nn.Module):
    """The block of chapter 4's own network."""

    def __init__(self, channels, filters):
        super().__init__()

        def normalized(inputs, kernel, stride):
            return [nn.Conv2d(inputs, filters, kernel, stride, kernel // 2), nn.BatchNorm2d(filters, 1e-3, 0.01)]
        self.main = nn.Sequential(
            *normalized(channels, 3, 2), nn.ReLU(inplace=True), *normalized(filters, 3, 1))
        self.shortcut = nn.Sequential(*normalized(channels, 1, 2))

    def forward(self, x):
        return F.relu(self.main(x) + self.shortcut(x), inplace=True)


def small_resnet():
    return nn.Sequential(
        nn.Conv2d(3, 32, 3, padding=1), nn.BatchNorm2d(32, 1e-3, 0.01), nn.ReLU(inplace=True),
        Halving(32, 48), Halving(48, 96), Halving(96, 192),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(192, 100))


MODELS = {
    "dense": dense, "cnn-relu": lambda: convolutional(nn.ReLU), "cnn-elu": lambda: convolutional(nn.ELU),
    "mnist-cnn": mnist_cnn, "cifar-cnn": cifar_cnn, "resnet50-32": resnet50, "resnet50-224": resnet50,
    "small-resnet": small_resnet}


class Training:
    def __init__(self, name, batch, folder):
        torch.manual_seed(0)
        self.name, self.batch = name, batch
        self.autoencoder = name in ("dense", "cnn-relu", "cnn-elu")
        digits = self.autoencoder or name == "mnist-cnn"
        data = os.path.join(folder, "mnist" if digits else "cifar")
        shape = (-1, 784) if name == "dense" else (-1, 1, 28, 28) if digits else (-1, 3, 32, 32)
        self.images = torch.from_numpy(numpy.fromfile(data + ".u8", numpy.uint8).reshape(shape))
        self.labels = torch.from_numpy(numpy.fromfile(data + "-labels.u8", numpy.uint8).astype(numpy.int64))
        self.model = MODELS[name]().train()
        if CHANNELS_LAST:
            self.model = self.model.to(memory_format=torch.channels_last)
        self.optimizer = self.fused()
        if COMPILED:
            self.model = torch.compile(self.model)

    def fused(self):
        """The optimizers of the chapters, in one operation for all weights where the version has that."""
        weights = list(self.model.parameters())

        def optimizer(**how):
            if self.name in ("cifar-cnn", "small-resnet"):
                return torch.optim.SGD(weights, 0.01, 0.9, nesterov=True, **how)
            rate = 1e-4 if self.name.startswith("resnet") else 1e-3
            return torch.optim.Adam(weights, rate, eps=1e-7, **how)  # epsilon is Keras'
        try:
            return optimizer(fused=True)
        except (TypeError, RuntimeError):
            return optimizer()

    def inputs(self, indices):
        x = self.images[indices].float()
        if self.name != "resnet50-224":
            return x.div_(255)
        x = F.interpolate(x, (224, 224), mode="bilinear")
        return x.flip(1).sub_(torch.tensor([103.939, 116.779, 123.68]).view(3, 1, 1))

    def fit(self, steps):
        """One epoch over as many images as the steps take, in an order drawn anew."""
        start = time.perf_counter()
        order = torch.randperm(steps * self.batch)
        total = correct = 0.0
        for step in range(steps):
            indices = order[step * self.batch:(step + 1) * self.batch]
            x = self.inputs(indices)
            if CHANNELS_LAST and x.dim() == 4:
                x = x.to(memory_format=torch.channels_last)
            self.optimizer.zero_grad()
            y = self.model(x)
            if self.autoencoder:
                loss = F.mse_loss(y, x)
            else:
                labels = self.labels[indices]
                loss = F.cross_entropy(y, labels)
                correct += (y.argmax(1) == labels).float().mean().item()
            loss.backward()
            self.optimizer.step()
            total += loss.item()
        return {"seconds": time.perf_counter() - start, "loss": total / steps}


if __name__ == "__main__":
    blas = re.search(r"BLAS_INFO=(\w+)", torch.__config__.show())
    peer.answer_commands("%s, BLAS %s, %s" % (
        torch.__version__, blas[1] if blas else "not known", torch.backends.cpu.get_cpu_capability()), Training)
