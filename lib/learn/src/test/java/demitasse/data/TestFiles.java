package demitasse.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes data files, good and bad, for the tests. */
public final class TestFiles {
  private TestFiles() {}

  public static byte[] images(int count, int height, int width, byte[] pixels) {
    return ByteBuffer.allocate(16 + pixels.length)
        .putInt(0x0803)
        .putInt(count)
        .putInt(height)
        .putInt(width)
        .put(pixels)
        .array();
  }

  public static byte[] labels(int count, byte... labels) {
    return ByteBuffer.allocate(8 + labels.length).putInt(0x0801).putInt(count).put(labels).array();
  }

  /** Records of CIFAR-100 with the given fine labels; the pixels of record i are all i. */
  public static byte[] cifar(int... fine) {
    ByteBuffer records = ByteBuffer.allocate(fine.length * 3074);
    for (int i = 0; i < fine.length; i++) {
      byte[] pixels = new byte[3072];
      Arrays.fill(pixels, (byte) i);
      records.put((byte) Cifar100.coarseOf(fine[i])).put((byte) fine[i]).put(pixels);
    }
    return records.array();
  }

  /** A tar archive of these files. */
  public static byte[] tar(Map<String, byte[]> files) {
    var archive = new ByteArrayOutputStream();
    try (var out = new TarArchiveOutputStream(archive)) {
      for (var file : files.entrySet()) {
        var entry = new TarArchiveEntry(file.getKey(), true);
        entry.setModTime(0); // the same bytes in every process
        entry.setSize(file.getValue().length);
        out.putArchiveEntry(entry);
        out.write(file.getValue());
        out.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return archive.toByteArray();
  }

  public static byte[] gzip(byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  public static Path write(Path folder, String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
