"""Writes the file that the library's test of safetensors reads, with Python's own library.

python3 reproduction/safetensors_fixture.py
needs numpy and safetensors
"""

from pathlib import Path

import numpy
from safetensors.numpy import save_file

FILE = (
    Path(__file__).resolve().parent.parent
    / "lib/learn/src/test/resources/demitasse/data/format/python.safetensors"
)


def main() -> None:
    FILE.parent.mkdir(parents=True, exist_ok=True)
    save_file(
        {
            "dense.weight": numpy.array([[0.1, -2.5, 3e38], [1e-45, 0.0, 7.0]], numpy.float32),
            "dense.bias": numpy.array([0.5, -65504.0, 6e-8], numpy.float16),
            "größe": numpy.array(42.0, numpy.float32),
            "empty": numpy.zeros((0, 5), numpy.float32),
        },
        FILE,
        metadata={"made by": 'Python\'s "safetensors" \\ — ☕'},
    )


if __name__ == "__main__":
    main()
