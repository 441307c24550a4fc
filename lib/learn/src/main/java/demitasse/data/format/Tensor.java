package demitasse.data.format;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An array in a safetensors file.
 *
 * @param name unique in the file
 * @param type how the numbers are stored
 * @param shape row by row; without dimensions it is one number
 * @param begin where the first byte lies, counted from the end of the header
 * @param end where the last byte has ended
 */
public record Tensor(String name, Type type, List<Long> shape, long begin, long end) {
  /** How a number is stored, by the names of the format. */
  public enum Type {
    /** IEEE 754 binary16, three significant digits. */
    F16(2),
    /** IEEE 754 binary32, a {@code float}. */
    F32(4),
    /** A whole number, such as PyTorch's count of batches. */
    I64(8);

    final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }
  }

  /** Copies, and checks that the bytes are as many as the shape needs. */
  public Tensor {
    shape = List.copyOf(shape);
    if (begin < 0 || end < begin || end - begin != bytes(type, shape)) {
      throw new IllegalArgumentException(
          "%s: bytes %d to %d do not hold %s of shape %s".formatted(name, begin, end, type, shape));
    }
  }

  static long bytes(Type type, List<Long> shape) {
    long bytes = type.bytes;
    for (long dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException("a dimension of " + dimension);
      }
      bytes = Math.multiplyExact(bytes, dimension);
    }
    return bytes;
  }

  /** Returns how many numbers there are. */
  public long size() {
    return (end - begin) / type.bytes;
  }

  /** Reads what a header says of a tensor. */
  static Tensor read(String name, JsonReader json) throws IOException {
    Type type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    Set<String> keys = new HashSet<>();
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      if (!keys.add(key)) {
        throw new MalformedFileException(name + " has two entries " + key);
      }
      switch (key) {
        case "dtype" -> type = type(name, json.nextString());
        case "shape" -> shape = numbers(json);
        case "data_offsets" -> offsets = numbers(json);
        default -> throw new MalformedFileException(name + " has an unknown entry: " + key);
      }
    }
    json.endObject();
    if (type == null || shape == null || offsets == null || offsets.size() != 2) {
      throw new MalformedFileException(name + " lacks its dtype, its shape or its data_offsets");
    }
    return new Tensor(name, type, shape, offsets.get(0), offsets.get(1));
  }

  private static Type type(String name, String found) throws MalformedFileException {
    for (Type type : Type.values()) {
      if (type.name().equals(found)) {
        return type;
      }
    }
    throw new MalformedFileException(
        name + " is of type " + found + ", and F16, F32 or I64 are read");
  }

  private static List<Long> numbers(JsonReader json) throws IOException {
    List<Long> numbers = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      if (json.peek() != JsonToken.NUMBER) {
        throw new MalformedFileException("not a number but " + json.peek());
      }
      String number = json.nextString();
      if (!number.matches("0|[1-9][0-9]{0,18}")) {
        throw new MalformedFileException(number + " is no size");
      }
      numbers.add(Long.parseLong(number));
    }
    json.endArray();
    return numbers;
  }
}
