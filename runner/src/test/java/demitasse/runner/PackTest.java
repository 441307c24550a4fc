package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackTest {
  private static final List<String> OF_THE_COURSE =
      List.of(
          ".demitasse/kernel/kernel.jar",
          ".demitasse/lib/lib.jar",
          ".demitasse/runner/runner.jar",
          ".devcontainer/devcontainer.json",
          "data/catalogue.csv",
          "data/pretrained/weights.params",
          "demitasse",
          "docs/chapters/05-ümlaut.md",
          "lib/src/Some.java",
          "notebooks/00-welcome.ipynb",
          "pom.xml");

  private static final List<String> OF_THIS_MACHINE =
      List.of(
          ".demitasse/built",
          ".demitasse/share/jupyter/kernels/java/kernel.json",
          ".demitasse/venv/bin/python",
          ".git/config",
          ".idea/workspace.xml",
          "data/checkpoints/model.params",
          "data/mnist/images.gz",
          "lib/target/classes/Some.class",
          "jupyterhub_cookie_secret",
          "notebooks/.ipynb_checkpoints/00-welcome.ipynb",
          "submitted/ada/05-dense-autoencoder.ipynb",
          "target/site/index.html",
          "work/00-welcome.ipynb");

  @TempDir Path machine;

  private Path course() throws IOException {
    Path course = machine.resolve("course");
    for (List<String> files : List.of(OF_THE_COURSE, OF_THIS_MACHINE)) {
      for (String file : files) {
        Files.createDirectories(course.resolve(file).getParent());
        Files.writeString(course.resolve(file), file);
      }
    }
    assertTrue(course.resolve("demitasse").toFile().setExecutable(true));
    return course;
  }

  @Test
  void theCourseAndItsJarsArePackedAndNothingOfThisMachine() throws IOException {
    assertEquals(OF_THE_COURSE, Pack.of(course()).names());
  }

  @Test
  void nothingOfTheProjectIsForgotten() throws Exception {
    Path root = Project.around(Path.of("")).root();
    assumeTrue(ClonedCopy.hasGit() && Files.exists(root.resolve(".git")), "this is no clone");
    Process git = new ProcessBuilder("git", "ls-files").directory(root.toFile()).start();
    Set<String> tracked = tops(new String(git.getInputStream().readAllBytes(), "UTF-8").lines());
    assumeTrue(tracked.contains("demitasse"), "git does not trust this clone");
    Set<String> packed = tops(Pack.of(root).names().stream());
    assertTrue(packed.containsAll(tracked), () -> packed + " lacks some of " + tracked);
  }

  private static Set<String> tops(Stream<String> names) {
    return names.map(name -> name.replaceFirst("/.*", "")).collect(Collectors.toSet());
  }

  @Test
  void theArchiveHoldsTheFilesAsTheyAreAndTellsWhatItIsFor() throws IOException {
    Pack pack = Pack.of(course());
    Path elsewhere = Files.writeString(machine.resolve("images.gz"), "images");
    pack.addData("mnist", elsewhere);
    Path archive = machine.resolve("pack.tar.gz");
    pack.write(archive, "MXNet", "Linux x86_64");
    List<String> executable = new ArrayList<>();
    Map<String, String> contents = contents(archive, executable);
    Map<String, String> expected = new TreeMap<>();
    OF_THE_COURSE.forEach(file -> expected.put("demitasse/" + file, file));
    expected.put("demitasse/data/mnist/images.gz", "images");
    expected.put("demitasse/.demitasse/packed", "MXNet\nLinux x86_64\n");
    assertEquals(expected, contents);
    assertEquals(List.of("demitasse/demitasse"), executable);
  }

  @Test
  void librariesArePackedWithWhatTellsMavenOfThemAndNothingOfTheirOrigin() throws IOException {
    Path libraries = machine.resolve("libraries/org/some/1");
    Files.createDirectories(libraries);
    for (String file :
        List.of("some-1.jar", "some-1.pom", "some-1.jar.sha1", "_remote.repositories")) {
      Files.writeString(libraries.resolve(file), file);
    }
    Pack pack = Pack.of(course());
    pack.addLibraries(".demitasse/maven", machine.resolve("libraries"));
    List<String> added = new ArrayList<>(pack.names());
    added.removeAll(OF_THE_COURSE);
    assertEquals(
        List.of(".demitasse/maven/org/some/1/some-1.jar", ".demitasse/maven/org/some/1/some-1.pom"),
        added);
  }

  private static Map<String, String> contents(Path archive, List<String> executable)
      throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (var zip = new GzipCompressorInputStream(Files.newInputStream(archive));
        var tar = new TarArchiveInputStream(zip, "UTF-8")) {
      for (TarArchiveEntry each = tar.getNextEntry(); each != null; each = tar.getNextEntry()) {
        contents.put(each.getName(), new String(tar.readAllBytes(), "UTF-8"));
        if ((each.getMode() & 0100) != 0) {
          executable.add(each.getName());
        }
      }
    }
    return contents;
  }

  @Test
  void anArchiveInTheCoursesFolderDoesNotHoldItsPredecessor() throws IOException {
    Path course = course();
    Path archive = course.resolve("pack.tar.gz");
    Pack.of(course).write(archive, "MXNet", "Linux x86_64");
    Pack.of(course).write(archive, "MXNet", "Linux x86_64");
    Map<String, String> contents = contents(archive, new ArrayList<>());
    assertFalse(contents.containsKey("demitasse/pack.tar.gz"), contents.keySet().toString());
  }
}
