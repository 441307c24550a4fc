package demitasse.data.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import demitasse.data.ImageSet;
import demitasse.data.TestFiles;
import demitasse.data.download.Sha256;
import demitasse.data.image.ImageShape;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxTest {
  private static final List<String> CLASSES = List.of("zero", "one", "two");
  private static final byte[] PIXELS = {0, 1, 2, 3, 4, (byte) 255, 6, 7, 8, 9, 10, 11};

  @TempDir Path folder;
  private Path images;
  private Path labels;

  @BeforeEach
  void writeGoodFiles() {
    images = TestFiles.write(folder, "images", TestFiles.images(2, 2, 3, PIXELS));
    labels = TestFiles.write(folder, "labels", TestFiles.labels(2, (byte) 2, (byte) 0));
  }

  private ImageSet read() {
    return ImageSet.of(Idx.read("tiny", images, labels, CLASSES));
  }

  /** Reads, expects a refusal and returns its message after checking that it names the file. */
  private String refusal(Path culprit) {
    String message = assertThrows(DataException.class, this::read).getMessage();
    assertTrue(message.startsWith(culprit + ": "), message);
    assertTrue(message.endsWith("Put an undamaged copy in its place."), message);
    return message;
  }

  private void assertRefused(Path culprit, String problem) {
    String message = refusal(culprit);
    assertTrue(message.contains(problem), message);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsImagesAndLabels(boolean packed) {
    if (packed) {
      TestFiles.write(folder, "images", TestFiles.gzip(TestFiles.images(2, 2, 3, PIXELS)));
      TestFiles.write(folder, "labels", TestFiles.gzip(TestFiles.labels(2, (byte) 2, (byte) 0)));
    }
    ImageSet set = read();
    assertEquals("tiny", set.name());
    assertEquals(2, set.size());
    assertEquals(new ImageShape(1, 2, 3), set.imageShape());
    assertArrayEquals(new int[] {2, 0}, set.labels());
    assertArrayEquals(Arrays.copyOfRange(PIXELS, 6, 12), set.pixels(1));
    assertEquals("two", set.className(0));
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] good = TestFiles.images(2, 2, 3, PIXELS);
    for (int length = 0; length < good.length; length++) {
      TestFiles.write(folder, "images", Arrays.copyOf(good, length));
      assertRefused(images, "ends at offset " + length);
    }
    TestFiles.write(folder, "images", good);
    byte[] marks = TestFiles.labels(2, (byte) 2, (byte) 0);
    for (int length = 0; length < marks.length; length++) {
      TestFiles.write(folder, "labels", Arrays.copyOf(marks, length));
      assertRefused(labels, "ends at offset " + length);
    }
  }

  @Test
  void everyTruncationOfTheGzipIsRefused() {
    byte[] good = TestFiles.gzip(TestFiles.images(2, 2, 3, PIXELS));
    for (int length = 0; length < good.length; length++) {
      TestFiles.write(folder, "images", Arrays.copyOf(good, length));
      refusal(images);
    }
  }

  @Test
  void aTruncatedFileGetsOneMessageWhoeverReadsIt() {
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    byte[] good = TestFiles.gzip(TestFiles.images(2, 300, 500, noise));
    TestFiles.write(folder, "images", Arrays.copyOf(good, 200_000));
    String message = refusal(images);
    try (var in = StrictInput.open(images, "Put an undamaged copy in its place.")) {
      var e = assertThrows(DataException.class, () -> Sha256.of(in));
      assertEquals(message, e.getMessage());
    }
    Matcher bytes = Pattern.compile("after byte (\\d+) of the unpacked").matcher(message);
    assertTrue(bytes.find(), message);
    // Noise does not pack: the packed file is as long as what comes out of it.
    assertEquals(200_000, Integer.parseInt(bytes.group(1)), 33_000);
  }

  @Test
  void everyFlippedBitOfTheGzipIsRefusedOrHarmless() {
    byte[] good = TestFiles.gzip(TestFiles.images(2, 2, 3, PIXELS));
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      TestFiles.write(folder, "images", bad);
      try {
        // Time stamp, name of the system: bits of the gzip header that do not touch the content.
        assertArrayEquals(Arrays.copyOf(PIXELS, 6), read().pixels(0));
      } catch (DataException e) {
        assertTrue(e.getMessage().startsWith(images + ": "), e.getMessage());
      }
    }
  }

  @Test
  void bytesThatFollowAreRefused() {
    byte[] good = TestFiles.images(2, 2, 3, PIXELS);
    TestFiles.write(folder, "images", Arrays.copyOf(good, good.length + 1));
    assertRefused(images, "more bytes than its header promises, from offset 28");
    byte[] packed = TestFiles.gzip(good);
    for (int extra : new int[] {1, 7, 8, 18, 19, 100, 100_000}) {
      TestFiles.write(folder, "images", Arrays.copyOf(packed, packed.length + extra));
      refusal(images);
    }
  }

  @Test
  void wrongMagicIsRefused() {
    TestFiles.write(folder, "images", "<html>404</html> not here at all".getBytes());
    assertRefused(images, "is not an IDX file of images: it starts with 0x3c68746d");
    TestFiles.write(folder, "images", TestFiles.labels(2, (byte) 2, (byte) 0));
    assertRefused(images, "(it holds labels)");
    writeGoodFiles();
    TestFiles.write(folder, "labels", TestFiles.images(2, 2, 3, PIXELS));
    assertRefused(labels, "(it holds images)");
  }

  @Test
  void gzipOfGzipIsRefused() {
    byte[] twice = TestFiles.gzip(TestFiles.gzip(TestFiles.images(2, 2, 3, PIXELS)));
    TestFiles.write(folder, "images", twice);
    assertRefused(images, "packed with gzip twice");
  }

  @Test
  void countsThatDisagreeAreRefused() {
    TestFiles.write(folder, "images", TestFiles.images(1, 2, 3, Arrays.copyOf(PIXELS, 6)));
    assertRefused(images, "holds 1 images, but " + labels + " 2 labels");
  }

  @Test
  void aLabelOutOfRangeIsRefused() {
    TestFiles.write(folder, "labels", TestFiles.labels(2, (byte) 0, (byte) 3));
    assertRefused(labels, "has the label 3 at offset 9, but there are 3 classes");
  }

  @Test
  void headersThatLieAllocateNothing() {
    TestFiles.write(folder, "labels", TestFiles.labels(Integer.MAX_VALUE, (byte) 0, (byte) 1));
    assertRefused(labels, "ends at offset 10");
    TestFiles.write(
        folder, "labels", TestFiles.gzip(TestFiles.labels(Integer.MAX_VALUE, (byte) 0)));
    assertRefused(labels, "ends at offset 9");
    TestFiles.write(folder, "labels", TestFiles.labels(-1, (byte) 0));
    assertRefused(labels, "promises 4294967295 labels");
    writeGoodFiles();
    TestFiles.write(folder, "images", TestFiles.images(2, 4000, 4000, PIXELS));
    assertRefused(images, "ends at offset 28");
    TestFiles.write(folder, "images", TestFiles.images(2, 5000, 1, PIXELS));
    assertRefused(images, "promises images of 5000 rows");
    TestFiles.write(folder, "images", TestFiles.images(2, 1, 0, PIXELS));
    assertRefused(images, "promises images of 0 columns");
  }

  @Test
  void aBombOfZerosIsRefusedAtItsFirstByte() throws Exception {
    var bomb = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bomb)) {
      out.write(TestFiles.images(2, 2, 3, PIXELS));
      byte[] zeros = new byte[1 << 20];
      for (int megabytes = 0; megabytes < 200; megabytes++) {
        out.write(zeros);
      }
    }
    TestFiles.write(folder, "images", bomb.toByteArray());
    assertRefused(images, "more bytes than its header promises, from offset 28");
  }

  @Test
  void aFileThatMayNotBeReadIsNamed() throws Exception {
    assumeTrue(images.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Files.setPosixFilePermissions(images, Set.of());
    assumeFalse(Files.isReadable(images), "this user may read everything");
    String message = assertThrows(DataException.class, this::read).getMessage();
    assertEquals(
        images + ": may not be read by this user. Change its permissions (chmod a+r).", message);
  }

  @Test
  void missingFilesAndFoldersAreRefused() throws Exception {
    Files.delete(images);
    assertRefused(images, "does not exist");
    Files.createDirectory(images);
    assertRefused(images, "is a folder, not a file");
  }
}
