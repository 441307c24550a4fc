package demitasse.train;

import ai.djl.ndarray.NDArray;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Everything that a training needs to go on, in one file: seed, progress and history, then all
 * arrays (weights, moving averages, what the optimizer remembers), then a checksum over all of it.
 *
 * @param seed decides all that is random
 * @param epochs how many are done
 * @param steps how many are done
 * @param begun the epoch behind the finished ones, as far as it has come
 * @param history of all epochs
 */
record Checkpoint(long seed, int epochs, long steps, EpochSoFar begun, History history) {
  private static final String MAGIC = "Demitasse checkpoint 2";
  private static final int BUFFER = 1 << 20;

  /** Writes, so that the file is replaced as a whole or stays as it was. */
  void write(Path file, Map<String, NDArray> arrays) {
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.createDirectories(target.getParent());
      try (var stream = new FileOutputStream(part.toFile())) {
        var checksum = new CRC32();
        var out =
            new DataOutputStream(
                new CheckedOutputStream(new BufferedOutputStream(stream, BUFFER), checksum));
        writeHeader(out);
        writeArrays(out, arrays);
        out.writeLong(checksum.getValue());
        out.flush();
        // Only what has reached the disk may take the place of the former checkpoint. Not by a
        // channel, which an interrupt of the thread would close.
        stream.getFD().sync();
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder(target.getParent());
    } catch (IOException e) {
      throw new CheckpointException(file, "the checkpoint could not be written", e);
    }
  }

  /** Makes the renaming durable; not all systems can. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open a folder; there the file system's journal must do.
    }
  }

  private void writeHeader(DataOutputStream out) throws IOException {
    out.writeUTF(MAGIC);
    out.writeLong(seed);
    out.writeInt(epochs);
    out.writeLong(steps);
    out.writeInt(begun.samples());
    out.writeInt(begun.done());
    out.writeDouble(begun.seconds());
    out.writeInt(begun.sums().size());
    for (double sum : begun.sums()) {
      out.writeDouble(sum);
    }
    out.writeInt(history.epochs().size());
    for (int epoch : history.epochs()) {
      out.writeInt(epoch);
    }
    out.writeInt(history.metrics().size());
    for (var metric : history.metrics().entrySet()) {
      out.writeUTF(metric.getKey());
      for (double value : metric.getValue()) {
        out.writeDouble(value);
      }
    }
  }

  /** First what there is, so that a reader can refuse before it has changed anything. */
  private static void writeArrays(DataOutputStream out, Map<String, NDArray> arrays)
      throws IOException {
    out.writeInt(arrays.size());
    for (var each : arrays.entrySet()) {
      out.writeUTF(each.getKey() + " " + each.getValue().getShape());
    }
    for (NDArray array : arrays.values()) {
      FloatBuffer values = FloatBuffer.wrap(array.toFloatArray());
      // Piece by piece: the bytes of a large layer need not be in memory a second time.
      byte[] piece = new byte[BUFFER];
      while (values.hasRemaining()) {
        int count = Math.min(values.remaining(), BUFFER / Float.BYTES);
        ByteBuffer.wrap(piece).asFloatBuffer().put(values.slice(values.position(), count));
        values.position(values.position() + count);
        out.write(piece, 0, count * Float.BYTES);
      }
    }
  }

  /**
   * Reads how far the training in a file had come.
   *
   * @throws CheckpointException if the file is damaged, or not a checkpoint
   */
  static Checkpoint readProgress(Path file) {
    try (FileChannel channel = verified(file)) {
      DataInputStream in = read(channel);
      return readHeader(in);
    } catch (IOException e) {
      throw new CheckpointException(file, "the checkpoint could not be read", e);
    }
  }

  /**
   * Reads a file and sets the arrays.
   *
   * @param arrays receive the values; none is changed unless all fit
   * @throws CheckpointException if the file is damaged, not a checkpoint, or that of another model
   */
  static Checkpoint read(Path file, Map<String, NDArray> arrays) {
    try (FileChannel channel = verified(file)) {
      DataInputStream in = read(channel);
      Checkpoint checkpoint = readHeader(in);
      requireSameArrays(file, in, arrays);
      for (NDArray array : arrays.values()) {
        float[] values = new float[Math.toIntExact(array.size())];
        byte[] piece = new byte[BUFFER];
        for (int from = 0; from < values.length; from += BUFFER / Float.BYTES) {
          int count = Math.min(values.length - from, BUFFER / Float.BYTES);
          in.readFully(piece, 0, count * Float.BYTES);
          ByteBuffer.wrap(piece).asFloatBuffer().get(values, from, count);
        }
        overwrite(array, values);
      }
      return checkpoint;
    } catch (IOException e) {
      throw new CheckpointException(file, "the checkpoint could not be read", e);
    }
  }

  /**
   * Sets an array. Not by {@code array.set}: once a convolution was used for inference, MXNet keeps
   * its weights in a layout of oneDNN's, which cannot be written to directly.
   */
  static void overwrite(NDArray array, float[] values) {
    try (NDArray plain = array.getManager().create(values, array.getShape())) {
      plain.copyTo(array);
    }
  }

  private static DataInputStream read(FileChannel channel) {
    InputStream stream = Channels.newInputStream(channel);
    return new DataInputStream(new BufferedInputStream(stream, BUFFER));
  }

  /**
   * Opens a file at its beginning, once all of it was found to be whole. What has been opened stays
   * the same, also if a training replaces the file meanwhile.
   */
  private static FileChannel verified(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file);
    try {
      verify(file, channel);
      return channel.position(0);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void verify(Path file, FileChannel channel) {
    try {
      long length = channel.size();
      var checked = new CheckedInputStream(read(channel), new CRC32());
      var in = new DataInputStream(checked);
      if (!MAGIC.equals(readMagic(in))) {
        throw new CheckpointException(
            file, "this is not a checkpoint of Demitasse, or of another version of it");
      }
      long begun = MAGIC.length() + Short.BYTES;
      byte[] block = new byte[1 << 16];
      long left = length - Long.BYTES - begun;
      while (left > 0) {
        int read = checked.read(block, 0, (int) Math.min(left, block.length));
        if (read < 0) {
          break;
        }
        left -= read;
      }
      long expected = checked.getChecksum().getValue();
      if (left != 0 || in.readLong() != expected) {
        throw new CheckpointException(
            file, "the checkpoint is damaged (its checksum does not fit); delete it to start anew");
      }
    } catch (EOFException e) {
      throw new CheckpointException(file, "the checkpoint is cut off; delete it to start anew", e);
    } catch (IOException e) {
      throw new CheckpointException(file, "the checkpoint could not be read", e);
    }
  }

  private static String readMagic(DataInputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAGIC.length() + Short.BYTES);
    return bytes.length <= Short.BYTES
        ? ""
        : new String(
            bytes,
            Short.BYTES,
            bytes.length - Short.BYTES,
            java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Checkpoint readHeader(DataInputStream in) throws IOException {
    in.readUTF();
    long seed = in.readLong();
    int epochs = in.readInt();
    long steps = in.readLong();
    EpochSoFar begun = readBegun(in);
    List<Integer> numbers = new ArrayList<>();
    int rows = in.readInt();
    for (int i = 0; i < rows; i++) {
      numbers.add(in.readInt());
    }
    Map<String, List<Double>> metrics = new LinkedHashMap<>();
    int keys = in.readInt();
    for (int k = 0; k < keys; k++) {
      String key = in.readUTF();
      Double[] values = new Double[rows];
      for (int i = 0; i < rows; i++) {
        values[i] = in.readDouble();
      }
      metrics.put(key, Arrays.asList(values));
    }
    return new Checkpoint(seed, epochs, steps, begun, new History(numbers, metrics));
  }

  private static EpochSoFar readBegun(DataInputStream in) throws IOException {
    int samples = in.readInt();
    int done = in.readInt();
    double seconds = in.readDouble();
    List<Double> sums = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      sums.add(in.readDouble());
    }
    return new EpochSoFar(samples, done, seconds, sums);
  }

  private static void requireSameArrays(Path file, DataInputStream in, Map<String, NDArray> arrays)
      throws IOException {
    List<String> expected = new ArrayList<>();
    arrays.forEach((name, array) -> expected.add(name + " " + array.getShape()));
    List<String> found = new ArrayList<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      found.add(in.readUTF());
    }
    for (int i = 0; i < Math.max(count, expected.size()); i++) {
      String has = i < count ? found.get(i) : "nothing";
      String needs = i < expected.size() ? expected.get(i) : "nothing";
      if (!has.equals(needs)) {
        throw new CheckpointException(
            file,
            "the checkpoint is of another model or optimizer: it has "
                + has
                + " where this one has "
                + needs);
      }
    }
  }
}
