"""Libraries from Maven repositories: POMs, versions that meet, and what is not there."""

import glob
import os
import subprocess
import tempfile

from kerneltest import KernelTest
from repository import Repository, dependency

REPOSITORY = Repository()
for version in ("1.0", "1.1", "2.0"):
    REPOSITORY.publish("base", version)
REPOSITORY.publish("older", "1.0", [dependency("base", "1.0")])
REPOSITORY.publish("newer", "1.0", [dependency("base", "2.0")])
for name in ("one", "two", "three", "four"):
    REPOSITORY.publish(name, "1")
REPOSITORY.publish("both", "1", [dependency("three", "1"), dependency("four", "1")])
REPOSITORY.publish_bom("bom", "1", [dependency("two", "1")])
IMPORT = dependency("bom", "1", "<type>pom</type><scope>import</scope>")
MANAGED = "<dependencyManagement><dependencies>%s</dependencies></dependencyManagement>" % IMPORT
REPOSITORY.publish("managed", "1", [dependency("two")], MANAGED)
SYSTEM = REPOSITORY.publish("system", "1")
FIRST = REPOSITORY.publish("first", "1.0")
REPOSITORY.publish("first", "1.1")
# The same name in another group is another library.
OTHER = REPOSITORY.publish("other", "1.0")
REPOSITORY.publish("api", "2.0", jar=OTHER)
API = REPOSITORY.publish("api", "1.0")


class Versions(KernelTest):
    """A kernel for each test: what a test adds stays on the class path."""

    env = dict(REPOSITORY.env, IJAVA_CLASSPATH=os.pathsep.join((FIRST, API)))

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def setUp(self):
        type(self).start()
        self.ok("%mavenRepo test ${System.getenv(\"TEST_REPOSITORY\")}")

    def tearDown(self):
        type(self).stop()

    def test_what_nothing_has_used_gives_way_to_what_is_asked_for(self):
        self.ok("%maven demo:older:1.0")
        result = self.ok("%maven demo:base:2.0")
        self.assertIn("base 2.0 replaces 1.0", result.stderr)
        self.assertEqual("base 2.0", self.ok("base.Lib.v()").value)
        self.assertNotIn("base-1.0", self.ok("%classpath").value)

    def test_an_older_version_that_is_asked_for_comes_too(self):
        self.ok("%maven demo:base:2.0")
        self.assertIn("base 1.1 replaces 2.0", self.ok("%maven demo:base:1.1").stderr)
        self.assertIn("base 2.0 replaces 1.1", self.ok("%maven demo:base:2.0").stderr)
        self.assertEqual("base 2.0", self.ok("base.Lib.v()").value)

    def test_what_has_been_used_stays_and_says_so(self):
        self.ok("%maven demo:older:1.0\nimport base.Lib;")
        self.assertEqual("base 1.0", self.ok("Lib.v()").value)
        for magic in ("%maven demo:base:2.0", "%maven demo:newer:1.0"):
            result = self.ok(magic)
            self.assertIn("base 1.0 stays", result.stderr)
            self.assertIn("restart", result.stderr)
        self.assertEqual("base 1.0 newer 1.0", self.ok('Lib.v() + " " + newer.Lib.v()').value)

    def test_a_newer_version_that_is_there_is_kept_for_what_needs_an_older(self):
        self.ok("%maven demo:base:2.0")
        self.assertIn("base 2.0 (not 1.0)", self.ok("%maven demo:older:1.0").stderr)
        self.assertEqual("base 2.0 older 1.0", self.ok('base.Lib.v() + " " + older.Lib.v()').value)

    def test_versions_in_one_command_are_mavens_affair(self):
        result = self.ok("%maven demo:older:1.0 demo:newer:1.0")
        self.assertEqual("", result.stderr)
        self.assertEqual("base 1.0", self.ok("base.Lib.v()").value)

    def test_the_same_version_says_nothing(self):
        self.ok("%maven demo:base:1.0")
        self.ok("base.Lib.v()")
        self.assertEqual("", self.ok("%maven demo:base:1.0 demo:older:1.0").stderr)

    def test_the_class_path_of_the_kernel(self):
        self.assertIn("first 1.1 replaces 1.0", self.ok("%maven demo:first:1.1").stderr)
        self.assertEqual("first 1.1", self.ok("first.Lib.v()").value)
        self.assertEqual("", self.ok("%maven demo:api:2.0").stderr)
        self.assertEqual("api 1.0 other 1.0", self.ok('api.Lib.v() + " " + other.Lib.v()').value)

    def test_code_that_was_compiled_before_sees_the_new_version(self):
        self.ok("%maven demo:base:1.0\nimport base.Lib;\nString v() { return Lib.v(); }")
        self.ok("%maven demo:base:2.0")
        self.assertEqual("base 2.0", self.ok("v()").value)


class Poms(KernelTest):
    env = REPOSITORY.env

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls("ok").ok('%mavenRepo test ${System.getenv("TEST_REPOSITORY")}')

    def test_single_entries_beside_sections(self):
        self.ok(
            "%%loadFromPOM\n<!-- <dependency> in a comment -->\n<properties><v>1</v></properties>\n"
            + dependency("one", "${v}")
            + "<dependencies>%s</dependencies>" % dependency("both", "1", EXCLUDE_FOUR)
            + "<dependencies>%s</dependencies>" % dependency("base", "1.1", "<scope>runtime</scope>")
        )
        self.assertEqual("one 1 both 1 three 1", self.ok('one.Lib.v() + " " + both.Lib.v() + " " + three.Lib.v()').value)
        self.assertEqual("base 1.1", self.ok("base.Lib.v()").value)
        self.fails("four.Lib.v()")

    def test_versions_from_a_bom(self):
        self.ok("%%pom\n" + MANAGED + "\n" + dependency("two"))
        self.assertEqual("two 1", self.ok("two.Lib.v()").value)

    def test_a_whole_pom_with_a_declaration(self):
        self.ok(
            '%%loadFromPOM\n<?xml version="1.0" encoding="UTF-8"?>\n<project><modelVersion>4.0.0</modelVersion>'
            "<groupId>g</groupId><artifactId>a</artifactId><version>1</version><dependencies>"
            + dependency("system", "1", "<scope>system</scope><systemPath>%s</systemPath>" % SYSTEM)
            + dependency("nowhere", "1", "<scope>provided</scope>")
            + dependency("nowhere", "2", "<scope>test</scope>")
            + "</dependencies></project>"
        )
        self.assertEqual("system 1", self.ok("system.Lib.v()").value)

    def test_what_is_wrong_is_said(self):
        for body, said in (
            ("<dependency>\n<groupId>", "line 2"),
            (dependency("one"), "version"),
            ("implementation 'demo:one:1'", "no <dependency>"),
            (dependency("nowhere", "1"), "demo:nowhere:jar:1"),
            (dependency("one", "${no.such}"), "no.such"),
        ):
            with self.subTest(body=body):
                result = self.fails("%%loadFromPOM\n" + body)
                self.assertIn(said, result.reply["evalue"])
                self.assertNotIn("Caused by", result.traceback)

    def test_how_a_library_is_named(self):
        for name, version in (
            ("demo#base;1.0", "base 1.0"),
            ("demo:base:jar:1.1", "base 1.1"),
            ("demo:base:latest.release", "base 2.0"),
            ("demo:base:1.+", "base 1.1"),
            ("demo:base:[1.0]", "base 1.0"),
        ):
            with self.subTest(name=name):
                self.ok("%%maven %s" % name)
                self.assertIn(version.replace(" ", "-"), self.ok("%classpath").value)
        for name in ("demo", "demo:base", "demo:base:", "base-1.0.jar"):
            with self.subTest(name=name):
                self.assertIn("group:artifact:version", self.fails("%%maven %s" % name).reply["evalue"])


class WithoutNetwork(KernelTest):
    """A kernel whose libraries were copied for it: its own local repository is empty, and stays so."""

    copy = tempfile.mkdtemp(prefix="demitasse-copied ")
    env = dict(
        REPOSITORY.env, DEMITASSE_OFFLINE="true",
        JDK_JAVA_OPTIONS='%s "-Dmaven.repo.local.tail=/nowhere, %s"' % (REPOSITORY.env["JDK_JAVA_OPTIONS"], copy))

    @classmethod
    def setUpClass(cls):
        machine = tempfile.mkdtemp(prefix="demitasse-home-")
        os.mkdir(os.path.join(machine, ".m2"))
        os.symlink(REPOSITORY.folder, os.path.join(machine, ".m2", "repository"))
        [jars] = glob.glob(os.path.join(os.environ["DEMITASSE_KERNELS"], "java", "lib-*"))
        java = os.path.join(os.environ["DEMITASSE_TEST_JAVA_HOME"], "bin", "java")
        cls.program = [java, "-Duser.home=" + machine, "-cp", jars + "/*", "demitasse.kernel.install.Libraries", cls.copy]
        subprocess.run(
            cls.program + ["demo:managed:1", "demo:older:1.0", "demo:newer:1.0"], check=True,
            env=dict(os.environ, DEMITASSE_OFFLINE="true"))
        super().setUpClass()

    def test_what_was_copied_is_found(self):
        self.ok("%maven demo:managed:1 demo:older:1.0 demo:newer:1.0")
        self.assertEqual(
            "managed 1 two 1 base 1.0 newer 1.0",
            self.ok('managed.Lib.v() + " " + two.Lib.v() + " " + base.Lib.v() + " " + newer.Lib.v()').value)
        self.assertFalse(os.path.exists(os.path.join(REPOSITORY.home, ".m2", "repository", "demo", "managed")))

    def test_nothing_else_is_found_but_in_a_folder(self):
        self.assertIn("demo:three:jar:1", self.fails("%maven demo:three:1").reply["evalue"])
        self.ok('%mavenRepo test ${System.getenv("TEST_REPOSITORY")}')
        self.ok("%maven demo:three:1")
        self.assertEqual("three 1", self.ok("three.Lib.v()").value)

    def test_what_cannot_be_copied_is_named(self):
        done = subprocess.run(
            self.program + ["demo:nowhere:1"], env=dict(os.environ, DEMITASSE_OFFLINE="true"),
            capture_output=True, text=True)
        self.assertEqual(1, done.returncode)
        self.assertIn("demo:nowhere:jar:1", done.stderr)


EXCLUDE_FOUR = (
    "<exclusions><exclusion><groupId>demo</groupId><artifactId>four</artifactId></exclusion></exclusions>"
)
