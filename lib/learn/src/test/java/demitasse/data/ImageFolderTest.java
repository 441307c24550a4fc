package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.format.DataException;
import demitasse.data.image.ImageFile;
import demitasse.data.image.ImageForm;
import demitasse.data.image.ImageShape;
import demitasse.data.image.Interpolation;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

class ImageFolderTest {
  private static final int RED = 0xff0000;
  private static final int BLUE = 0x0000ff;
  private static final int GREEN = 0x00ff00;
  private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};

  @TempDir Path folder;

  private static BufferedImage plain(int width, int height, int rgb) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new int[width * height];
    Arrays.fill(pixels, rgb);
    image.setRGB(0, 0, width, height, pixels, 0, width);
    return image;
  }

  private static byte[] encode(BufferedImage image, String format) {
    var bytes = new ByteArrayOutputStream();
    try {
      assertTrue(ImageIO.write(image, format, bytes), "cannot write " + format);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private void write(String name, BufferedImage image) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase();
    Files.write(file, encode(image, ending.equals("jpeg") ? "jpg" : ending));
  }

  private ImageFolder.Reading read() {
    return ImageFolder.of(folder).read();
  }

  private static void assertColor(int expected, BufferedImage image, int x, int y) {
    Color a = new Color(expected);
    Color b = new Color(image.getRGB(x, y));
    int off =
        Math.abs(a.getRed() - b.getRed())
            + Math.abs(a.getGreen() - b.getGreen())
            + Math.abs(a.getBlue() - b.getBlue());
    assertTrue(off < 12, "at " + x + ", " + y + " is " + b + ", not " + a);
  }

  @Test
  void readsEveryFormatAtEverySize() throws Exception {
    write("apple.jpg", plain(100, 60, RED));
    write("bear-1.png", plain(1, 1, GREEN));
    write("bear_2.PNG", plain(31, 33, GREEN));
    write("cup.gif", plain(640, 480, BLUE));
    write("dog 12.bmp", plain(33, 500, RED));
    write("eel.jpeg", plain(16, 16, GREEN));
    Files.writeString(folder.resolve("README.md"), "not a picture");
    var pictures = read();
    ImageSet set = pictures.images();
    assertEquals(new ImageShape(3, 32, 32), set.imageShape());
    assertEquals(List.of("apple", "bear", "cup", "dog", "eel"), set.classNames());
    assertArrayEquals(new int[] {0, 1, 1, 2, 3, 4}, set.labels());
    int[] colors = {RED, GREEN, GREEN, BLUE, RED, GREEN};
    for (int i = 0; i < colors.length; i++) {
      assertColor(colors[i], set.image(i), 0, 0);
      assertColor(colors[i], set.image(i), 31, 31);
    }
    assertEquals("100×60", pictures.report().stringColumn("Size").get(0));
    assertEquals("dog 12.bmp", pictures.report().stringColumn("File").get(4));
    assertEquals(List.of(""), pictures.report().stringColumn("Problem").unique().asList());
  }

  @Test
  void foldersNameTheClass() throws Exception {
    write("cats/1.png", plain(4, 4, RED));
    write("cats/2.png", plain(4, 4, RED));
    write("dogs/1.png", plain(4, 4, BLUE));
    ImageSet set = read().images();
    assertEquals(List.of("cats", "dogs"), set.classNames());
    assertArrayEquals(new int[] {0, 0, 1}, set.labels());
  }

  @Test
  void labelsCountInTheGivenClasses() throws Exception {
    write("maple_tree-2.png", plain(4, 4, GREEN));
    write("rainbow.png", plain(4, 4, GREEN));
    var pictures = ImageFolder.of(folder).classNames(Cifar100.fineNames()).read();
    assertArrayEquals(new int[] {47}, pictures.images().labels());
    assertTrue(
        pictures.report().stringColumn("Problem").get(1).contains("\"rainbow\""),
        pictures.report().toString());
  }

  @Test
  void theNearestNeighborIsThePixelUnderTheCenter() throws Exception {
    var noise = new BufferedImage(96, 64, BufferedImage.TYPE_INT_RGB);
    var random = new Random(3);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 96; x++) {
        noise.setRGB(x, y, random.nextInt(0x1000000));
      }
    }
    write("noise.png", noise);
    BufferedImage small = read().images().image(0);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        assertEquals(noise.getRGB(3 * x + 1, 2 * y + 1), small.getRGB(x, y));
      }
    }
  }

  @Test
  void otherInterpolationsAverage() throws Exception {
    var halves = plain(64, 64, 0);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x += 2) {
        halves.setRGB(x, y, 0xffffff);
      }
    }
    write("stripes.png", halves);
    for (var interpolation : List.of(Interpolation.BILINEAR, Interpolation.AREA)) {
      var set = ImageFolder.of(folder).interpolation(interpolation).read().images();
      assertColor(0x808080, set.image(0), 10, 10);
    }
  }

  @Test
  void croppingTakesTheMiddle() throws Exception {
    var wide = plain(90, 30, RED);
    for (int y = 0; y < 30; y++) {
      for (int x = 30; x < 60; x++) {
        wide.setRGB(x, y, BLUE);
      }
    }
    write("wide.png", wide);
    BufferedImage stretched = read().images().image(0);
    assertColor(RED, stretched, 2, 15);
    BufferedImage cropped = ImageFolder.of(folder).centerCrop().read().images().image(0);
    assertColor(BLUE, cropped, 0, 0);
    assertColor(BLUE, cropped, 31, 31);
  }

  @Test
  void grayValuesStandAsTheyAre() throws Exception {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY}) {
      var gray = new BufferedImage(8, 8, type);
      int full = type == BufferedImage.TYPE_BYTE_GRAY ? 255 : 65535;
      for (int i = 0; i < 64; i++) {
        gray.getRaster().setSample(i % 8, i / 8, 0, 100 * full / 255);
      }
      write("grey-" + type + ".png", gray);
    }
    ImageSet color = read().images();
    assertEquals(2, color.size());
    for (int i = 0; i < 2; i++) {
      assertEquals(100, color.pixels(i)[0]);
      assertEquals(100, color.pixels(i)[3071]);
    }
    ImageSet gray = ImageFolder.of(folder).size(28, 28).grayscale().read().images();
    assertEquals(new ImageShape(1, 28, 28), gray.imageShape());
    assertEquals(100, gray.pixels(0)[0]);
  }

  @Test
  void grayOfColorsIsTheirLuma() throws Exception {
    write("green.png", plain(4, 4, GREEN));
    assertEquals(150, ImageFolder.of(folder).grayscale().read().images().pixels(0)[0] & 0xff);
  }

  @Test
  void whatIsTransparentBecomesWhite() throws Exception {
    var clear = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    clear.setRGB(0, 0, 0x00123456);
    clear.setRGB(1, 0, 0x80ff0000);
    write("glass.png", clear);
    BufferedImage seen = ImageFolder.of(folder).size(1, 2).read().images().image(0);
    assertEquals(0xffffffff, seen.getRGB(0, 0));
    assertColor(0xff7f7f, seen, 1, 0);
  }

  /** An Exif part, of one tag: the orientation, as a SHORT or a LONG. */
  private static byte[] exif(int orientation, ByteOrder order, boolean asLong) {
    ByteBuffer tiff =
        ByteBuffer.allocate(26)
            .order(order)
            .putShort((short) (order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4d4d))
            .putShort((short) 42)
            .putInt(8)
            .putShort((short) 1)
            .putShort((short) 0x0112)
            .putShort((short) (asLong ? 4 : 3))
            .putInt(1);
    if (asLong) {
      tiff.putInt(orientation);
    } else {
      tiff.putShort((short) orientation);
    }
    return tiff.array();
  }

  private static byte[] segment(int marker, byte[]... parts) {
    var bytes = new ByteArrayOutputStream();
    int length = 2 + Arrays.stream(parts).mapToInt(part -> part.length).sum();
    bytes.writeBytes(new byte[] {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length});
    Arrays.stream(parts).forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }

  /** Puts something between the first bytes of a file and the rest. */
  private static byte[] insert(byte[] file, int at, byte[]... parts) {
    var all = new ByteArrayOutputStream();
    all.write(file, 0, at);
    Arrays.stream(parts).forEach(all::writeBytes);
    all.write(file, at, file.length - at);
    return all.toByteArray();
  }

  /** Puts an Exif part with this orientation behind the first two bytes of a JPG. */
  private static byte[] withOrientation(byte[] jpg, int orientation, ByteOrder order) {
    return insert(jpg, 2, segment(0xe1, EXIF, exif(orientation, order, false)));
  }

  private static byte[] chunk(String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(name);
    sum.update(content);
    return ByteBuffer.allocate(content.length + 12)
        .putInt(content.length)
        .put(name)
        .put(content)
        .putInt((int) sum.getValue())
        .array();
  }

  /** Where the stored top left (red) and top right (blue) corners are seen; TIFF 6.0, page 36. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 31, 0",
    "2, 31, 0, 0, 0",
    "3, 31, 31, 0, 31",
    "4, 0, 31, 31, 31",
    "5, 0, 0, 0, 31",
    "6, 31, 0, 31, 31",
    "7, 31, 31, 31, 0",
    "8, 0, 31, 0, 0"
  })
  void turnsAsTheCameraWasHeld(int orientation, int redX, int redY, int blueX, int blueY)
      throws Exception {
    var picture = plain(96, 64, 0xffffff);
    for (int i = 0; i < 32 * 32; i++) {
      picture.setRGB(i % 32, i / 32, RED);
      picture.setRGB(95 - i % 32, i / 32, BLUE);
    }
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      Files.write(
          folder.resolve("photo.jpg"), withOrientation(encode(picture, "jpg"), orientation, order));
      var pictures = read();
      assertColor(RED, pictures.images().image(0), redX, redY);
      assertColor(BLUE, pictures.images().image(0), blueX, blueY);
      assertEquals(
          orientation > 4 ? "64×96" : "96×64", pictures.report().stringColumn("Size").get(0));
    }
  }

  /** Upright, it is red at the left; stored, at the top. */
  private static BufferedImage lying() {
    var image = plain(40, 20, BLUE);
    for (int i = 0; i < 40 * 10; i++) {
      image.setRGB(i % 40, i / 40, RED);
    }
    return image;
  }

  static Stream<byte[]> filesThatAreTurned() {
    byte[] jpg = encode(lying(), "jpg");
    byte[] png = encode(lying(), "png");
    byte[] fill = {(byte) 0xff, (byte) 0xff, (byte) 0xff};
    byte[] restart = {(byte) 0xff, (byte) 0xd0};
    byte[] big = exif(8, ByteOrder.BIG_ENDIAN, false);
    byte[] xmp = "http://ns.adobe.com/xap/1.0/\0<x/>".getBytes(StandardCharsets.US_ASCII);
    byte[] sizes = Arrays.copyOf(EXIF, 6 + big.length);
    System.arraycopy(big, 0, sizes, 6, big.length);
    int afterHeader = 33;
    int beforeEnd = png.length - 12;
    return Stream.of(
        insert(jpg, 2, fill, segment(0xe1, EXIF, big)),
        insert(jpg, 2, segment(0xe1, xmp), fill, segment(0xe1, EXIF, big)),
        insert(jpg, 2, restart, segment(0xe1, EXIF, big)),
        insert(jpg, 2, segment(0xe1, EXIF, exif(8, ByteOrder.BIG_ENDIAN, true))),
        insert(jpg, 2, segment(0xe1, EXIF, exif(8, ByteOrder.LITTLE_ENDIAN, true))),
        insert(png, afterHeader, chunk("eXIf", big)),
        insert(png, beforeEnd, chunk("eXIf", exif(8, ByteOrder.LITTLE_ENDIAN, true))),
        insert(png, afterHeader, chunk("eXIf", sizes)));
  }

  @ParameterizedTest
  @MethodSource("filesThatAreTurned")
  void exifIsFoundWhereverProgramsPutIt(byte[] file) throws Exception {
    Files.write(folder.resolve("photo.jpg"), file); // the content counts, not the name
    var turned = read();
    assertEquals("20×40", turned.report().stringColumn("Size").get(0));
    assertColor(RED, turned.images().image(0), 3, 16);
    assertColor(BLUE, turned.images().image(0), 28, 16);
  }

  @Test
  void exifThatLeadsNowhereIsPassedOver() throws Exception {
    byte[] good = withOrientation(encode(plain(8, 8, RED), "jpg"), 6, ByteOrder.BIG_ENDIAN);
    var random = new Random(1);
    for (int i = 0; i < 300; i++) {
      byte[] bad = good.clone();
      for (int flips = 0; flips < 3; flips++) {
        bad[12 + random.nextInt(26)] = (byte) random.nextInt(256);
      }
      Files.write(folder.resolve("photo.jpg"), bad);
      assertColor(RED, read().images().image(0), 5, 5);
    }
  }

  @Test
  void largePicturesNeedLittleMemory() throws Exception {
    var large = new BufferedImage(6_000, 4_000, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 2_000; y++) {
      for (int x = 0; x < 3_000; x++) {
        large.getRaster().setSample(x, y, 0, 200);
      }
    }
    write("large.png", large);
    BufferedImage small = read().images().image(0);
    assertColor(0xc8c8c8, small, 15, 15);
    assertColor(0, small, 16, 15);
    assertColor(0, small, 15, 16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "bmp"})
  void aBadPictureIsReportedAndSkippedOrRefused(String format) throws Exception {
    write("good.png", plain(40, 40, GREEN));
    var noise = plain(64, 64, 0);
    var random = new Random(5);
    for (int i = 0; i < 64 * 64; i++) {
      noise.setRGB(i % 64, i / 64, random.nextInt(0x1000000));
    }
    byte[] whole = encode(noise, format);
    Path bad = folder.resolve("bad." + format);
    for (int length : new int[] {0, 1, 10, whole.length / 2}) {
      Files.write(bad, Arrays.copyOf(whole, length));
      var pictures = read();
      assertEquals(1, pictures.images().size(), "cut to " + length);
      String problem = pictures.report().stringColumn("Problem").get(0);
      assertTrue(problem.contains("cannot be decoded"), problem);
      assertTrue(problem.contains("save it as RGB"), problem);
      var strict = ImageFolder.of(folder).refuseBad();
      String message = assertThrows(DataException.class, strict::read).getMessage();
      assertTrue(message.startsWith(bad + ": cannot be decoded"), message);
    }
  }

  @Test
  void bombsAreRefused() throws Exception {
    // The header of a PNG of 60,000 × 60,000 pixels.
    byte[] png = encode(plain(1, 1, 0), "png");
    ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
    var sum = new CRC32();
    sum.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) sum.getValue());
    Files.write(folder.resolve("bomb.png"), png);
    String message = assertThrows(DataException.class, this::read).getMessage();
    assertTrue(message.contains("it has 3600 million pixels"), message);
  }

  @Test
  void formatsOfPhonesAreNamed() throws Exception {
    write("good.png", plain(4, 4, GREEN));
    Files.writeString(folder.resolve("photo.HEIC"), "whatever");
    String problem = read().report().stringColumn("Problem").get(1);
    assertEquals("is a HEIC file. Save it as JPG or PNG.", problem);
  }

  @Test
  void whatProgramsLeaveBehindIsNoClass() throws Exception {
    write("cats/tom.png", plain(4, 4, RED));
    write("cats/._tom.png", plain(4, 4, RED));
    write("cats/.ipynb_checkpoints/tom-checkpoint.png", plain(4, 4, RED));
    write(".ipynb_checkpoints/tom-checkpoint.png", plain(4, 4, RED));
    write("__MACOSX/tom.png", plain(4, 4, RED));
    write("@eaDir/thumb.png", plain(4, 4, RED));
    write("#recycle/tom.png", plain(4, 4, RED));
    write("lost+found/tom.png", plain(4, 4, RED));
    write("__pycache__/tom.png", plain(4, 4, RED));
    for (String unfinished : List.of("tom.png~", "~$tom.png", "tom.png.part", "tom.crdownload")) {
      Files.copy(folder.resolve("cats/tom.png"), folder.resolve("cats").resolve(unfinished));
    }
    write("._dog.png", plain(4, 4, RED));
    Files.write(folder.resolve(".DS_Store"), new byte[10]);
    Files.write(folder.resolve("Thumbs.db"), new byte[10]);
    var reading = ImageFolder.of(folder).refuseBad().read();
    assertEquals(List.of("cats"), reading.images().classNames());
    assertEquals(1, reading.report().rowCount());
  }

  @Test
  void linksAreFollowedOrReported() throws Exception {
    write("elsewhere/real/tom.png", plain(4, 4, RED));
    Path set = Files.createDirectories(folder.resolve("set"));
    Files.createSymbolicLink(set.resolve("cats"), folder.resolve("elsewhere/real"));
    Files.createSymbolicLink(set.resolve("dog.png"), set.resolve("cats/tom.png"));
    Files.createSymbolicLink(set.resolve("gone.png"), folder.resolve("nothing"));
    Files.createSymbolicLink(set.resolve("loop"), set);
    Path link = Files.createSymbolicLink(folder.resolve("link"), set);
    var reading = ImageFolder.of(link).read();
    assertEquals(List.of("cats", "dog"), reading.images().classNames());
    assertArrayEquals(new int[] {0, 1}, reading.images().labels());
    assertEquals(
        List.of(
            "",
            "",
            "is a link that leads nowhere. Remove it.",
            "is a link back to where it lies. Remove it."),
        reading.report().stringColumn("Problem").asList());
  }

  @Test
  void foldersAreFoundByRelativePathsToo() throws Exception {
    write("set/cats/tom.png", plain(4, 4, RED));
    Path here = Path.of("").toAbsolutePath();
    Path relative = here.relativize(folder.resolve("set/cats/.."));
    var reading = ImageFolder.of(relative).read();
    assertEquals("set: images", reading.report().name());
    assertEquals(List.of("cats"), reading.images().classNames());
    // The folder of the module: no image lies in it, nor in a folder of its own.
    var none = ImageFolder.of(Path.of(""));
    String message = assertThrows(DataException.class, none::read).getMessage();
    assertTrue(message.startsWith(here.toString()), message);
  }

  @Test
  void accentsCountHoweverTheyAreWritten() throws Exception {
    String composed = "caf\u00e9";
    String apart = "cafe\u0301";
    write(apart + "/1.png", plain(4, 4, RED));
    write(apart + " 2.png", plain(4, 4, RED));
    ImageSet found = read().images();
    assertEquals(List.of(composed), found.classNames());
    assertEquals(2, found.ofClass(apart).size());
    var given = ImageFolder.of(folder).classNames(List.of("tea", composed)).refuseBad().read();
    assertArrayEquals(new int[] {1, 1}, given.images().labels());
    given = ImageFolder.of(folder).classNames(List.of("tea", apart)).refuseBad().read();
    assertArrayEquals(new int[] {1, 1}, given.images().labels());
    assertEquals(1, given.images().labelOf(composed));
  }

  @ParameterizedTest
  @CsvSource({
    "cat (1).png, cat",
    "cat(12).png, cat",
    "cat[1].png, cat",
    "cat - Copy.png, cat",
    "cat - Copy (2).png, cat",
    "cat copy 3.png, cat",
    "cat-2 (1).png, cat",
    "cat - Kopie (2).png, cat",
    "cat copie.png, cat",
    "Copy of cat.png, cat",
    "Copie de cat-2 (1).png, cat",
    "copycat.png, copycat",
    "cat - копия.png, cat",
    "cat.17.png, cat",
    "cat_02.png, cat",
    "type1-2.png, type1",
    "2024.png, 2024",
    "(1).png, (1)",
    "hard_copy.png, hard_copy",
    "a.b-1.png, a.b"
  })
  void numbersAndCopiesAreNoClasses(String file, String expected) throws Exception {
    write(file, plain(4, 4, RED));
    assertEquals(List.of(expected), read().images().classNames());
  }

  @Test
  void aClassMayEndInANumber() throws Exception {
    write("route 66 (1).png", plain(4, 4, RED));
    write("route 66-2.png", plain(4, 4, RED));
    write("route 66.png", plain(4, 4, RED));
    var named = ImageFolder.of(folder).classNames(List.of("route", "route 66")).read();
    assertArrayEquals(new int[] {1, 1, 1}, named.images().labels());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "bmp"})
  void aFileThatIsCutOffIsRefusedUnlessItsImageIsWhole(String format) throws Exception {
    BufferedImage stripes = plain(16, 9, RED);
    for (int x = 0; x < 16; x += 3) {
      stripes.setRGB(x, x % 9, GREEN);
    }
    byte[] bytes = encode(stripes, format);
    Path file = Files.write(folder.resolve("whole"), bytes);
    ImageForm form = new ImageForm(new ImageShape(3, 9, 16), Interpolation.NEAREST, false);
    byte[] whole = ImageFile.read(file, form).pixels();
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      try {
        assertArrayEquals(whole, ImageFile.read(file, form).pixels(), length + " bytes");
      } catch (IOException e) {
        assertNotNull(e.getMessage(), length + " bytes");
      }
    }
  }

  @Test
  void everyImageIsReadOrReported() throws Exception {
    byte[] jpg = encode(plain(8, 8, GREEN), "jpg");
    for (String name : List.of("a.jfif", "b.JPE", "c.jif", "d", "e.tmp")) {
      Files.write(folder.resolve(name), jpg);
    }
    Files.write(folder.resolve("f.dib"), encode(plain(8, 8, GREEN), "bmp"));
    Files.writeString(folder.resolve("g.jpg"), "RIFF....WEBPVP8 ");
    Files.writeString(folder.resolve("notes.txt"), "no image");
    write("zoo/bears/1.png", plain(4, 4, RED));
    var reading = read();
    assertEquals(6, reading.images().size());
    assertEquals(List.of("a", "b", "c", "d", "e", "f", "g"), reading.images().classNames());
    List<String> problems = reading.report().stringColumn("Problem").asList();
    assertTrue(problems.get(6).startsWith("cannot be decoded (a WebP file)"), problems.get(6));
    assertTrue(problems.get(7).startsWith("is a folder inside a class's folder"), problems.get(7));
    assertEquals(Path.of("zoo", "bears").toString(), reading.report().stringColumn("File").get(7));
  }

  @Test
  void readingCanBeStopped() throws Exception {
    write("cat.png", plain(4, 4, RED));
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, this::read);
    assertTrue(Thread.interrupted(), "the interrupt is still there");
  }

  @Test
  void aFolderWithoutPicturesIsAnError() {
    String message = assertThrows(DataException.class, this::read).getMessage();
    assertTrue(message.startsWith(folder + ": holds no images. Put JPG"), message);
    var missing = ImageFolder.of(folder.resolve("typo"));
    message = assertThrows(DataException.class, missing::read).getMessage();
    assertTrue(message.startsWith(folder.resolve("typo") + ": does not exist"), message);
  }

  @Test
  void thePicturesOfTheProjectAreGood() {
    Path pictures = Path.of("..", "..", "data", "pictures"); // as seen from the module
    var own = ImageFolder.of(pictures).classNames(Cifar100.fineNames()).refuseBad().read();
    assertEquals(10, own.images().size());
    Table report = own.report();
    int tower = report.stringColumn("Class").asList().indexOf("skyscraper");
    assertEquals("260×390", report.stringColumn("Size").get(tower)); // stored lying
    assertColor(0x8fbae4, own.images().image(tower), 1, 1); // the sky is above
  }

  @Test
  void classesHaveDifferentNamesAndImagesASizeThatCanBe() throws IOException {
    write("dog.png", plain(8, 8, RED));
    var twice = ImageFolder.of(folder).classNames(List.of("dog", "cat", "dog"));
    String message = assertThrows(IllegalArgumentException.class, twice::read).getMessage();
    assertEquals("two classes are called \"dog\"", message);
    var huge = ImageFolder.of(folder);
    message =
        assertThrows(IllegalArgumentException.class, () -> huge.size(100_000, 100_000))
            .getMessage();
    assertEquals("an image of 100,000 × 100,000 pixels is too large", message);
  }
}
