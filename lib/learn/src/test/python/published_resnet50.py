"""Writes what the tests compare ResNet50's published layouts with: names and shapes of all weights, and what the
network returns with weights and images that a formula makes. Needs torch, or keras with any back end:

    python3 published_resnet50.py torch ../resources/demitasse/model/resnet50-torchvision.txt
    python3 published_resnet50.py keras ../resources/demitasse/model/resnet50-keras.txt

A line of the file is an array: its name, its shape, an offset and a scale. Number i of it is
offset + scale * (((crc32(name) + i * 2654435761) mod 2^32) / 2^32 - 0.5). The last lines are the outputs for the
images, which are the array "input" of shape (2, 3, 32, 32).
"""

import math
import sys
import zlib

import numpy

CLASSES = 10


def numbers(name, shape, offset, scale):
    i = numpy.arange(math.prod(shape), dtype=numpy.uint64)
    u = ((zlib.crc32(name.encode()) + i * numpy.uint64(2654435761)) % 2**32).astype(numpy.float64) / 2**32 - 0.5
    return (offset + scale * u).astype(numpy.float32).reshape(shape)


def range_of(name, shape):
    """Offset and scale that keep the signal in bounds."""
    if len(shape) > 1:
        inputs = math.prod(shape[1:]) if "weight" in name else math.prod(shape[:-1])
        return 0.0, math.sqrt(20 / inputs)
    if "var" in name:
        return 1.0, 0.5
    if "gamma" in name or ("weight" in name and ("bn" in name or "downsample" in name)):
        return 0.6, 0.4
    return 0.0, 0.2


def torch_network():
    from torch import nn

    class Bottleneck(nn.Module):
        def __init__(self, inputs, width, stride, projects):
            super().__init__()
            self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
            self.bn1 = nn.BatchNorm2d(width)
            self.conv2 = nn.Conv2d(width, width, 3, stride, 1, bias=False)
            self.bn2 = nn.BatchNorm2d(width)
            self.conv3 = nn.Conv2d(width, 4 * width, 1, bias=False)
            self.bn3 = nn.BatchNorm2d(4 * width)
            self.relu = nn.ReLU()
            self.downsample = (
                nn.Sequential(nn.Conv2d(inputs, 4 * width, 1, stride, bias=False), nn.BatchNorm2d(4 * width))
                if projects
                else None
            )

        def forward(self, x):
            y = self.relu(self.bn1(self.conv1(x)))
            y = self.relu(self.bn2(self.conv2(y)))
            y = self.bn3(self.conv3(y))
            return self.relu(y + (x if self.downsample is None else self.downsample(x)))

    class ResNet50(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
            self.bn1 = nn.BatchNorm2d(64)
            inputs = 64
            for stage, blocks in enumerate((3, 4, 6, 3)):
                width = 64 << stage
                layer = []
                for block in range(blocks):
                    layer.append(Bottleneck(inputs, width, 2 if stage and not block else 1, not block))
                    inputs = 4 * width
                setattr(self, f"layer{stage + 1}", nn.Sequential(*layer))
            self.fc = nn.Linear(2048, CLASSES)

        def forward(self, x):
            x = nn.functional.max_pool2d(nn.functional.relu(self.bn1(self.conv1(x))), 3, 2, 1)
            x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
            return nn.functional.softmax(self.fc(x.mean((2, 3))), 1)

    return ResNet50()


def with_torch(lines, images):
    import torch

    network = torch_network().eval()
    state = network.state_dict()
    for name, value in state.items():
        if not name.endswith("num_batches_tracked"):
            offset, scale = range_of(name, value.shape)
            lines.append((name, tuple(value.shape), offset, scale))
            state[name] = torch.tensor(numbers(*lines[-1]))
    network.load_state_dict(state)
    with torch.no_grad():
        return network(torch.tensor(images)).numpy()


def with_keras(lines, images):
    import keras

    network = keras.applications.ResNet50(weights=None, input_shape=(32, 32, 3), classes=CLASSES)
    for layer in network.layers:
        for weight in layer.weights:
            name = f"{layer.name}/{weight.name}"
            offset, scale = range_of(name, weight.shape)
            lines.append((name, tuple(weight.shape), offset, scale))
            weight.assign(numbers(*lines[-1]))
    return keras.ops.convert_to_numpy(network(images.transpose(0, 2, 3, 1), training=False))


def main(library, target):
    lines = []
    images = numbers("input", (2, 3, 32, 32), 0.0, 2.0)
    outputs = (with_torch if library == "torch" else with_keras)(lines, images)
    with open(target, "w") as file:
        for name, shape, offset, scale in lines:
            print(name, ",".join(map(str, shape)), offset, scale, file=file)
        for row in outputs:
            print("output", *(f"{value:.9g}" for value in row), file=file)
    print(outputs)


main(*sys.argv[1:])
