package demitasse.data.format;

import ai.djl.util.Float16Utils;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/**
 * Writes arrays of numbers in the safetensors format, which other tools read, with a checksum of
 * the whole file among the metadata. See {@link SafetensorsReader}.
 */
public final class SafetensorsWriter {
  private static final int BUFFER = 1 << 20;

  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<Tensor, Supplier<FloatBuffer>> tensors = new LinkedHashMap<>();
  private long end;

  /** A part of the bytes of an array. */
  private interface Pieces {
    void next(byte[] piece, int length) throws IOException;
  }

  /** Adds a text that says something of the file. */
  public SafetensorsWriter metadata(String key, String value) {
    if (metadata.put(key, value) != null || key.equals(SafetensorsReader.CHECKSUM)) {
      throw new IllegalArgumentException("two texts for " + key);
    }
    return this;
  }

  /**
   * Adds an array.
   *
   * @param type the numbers are rounded to it
   * @param numbers is asked twice, when the file is written: for the checksum, and for the file
   */
  public SafetensorsWriter add(
      String name, Tensor.Type type, List<Long> shape, Supplier<FloatBuffer> numbers) {
    if (tensors.keySet().stream().anyMatch(each -> each.name().equals(name))
        || name.equals(SafetensorsReader.METADATA)) {
      throw new IllegalArgumentException("two arrays are called " + name);
    }
    long begin = end;
    end += Tensor.bytes(type, shape);
    tensors.put(new Tensor(name, type, shape, begin, end), numbers);
    return this;
  }

  /** Writes the file; nothing is closed. */
  public void write(OutputStream out) throws IOException {
    byte[] unsigned = head(SafetensorsReader.NO_CHECKSUM);
    var sum = new CRC32();
    sum.update(unsigned);
    eachPiece((piece, length) -> sum.update(piece, 0, length));
    out.write(head(SafetensorsReader.hexadecimal(sum)));
    eachPiece((piece, length) -> out.write(piece, 0, length));
  }

  /** Returns all that stands before the numbers, which then begin at a multiple of eight bytes. */
  private byte[] head(String checksum) throws IOException {
    var text = new StringWriter();
    var json = new JsonWriter(text);
    json.setHtmlSafe(false);
    json.beginObject().name(SafetensorsReader.METADATA).beginObject();
    for (var each : metadata.entrySet()) {
      json.name(each.getKey()).value(each.getValue());
    }
    json.name(SafetensorsReader.CHECKSUM).value(checksum).endObject();
    for (Tensor tensor : tensors.keySet()) {
      json.name(tensor.name()).beginObject().name("dtype").value(tensor.type().name());
      json.name("shape").beginArray();
      for (long dimension : tensor.shape()) {
        json.value(dimension);
      }
      json.endArray().name("data_offsets").beginArray();
      json.value(tensor.begin()).value(tensor.end()).endArray().endObject();
    }
    json.endObject();
    byte[] header = text.toString().getBytes(StandardCharsets.UTF_8);
    int length = (header.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    return ByteBuffer.allocate(Long.BYTES + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(header)
        .put(" ".repeat(length - header.length).getBytes(StandardCharsets.UTF_8))
        .array();
  }

  /** Piece by piece: the bytes of a large layer need not be in memory a second time. */
  private void eachPiece(Pieces pieces) throws IOException {
    byte[] piece = new byte[BUFFER];
    for (var each : tensors.entrySet()) {
      Tensor tensor = each.getKey();
      FloatBuffer numbers = each.getValue().get();
      if (numbers.remaining() != tensor.size()) {
        throw new IllegalArgumentException(
            tensor.name() + " has " + numbers.remaining() + " numbers, not " + tensor.size());
      }
      while (numbers.hasRemaining()) {
        int count = Math.min(numbers.remaining(), BUFFER / tensor.type().bytes);
        ByteBuffer bytes = ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN);
        if (tensor.type() == Tensor.Type.F32) {
          bytes.asFloatBuffer().put(numbers.slice(numbers.position(), count));
          numbers.position(numbers.position() + count);
        } else if (tensor.type() == Tensor.Type.I64) {
          for (int i = 0; i < count; i++) {
            bytes.putLong(Math.round((double) numbers.get()));
          }
        } else {
          for (int i = 0; i < count; i++) {
            bytes.putShort(Float16Utils.floatToHalf(numbers.get()));
          }
        }
        pieces.next(piece, count * tensor.type().bytes);
      }
    }
  }
}
