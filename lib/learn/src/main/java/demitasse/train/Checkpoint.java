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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Everything that a training needs to go on, in one file: what it is of, how far it has come, then
 * all arrays (weights, moving averages, what the optimizer remembers), then a checksum over all of
 * it.
 */
final class Checkpoint {
  private static final String MAGIC = "Demitasse checkpoint 3";
  private static final int BUFFER = 1 << 20;

  private Checkpoint() {}

  /**
   * Writes, so that the file is replaced as a whole or stays as it was.
   *
   * @param description of the training, see {@link Description}
   * @throws CheckpointException if it cannot be written
   */
  static void write(
      Path file,
      TrainingState state,
      Map<String, String> description,
      Map<String, NDArray> arrays) {
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.createDirectories(target.getParent());
      try (var stream = new FileOutputStream(part.toFile())) {
        var checksum = new CRC32();
        var out =
            new DataOutputStream(
                new CheckedOutputStream(new BufferedOutputStream(stream, BUFFER), checksum));
        writeState(out, state);
        writeDescription(out, description);
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
      delete(part);
      throw new CheckpointException(file, "the checkpoint could not be written", e);
    }
  }

  /** Leaves nothing behind on a disk that is full. */
  private static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // What keeps it from being deleted has kept it from being written.
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

  private static void writeState(DataOutputStream out, TrainingState state) throws IOException {
    out.writeUTF(MAGIC);
    out.writeLong(state.seed());
    out.writeInt(state.first());
    out.writeInt(state.last());
    out.writeInt(state.epochs());
    out.writeLong(state.steps());
    EpochSoFar begun = state.begun();
    out.writeInt(begun.samples());
    out.writeInt(begun.done());
    out.writeDouble(begun.seconds());
    out.writeInt(begun.sums().size());
    for (double sum : begun.sums()) {
      out.writeDouble(sum);
    }
    History history = state.history();
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

  private static void writeDescription(DataOutputStream out, Map<String, String> description)
      throws IOException {
    out.writeInt(description.size());
    for (var part : description.entrySet()) {
      out.writeUTF(part.getKey());
      out.writeUTF(part.getValue());
    }
  }

  /** First what there is, so that a reader can refuse before it has changed anything. */
  private static void writeArrays(DataOutputStream out, Map<String, NDArray> arrays)
      throws IOException {
    out.writeInt(arrays.size());
    for (var each : arrays.entrySet()) {
      Entry entry = Entry.of(each.getKey(), each.getValue());
      out.writeUTF(entry.name());
      out.writeUTF(entry.shape());
      out.writeLong(entry.size());
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
  static TrainingState readState(Path file) {
    try (FileChannel channel = verified(file)) {
      return readState(read(channel));
    } catch (IOException e) {
      throw new CheckpointException(file, "the checkpoint could not be read", e);
    }
  }

  /**
   * Reads a file and sets the arrays.
   *
   * @param description of the training at hand; what it does not tell is not compared
   * @param arrays receive the values; none is changed unless all fit
   * @param states whether what the optimizer remembers is among them
   * @throws CheckpointException if the file is damaged, not a checkpoint, or that of another
   *     training
   */
  static TrainingState read(
      Path file, Map<String, String> description, Map<String, NDArray> arrays, boolean states) {
    try (FileChannel channel = verified(file)) {
      DataInputStream in = read(channel);
      TrainingState state = readState(in);
      requireSame(file, readDescription(in), description);
      List<Entry> entries = readEntries(in);
      requireSame(
          file, entries.stream().filter(each -> states || !each.isState()).toList(), arrays);
      for (Entry entry : entries) {
        NDArray array = arrays.get(entry.name());
        if (array == null) {
          in.skipNBytes(entry.size() * Float.BYTES);
          continue;
        }
        float[] values = new float[Math.toIntExact(array.size())];
        byte[] piece = new byte[BUFFER];
        for (int from = 0; from < values.length; from += BUFFER / Float.BYTES) {
          int count = Math.min(values.length - from, BUFFER / Float.BYTES);
          in.readFully(piece, 0, count * Float.BYTES);
          ByteBuffer.wrap(piece).asFloatBuffer().get(values, from, count);
        }
        overwrite(array, values);
      }
      return state;
    } catch (IOException e) {
      throw new CheckpointException(file, "the checkpoint could not be read", e);
    }
  }

  /**
   * Sets an array. Not by {@code array.set}: once a convolution was used for inference, MXNet keeps
   * its weights in a layout of oneDNN's, which cannot be written to directly.
   */
  private static void overwrite(NDArray array, float[] values) {
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

  private static TrainingState readState(DataInputStream in) throws IOException {
    in.readUTF();
    long seed = in.readLong();
    int first = in.readInt();
    int last = in.readInt();
    int epochs = in.readInt();
    long steps = in.readLong();
    EpochSoFar begun = readBegun(in);
    return new TrainingState(seed, first, last, epochs, steps, begun, readHistory(in));
  }

  private static History readHistory(DataInputStream in) throws IOException {
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
    return new History(numbers, metrics);
  }

  private static Map<String, String> readDescription(DataInputStream in) throws IOException {
    Map<String, String> description = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      description.put(in.readUTF(), in.readUTF());
    }
    return description;
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

  private static void requireSame(Path file, Map<String, String> there, Map<String, String> here) {
    Set<String> parts = new LinkedHashSet<>(here.keySet());
    there.keySet().stream().filter(part -> part.startsWith("layer ")).forEach(parts::add);
    for (String part : parts) {
      String was = there.getOrDefault(part, "missing");
      String is = here.getOrDefault(part, "missing");
      if (!was.equals(is)) {
        throw new CheckpointException(
            file,
            "the checkpoint is of another %s: its %s is %s, and here it is %s"
                .formatted(
                    part.startsWith("layer ") || part.equals("input") ? "model" : "training",
                    part,
                    was,
                    is));
      }
    }
  }

  /** Reads which arrays there are. */
  private static List<Entry> readEntries(DataInputStream in) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      entries.add(new Entry(in.readUTF(), in.readUTF(), in.readLong()));
    }
    return entries;
  }

  private static void requireSame(Path file, List<Entry> there, Map<String, NDArray> arrays) {
    List<Entry> here = new ArrayList<>();
    arrays.forEach((name, array) -> here.add(Entry.of(name, array)));
    for (int i = 0; i < Math.max(there.size(), here.size()); i++) {
      String has = i < there.size() ? there.get(i).toString() : "nothing";
      String needs = i < here.size() ? here.get(i).toString() : "nothing";
      if (!has.equals(needs)) {
        throw new CheckpointException(
            file,
            "the checkpoint is of another model: it has " + has + " where this one has " + needs);
      }
    }
  }

  /**
   * An array in the file.
   *
   * @param name what it is
   * @param shape as text
   * @param size how many numbers it has
   */
  private record Entry(String name, String shape, long size) {
    static Entry of(String name, NDArray array) {
      return new Entry(name, array.getShape().toString(), array.size());
    }

    /** Tells whether this is what an optimizer remembers of a weight. */
    boolean isState() {
      return name.contains(Trainer.STATE);
    }

    @Override
    public String toString() {
      return name + " " + shape;
    }
  }
}
