package demitasse.data.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static final float[] WEIGHTS = {0.1f, -2.5f, Float.MIN_VALUE, Float.MAX_VALUE, -0f, 7};

  @TempDir Path folder;

  private static byte[] written() throws IOException {
    var out = new ByteArrayOutputStream();
    new SafetensorsWriter()
        .metadata("kind", "a \"test\" \\ of <ours>")
        .add("weight", Tensor.Type.F32, List.of(2L, 3L), () -> FloatBuffer.wrap(WEIGHTS))
        .add("half", Tensor.Type.F16, List.of(2L), () -> FloatBuffer.wrap(new float[] {0.5f, -2}))
        .add("empty", Tensor.Type.F32, List.of(0L, 4L), () -> FloatBuffer.allocate(0))
        .add("one", Tensor.Type.F32, List.of(), () -> FloatBuffer.wrap(new float[] {42}))
        .write(out);
    return out.toByteArray();
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("file.safetensors"), bytes);
  }

  private Path file(String header, int numbers) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return file(
        ByteBuffer.allocate(8 + text.length + numbers)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text)
            .array());
  }

  private static String refused(Path file) {
    return assertThrows(MalformedFileException.class, () -> SafetensorsReader.open(file))
        .getMessage();
  }

  /** The file is made by {@code reproduction/safetensors_fixture.py}. */
  @Test
  void readsWhatPythonHasWritten() throws IOException, URISyntaxException {
    Path file = Path.of(SafetensorsTest.class.getResource("python.safetensors").toURI());
    try (var reader = SafetensorsReader.open(file)) {
      assertEquals(Map.of("made by", "Python's \"safetensors\" \\ — ☕"), reader.metadata());
      assertEquals(4, reader.tensors().size());
      for (Tensor tensor : reader.tensors()) {
        float[] numbers = reader.read(tensor);
        switch (tensor.name()) {
          case "dense.weight" -> {
            assertEquals(List.of(2L, 3L), tensor.shape());
            assertArrayEquals(new float[] {0.1f, -2.5f, 3e38f, 1e-45f, 0, 7}, numbers);
          }
          case "dense.bias" -> {
            assertEquals(Tensor.Type.F16, tensor.type());
            assertArrayEquals(new float[] {0.5f, -65504, 0x1p-24f}, numbers);
          }
          case "größe" -> {
            assertEquals(List.of(), tensor.shape());
            assertArrayEquals(new float[] {42}, numbers);
          }
          default -> {
            assertEquals("empty", tensor.name());
            assertEquals(List.of(0L, 5L), tensor.shape());
          }
        }
      }
    }
  }

  /** By the format's own words, not by our reader. */
  @Test
  void writesWhatTheFormatDemands() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(written()).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) bytes.getLong();
    assertEquals(0, length % 8, "the numbers are aligned");
    byte[] header = new byte[length];
    bytes.get(header);
    String text = new String(header, StandardCharsets.UTF_8);
    assertTrue(
        text.matches(
            "\\{\"__metadata__\":\\{\"kind\":\"a \\\\\"test\\\\\" \\\\\\\\ of <ours>\","
                + "\"crc32\":\"[0-9a-f]{8}\"},"
                + "\"weight\":\\{\"dtype\":\"F32\",\"shape\":\\[2,3],\"data_offsets\":\\[0,24]},"
                + "\"half\":\\{\"dtype\":\"F16\",\"shape\":\\[2],\"data_offsets\":\\[24,28]},"
                + "\"empty\":\\{\"dtype\":\"F32\",\"shape\":\\[0,4],\"data_offsets\":\\[28,28]},"
                + "\"one\":\\{\"dtype\":\"F32\",\"shape\":\\[],\"data_offsets\":\\[28,32]}} *"),
        text);
    for (float weight : WEIGHTS) {
      assertEquals(Float.floatToIntBits(weight), bytes.getInt());
    }
    assertEquals(0x3800, bytes.getShort());
    assertEquals((short) 0xc000, bytes.getShort());
    assertEquals(42, bytes.getFloat());
    assertEquals(0, bytes.remaining());
  }

  @Test
  void readsWhatItHasWritten() throws IOException {
    try (var reader = SafetensorsReader.open(file(written()))) {
      assertEquals("a \"test\" \\ of <ours>", reader.metadata().get("kind"));
      assertArrayEquals(WEIGHTS, reader.read(reader.tensors().get(0)));
      assertArrayEquals(new float[] {0.5f, -2}, reader.read(reader.tensors().get(1)));
    }
  }

  /** PyTorch counts batches in these. */
  @Test
  void wholeNumbersHave64Bits() throws IOException {
    var out = new ByteArrayOutputStream();
    float[] counts = {7, -3, 1 << 24};
    new SafetensorsWriter()
        .add("count", Tensor.Type.I64, List.of(3L), () -> FloatBuffer.wrap(counts))
        .write(out);
    ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.limit() - 3 * Long.BYTES);
    assertEquals(
        List.of(7L, -3L, 1L << 24), List.of(bytes.getLong(), bytes.getLong(), bytes.getLong()));
    try (var reader = SafetensorsReader.open(file(out.toByteArray()))) {
      assertArrayEquals(counts, reader.read(reader.tensors().get(0)));
    }
  }

  /** Longer than the piece in which numbers are read and written. */
  @ParameterizedTest
  @ValueSource(strings = {"F16", "F32"})
  void keepsEachNumberOfALargeArray(Tensor.Type type) throws IOException {
    float[] numbers = new float[700_001];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i % 2048;
    }
    var out = new ByteArrayOutputStream();
    new SafetensorsWriter()
        .add("large", type, List.of(700_001L), () -> FloatBuffer.wrap(numbers))
        .write(out);
    try (var reader = SafetensorsReader.open(file(out.toByteArray()))) {
      assertArrayEquals(numbers, reader.read(reader.tensors().get(0)));
    }
  }

  @Test
  void noticesEachFlippedBitAndEachCut() throws IOException {
    byte[] whole = written();
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= (byte) (1 << new Random(i).nextInt(8));
      Path file = file(damaged);
      try (var reader = SafetensorsReader.open(file)) {
        // A flip in the very name of the checksum: then there is none, which its user sees.
        assertTrue(!reader.metadata().containsKey(SafetensorsReader.CHECKSUM), "byte " + i);
      } catch (MalformedFileException e) {
        assertTrue(!e.getMessage().isEmpty());
      }
      refused(file(Arrays.copyOf(whole, i)));
    }
    refused(file(Arrays.copyOf(whole, whole.length + 1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // outside, overlapping, a gap, what is left over
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F16','shape':[1],'data_offsets':[0,2]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}}",
        // another size than the bytes, one beyond all numbers, and none at all
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[-1,-2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,16]}}",
        "{'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}}",
        // other types
        "{'a':{'dtype':'C64','shape':[1],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'f32','shape':[2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':4,'shape':[2],'data_offsets':[0,8]}}",
        // twice, missing, unknown
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        "{'a':{'shape':[2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'more':1}}",
        "{'__metadata__':{'k':1},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        "{'__metadata__':{'k':'1','k':'2'},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        "{'__metadata__':{},'__metadata__':{},"
            + "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        // a checksum that does not fit, or stands elsewhere
        "{'__metadata__':{'crc32':'00000000'},"
            + "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        "{'__metadata__':{'crc32' : '00000000'},"
            + "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        // no JSON
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],}}",
        "[{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}]",
        " {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        "{'a':null}",
        "{}",
      })
  void refusesAHeaderThatLies(String header) throws IOException {
    refused(file(header.replace('\'', '"'), 8));
  }

  @Test
  void takesAHeaderAsOthersWriteIt() throws IOException {
    String header =
        "{ 'b' : {'data_offsets':[4,8],'shape':[1,1],'dtype':'F32'},\n"
            + "'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}  ";
    try (var reader = SafetensorsReader.open(file(header.replace('\'', '"'), 8))) {
      assertEquals(List.of("a", "b"), reader.tensors().stream().map(Tensor::name).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 9, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, 100_000_001})
  void refusesAHeaderOfAnyOtherLength(long length) throws IOException {
    byte[] bytes = written();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    refused(file(bytes));
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    byte[] bytes = written();
    bytes[30] = (byte) 0xff;
    assertTrue(refused(file(bytes)).contains("header"));
  }

  @Test
  void saysThatThereIsNoFile() {
    assertThrows(
        NoSuchFileException.class, () -> SafetensorsReader.open(folder.resolve("none")).close());
  }

  @Test
  void refusesToWriteWhatNoReaderTakes() {
    var writer = new SafetensorsWriter().metadata("key", "value");
    assertThrows(IllegalArgumentException.class, () -> writer.metadata("key", "other"));
    assertThrows(IllegalArgumentException.class, () -> writer.metadata("crc32", "00000000"));
    assertThrows(
        IllegalArgumentException.class,
        () -> writer.add("__metadata__", Tensor.Type.F32, List.of(1L), () -> null));
    writer.add("a", Tensor.Type.F32, List.of(2L), () -> FloatBuffer.allocate(3));
    assertThrows(
        IllegalArgumentException.class,
        () -> writer.add("a", Tensor.Type.F32, List.of(1L), () -> null));
    assertThrows(IllegalArgumentException.class, () -> writer.write(new ByteArrayOutputStream()));
  }
}
