"""Makes src/test/resources/demitasse/onnx/pytorch-digits.onnx: a small classifier of MNIST that PyTorch has
trained and exported, so that the tests have a model of somebody else's. Needs torch and onnx, and the data set:

    python3 pytorch_digits.py FOLDER_OF_MNIST pytorch-digits.onnx
"""

import gzip
import pathlib
import sys

import numpy
import torch
from torch import nn


def read(folder, name, skip):
    return numpy.frombuffer(gzip.open(folder / name).read(), numpy.uint8, offset=skip)


def main(folder, target):
    torch.manual_seed(0)
    folder = pathlib.Path(folder)
    images = torch.tensor(read(folder, "train-images-idx3-ubyte.gz", 16).reshape(-1, 1, 28, 28) / 255.0).float()
    labels = torch.tensor(read(folder, "train-labels-idx1-ubyte.gz", 8).astype(numpy.int64))
    model = nn.Sequential(
        nn.Conv2d(1, 8, 3, stride=2, padding=1),
        nn.BatchNorm2d(8),
        nn.GELU(),
        nn.Conv2d(8, 16, 3, stride=2, padding=1),
        nn.LeakyReLU(0.1),
        nn.AvgPool2d(3, stride=2),
        nn.Flatten(),
        nn.Linear(16 * 3 * 3, 10),
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(2):
        for batch in torch.randperm(len(images)).split(100):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(images[batch]), labels[batch]).backward()
            optimizer.step()
    model.eval()
    torch.onnx.export(
        model, (images[:2],), target, dynamo=False, opset_version=20, input_names=["pixels"],
        output_names=["scores"], dynamic_axes={"pixels": {0: "n"}, "scores": {0: "n"}})
    right = (model(images[:10000]).argmax(1) == labels[:10000]).float().mean()
    print(f"right of the first 10,000 training images: {right:.4f}")


main(*sys.argv[1:])
