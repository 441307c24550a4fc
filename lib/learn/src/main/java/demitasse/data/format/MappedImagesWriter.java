package demitasse.data.format;

import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * Writes images into a file that {@link MappedImages} maps. It has another name until it is
 * committed, and is read-only afterwards.
 *
 * <p>What cannot be written, as on a full disk, is an {@link UncheckedIOException}.
 */
public final class MappedImagesWriter implements ImageSink, Closeable {
  private final Path file;
  private final Path draft;
  private final String source;
  private final CRC32 sum = new CRC32();
  private final DataOutputStream out;

  private MappedImagesWriter(Path file, Path draft, String source, FileOutputStream out) {
    this.file = file;
    this.draft = draft;
    this.source = source;
    this.out = new DataOutputStream(new CheckedOutputStream(new BufferedOutputStream(out), sum));
  }

  /**
   * Begins a file. One process at a time may write it.
   *
   * @param source tells what the images are unpacked from
   */
  public static MappedImagesWriter open(Path file, String source) {
    Path draft = file.resolveSibling(file.getFileName() + ".part");
    try {
      // Not a channel, which an interrupt would close.
      return new MappedImagesWriter(file, draft, source, new FileOutputStream(draft.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void add(byte[] pixels, int count) {
    try {
      out.write(pixels, 0, count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Images finish(String name, ImageShape shape, int[] labels, List<String> classNames) {
    try {
      var bytes = new ByteArrayOutputStream();
      describe(new DataOutputStream(bytes), name, shape, labels, classNames);
      bytes.writeTo(out);
      int total = (int) sum.getValue();
      out.writeInt(bytes.size());
      out.writeInt(total);
      out.writeInt(MappedImages.MARK);
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return MappedImages.open(draft, source)
        .orElseThrow(() -> new UncheckedIOException(new IOException("it cannot be mapped")));
  }

  /**
   * Gives the finished file its name. Call it once the whole source has been read and found
   * undamaged, which only its last bytes tell. The images that were returned stay valid.
   */
  public void commit() {
    try {
      draft.toFile().setReadOnly();
      Files.deleteIfExists(file); // not every system replaces a file that can only be read
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void describe(
      DataOutputStream out, String name, ImageShape shape, int[] labels, List<String> classNames)
      throws IOException {
    out.writeUTF(source);
    out.writeUTF(name);
    out.writeInt(shape.channels());
    out.writeInt(shape.height());
    out.writeInt(shape.width());
    out.writeInt(classNames.size());
    for (String each : classNames) {
      out.writeUTF(each);
    }
    out.writeInt(labels.length);
    for (int label : labels) {
      out.writeInt(label);
    }
  }

  /** Removes what was not committed. */
  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      // A failed write was reported before, and the draft is deleted.
    }
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      // The next writer replaces it.
    }
  }
}
