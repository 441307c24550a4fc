"""Notebooks as other kernels' users write them, executed from front to end as nbconvert does.

A cell's metadata may hold under `expect` what its outputs must contain.
"""

import glob
import os
import tempfile
import unittest

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from repository import Repository

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "notebooks")


class Notebooks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.repository = Repository()
        for name, version in (("notebooks", "1.0"), ("notebooks", "1.1"), ("more", "1.0")):
            cls.repository.publish(name, version)

    def run_notebook(self, path):
        specs = KernelSpecManager()
        specs.kernel_dirs = [os.environ["DEMITASSE_KERNELS"]]
        manager = AsyncKernelManager(kernel_name="java", kernel_spec_manager=specs)
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(
            notebook, km=manager, timeout=60, resources={"metadata": {"path": tempfile.mkdtemp(prefix="demitasse-run-")}}
        )
        client.execute(env=dict(os.environ, DEMITASSE_HISTORY="", **self.repository.env))
        for cell in notebook.cells:
            expected = cell.metadata.get("expect")
            if expected:
                with self.subTest(cell=cell.source):
                    self.assertIn(expected, text(cell.outputs))


def text(outputs):
    parts = []
    for output in outputs:
        parts += [output.text] if output.output_type == "stream" else output.get("data", {}).values()
    return "\n".join(parts)


def add(path):
    name = os.path.splitext(os.path.basename(path))[0].replace("-", "_")
    setattr(Notebooks, "test_" + name, lambda self: self.run_notebook(path))


for notebook in sorted(glob.glob(os.path.join(FOLDER, "*.ipynb"))):
    add(notebook)
