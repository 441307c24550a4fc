package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.format.DataException;
import demitasse.data.image.ImageShape;
import demitasse.data.image.Interpolation;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

class ImageFolderTest {
  private static final int RED = 0xff0000;
  private static final int BLUE = 0x0000ff;
  private static final int GREEN = 0x00ff00;

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

  private ImageFolder.Pictures read() {
    return ImageFolder.of(folder).read();
  }

  private static void assertColour(int expected, BufferedImage image, int x, int y) {
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
    int[] colours = {RED, GREEN, GREEN, BLUE, RED, GREEN};
    for (int i = 0; i < colours.length; i++) {
      assertColour(colours[i], set.image(i), 0, 0);
      assertColour(colours[i], set.image(i), 31, 31);
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
  void theNearestNeighbourIsThePixelUnderTheCentre() throws Exception {
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
      assertColour(0x808080, set.image(0), 10, 10);
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
    assertColour(RED, stretched, 2, 15);
    BufferedImage cropped = ImageFolder.of(folder).centreCrop().read().images().image(0);
    assertColour(BLUE, cropped, 0, 0);
    assertColour(BLUE, cropped, 31, 31);
  }

  @Test
  void greyValuesStandAsTheyAre() throws Exception {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY}) {
      var grey = new BufferedImage(8, 8, type);
      int full = type == BufferedImage.TYPE_BYTE_GRAY ? 255 : 65535;
      for (int i = 0; i < 64; i++) {
        grey.getRaster().setSample(i % 8, i / 8, 0, 100 * full / 255);
      }
      write("grey-" + type + ".png", grey);
    }
    ImageSet colour = read().images();
    assertEquals(2, colour.size());
    for (int i = 0; i < 2; i++) {
      assertEquals(100, colour.pixels(i)[0]);
      assertEquals(100, colour.pixels(i)[3071]);
    }
    ImageSet grey = ImageFolder.of(folder).size(28, 28).grey().read().images();
    assertEquals(new ImageShape(1, 28, 28), grey.imageShape());
    assertEquals(100, grey.pixels(0)[0]);
  }

  @Test
  void greyOfColoursIsTheirLuma() throws Exception {
    write("green.png", plain(4, 4, GREEN));
    assertEquals(150, ImageFolder.of(folder).grey().read().images().pixels(0)[0] & 0xff);
  }

  @Test
  void whatIsTransparentBecomesWhite() throws Exception {
    var clear = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    clear.setRGB(0, 0, 0x00123456);
    clear.setRGB(1, 0, 0x80ff0000);
    write("glass.png", clear);
    BufferedImage seen = ImageFolder.of(folder).size(1, 2).read().images().image(0);
    assertEquals(0xffffffff, seen.getRGB(0, 0));
    assertColour(0xff7f7f, seen, 1, 0);
  }

  /** Puts an Exif part with this orientation behind the first two bytes of a JPG. */
  private static byte[] withOrientation(byte[] jpg, int orientation, ByteOrder order) {
    ByteBuffer exif =
        ByteBuffer.allocate(36)
            .put((byte) 0xff)
            .put((byte) 0xe1)
            .putShort((short) 34)
            .put(new byte[] {'E', 'x', 'i', 'f', 0, 0})
            .order(order)
            .putShort((short) (order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4d4d))
            .putShort((short) 42)
            .putInt(8)
            .putShort((short) 1)
            .putShort((short) 0x0112)
            .putShort((short) 3)
            .putInt(1)
            .putShort((short) orientation)
            .putShort((short) 0)
            .putInt(0);
    var all = new ByteArrayOutputStream();
    all.write(jpg, 0, 2);
    all.writeBytes(exif.array());
    all.write(jpg, 2, jpg.length - 2);
    return all.toByteArray();
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
      assertColour(RED, pictures.images().image(0), redX, redY);
      assertColour(BLUE, pictures.images().image(0), blueX, blueY);
      assertEquals(
          orientation > 4 ? "64×96" : "96×64", pictures.report().stringColumn("Size").get(0));
    }
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
      assertColour(RED, read().images().image(0), 5, 5);
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
    assertColour(0xc8c8c8, small, 15, 15);
    assertColour(0, small, 16, 15);
    assertColour(0, small, 15, 16);
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
  void aFolderWithoutPicturesIsAnError() {
    String message = assertThrows(DataException.class, this::read).getMessage();
    assertTrue(message.startsWith(folder + ": holds no pictures. Put JPG"), message);
    var missing = ImageFolder.of(folder.resolve("typo"));
    message = assertThrows(DataException.class, missing::read).getMessage();
    assertTrue(message.startsWith(folder.resolve("typo") + ": cannot be listed"), message);
  }

  @Test
  void thePicturesOfTheProjectAreGood() {
    Path pictures = Path.of("..", "..", "data", "pictures"); // as seen from the module
    var own = ImageFolder.of(pictures).classNames(Cifar100.fineNames()).refuseBad().read();
    assertEquals(10, own.images().size());
    Table report = own.report();
    int tower = report.stringColumn("Class").asList().indexOf("skyscraper");
    assertEquals("260×390", report.stringColumn("Size").get(tower)); // stored lying
    assertColour(0x8fbae4, own.images().image(tower), 1, 1); // the sky is above
  }
}
