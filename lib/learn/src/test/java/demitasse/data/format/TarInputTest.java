package demitasse.data.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.TestFiles;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarInputTest {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private Map<String, byte[]> read(byte[] archive) {
    Path file = TestFiles.write(folder, "a.tar", archive);
    Map<String, byte[]> files = new TreeMap<>();
    try (var in = StrictInput.open(file, "Get another.")) {
      var tar = new TarInput(in);
      for (var member = tar.next(); member != null; member = tar.next()) {
        byte[] bytes = new byte[(int) member.size()];
        in.read(bytes, 0, bytes.length, member.name());
        files.put(member.name(), bytes);
      }
      in.expectEnd();
    }
    return files;
  }

  private void assertRefused(byte[] archive, String problem) {
    String message = assertThrows(DataException.class, () -> read(archive)).getMessage();
    assertTrue(message.startsWith(folder.resolve("a.tar") + ": "), message);
    assertTrue(message.contains(problem), message);
  }

  private static byte[] twoFiles() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a/", new byte[0]);
    files.put("a/hello", HELLO);
    files.put("a/blocks", new byte[1024]);
    return TestFiles.tar(files);
  }

  private static byte[] tarOf(TarArchiveEntry entry) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new TarArchiveOutputStream(bytes)) {
      out.putArchiveEntry(entry);
      out.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  @Test
  void readsFilesInOrder() {
    Map<String, byte[]> files = read(twoFiles());
    assertEquals("[a/blocks, a/hello]", files.keySet().toString());
    assertArrayEquals(HELLO, files.get("a/hello"));
    assertEquals(1024, files.get("a/blocks").length);
  }

  @Test
  void passesOverExtendedHeaders() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new TarArchiveOutputStream(bytes)) {
      out.setAddPaxHeadersForNonAsciiNames(true);
      var entry = new TarArchiveEntry("hello");
      entry.setSize(HELLO.length);
      entry.addPaxHeader("comment", "écrit ailleurs");
      out.putArchiveEntry(entry);
      out.write(HELLO);
      out.closeArchiveEntry();
    }
    assertArrayEquals(HELLO, read(bytes.toByteArray()).get("hello"));
  }

  @Test
  void everyTruncationBeforeTheEndMarkIsRefused() {
    byte[] good = twoFiles();
    int endMark = 512 * (1 + 1 + 1 + 1 + 2);
    for (int length = 0; length < endMark + 512; length += 17) {
      assertRefused(Arrays.copyOf(good, length), "ends at offset");
    }
  }

  @ParameterizedTest
  @ValueSource(bytes = {TarConstants.LF_LINK, TarConstants.LF_SYMLINK})
  void linksAreRefused(byte type) throws Exception {
    var link = new TarArchiveEntry("train.bin", type);
    link.setLinkName("/etc/passwd");
    assertRefused(tarOf(link), "holds the link train.bin");
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {TarConstants.LF_CHR, TarConstants.LF_FIFO, TarConstants.LF_GNUTYPE_LONGNAME, 'S'})
  void whatNoDataSetNeedsIsRefused(byte type) throws Exception {
    assertRefused(tarOf(new TarArchiveEntry("odd", type)), "which no data set needs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a", "a/../../b", "/a"})
  void namesThatLeadOutAreRefused(String name) {
    assertRefused(TestFiles.tar(Map.of(name, HELLO)), "leads out of it");
  }

  @Test
  void damagedHeadersAreRefused() {
    byte[] good = twoFiles();
    int afterTheSum = 155; // the field ends with a zero and this byte, which means nothing
    for (int i = 0; i < 512; i += i + 1 == afterTheSum ? 2 : 1) {
      byte[] bad = good.clone();
      bad[512 + i] ^= 0x41;
      assertRefused(bad, "damaged header at offset 512");
    }
    assertRefused("this is no archive at all".repeat(100).getBytes(StandardCharsets.UTF_8), "tar");
  }

  @Test
  void whatFollowsTheEndIsRefused() {
    byte[] good = twoFiles();
    byte[] more = Arrays.copyOf(good, good.length + 512);
    more[good.length + 5] = 1;
    assertRefused(more, "after the end of the archive");
    assertRefused(Arrays.copyOf(good, good.length + (2 << 20)), "after the end of the archive");
  }
}
