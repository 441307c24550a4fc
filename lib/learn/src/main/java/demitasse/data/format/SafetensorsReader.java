package demitasse.data.format;

import ai.djl.util.Float16Utils;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Reads arrays of numbers in the safetensors format: the length of the header in eight bytes, the
 * header in JSON, which names each array with its type, its shape and its place, then the numbers
 * (https://github.com/huggingface/safetensors).
 *
 * <p>A file is checked as a whole before anything is taken from it: nothing lies outside, overlaps
 * or is left over, and where {@link SafetensorsWriter} has noted a checksum, it fits. What has been
 * opened stays the same, also if the file is replaced meanwhile.
 */
public final class SafetensorsReader implements Closeable {
  /** The entry of the header that is no array. */
  static final String METADATA = "__metadata__";

  /** The key of the checksum: CRC-32 of the whole file, its own digits taken as zeros. */
  public static final String CHECKSUM = "crc32";

  static final String NO_CHECKSUM = "00000000";

  /** No reader of the format takes a longer header. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final int BUFFER = 1 << 20;

  private final FileChannel channel;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<Tensor> tensors = new ArrayList<>();
  private long start;

  private SafetensorsReader(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens a file and checks it.
   *
   * @throws MalformedFileException if it is damaged, or in another format
   * @throws IOException if it cannot be read
   */
  public static SafetensorsReader open(Path file) throws IOException {
    var reader = new SafetensorsReader(FileChannel.open(file));
    try {
      reader.check();
      return reader;
    } catch (EOFException e) {
      reader.close();
      throw new MalformedFileException("it is cut off", e);
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /** Returns what the file says of itself, by key. */
  public Map<String, String> metadata() {
    return Map.copyOf(metadata);
  }

  /** Returns the arrays, in the order in which they lie in the file. */
  public List<Tensor> tensors() {
    return List.copyOf(tensors);
  }

  /**
   * Reads the numbers of an array.
   *
   * @param tensor one of {@link #tensors}
   * @return row by row
   */
  public float[] read(Tensor tensor) throws IOException {
    DataInputStream in = from(start + tensor.begin());
    float[] values = new float[Math.toIntExact(tensor.size())];
    byte[] piece = new byte[BUFFER];
    int most = BUFFER / tensor.type().bytes;
    for (int at = 0; at < values.length; at += most) {
      int count = Math.min(values.length - at, most);
      in.readFully(piece, 0, count * tensor.type().bytes);
      ByteBuffer bytes = ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN);
      if (tensor.type() == Tensor.Type.F32) {
        bytes.asFloatBuffer().get(values, at, count);
      } else {
        boolean whole = tensor.type() == Tensor.Type.I64;
        for (int i = 0; i < count; i++) {
          values[at + i] = whole ? bytes.getLong() : Float16Utils.halfToFloat(bytes.getShort());
        }
      }
    }
    return values;
  }

  private DataInputStream from(long position) throws IOException {
    channel.position(position);
    return new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), BUFFER));
  }

  private void check() throws IOException {
    long length = channel.size();
    DataInputStream in = from(0);
    long size = Long.reverseBytes(in.readLong());
    if (size < 2 || size > LONGEST_HEADER) {
      throw new MalformedFileException("no header of safetensors");
    }
    start = Long.BYTES + size;
    if (start > length) {
      throw new EOFException();
    }
    byte[] header = in.readNBytes((int) size);
    String text = readHeader(header);
    requireNoGaps(length - start);
    if (metadata.containsKey(CHECKSUM)) {
      requireChecksum(size, text, in);
    }
  }

  private String readHeader(byte[] header) throws IOException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
      if (!text.startsWith("{")) {
        throw new MalformedFileException("no header of safetensors");
      }
      readHeader(new JsonReader(new StringReader(text)));
      return text;
    } catch (MalformedFileException e) {
      throw e;
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      throw new MalformedFileException("its header is broken: " + e.getMessage(), e);
    } catch (ArithmeticException e) {
      throw new MalformedFileException("an array is larger than any file", e);
    }
  }

  private void readHeader(JsonReader json) throws IOException {
    json.setStrictness(Strictness.STRICT);
    Set<String> names = new HashSet<>();
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (!names.add(name)) {
        throw new MalformedFileException("two arrays are called " + name);
      }
      if (name.equals(METADATA)) {
        readMetadata(json);
      } else {
        tensors.add(Tensor.read(name, json));
      }
    }
    json.endObject();
    if (json.peek() != JsonToken.END_DOCUMENT) {
      throw new MalformedFileException("something follows its header");
    }
    tensors.sort(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end));
  }

  private void readMetadata(JsonReader json) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      if (json.peek() != JsonToken.STRING || metadata.put(key, json.nextString()) != null) {
        throw new MalformedFileException("its metadata " + key + " is twice there, or no text");
      }
    }
    json.endObject();
  }

  private void requireNoGaps(long length) throws IOException {
    long end = 0;
    for (Tensor tensor : tensors) {
      if (tensor.begin() != end) {
        throw new MalformedFileException(tensor.name() + " does not begin where another ends");
      }
      end = tensor.end();
    }
    if (end > length) {
      throw new EOFException();
    }
    if (end < length) {
      throw new MalformedFileException("something follows its last array");
    }
  }

  private void requireChecksum(long size, String header, DataInputStream in) throws IOException {
    String noted = noted(metadata.get(CHECKSUM));
    int at = header.indexOf(noted);
    String without = header.replace(noted, noted(NO_CHECKSUM));
    if (at < 0 || header.indexOf(noted, at + 1) >= 0) {
      throw new MalformedFileException("its checksum is not where it belongs");
    }
    var sum = new CRC32();
    sum.update(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, size));
    sum.update(without.getBytes(StandardCharsets.UTF_8));
    byte[] piece = new byte[1 << 16];
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      sum.update(piece, 0, read);
    }
    if (!metadata.get(CHECKSUM).equals(hexadecimal(sum))) {
      throw new MalformedFileException("its checksum does not fit");
    }
  }

  /** Returns how a checksum stands in the header. */
  static String noted(String checksum) {
    return "\"" + CHECKSUM + "\":\"" + checksum + "\"";
  }

  static String hexadecimal(CRC32 sum) {
    return String.format("%08x", sum.getValue());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
