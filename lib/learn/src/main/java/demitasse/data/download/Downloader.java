package demitasse.data.download;

import demitasse.data.format.DataException;
import demitasse.progress.ProgressLine;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.ToLongFunction;

/**
 * Fetches files of the catalogue. What arrives is kept as {@code NAME.part}, goes on from there
 * after a break, and gets its final name only when its SHA-256 is right. Where it cannot be
 * written, as on a full disk, nothing of it stays.
 */
public final class Downloader {
  private static final long SPARE = 16 << 20;
  private static final int BUFFER = 1 << 16;
  private static final String OTHERWISE =
      "Check the network and try again, or copy the file there from elsewhere.";

  private final Limits limits;
  private final Connections connections;
  private final ToLongFunction<Path> usableSpace;

  /**
   * How long to wait and how often to try.
   *
   * @param connect until there is a connection
   * @param read until the next bytes come
   * @param tries on one mirror in a row without a byte more
   * @param pause before the second try; before the third twice as long, and so on
   */
  public record Limits(Duration connect, Duration read, int tries, Duration pause) {
    static final Limits USUAL =
        new Limits(Duration.ofSeconds(3), Duration.ofSeconds(20), 3, Duration.ofSeconds(1));
  }

  public Downloader() {
    this(Limits.USUAL, Downloader::usableSpace);
  }

  /**
   * @param usableSpace the number of bytes that may still be written to a folder
   */
  public Downloader(Limits limits, ToLongFunction<Path> usableSpace) {
    this.limits = limits;
    this.connections = new Connections(limits.connect(), limits.read());
    this.usableSpace = usableSpace;
  }

  private static long usableSpace(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE; // not every file system tells
    }
  }

  /** What a mirror sends is not the file; asking it again would not help. */
  private static final class WrongFileException extends IOException {
    private static final long serialVersionUID = 1L;

    WrongFileException(String message) {
      super(message);
    }
  }

  /**
   * Fetches one file, from the first mirror that gives it whole.
   *
   * @return the host it came from
   * @throws DataException if no mirror does, or if it cannot be written
   */
  String fetch(Catalogue.Entry entry, Path folder) {
    Path part = folder.resolve(entry.file() + ".part");
    List<String> failures = new ArrayList<>();
    try {
      checkSpace(entry, folder, part);
      for (URI mirror : entry.mirrors()) {
        try {
          fetch(entry, mirror, part);
          Files.move(part, folder.resolve(entry.file()), StandardCopyOption.ATOMIC_MOVE);
          return mirror.getHost();
        } catch (IOException e) {
          failures.add(mirror.getHost() + ": " + e.getMessage());
        }
      }
    } catch (DataException e) {
      // Where there is no room, half of a file must not take what is left.
      delete(part);
      throw e;
    }
    throw new DataException(
        String.format(
            "%s could not be fetched – %s. %s",
            folder.resolve(entry.file()), String.join("; ", failures), OTHERWISE));
  }

  private void checkSpace(Catalogue.Entry entry, Path folder, Path part) {
    long needed = entry.bytes() - size(part) + SPARE;
    long usable = usableSpace.applyAsLong(folder);
    if (usable < needed) {
      throw DataException.in(
          folder.resolve(entry.file()),
          String.format(
              Locale.ROOT,
              "needs %.1f MB more, but the disk has only %.1f MB left",
              needed / 1e6,
              usable / 1e6),
          "Make room, or set " + Surroundings.DATA + " to a folder that has the data.");
    }
  }

  /** Tries a mirror until the file is whole and right, or until there is no hope. */
  private void fetch(Catalogue.Entry entry, URI mirror, Path part) throws IOException {
    int triesWithoutGain = 0;
    while (true) {
      long before = size(part);
      try {
        transfer(entry, mirror, part);
        verify(entry, part, before > 0);
        return;
      } catch (WrongFileException | Connections.UnreachableException e) {
        throw e;
      } catch (IOException e) {
        triesWithoutGain = size(part) > before ? 0 : triesWithoutGain + 1;
        if (triesWithoutGain >= limits.tries()) {
          throw new IOException(e.getMessage() + ", " + triesWithoutGain + " times", e);
        }
        pause(limits.pause().multipliedBy(Math.max(1, triesWithoutGain)));
      }
    }
  }

  /** Gets what is missing of the file, all of it if the mirror cannot go on in the middle. */
  private void transfer(Catalogue.Entry entry, URI mirror, Path part) throws IOException {
    if (size(part) > entry.bytes()) {
      Files.delete(part);
    }
    long from = size(part);
    if (from == entry.bytes()) {
      return;
    }
    HttpURLConnection connection = connections.get(mirror, from);
    try {
      switch (connection.getResponseCode()) {
        case HttpURLConnection.HTTP_OK -> from = 0;
        case HttpURLConnection.HTTP_PARTIAL -> expectRange(connection, from);
        case 416 -> { // the range is refused: begin again
          Files.deleteIfExists(part);
          throw new IOException("the server refused to go on in the middle");
        }
        default -> refuse(connection.getResponseCode());
      }
      long offered = connection.getContentLengthLong();
      if (offered >= 0 && from + offered != entry.bytes()) {
        throw new WrongFileException(
            String.format(
                Locale.ROOT,
                "it offers %,d bytes, the file has %,d",
                from + offered,
                entry.bytes()));
      }
      copy(entry, connection, part, from);
    } finally {
      connection.disconnect();
    }
  }

  private static void expectRange(HttpURLConnection connection, long from) throws IOException {
    String range = connection.getHeaderField("Content-Range");
    if (range == null || !range.startsWith("bytes " + from + "-")) {
      throw new WrongFileException("it sent the range \"" + range + "\", asked for from " + from);
    }
  }

  private static void refuse(int status) throws IOException {
    String message = "the server answered " + status;
    if (status / 100 == 5 || status == 429) { // it may pass
      throw new IOException(message);
    }
    throw new WrongFileException(message);
  }

  private static void copy(
      Catalogue.Entry entry, HttpURLConnection connection, Path part, long from)
      throws IOException {
    ProgressLine line = ProgressLine.open();
    long started = System.nanoTime();
    long done = from;
    try (InputStream in = connection.getInputStream();
        FileChannel out = openFrom(part, from)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("interrupted while fetching " + entry.file());
        }
        done += n;
        if (done > entry.bytes()) {
          break;
        }
        write(out, ByteBuffer.wrap(buffer, 0, n), part);
        long shown = done;
        line.update(() -> progress(entry, from, shown, (System.nanoTime() - started) / 1e9));
      }
      force(out, part);
    } finally {
      line.clear();
    }
    if (done > entry.bytes()) {
      Files.delete(part);
      throw new WrongFileException(
          "it sends more than the " + entry.bytes() + " bytes of the file");
    }
    if (done < entry.bytes()) {
      throw new IOException(
          String.format(Locale.ROOT, "it broke off after %,d of %,d bytes", done, entry.bytes()));
    }
  }

  private static FileChannel openFrom(Path part, long from) {
    try {
      FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.size() > from) {
        channel.truncate(from);
      }
      channel.position(from);
      return channel;
    } catch (IOException e) {
      throw cannotWrite(part, e);
    }
  }

  private static void write(FileChannel out, ByteBuffer bytes, Path part) {
    try {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (IOException e) {
      throw cannotWrite(part, e);
    }
  }

  /** Some file systems find out only here that there is no room. */
  private static void force(FileChannel out, Path part) {
    try {
      out.force(true);
    } catch (IOException e) {
      throw cannotWrite(part, e);
    }
  }

  private static DataException cannotWrite(Path part, IOException e) {
    return DataException.in(
        part,
        "cannot be written (" + e.getMessage() + ")",
        "Make room, or set " + Surroundings.DATA + " to a folder that has the data.",
        e);
  }

  /** Returns for instance {@code train.bin 12.0 of 153.7 MB, 3.1 MB/s, 46 s left}. */
  static String progress(Catalogue.Entry entry, long from, long done, double seconds) {
    double rate = (done - from) / Math.max(seconds, 1e-3);
    return String.format(
        Locale.ROOT,
        "%s %.1f of %.1f MB, %.1f MB/s, %.0f s left",
        entry.file(),
        done / 1e6,
        entry.bytes() / 1e6,
        rate / 1e6,
        (entry.bytes() - done) / Math.max(rate, 1));
  }

  private static void verify(Catalogue.Entry entry, Path part, boolean goneOn) throws IOException {
    String sum = Sha256.of(part);
    if (sum.equals(entry.sha256())) {
      return;
    }
    Files.delete(part);
    if (goneOn) {
      // The beginning may have been bad, from another time or mirror: once more, from the start.
      throw new IOException("the parts do not fit together");
    }
    throw new WrongFileException("what came has the SHA-256 " + sum + ", not " + entry.sha256());
  }

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting to try again");
    }
  }

  private static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // What cannot be written there is told already.
    }
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
