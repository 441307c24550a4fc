package demitasse.kernel.classpath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathElementTest {
  @TempDir Path folder;

  private Path jar(String name, Map<String, String> manifest, String... entries)
      throws IOException {
    Manifest written = new Manifest();
    written.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.forEach((key, value) -> written.getMainAttributes().putValue(key, value));
    Path jar = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), written)) {
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
        out.write(entry.getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  /** The classes of a package, each with what its file holds. */
  private static Map<String, String> classes(Path path, String packageName) throws IOException {
    List<ClassFile> files = new ArrayList<>();
    new ClassPathElement(path).classes(packageName, files::add);
    Map<String, String> classes = new TreeMap<>();
    for (ClassFile file : files) {
      try (InputStream in = file.openInputStream()) {
        classes.put(file.binaryName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return classes;
  }

  @Test
  void aJarHasTheClassesOfEachPackage() throws IOException {
    Path jar =
        jar("a.jar", Map.of(), "Top.class", "p/A.class", "p/A$B.class", "p/q/C.class", "p/a.txt");
    assertEquals(Map.of("p.A", "p/A.class", "p.A$B", "p/A$B.class"), classes(jar, "p"));
    assertEquals(Map.of("p.q.C", "p/q/C.class"), classes(jar, "p.q"));
    assertEquals(Map.of("Top", "Top.class"), classes(jar, ""));
    assertEquals(Map.of(), classes(jar, "q"));
  }

  @Test
  void aJarForSeveralJavasHasTheClassesOfThisOne() throws IOException {
    Path jar =
        jar(
            "versions.jar",
            Map.of("Multi-Release", "true"),
            "p/A.class",
            "META-INF/versions/11/p/A.class",
            "META-INF/versions/11/p/New.class",
            "META-INF/versions/999/p/Later.class");
    assertEquals(
        Map.of(
            "p.A", "META-INF/versions/11/p/A.class", "p.New", "META-INF/versions/11/p/New.class"),
        classes(jar, "p"));
    assertEquals(Map.of(), classes(jar, "META-INF.versions.11.p"));
  }

  @Test
  void aManifestPutsOthersOnTheClassPath() throws IOException {
    jar("other one.jar", Map.of(), "p/Other.class");
    Path jar =
        jar(
            "first.jar",
            Map.of("Class-Path", "other%20one.jar no-such.jar http://example.org/x.jar :"),
            "p/First.class");
    assertEquals(Map.of("p.First", "p/First.class", "p.Other", "p/Other.class"), classes(jar, "p"));
  }

  @Test
  void aFolderHasTheClassesThatAreInItNow() throws IOException {
    Files.createDirectories(folder.resolve("p"));
    ClassPathElement element = new ClassPathElement(folder);
    element.read();
    Files.writeString(folder.resolve("p/A.class"), "a");
    Files.writeString(folder.resolve("p/A.java"), "source");
    assertEquals(Map.of("p.A", "a"), classes(folder, "p"));
    List<String> names = new ArrayList<>();
    element.classes("p", file -> names.add(file.binaryName()));
    assertEquals(List.of("p.A"), names);
    assertEquals(Map.of(), classes(folder, "no\0name"));
  }

  @Test
  void whatIsNoJarIsEmpty() throws IOException {
    assertEquals(Map.of(), classes(Files.writeString(folder.resolve("no.jar"), "no jar"), "p"));
    assertEquals(Map.of(), classes(folder.resolve("missing.jar"), "p"));
  }
}
