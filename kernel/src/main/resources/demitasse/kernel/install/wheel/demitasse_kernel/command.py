"""The command demitasse-kernel: installs the kernel elsewhere than in the environment of this package."""

import os
import shutil
import subprocess
import sys

from demitasse_kernel import jdk, start

USAGE = """\
usage: demitasse-kernel install [--user | --sys-prefix | --prefix DIR] [option...]
       demitasse-kernel uninstall [--user | --sys-prefix | --prefix DIR]

Installs the Java kernel into a Jupyter, or removes it from there. The Jupyter of the environment that holds this
package has the kernel already.

  --user            for you, in whatever Jupyter you start (the default)
  --sys-prefix      into the active Python environment, or the machine's Jupyter
  --prefix DIR      into DIR/share/jupyter/kernels

  --classpath GLOB  jars that every notebook sees; may be given several times
  --display-name S  the name in Jupyter's menu (default: Java)
  --jvm-option S    one more option for the kernel's JVM; may be given several times"""
PLACES = ("--user", "--sys-prefix", "--prefix", "--dir")


def main():
    arguments = sys.argv[1:]
    if not arguments or arguments[0] not in ("install", "uninstall"):
        wanted = arguments in (["--help"], ["-h"])
        print(USAGE, file=sys.stdout if wanted else sys.stderr)
        sys.exit(0 if wanted else 2)
    start.take_all_names()
    action, arguments = arguments[0], arguments[1:]
    if not any(place in arguments for place in PLACES):
        arguments.insert(0, "--user")
    if own_environment(arguments):
        sys.exit("demitasse-kernel: the Jupyter of %s has the kernel already, through pip" % sys.prefix)
    if action == "uninstall":
        arguments.append("--remove")
        shutil.rmtree(start.cache(), ignore_errors=True)
    sys.exit(subprocess.call(start.java(jdk.find(), "demitasse.kernel.install.Install", *arguments)))


def own_environment(arguments):
    """Whether they mean the folder that pip has installed the kernelspec in, and would remove it from."""
    prefix = None
    if "--sys-prefix" in arguments:
        prefix = os.environ.get("VIRTUAL_ENV") or os.environ.get("CONDA_PREFIX")
    elif "--prefix" in arguments[:-1]:
        prefix = arguments[arguments.index("--prefix") + 1]
    return prefix is not None and os.path.realpath(prefix) == os.path.realpath(sys.prefix)
