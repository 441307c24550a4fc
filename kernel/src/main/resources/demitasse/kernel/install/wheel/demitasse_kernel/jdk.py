"""Finds a JDK of version 17 or newer: JAVA_HOME, the one on the path, or one in the usual places."""

import functools
import glob
import os
import re
import subprocess
import sys

from demitasse_kernel.start import JAVA, WINDOWS, java_on_path

OLDEST = 17
HOW = (
    "install one (Debian, Ubuntu: openjdk-21-jdk-headless; macOS: brew install openjdk;"
    " Windows: winget install EclipseAdoptium.Temurin.21.JDK) or set JAVA_HOME"
)
HOME = os.path.expanduser("~")
UNIX_PLACES = (
    "/usr/lib/jvm/*",
    "/usr/java/*",
    "/opt/java/*",
    "/opt/*jdk*",
    "/home/linuxbrew/.linuxbrew/opt/openjdk*",
    "/opt/homebrew/opt/openjdk*",
    "/usr/local/opt/openjdk*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
    HOME + "/Library/Java/JavaVirtualMachines/*/Contents/Home",
)
PLACES_OF_USER = (
    HOME + "/.sdkman/candidates/java/current",
    HOME + "/.sdkman/candidates/java/*",
    HOME + "/.jbang/currentjdk",
    HOME + "/.jbang/cache/jdks/*",
    HOME + "/.jdks/*",
)
WINDOWS_MAKERS = ("Java", "Eclipse Adoptium", "Microsoft", "Zulu", "Amazon Corretto", "BellSoft", "Semeru")


def find():
    """Returns the home of a JDK; ends the process with one line that says what is wrong if there is none."""
    wrong = []
    for home in chosen():
        problem = problem_of(home)
        if problem is None:
            return home
        wrong.append(problem)
    usable = []
    for home in usual_places():
        problem = problem_of(home)
        if problem is None:
            usable.append((version(home)[0], home))
        else:
            wrong.append(problem)
    if usable:
        # Nobody has chosen: the version that the kernel is built for, or the next.
        return min(usable)[1]
    reason = wrong[0] if wrong else "no Java was found"
    sys.exit("demitasse-kernel: %s; the kernel needs a JDK of version %d or newer: %s" % (reason, OLDEST, HOW))


def chosen():
    """The homes that the user has chosen."""
    home = os.environ.get("JAVA_HOME")
    if home:
        yield home
    java = java_on_path()
    # That of macOS only looks for others.
    if java and not (sys.platform == "darwin" and java == "/usr/bin/java"):
        yield os.path.dirname(os.path.dirname(os.path.realpath(java)))


def usual_places():
    patterns = list(PLACES_OF_USER)
    if WINDOWS:
        for programs in {os.environ.get(name) for name in ("ProgramFiles", "ProgramW6432", "LOCALAPPDATA")} - {None}:
            patterns += [os.path.join(programs, maker, "*") for maker in WINDOWS_MAKERS]
            patterns += [os.path.join(programs, "Programs", maker, "*") for maker in WINDOWS_MAKERS]
    else:
        patterns += UNIX_PLACES
    homes = [home for pattern in patterns for home in sorted(glob.glob(pattern))]
    if WINDOWS:
        homes += registered()
    if sys.platform == "darwin":
        homes += output("/usr/libexec/java_home", "-v", "%d+" % OLDEST).splitlines()
    return [home for home in homes if os.path.exists(os.path.join(home, "bin", JAVA))]


def registered():
    """The homes in Windows' registry."""
    import winreg

    homes = []
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\JavaSoft\JDK") as jdks:
            for i in range(winreg.QueryInfoKey(jdks)[0]):
                with winreg.OpenKey(jdks, winreg.EnumKey(jdks, i)) as jdk:
                    homes.append(winreg.QueryValueEx(jdk, "JavaHome")[0])
    except OSError:
        pass  # none is registered, or one without its home
    return homes


def problem_of(home):
    """Says why the kernel cannot run on a Java; None if it can."""
    if not os.path.exists(os.path.join(home, "bin", JAVA)):
        return "%s holds no Java" % home
    number, modules = version(home)
    if number < OLDEST:
        return "%s is %s" % (home, "Java %d" % number if number else "a Java that does not run")
    if "jdk.jshell" not in modules or "jdk.compiler" not in modules:
        return "%s is Java %d without the modules of a JDK" % (home, number)
    return None


@functools.lru_cache(maxsize=None)  # a Java that has to be asked takes its time
def version(home):
    """Returns the version of a Java, 0 if it is unknown, and its modules."""
    try:
        with open(os.path.join(home, "release"), encoding="utf-8") as file:
            facts = dict(re.findall(r'^(\w+)="(.*)"', file.read(), re.MULTILINE))
    except (OSError, ValueError):
        facts = {}
    number = leading_number(re.sub(r"^1\.", "", facts.get("JAVA_VERSION", "")))
    if 0 < number < OLDEST:
        return number, set()
    if number and facts.get("MODULES"):
        return number, set(facts["MODULES"].split())
    # Not every distribution keeps that file, or all of it.
    lines = output(os.path.join(home, "bin", JAVA), "--list-modules").splitlines()
    modules = dict((line.strip().split("@") + [""])[:2] for line in lines)
    return leading_number(modules.get("java.base", "")) or number, set(modules)


def leading_number(text):
    digits = re.match(r"\d+", text)
    return int(digits.group()) if digits else 0


def output(*command):
    try:
        return subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=60).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""
