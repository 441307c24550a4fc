"""Starts the kernel. Jupyter runs `python -m demitasse_kernel CONNECTION_FILE` and waits: so no import that costs time."""

import os
import sys

from demitasse_kernel import start


def main(arguments):
    if len(arguments) != 1:
        sys.exit("usage: python -m demitasse_kernel CONNECTION_FILE; Jupyter starts it")
    start.take_all_names()
    start.become(start.prepared() or start.prepare(), arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
