"""A network of PyTorch's that has the layers of ours, for the tests of weights that go both ways. Needs torch and
safetensors.

    python3 pytorch_sequential.py write ../resources/demitasse/model/pytorch-sequential

writes its state_dict into .safetensors, and inputs and outputs into .csv, one row each in turn.

    python3 pytorch_sequential.py check FILE.safetensors FILE.csv

loads what Demitasse has saved of the same network, and compares with its outputs.
"""

import sys

import numpy
import torch
from safetensors.torch import load_file, save_file
from torch import nn


def network():
    return nn.Sequential(
        nn.Conv2d(2, 3, 3, stride=2, padding=1),
        nn.BatchNorm2d(3, eps=1e-3),
        nn.ELU(),
        nn.ConvTranspose2d(3, 4, 3, stride=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(4, 5, 2),
        nn.Sigmoid(),
        nn.Flatten(),
        nn.Linear(5 * 3 * 3, 6),
        nn.Tanh(),
        nn.Linear(6, 3),
        nn.Softmax(1),
    ).eval()


# What Demitasse calls the modules with weights.
LAYERS = {0: "conv2d", 1: "batch_normalization", 3: "conv2d_transpose", 6: "conv2d_1", 9: "dense", 11: "dense_1"}
NORMALIZATION = {"weight": "gamma", "bias": "beta", "running_mean": "movingMean", "running_var": "movingVariance"}


def write(target):
    torch.manual_seed(1)
    model = network()
    for name, value in model.state_dict().items():
        if value.is_floating_point():
            value.copy_(torch.rand_like(value) + 0.3 if "var" in name else torch.randn_like(value) * 0.5)
    save_file(model.state_dict(), target + ".safetensors")
    inputs = torch.randn(3, 2, 8, 8)
    with torch.no_grad():
        outputs = model(inputs)
    with open(target + ".csv", "w") as file:
        for row, output in zip(inputs, outputs):
            print(",".join(f"{v:.9g}" for v in row.flatten()), file=file)
            print(",".join(f"{v:.9g}" for v in output), file=file)


def check(weights, rows):
    model = network()
    ours = load_file(weights)
    state = model.state_dict()
    for number, layer in LAYERS.items():
        for name in [key.split(".")[1] for key in state if key.startswith(f"{number}.")]:
            if name != "num_batches_tracked":
                value = ours[f"{layer}.{NORMALIZATION[name] if number == 1 else name}"]
                turned = value.permute(3, 0, 1, 2) if number == 3 and name == "weight" else value
                state[f"{number}.{name}"] = turned
    model.load_state_dict(state)
    table = [numpy.array(line.split(","), numpy.float32) for line in open(rows)]
    inputs = torch.tensor(numpy.stack(table[::2])).reshape(-1, 2, 8, 8)
    with torch.no_grad():
        difference = (model(inputs) - torch.tensor(numpy.stack(table[1::2]))).abs().max().item()
    print(f"largest difference: {difference:.1e}")
    sys.exit(difference > 1e-5)


{"write": write, "check": check}[sys.argv[1]](*sys.argv[2:])
