package demitasse.kernel.install;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.kernel.install.Packages.Contents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;

class PackagesTest {
  private static final String INFO = "demitasse_kernel-1.2.dev0.dist-info/";

  @TempDir Path folder;

  /** Two jars, written anew each time, in one order or the other. */
  private Contents contents(boolean turned) throws IOException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    Path first = Files.writeString(jars.resolve("a.jar"), "the first");
    Path second = Files.writeString(jars.resolve("b.jar"), "the second");
    Files.setLastModifiedTime(first, FileTime.from(Instant.ofEpochSecond(turned ? 1 : 1_000_000)));
    return new Contents("1.2-SNAPSHOT", turned ? List.of(second, first) : List.of(first, second));
  }

  private static byte[] rewrittenAsm() throws IOException {
    String jar = ClassReader.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return OwnJars.read(Path.of(jar));
  }

  private static Map<String, byte[]> entries(Path zip) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (InputStream file = Files.newInputStream(zip);
        ZipInputStream in = new ZipInputStream(file)) {
      for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }

  @Test
  void theWheelListsEachOfItsFilesWithItsSum() throws IOException, NoSuchAlgorithmException {
    Path wheel = Wheel.write(contents(false), folder);
    assertEquals("demitasse_kernel-1.2.dev0-py3-none-any.whl", wheel.getFileName().toString());
    Map<String, byte[]> entries = entries(wheel);
    Set<String> listed =
        text(entries.get(INFO + "RECORD"))
            .lines()
            .map(line -> line.replaceFirst(",[^,]*,[^,]*$", ""))
            .collect(Collectors.toSet());
    assertEquals(entries.keySet(), listed);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] launcher = entries.get("demitasse_kernel/__main__.py");
    String sum = Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest(launcher));
    String line = "demitasse_kernel/__main__.py,sha256=" + sum + "," + launcher.length;
    assertTrue(text(entries.get(INFO + "RECORD")).lines().anyMatch(line::equals), line);
    assertTrue(text(entries.get(INFO + "METADATA")).contains("\nVersion: 1.2.dev0\n"));
    assertEquals("the first", text(entries.get("demitasse_kernel/jars/a.jar")));
  }

  @Test
  void theSameContentsMakeTheSameBytes() throws IOException, InterruptedException {
    byte[] wheel = Files.readAllBytes(Wheel.write(contents(false), folder));
    byte[] rewritten = rewrittenAsm();
    Thread.sleep(2100); // a zip file counts in steps of two seconds
    assertArrayEquals(rewritten, rewrittenAsm());
    assertArrayEquals(wheel, Files.readAllBytes(Wheel.write(contents(true), folder)));
    byte[] zip = Files.readAllBytes(Bundle.write(contents(false), folder));
    assertArrayEquals(zip, Files.readAllBytes(Bundle.write(contents(true), folder)));
  }

  @Test
  void theZipHasItsVersionAndItsScripts() throws IOException {
    Map<String, byte[]> entries = entries(Bundle.write(contents(false), folder));
    String top = "demitasse-kernel-1.2-SNAPSHOT/";
    assertEquals("the first", text(entries.get(top + "lib/a.jar")));
    assertTrue(text(entries.get(top + "README.txt")).contains("version 1.2-SNAPSHOT."));
    assertTrue(text(entries.get(top + "install")).startsWith("#!/bin/sh\n"));
    // Windows' shell wants its own ends of lines.
    assertTrue(text(entries.get(top + "install.cmd")).startsWith("@echo off\r\n"));
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count(), "the zip file and the folder of jars");
    }
  }

  @Test
  void jbangsCatalogueNamesTheVersionOfTheProject() throws IOException {
    String pom = Files.readString(Path.of("..", "pom.xml"));
    String version = pom.replaceFirst("(?s).*?\n  <version>(.*?)</version>.*", "$1");
    String catalogue = Files.readString(Path.of("..", "jbang-catalog.json"));
    String kernel = "org.example.demitasse:demitasse-kernel:" + version;
    assertTrue(catalogue.contains("\"script-ref\": \"" + kernel + "\""), version);
    assertTrue(catalogue.contains("[\"" + kernel + ":renderers\"]"), version);
  }
}
