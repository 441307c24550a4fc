package demitasse.data.format;

import demitasse.numeric.Parallel;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Reads a file, plain or gzip, byte by byte exactly: whatever is missing, left over or broken is an
 * error that names the file and the offset (in the unpacked bytes).
 *
 * <p>gzip is told by its first two bytes, not by the file's name. {@link GzipCompressorInputStream}
 * is used because the JDK's own stream says nothing about bytes that follow the packed data.
 */
public final class StrictInput implements Closeable {
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int BUFFER = 1 << 16;

  /** So much is read between two looks at the interrupt. */
  private static final int AT_ONCE = 1 << 20;

  private final Path file;
  private final String remedy;
  private final long fileSize;
  private final InputStream in;

  /** What unpacks, or null for a plain file. */
  private final GzipCompressorInputStream unpacker;

  private long offset;

  private StrictInput(
      Path file, String remedy, long fileSize, InputStream in, GzipCompressorInputStream unpacker) {
    this.file = file;
    this.remedy = remedy;
    this.fileSize = fileSize;
    this.in = in;
    this.unpacker = unpacker;
  }

  /**
   * Opens a file.
   *
   * @param remedy the sentence that ends every message: what the reader of it should do
   */
  public static StrictInput open(Path file, String remedy) {
    InputStream raw = null;
    try {
      if (Files.isDirectory(file)) {
        throw DataException.in(file, "is a folder, not a file", remedy);
      }
      long size = Files.size(file);
      raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
      if (!startsWithGzip(raw)) {
        return new StrictInput(file, remedy, size, raw, null);
      }
      GzipCompressorInputStream unpacker = unpacker(raw);
      var in = new BufferedInputStream(unpacker, BUFFER);
      return new StrictInput(file, remedy, size, in, unpacker);
    } catch (NoSuchFileException e) {
      throw DataException.in(file, "does not exist", remedy, e);
    } catch (AccessDeniedException e) {
      throw DataException.in(
          file, "may not be read by this user", "Change its permissions (chmod a+r).", e);
    } catch (IOException e) {
      closeQuietly(raw);
      throw DataException.in(file, "cannot be opened (" + reason(e) + ")", remedy, e);
    }
  }

  private static boolean startsWithGzip(InputStream raw) throws IOException {
    raw.mark(2);
    int first = raw.read();
    int second = raw.read();
    raw.reset();
    return (first << 8 | second) == GZIP_MAGIC;
  }

  private static GzipCompressorInputStream unpacker(InputStream raw) throws IOException {
    return GzipCompressorInputStream.builder()
        .setInputStream(raw)
        .setDecompressConcatenated(true) // and so nothing but packed data may follow
        .get();
  }

  Path file() {
    return file;
  }

  /** Returns how many unpacked bytes were read so far. */
  long offset() {
    return offset;
  }

  public DataException damaged(String problem) {
    return DataException.in(file, problem, remedy);
  }

  /** Fills {@code into} from {@code from} on with {@code length} bytes. */
  public void read(byte[] into, int from, int length, String what) {
    int done = readAtMost(into, from, length);
    if (done < length) {
      throw truncated(what, length - done);
    }
  }

  /** Reads a big-endian 32-bit number. */
  int readInt(String what) {
    byte[] bytes = new byte[Integer.BYTES];
    read(bytes, 0, bytes.length, what);
    return ByteBuffer.wrap(bytes).getInt();
  }

  /** Reads {@code length} bytes into a new array, which grows as they arrive. */
  byte[] readBytes(int length, String what) {
    byte[] bytes = new byte[likely(length)];
    int done = 0;
    while (true) {
      int wanted = bytes.length - done;
      int got = readAtMost(bytes, done, wanted);
      done += got;
      if (got < wanted) {
        throw truncated(what, length - done);
      }
      if (done == length) {
        return bytes;
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
    }
  }

  /** Hands the next {@code length} bytes on as the pixels of images. */
  void copyBytes(int length, ImageSink sink, String what) {
    sink.expect(likely(length));
    byte[] some = new byte[BUFFER];
    for (int left = length; left > 0; ) {
      int wanted = Math.min(left, some.length);
      int got = readAtMost(some, 0, wanted);
      sink.add(some, got);
      left -= got;
      if (got < wanted) {
        throw truncated(what, left);
      }
    }
  }

  /**
   * Returns how many bytes to allocate at once. The length comes from the file and may be wrong: it
   * is believed only if the file is large enough to hold that much (photos pack by a factor near 1,
   * MNIST by 5).
   */
  private int likely(int length) {
    return (int) Math.min(length, 8 * fileSize + BUFFER);
  }

  /**
   * Makes sure, before memory is set aside for them, that the file is large enough for {@code
   * length} bytes more: deflate packs by 1032 at most.
   */
  void expectRoomFor(long length, String what) {
    long most = unpacker != null ? 1032 * fileSize : fileSize - offset;
    if (most < length) {
      throw damaged(
          String.format(
              Locale.ROOT,
              "is too small with its %,d bytes for %,d bytes of %s",
              fileSize,
              length,
              what));
    }
  }

  /** Makes sure that nothing follows. This also makes gzip compare its check sum. */
  public void expectEnd() {
    byte[] one = new byte[1];
    if (readAtMost(one, 0, 1) > 0) {
      throw damaged("has more bytes than its header promises, from offset " + (offset - 1));
    }
  }

  /**
   * Reads up to {@code length} bytes; fewer only at the end.
   *
   * @throws java.util.concurrent.CancellationException if this thread is interrupted
   */
  public int readAtMost(byte[] into, int from, int length) {
    try {
      int done = 0;
      int got = -1;
      while (done < length && got != 0) {
        Parallel.checkInterrupt();
        got = in.readNBytes(into, from + done, Math.min(length - done, AT_ONCE));
        done += got;
        offset += got;
      }
      return done;
    } catch (EOFException e) {
      throw DataException.in(
          file,
          "ends inside its packed data, after byte " + reached() + " of the unpacked",
          remedy,
          e);
    } catch (IOException e) {
      throw DataException.in(
          file,
          "is damaged after byte " + reached() + " of its data (" + reason(e) + ")",
          remedy,
          e);
    }
  }

  /** Returns how far the data can be read, whatever part of it was asked for at once. */
  private long reached() {
    return unpacker == null ? offset : unpacker.getBytesRead();
  }

  private DataException truncated(String what, long missing) {
    return damaged(
        String.format(
            Locale.ROOT,
            "ends at offset %,d where %,d more bytes of %s should stand",
            offset,
            missing,
            what));
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static void closeQuietly(InputStream raw) {
    if (raw != null) {
      try {
        raw.close();
      } catch (IOException ignored) {
        // The reason why the file could not be opened is the one worth telling.
      }
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw DataException.in(file, "cannot be closed (" + reason(e) + ")", remedy, e);
    }
  }
}
