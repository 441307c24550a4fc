"""A Maven repository in a folder, for tests without a network."""

import os
import shutil
import tempfile

from kerneltest import library


def dependency(artifact, version=None, more="", group="demo"):
    """The XML of a dependency."""
    return "<dependency><groupId>%s</groupId><artifactId>%s</artifactId>%s%s</dependency>" % (
        group,
        artifact,
        "<version>%s</version>" % version if version else "",
        more,
    )


class Repository:
    """Holds libraries of the group demo; `home` is a home folder whose local repository is empty."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="demitasse-repository-")
        self.home = tempfile.mkdtemp(prefix="demitasse-home-")

    @property
    def env(self):
        """What makes a kernel fetch from here into the empty local repository."""
        return {"JDK_JAVA_OPTIONS": "-Duser.home=%s" % self.home, "TEST_REPOSITORY": self.folder}

    def publish(self, artifact, version, dependencies=(), sections="", jar=None):
        """Adds a library with a class artifact.Lib whose v() tells its version."""
        folder = os.path.join(self.folder, "demo", artifact, version)
        os.makedirs(folder)
        name = os.path.join(folder, "%s-%s" % (artifact, version))
        source = 'package %s; public class Lib { public static String v() { return "%s %s"; } }'
        shutil.copy(
            jar or library("x.jar", {"%s/Lib.java" % artifact: source % (artifact, artifact, version)}),
            name + ".jar",
        )
        self.pom(name, artifact, version, "jar", sections, dependencies)
        return name + ".jar"

    def publish_bom(self, artifact, version, dependencies):
        """Adds a POM that says which versions belong together."""
        folder = os.path.join(self.folder, "demo", artifact, version)
        os.makedirs(folder)
        managed = "<dependencyManagement><dependencies>%s</dependencies></dependencyManagement>"
        name = os.path.join(folder, "%s-%s" % (artifact, version))
        self.pom(name, artifact, version, "pom", managed % "".join(dependencies), ())

    def pom(self, name, artifact, version, packaging, sections, dependencies):
        with open(name + ".pom", "w") as file:
            file.write(
                "<project><modelVersion>4.0.0</modelVersion><groupId>demo</groupId>"
                "<artifactId>%s</artifactId><version>%s</version><packaging>%s</packaging>%s"
                "<dependencies>%s</dependencies></project>"
                % (artifact, version, packaging, sections, "".join(dependencies))
            )
        versions = sorted(v for v in os.listdir(os.path.join(self.folder, "demo", artifact)) if v[0].isdigit())
        with open(os.path.join(self.folder, "demo", artifact, "maven-metadata.xml"), "w") as file:
            file.write(
                "<metadata><groupId>demo</groupId><artifactId>%s</artifactId><versioning>"
                "<latest>%s</latest><release>%s</release><versions>%s</versions></versioning></metadata>"
                % (artifact, versions[-1], versions[-1], "".join("<version>%s</version>" % v for v in versions))
            )
