"""The command that starts the kernel: made at the first start, and again when JAVA_HOME or the Java changes.

The file start.txt holds it, one argument a line, below three lines that tell for which Java it is. Beside it are the
JVM's flags and an archive of classes, which make the start quick. All of them are part of the wheel, empty at first, so
that pip removes them. In an environment that the user cannot write to, they are in the user's cache.
"""

import os
import sys

PACKAGE = os.path.dirname(os.path.abspath(__file__))
JARS = os.path.join(PACKAGE, "jars")
WINDOWS = os.name == "nt"
JAVA = "java.exe" if WINDOWS else "java"


def cache():
    """The folder for what cannot be beside this file."""
    home = os.path.expanduser("~")
    if WINDOWS:
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(base, "demitasse-kernel")


def folders():
    # One for each environment: named after its path.
    name = PACKAGE.strip(os.sep).replace(os.sep, "-").replace(":", "")
    return [os.path.join(PACKAGE, "made"), os.path.join(cache(), name)]


def java_on_path():
    for folder in os.get_exec_path():
        java = os.path.join(folder, JAVA)
        if os.access(java, os.X_OK) and os.path.isfile(java):
            return java
    return ""


def asked_for():
    """What decides which Java it is."""
    return "%s %s %s" % (PACKAGE, os.environ.get("JAVA_HOME", ""), java_on_path())


def state_of(home):
    """Changes when a Java is replaced by another in the same place."""
    try:
        return "%s %d" % (home, os.stat(os.path.join(home, "bin", JAVA)).st_mtime_ns)
    except OSError:
        return ""


def read(folder):
    """Returns the command in a folder; None where there is none that holds."""
    try:
        with open(os.path.join(folder, "start.txt"), encoding="utf-8") as file:
            lines = file.read().split("\n")
    except (OSError, ValueError):
        return None
    if len(lines) < 4 or lines[0] != asked_for():
        return None
    return lines[3:] if lines[1] == state_of(lines[2]) else None


def prepared():
    for folder in folders():
        command = read(folder)
        if command:
            return command
    return None


def prepare():
    """Finds a JDK, has it make what a quick start needs, and returns the command."""
    from demitasse_kernel import jdk

    home = jdk.find()
    for folder in folders():
        try:
            os.makedirs(folder, exist_ok=True)
            if os.access(folder, os.W_OK):
                return prepare_in(folder, home)
        except OSError as e:
            print("demitasse-kernel: %s" % e, file=sys.stderr)
    # Slower, but a kernel.
    return java(home) + ["-jar", kernel_jar()]


def prepare_in(folder, home):
    import subprocess

    with Lock(folder):
        command = read(folder)  # another kernel may have made it meanwhile
        if command:
            return command
        made = subprocess.run(
            java(home, "demitasse.kernel.install.InPlace", folder), stdout=subprocess.PIPE, encoding="utf-8")
        if made.returncode != 0:
            raise OSError("the start could not be prepared in " + folder)
        command = made.stdout.splitlines()
        unfinished = os.path.join(folder, "start.txt.%d" % os.getpid())
        with open(unfinished, "w", encoding="utf-8") as file:
            file.write("\n".join([asked_for(), state_of(home), home] + command))
        # Never written in place: an installer may have linked the file to others.
        os.replace(unfinished, os.path.join(folder, "start.txt"))
        return command


class Lock:
    """Lets one process at a time prepare in a folder, where the system has such a lock."""

    def __init__(self, folder):
        self.folder = folder

    def __enter__(self):
        try:
            import fcntl
        except ImportError:
            self.file = None
            return
        self.file = os.open(self.folder, os.O_RDONLY)
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *error):
        if self.file is not None:
            os.close(self.file)


def kernel_jar():
    [jar] = [name for name in os.listdir(JARS) if name.startswith("demitasse-kernel") and "renderers" not in name]
    return os.path.join(JARS, jar)


def take_all_names():
    """Lets Java take all names of files: in a C locale, as in most containers, it would take none with an umlaut.

    Python itself takes them there. Any other locale is the user's choice and stays.
    """
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "C")
    if locale in ("C", "POSIX"):
        os.environ["LC_ALL"] = "C.UTF-8"


def java(home, *arguments):
    """The command of a Java, for a program of the kernel's jars if there are arguments."""
    command = [os.path.join(home, "bin", JAVA)]
    if arguments:
        # Java 17 hands names on to the programs that it starts in this encoding, which an option of the user's may
        # have set to another than that of the names.
        encoding = "-Dfile.encoding=" + sys.getfilesystemencoding()
        command += [encoding, "-XX:TieredStopAtLevel=1", "-cp", os.path.join(JARS, "*")] + list(arguments)
    return command


def become(command, arguments):
    """Ends as another program, whose process is this one where the system can do that."""
    command = command + arguments
    if not WINDOWS:
        import signal

        # Python ignores it, and Java and what Java starts would inherit that.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.execv(command[0], command)
    import subprocess

    process = subprocess.Popen(command)
    while True:
        try:
            sys.exit(process.wait())
        except KeyboardInterrupt:
            pass  # of the console, which has told the kernel, too
