"""The kernel's packages, as a user installs them: the wheel with pip into an environment, the zip file by its script.

DEMITASSE_TEST_WHEEL and DEMITASSE_TEST_ZIP name them.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
import zipfile

import jupyter_client

JAVA_HOME = os.environ["DEMITASSE_TEST_JAVA_HOME"]
MODULES = "java.base java.compiler jdk.compiler jdk.jshell"

# Starts the kernel that Jupyter finds in the environment; runs a cell, and stops another.
DRIVE = """
import json, os, threading
from jupyter_client.manager import KernelManager

km = KernelManager(kernel_name="java")
km.start_kernel()
kc = km.client()
kc.start_channels()
kc.wait_for_ready(timeout=120)

def run(code):
    outputs = []
    reply = kc.execute_interactive(code, timeout=60, output_hook=outputs.append)
    values = [m["content"]["data"]["text/plain"] for m in outputs if m["msg_type"] == "execute_result"]
    return reply["content"]["status"], values

done = [run("6 * 7"), run('System.getProperty("java.home")'), run('ProcessHandle.current().info().commandLine().get()')]
threading.Timer(1, km.interrupt_kernel).start()
done.append(run("while (true);"))
kc.stop_channels()
km.shutdown_kernel()
print(json.dumps(done))
"""


def files_below(folder):
    return sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names)


def java_that_says(folder, **facts):
    """Makes a home of Java, as far as its file of facts tells."""
    os.makedirs(os.path.join(folder, "bin"))
    java = os.path.join(folder, "bin", "java")
    with open(java, "w") as file:
        file.write("#!/bin/sh\nexit 1\n")
    os.chmod(java, 0o755)
    with open(os.path.join(folder, "release"), "w") as file:
        file.writelines('%s="%s"\n' % fact for fact in facts.items())
    return folder


class Wheel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Users' folders have spaces and umlauts in their names.
        cls.folder = tempfile.mkdtemp(prefix="demitasse päckages ")
        cls.venv = os.path.join(cls.folder, "venv")
        cls.python = os.path.join(cls.venv, "bin", "python")
        subprocess.run([sys.executable, "-m", "venv", cls.venv], check=True)
        # Jupyter's client is the one of the Python that runs this.
        site = cls.say([cls.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).strip()
        with open(os.path.join(site, "client.pth"), "w") as file:
            file.write(os.path.dirname(os.path.dirname(jupyter_client.__file__)))
        cls.before = files_below(cls.venv)
        cls.pip("install", "--no-index", os.environ["DEMITASSE_TEST_WHEEL"])

    @classmethod
    def environment(cls, **more):
        home = os.path.join(cls.folder, "home")
        names = ("JAVA_HOME", "VIRTUAL_ENV", "JUPYTER_PATH", "JUPYTER_DATA_DIR", "XDG_DATA_HOME", "XDG_CACHE_HOME")
        kept = {name: value for name, value in os.environ.items() if name not in names}
        return dict(kept, **{"HOME": home, "JAVA_HOME": JAVA_HOME, "DEMITASSE_HISTORY": "", **more})

    @classmethod
    def say(cls, command, **environment):
        done = subprocess.run(command, env=cls.environment(**environment), stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise AssertionError("%s: exit status %d" % (command, done.returncode))
        return done.stdout

    @classmethod
    def pip(cls, *arguments):
        cls.say([cls.python, "-m", "pip", "--disable-pip-version-check", "-q"] + list(arguments))

    def drive(self, **environment):
        done = json.loads(self.say([self.python, "-c", DRIVE], **environment))
        self.assertEqual(["ok", ["42"]], done[0])
        self.assertEqual("error", done[3][0])
        self.assertEqual(os.path.realpath(JAVA_HOME), os.path.realpath(done[1][1][0]))
        return done[2][1][0]

    def made(self):
        return os.path.join(os.path.dirname(self.say(
            [self.python, "-c", "import demitasse_kernel; print(demitasse_kernel.__file__)"])), "made")

    def test_1_jupyter_starts_it_and_a_second_time_from_its_archive(self):
        # Not every Java prints UTF-8 by itself, or hands names on in it.
        other = "-Dfile.encoding=ISO-8859-1 -Dstdout.encoding=ISO-8859-1"
        self.drive(LC_ALL="C", JDK_JAVA_OPTIONS=other)
        self.assertRegex(self.drive(LC_ALL="C"), "-XX:(SharedArchiveFile|AOTCache)=" + self.made())

    def test_2_where_the_environment_cannot_be_written(self):
        made, aside = self.made(), self.made() + ".aside"
        os.rename(made, aside)
        self.addCleanup(os.rename, aside, made)
        with open(made, "w"):
            self.addCleanup(os.remove, made)
        cache = os.path.join(self.folder, "cäche")
        self.assertRegex(self.drive(XDG_CACHE_HOME=cache), "-XX:(SharedArchiveFile|AOTCache)=" + cache)
        self.assertNotIn("-XX:", self.drive(XDG_CACHE_HOME=made))  # nor that

    def test_3_the_command_installs_elsewhere_and_removes_it(self):
        command = os.path.join(self.venv, "bin", "demitasse-kernel")
        prefix = os.path.join(self.folder, "elsewhere")
        kernels = os.path.join(prefix, "share", "jupyter", "kernels")
        self.say([command, "install", "--prefix", prefix, "--no-archive"])
        with open(os.path.join(kernels, "java", "kernel.json")) as file:
            argv = json.load(file)["argv"]
        self.assertFalse(any(self.venv in word for word in argv), argv)
        self.assertTrue(any(os.path.join(JAVA_HOME, "bin", "java") in word for word in argv), argv)
        self.say([command, "uninstall", "--prefix", prefix])
        self.assertEqual([], os.listdir(kernels))
        os.makedirs(os.path.join(kernels, "java"))
        with open(os.path.join(kernels, "java", "kernel.json"), "w") as file:
            file.write("{}")
        for arguments, said in (
            (["uninstall", "--prefix", prefix], "holds another kernel"),
            (["uninstall", "--prefix", self.folder], "there is none in"),
            (["install", "--prefix", self.venv], "has the kernel already"),
            (["instal"], "usage: demitasse-kernel install"),
        ):
            with self.subTest(arguments=arguments):
                done = subprocess.run([command] + arguments, env=self.environment(), capture_output=True, text=True)
                self.assertNotEqual(0, done.returncode)
                self.assertIn(said, done.stderr)

    def find(self, homes, **environment):
        program = "from demitasse_kernel import jdk\njdk.usual_places = lambda: %r\nprint(jdk.find())" % homes
        return subprocess.run(
            [self.python, "-c", program], env=self.environment(PATH=self.folder, **environment),
            capture_output=True, text=True)

    def test_4_which_java_it_takes(self):
        folder = tempfile.mkdtemp(dir=self.folder)
        old = java_that_says(os.path.join(folder, "old"), JAVA_VERSION="11.0.2", MODULES=MODULES)
        eight = java_that_says(os.path.join(folder, "eight"), JAVA_VERSION="1.8.0_392")
        jre = java_that_says(os.path.join(folder, "jre"), JAVA_VERSION="17.0.9", MODULES="java.base java.desktop")
        newer = java_that_says(os.path.join(folder, "newer"), JAVA_VERSION="25", MODULES=MODULES)
        jdk = java_that_says(os.path.join(folder, "jdk"), JAVA_VERSION="21-ea", MODULES=MODULES)
        silent = java_that_says(os.path.join(folder, "silent"))
        missing = os.path.join(folder, "missing")
        self.assertEqual(newer, self.find([jdk], JAVA_HOME=newer).stdout.strip())
        self.assertEqual(jdk, self.find([newer, old, jdk], JAVA_HOME=old).stdout.strip())
        self.assertEqual(JAVA_HOME, self.find([old, JAVA_HOME, silent], JAVA_HOME="").stdout.strip())
        for home, said in (
            (old, old + " is Java 11; "),
            (eight, eight + " is Java 8; "),
            (jre, jre + " is Java 17 without the modules of a JDK; "),
            (silent, silent + " is a Java that does not run; "),
            (missing, missing + " holds no Java; "),
            ("", "no Java was found; "),
        ):
            with self.subTest(home=home):
                done = self.find([], JAVA_HOME=home)
                self.assertEqual(1, done.returncode)
                self.assertIn("demitasse-kernel: " + said, done.stderr)
                self.assertEqual(1, len(done.stderr.splitlines()), done.stderr)

    def test_5_pip_leaves_nothing(self):
        self.pip("uninstall", "-y", "demitasse-kernel")
        left = set(files_below(self.venv)) - set(self.before)
        self.assertEqual([], sorted(file for file in left if "__pycache__" not in file or "demitasse" in file))
        self.assertFalse(os.path.exists(os.path.join(self.venv, "share", "jupyter", "kernels", "java")))


class Zip(unittest.TestCase):
    def test_its_script(self):
        folder = tempfile.mkdtemp(prefix="demitasse päckages ")
        with zipfile.ZipFile(os.environ["DEMITASSE_TEST_ZIP"]) as file:
            file.extractall(folder)
        [top] = os.listdir(folder)
        script = ["sh", os.path.join(folder, top, "install")]
        old = os.path.join(folder, "old")
        java = java_that_says(old, JAVA_VERSION="11")
        environment = dict(
            os.environ, HOME=folder, LC_ALL="C", JUPYTER_DATA_DIR=os.path.join(folder, "data"), JAVA_HOME=java,
            PATH=os.path.join(JAVA_HOME, "bin") + os.pathsep + os.environ["PATH"])
        spec = os.path.join(folder, "data", "kernels", "java", "kernel.json")
        # The old Java is passed over; without arguments it is for the user.
        subprocess.run(script, env=environment, check=True, stdout=subprocess.DEVNULL)
        with open(spec) as file:
            argv = json.load(file)["argv"]
        usage = subprocess.run(argv[:-1], env=environment, capture_output=True, text=True)
        self.assertIn("CONNECTION_FILE", usage.stderr)
        subprocess.run(script + ["--user", "--remove"], env=environment, check=True, stdout=subprocess.DEVNULL)
        self.assertFalse(os.path.exists(os.path.dirname(spec)))
        # Where nobody has set JAVA_HOME, the one on the path goes before that of the system.
        told, first = os.path.join(folder, "told"), os.path.join(folder, "first")
        os.makedirs(first)
        with open(os.path.join(first, "java"), "w") as file:
            file.write('#!/bin/sh\necho "$*" >>"%s"\nexec "%s/bin/java" "$@"\n' % (told, JAVA_HOME))
        os.chmod(os.path.join(first, "java"), 0o755)
        del environment["JAVA_HOME"]
        environment["PATH"] = first + os.pathsep + os.environ["PATH"]
        asked = subprocess.run(script + ["--help"], env=environment, check=True, capture_output=True, text=True)
        self.assertTrue(asked.stdout.startswith("usage: "), asked)
        with open(told) as file:
            self.assertIn("demitasse.kernel.install.Install --help", file.read())
