package demitasse.data.format;

import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import demitasse.numeric.Parallel;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Unpacked images in a file that is mapped into memory, so that all processes of a machine have
 * them in memory once. {@link MappedImagesWriter} makes such a file.
 *
 * <p>It holds the pixels; a description (what it was unpacked from, the set's name, the shape, the
 * names of the classes, the labels); and at the end the length of the description, the CRC-32 of
 * all before it, and a mark, each in 32 bits. All numbers are big-endian.
 *
 * <p>The mapping goes with the last object that refers to the images. Until then Windows neither
 * deletes nor replaces the file.
 */
public final class MappedImages {
  /** How the names of these files end. */
  public static final String ENDING = ".images";

  static final int MARK = 0x44494d31; // "DIM1", demitasse's images, version 1
  static final int TAIL = 3 * Integer.BYTES;
  private static final int MAX_DESCRIPTION = 1 << 24;
  private static final int AT_ONCE = 1 << 20;

  private MappedImages() {}

  /**
   * Maps a file.
   *
   * @param source what it must have been unpacked from, as it was given to the writer
   * @return empty if there is no such file, or if it is damaged, of another source, or cannot be
   *     mapped
   * @throws java.util.concurrent.CancellationException if this thread is interrupted
   */
  public static Optional<Images> open(Path file, String source) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return Optional.of(read(channel, source));
    } catch (IOException | IllegalArgumentException e) {
      Parallel.checkInterrupt(); // an interrupt closes the file, which then looks damaged
      return Optional.empty();
    }
  }

  private static Images read(FileChannel channel, String source) throws IOException {
    long end = channel.size() - TAIL;
    ByteBuffer tail = read(channel, end, TAIL);
    int length = tail.getInt();
    int sum = tail.getInt();
    require(tail.getInt() == MARK && length >= 0 && length <= MAX_DESCRIPTION, "no such file");
    ByteBuffer description = read(channel, end - length, length);
    var in = new DataInputStream(new ByteArrayInputStream(description.array()));
    require(in.readUTF().equals(source), "unpacked from something else");
    require(sum(channel, end) == sum, "damaged");
    String name = in.readUTF();
    var shape = new ImageShape(in.readInt(), in.readInt(), in.readInt());
    List<String> classNames = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      classNames.add(in.readUTF());
    }
    int[] labels = new int[in.readInt()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = in.readInt();
    }
    ByteBuffer pixels = channel.map(FileChannel.MapMode.READ_ONLY, 0, end - length);
    return new Images(name, false, shape, pixels, labels, classNames);
  }

  private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
    require(from >= 0, "too short");
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      require(channel.read(bytes, from + bytes.position()) > 0, "too short");
    }
    return bytes.flip();
  }

  /** Returns the sum of all before {@code end}. Mapped, all of it would count as our memory. */
  private static int sum(FileChannel channel, long end) throws IOException {
    var sum = new CRC32();
    ByteBuffer some = ByteBuffer.allocateDirect(AT_ONCE);
    for (long done = 0; done < end; ) {
      Parallel.checkInterrupt();
      some.clear().limit((int) Math.min(AT_ONCE, end - done));
      int got = channel.read(some, done);
      require(got > 0, "too short");
      sum.update(some.flip());
      done += got;
    }
    return (int) sum.getValue();
  }

  private static void require(boolean holds, String problem) throws MalformedFileException {
    if (!holds) {
      throw new MalformedFileException(problem);
    }
  }

  /**
   * Returns how many bytes of such files a process has in its resident memory. All processes share
   * them, and the system takes them back when it needs the room.
   *
   * @param process Linux' folder of the process, such as {@code /proc/self}
   * @return 0 where there is no such folder
   */
  public static long residentBytes(Path process) {
    long kilobytes = 0;
    boolean ours = false;
    try {
      for (String line : Files.readAllLines(process.resolve("smaps"))) {
        if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
          ours = line.endsWith(ENDING);
        } else if (ours && line.startsWith("Rss:")) {
          kilobytes += Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      // Another system, or the process has ended.
      return 0;
    }
    return kilobytes * 1024;
  }
}
