package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.download.Catalogue;
import demitasse.data.download.DataFile;
import demitasse.data.download.DataFolders;
import demitasse.data.download.Downloader;
import demitasse.data.format.DataException;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Mnist load(Map<String, String> settings) {
    return Worlds.finder(Worlds.in(folder, settings, printed)).load(new MnistFormat());
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void readsTheRealSetToTheByte() {
    Mnist mnist = Mnist.read(Worlds.real("mnist"));
    assertEquals("MNIST train", mnist.train().name());
    assertFalse(mnist.train().isGenerated());
    assertEquals(60_000, mnist.train().size());
    assertEquals(10_000, mnist.test().size());
    assertEquals(5, mnist.train().label(0)); // printed by the chapter
    assertEquals(
        "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
        Digests.pixels(mnist.train()));
    assertEquals(
        "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
        Digests.labels(mnist.train()));
    assertEquals(
        "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
        Digests.pixels(mnist.test()));
    assertEquals(
        "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
        Digests.labels(mnist.test()));
  }

  /** MNIST's own digits have the form already, so an enlarged and moved one must come back. */
  @Test
  void bringsADrawnDigitIntoTheFormOfTheSet() {
    ImageSet test = Mnist.read(Worlds.real("mnist")).test();
    double total = 0;
    for (int i = 0; i < 50; i++) {
      BufferedImage drawing = new BufferedImage(300, 400, BufferedImage.TYPE_INT_RGB);
      Graphics2D g = drawing.createGraphics();
      g.drawImage(test.image(i), i, 2 * i, 8 * 28, 8 * 28, null);
      g.dispose();
      float[] digit = Mnist.digit(drawing);
      byte[] original = test.pixels(i);
      for (int p = 0; p < digit.length; p++) {
        total += Math.abs(digit[p] - (original[p] & 0xff) / 255.0);
      }
    }
    double mean = total / (50 * 784);
    assertTrue(mean < 0.02, "mean difference " + mean);
  }

  @Test
  void aDigitMayBeADotOrFillTheDrawingOrBeMissing() {
    BufferedImage drawing = new BufferedImage(50, 10, BufferedImage.TYPE_BYTE_GRAY);
    assertArrayEquals(new float[784], Mnist.digit(drawing));
    drawing.getRaster().setSample(49, 0, 0, 255);
    float[] dot = Mnist.digit(drawing);
    assertEquals(20 * 20, sum(dot), 1e-3);
    assertEquals(1, dot[14 * 28 + 14]);
    for (int i = 0; i < 500; i++) {
      drawing.getRaster().setSample(i % 50, i / 50, 0, 255);
    }
    assertEquals(20 * 4, sum(Mnist.digit(drawing)), 1e-3);
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  @Test
  void loadsFromTheGivenFolder() {
    Path data = Worlds.real("mnist").getParent();
    Mnist mnist = load(Map.of("DEMITASSE_DATA", data.toString(), "DEMITASSE_REQUIRE_REAL", "true"));
    assertFalse(mnist.test().isGenerated());
    assertEquals("", printed());
  }

  @Test
  void loadsFromTheProjectThatTheNotebookLiesIn() throws Exception {
    Path real = Worlds.real("mnist");
    Path data = Files.createDirectories(folder.resolve("project/data"));
    Files.createFile(data.resolve("catalogue.csv"));
    Path copy = Files.createDirectory(data.resolve("mnist"));
    try (var files = Files.list(real)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Path notebooks = Files.createDirectories(folder.resolve("project/notebooks"));
    Map<String, String> settings = Map.of("DEMITASSE_OFFLINE", "true");
    Mnist mnist = Worlds.finder(Worlds.in(notebooks, settings, printed)).load(new MnistFormat());
    assertFalse(mnist.train().isGenerated());
    assertEquals("", printed());
    // A copy of the notebook elsewhere is told of the course by its kernel.
    Map<String, String> told =
        Map.of("DEMITASSE_OFFLINE", "true", "DEMITASSE_HOME", data.getParent().toString());
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Mnist copied = Worlds.finder(Worlds.in(elsewhere, told, printed)).load(new MnistFormat());
    assertFalse(copied.train().isGenerated());
    assertEquals("", printed());
  }

  @Test
  void theCourseAroundANotebookComesBeforeTheOneThatIsNamed() throws Exception {
    Path here = folder.resolve("here/data");
    Path there = folder.resolve("there/data");
    for (Path data : new Path[] {here, there}) {
      Files.createDirectories(data);
      Files.createFile(data.resolve("catalogue.csv"));
    }
    Path own = Files.createDirectory(here.resolve("own"));
    Path other = Files.createDirectory(there.resolve("other"));
    var settings =
        Map.of("DEMITASSE_HOME", there.getParent().toString(), "DEMITASSE_DATA", "data/own");
    Path notebooks = Files.createDirectories(here.getParent().resolve("notebooks"));
    assertEquals(own, DataFolders.given(Worlds.in(notebooks, settings)).orElseThrow());
    var elsewhere =
        Map.of("DEMITASSE_HOME", there.getParent().toString(), "DEMITASSE_DATA", "data/other");
    assertEquals(other, DataFolders.given(Worlds.in(folder, elsewhere)).orElseThrow());
    // A course that has moved away is none.
    Files.delete(there.resolve("catalogue.csv"));
    assertThrows(
        DataException.class, () -> DataFolders.given(Worlds.in(folder, elsewhere)).orElseThrow());
  }

  @Test
  void readsTheFilesByTheNamesThatProgramsGiveThem() throws Exception {
    Path real = Worlds.real("mnist");
    Path data = Files.createDirectories(folder.resolve("given/mnist"));
    for (String name : List.of("train-images-idx3", "train-labels-idx1", "t10k-images-idx3")) {
      Path file = DataFile.find(real, name + "-ubyte");
      Files.copy(file, data.resolve(file.getFileName().toString().replace("-idx", ".idx")));
    }
    // As some archives unpack: a folder with the name of the file that lies in it.
    String last = "t10k-labels-idx1-ubyte";
    Path inside = Files.createDirectory(data.resolve(last)).resolve(last);
    try (var labels = new GZIPInputStream(Files.newInputStream(DataFile.find(real, last)))) {
      Files.copy(labels, inside);
    }
    var settings = Map.of("DEMITASSE_DATA", data.getParent().toString());
    assertEquals(60_000, load(settings).train().size());
    assertEquals("", printed());
    var inventory =
        Inventory.of(
            List.of(new MnistFormat()),
            Worlds.in(folder, settings),
            Catalogue.bundled(),
            new Downloader());
    assertEquals(List.of(), inventory.problems());
    assertEquals(4, inventory.files().rowCount());
  }

  @Test
  void standsInWithABannerWhereThereIsNothing() {
    Mnist mnist = load(Map.of("DEMITASSE_OFFLINE", "true"));
    assertTrue(mnist.train().isGenerated());
    assertEquals(60_000, mnist.train().size());
    assertEquals(10_000, mnist.test().size());
    assertTrue(mnist.train().name().contains("not MNIST"), mnist.train().name());
    assertTrue(printed().contains("GENERATED DATA – THIS IS NOT MNIST"), printed());
    assertTrue(printed().contains("./demitasse data mnist"), printed());
  }

  @Test
  void saysThatTheGivenFolderHoldsNothingOfTheSet() {
    load(Map.of("DEMITASSE_OFFLINE", "true", "DEMITASSE_DATA", folder.toString()));
    String banner = printed().replaceAll("[\\s║]+", " ");
    assertTrue(banner.contains(folder + ", which DEMITASSE_DATA names, holds none of it."), banner);
  }

  @Test
  void refusesToStandInWhereRealDataIsRequired() {
    Map<String, String> settings =
        Map.of("DEMITASSE_OFFLINE", "true", "DEMITASSE_REQUIRE_REAL", "true");
    String message = assertThrows(DataException.class, () -> load(settings)).getMessage();
    assertTrue(message.contains("DEMITASSE_REQUIRE_REAL forbids the stand-in"), message);
    assertTrue(message.contains("./demitasse data mnist"), message);
    assertEquals("", printed());
  }

  @Test
  void aFolderThatDoesNotExistIsAnError() {
    Map<String, String> settings = Map.of("DEMITASSE_DATA", folder.resolve("typo").toString());
    String message = assertThrows(DataException.class, () -> load(settings)).getMessage();
    assertTrue(message.startsWith(folder.resolve("typo") + ": "), message);
    assertTrue(message.contains("DEMITASSE_DATA"), message);
  }

  @Test
  void aRelativeFolderIsFoundFromTheNotebookToo() throws Exception {
    Path data = Files.createDirectories(folder.resolve("project/data"));
    Files.createFile(data.resolve("catalogue.csv"));
    Path notebooks = Files.createDirectories(folder.resolve("project/notebooks"));
    Path given = Files.createDirectories(folder.resolve("shared"));
    var settings = Map.of("DEMITASSE_DATA", "../shared"); // as typed in the project's folder
    assertEquals(
        given, DataFolders.given(Worlds.in(notebooks.getParent(), settings)).orElseThrow());
    assertEquals(given, DataFolders.given(Worlds.in(notebooks, settings)).orElseThrow());
    assertThrows(
        DataException.class,
        () -> DataFolders.given(Worlds.in(notebooks, Map.of("DEMITASSE_DATA", "../nowhere"))));
  }

  @Test
  void aDamagedFileInTheGivenFolderIsAnErrorNotAStandIn() throws Exception {
    Path data = Files.createDirectories(folder.resolve("given/mnist"));
    for (String name : new String[] {"train-images-idx3", "t10k-images-idx3"}) {
      TestFiles.write(data, name + "-ubyte", TestFiles.images(1, 28, 28, new byte[784]));
    }
    for (String name : new String[] {"train-labels-idx1", "t10k-labels-idx1"}) {
      TestFiles.write(data, name + "-ubyte", TestFiles.labels(1, (byte) 7));
    }
    Map<String, String> settings = Map.of("DEMITASSE_DATA", folder.resolve("given").toString());
    String message = assertThrows(DataException.class, () -> load(settings)).getMessage();
    assertTrue(message.startsWith(data.resolve("train-images-idx3-ubyte") + ": holds 1"), message);

    Files.delete(data.resolve("train-labels-idx1-ubyte"));
    message = assertThrows(DataException.class, () -> load(settings)).getMessage();
    assertTrue(message.contains("train-labels-idx1-ubyte.gz: does not exist"), message);
    assertEquals("", printed());
  }
}
