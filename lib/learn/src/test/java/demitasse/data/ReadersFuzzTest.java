package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import demitasse.data.format.DataException;
import demitasse.data.format.Idx;
import demitasse.data.image.ImageShape;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Throws damaged files at the readers: each is read or refused with a message that names the file,
 * with little memory and without a handle left open.
 */
class ReadersFuzzTest {
  private static final List<String> CLASSES = List.of("zero", "one", "two");
  private static final byte[] IDX_IMAGES =
      TestFiles.images(
          5,
          3,
          4,
          new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
            25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46,
            47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60
          });
  private static final byte[] IDX_LABELS =
      TestFiles.labels(5, (byte) 0, (byte) 1, (byte) 2, (byte) 1, (byte) 0);
  private static final byte[] TRAIN = TestFiles.cifar(7, 0, 99);
  private static final byte[] TEST = TestFiles.cifar(50, 25);
  private static final byte[] TAR =
      TestFiles.tar(Map.of("cifar-100-binary/train.bin", TRAIN, "cifar-100-binary/test.bin", TEST));

  /** Ten times what the readers need for these files, a thousandth of what headers can promise. */
  private static final long MUCH_MEMORY = 4 << 20;

  private static Path folder;

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("fuzz");
    // The classes that a first read loads take memory too, and are not what is counted.
    Path images = TestFiles.write(folder, "images", TestFiles.gzip(IDX_IMAGES));
    Path labels = TestFiles.write(folder, "labels", TestFiles.gzip(IDX_LABELS));
    Idx.read("fuzz", images, labels, CLASSES);
  }

  @AfterContainer
  static void noHandleIsLeftOpen() throws IOException {
    Path handles = Path.of("/proc/self/fd");
    if (Files.exists(handles)) {
      try (Stream<Path> all = Files.list(handles)) {
        List<Path> open =
            all.filter(handle -> Files.isSymbolicLink(handle) && target(handle).startsWith(folder))
                .toList();
        assertEquals(List.of(), open);
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static Path target(Path handle) {
    try {
      return Files.readSymbolicLink(handle);
    } catch (IOException e) {
      return Path.of("gone"); // the handle of this very listing
    }
  }

  /** One thing that happens to a file: what, where (of 10,000) and with which byte. */
  record Damage(int kind, int where, byte value, int length) {
    byte[] applyTo(byte[] file) {
      int at = (int) ((long) where * file.length / 10_000);
      return switch (kind) {
        case 0 -> Arrays.copyOf(file, at); // cut
        case 1 -> with(file, at, 1); // one byte
        case 2 -> with(file, at, length); // a run of bytes
        case 3 -> join(Arrays.copyOf(file, at), new byte[length], tail(file, at)); // put in
        case 4 -> join(Arrays.copyOf(file, at), tail(file, Math.min(file.length, at + length)));
        case 5 -> join(file, tail(file, at)); // something twice
        case 6 -> TestFiles.gzip(file); // packed once more
        default -> header(file);
      };
    }

    private byte[] with(byte[] file, int at, int count) {
      byte[] bad = file.clone();
      Arrays.fill(bad, Math.min(at, bad.length), Math.min(bad.length, at + count), value);
      return bad;
    }

    /** Another number in one of the first four 32-bit words: magic, count, rows, columns. */
    private byte[] header(byte[] file) {
      byte[] bad = Arrays.copyOf(file, Math.max(16, file.length));
      ByteBuffer.wrap(bad).putInt(where % 4 * 4, value * 16_843_009 + length);
      return bad;
    }

    private static byte[] tail(byte[] file, int from) {
      return Arrays.copyOfRange(file, from, file.length);
    }

    private static byte[] join(byte[]... parts) {
      ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
      Arrays.stream(parts).forEach(all::put);
      return all.array();
    }
  }

  @Provide
  Arbitrary<List<Damage>> damages() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 7),
            Arbitraries.integers().between(0, 9_999),
            Arbitraries.bytes(),
            Arbitraries.integers().between(1, 2_000))
        .as(Damage::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  private static byte[] damaged(byte[] file, List<Damage> damages) {
    byte[] bad = file;
    for (Damage damage : damages) {
      bad = damage.applyTo(bad);
    }
    return bad;
  }

  /** Reads, and returns what was read, or null after checking that the refusal names a file. */
  private static <T> T readOrRefuse(Supplier<T> reader) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    T read = null;
    try {
      read = reader.get();
    } catch (DataException e) {
      String message = e.getMessage();
      assertTrue(message.startsWith(folder.toString()), message);
      assertTrue(message.contains("undamaged copy"), message);
    }
    long used = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(used < MUCH_MEMORY, "took " + used + " bytes");
    return read;
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void damagedIdxImagesAreReadOrRefused(
      @ForAll("damages") List<Damage> damages, @ForAll boolean packed) {
    byte[] good = packed ? TestFiles.gzip(IDX_IMAGES) : IDX_IMAGES;
    Path images = TestFiles.write(folder, "images", damaged(good, damages));
    Path labels = TestFiles.write(folder, "labels", IDX_LABELS);
    ImageSet set = readOrRefuse(() -> ImageSet.of(Idx.read("fuzz", images, labels, CLASSES)));
    if (set != null) {
      assertEquals(5, set.size());
    }
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void damagedIdxLabelsAreReadOrRefused(
      @ForAll("damages") List<Damage> damages, @ForAll boolean packed) {
    byte[] good = packed ? TestFiles.gzip(IDX_LABELS) : IDX_LABELS;
    Path images = TestFiles.write(folder, "images", IDX_IMAGES);
    Path labels = TestFiles.write(folder, "labels", damaged(good, damages));
    ImageSet set = readOrRefuse(() -> ImageSet.of(Idx.read("fuzz", images, labels, CLASSES)));
    if (set != null) {
      assertTrue(Arrays.stream(set.labels()).allMatch(label -> label >= 0 && label < 3));
    }
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void damagedCifarRecordsAreReadOrRefused(
      @ForAll("damages") List<Damage> damages, @ForAll boolean packed) throws IOException {
    Files.deleteIfExists(folder.resolve("cifar-100-binary.tar.gz"));
    Files.deleteIfExists(folder.resolve("train.bin"));
    byte[] good = packed ? TestFiles.gzip(TRAIN) : TRAIN;
    TestFiles.write(folder, "train.bin", damaged(good, damages));
    TestFiles.write(folder, "test.bin", TEST);
    assertReadOrRefused();
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void damagedArchivesAreReadOrRefused(
      @ForAll("damages") List<Damage> inside,
      @ForAll("damages") List<Damage> outside,
      @ForAll boolean both)
      throws IOException {
    Files.deleteIfExists(folder.resolve("train.bin"));
    Files.deleteIfExists(folder.resolve("test.bin"));
    byte[] packed = TestFiles.gzip(damaged(TAR, inside));
    TestFiles.write(folder, "cifar-100-binary.tar.gz", both ? damaged(packed, outside) : packed);
    assertReadOrRefused();
  }

  private static void assertReadOrRefused() {
    Cifar100 cifar = readOrRefuse(() -> new CifarFormat(3, 2).read(folder));
    if (cifar != null) {
      assertEquals(3, cifar.train().size());
      assertEquals(2, cifar.test().size());
    }
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void whateverBytesAreReadOrRefused(@ForAll @Size(max = 5_000) byte[] bytes) throws IOException {
    Path images = TestFiles.write(folder, "images", bytes);
    Path labels = TestFiles.write(folder, "labels", IDX_LABELS);
    readOrRefuse(() -> ImageSet.of(Idx.read("fuzz", images, labels, CLASSES)));
    Files.deleteIfExists(folder.resolve("train.bin"));
    TestFiles.write(folder, "cifar-100-binary.tar.gz", bytes);
    readOrRefuse(() -> new CifarFormat(3, 2).read(folder));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsRead(
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @Size(min = 1, max = 30) List<@ByteRange(min = 0, max = 2) Byte> marks,
      @ForAll boolean packed) {
    int count = marks.size();
    byte[] pixels = new byte[count * height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37);
    }
    byte[] labels = new byte[count];
    IntStream.range(0, count).forEach(i -> labels[i] = marks.get(i));
    byte[] imageFile = TestFiles.images(count, height, width, pixels);
    byte[] labelFile = TestFiles.labels(count, labels);
    Path images = TestFiles.write(folder, "images", packed ? TestFiles.gzip(imageFile) : imageFile);
    Path names = TestFiles.write(folder, "labels", packed ? TestFiles.gzip(labelFile) : labelFile);
    ImageSet set = ImageSet.of(Idx.read("written", images, names, CLASSES));
    assertEquals(new ImageShape(1, height, width), set.imageShape());
    for (int i = 0; i < count; i++) {
      assertEquals(labels[i], set.label(i));
      int size = height * width;
      assertArrayEquals(Arrays.copyOfRange(pixels, i * size, (i + 1) * size), set.pixels(i));
    }
  }
}
