package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.format.DataException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar100Test {
  @TempDir Path folder;

  @Test
  void readsTheRealSetToTheByte() throws Exception {
    Path real = Worlds.real("cifar100");
    Cifar100 cifar = Cifar100.read(real);
    ImageSet train = cifar.train();
    ImageSet test = cifar.test();
    assertEquals("CIFAR-100 train", train.name());
    assertFalse(train.isGenerated());
    assertEquals(50_000, train.size());
    assertEquals(10_000, test.size());
    assertEquals("cattle", train.className(0)); // the chapter shows it
    assertEquals(500, train.ofClass("woman").size());
    assertEquals(100, test.ofClass(99).size());
    assertEquals(
        "de64658905c6b161606e3649ddafce7cf86c7634a0cf9116d518e64ef46a33c5", Digests.pixels(train));
    assertEquals(
        "9f11b9f97aad759ba6df0a33e3218b01d8deaf4ed3a14aa1185d69b9ad7ebcb3", Digests.labels(train));
    assertEquals(
        "83c56492b2c11211ad1bb2dbd4f2eef4170a0441e41a41f3039c3144b1f5a511", Digests.pixels(test));
    assertEquals(
        "4dad7d09c7c97d33f6cb928d705cf4196221316fd6e31bdd978a08ed9103ee0b", Digests.labels(test));

    Cifar100 coarse = cifar.coarse();
    assertEquals("large_omnivores_and_herbivores", coarse.train().className(0));
    assertEquals(2_500, coarse.train().ofClass("trees").size());
    assertEquals(
        "1804078d4e89b6b90bd5da6ffead1404596f6eecba15ceb8d95b6a09dfbba4c0",
        Digests.labels(coarse.train()));
    assertEquals(
        "48df17fb3bf299f43dd7e131db11ca0ea8b07d750be8b6dcf7ad6ff1b4cc721d",
        Digests.labels(coarse.test()));

    assertEquals(Files.readAllLines(real.resolve("fine_label_names.txt")), train.classNames());
    assertEquals(
        Files.readAllLines(real.resolve("coarse_label_names.txt")), Cifar100.coarseNames());
  }

  @Test
  void knowsTheClasses() {
    assertEquals(100, Cifar100.fineNames().size());
    assertEquals(20, Cifar100.coarseNames().size());
    assertEquals("apple", Cifar100.fineNames().get(0));
    assertEquals("couch", Cifar100.fineNames().get(25)); // where a list typed by hand goes astray
    assertEquals("sea", Cifar100.fineNames().get(71));
    assertEquals("worm", Cifar100.fineNames().get(99));
    assertEquals(4, Cifar100.coarseOf(0));
    assertEquals("fruit_and_vegetables", Cifar100.coarseNames().get(4));
    assertEquals(13, Cifar100.coarseOf(99));
    assertThrows(IndexOutOfBoundsException.class, () -> Cifar100.coarseOf(100));
  }

  @Test
  void theStandInHasTheSameShapeAndSaysThatItIsOne() {
    var printed = new ByteArrayOutputStream();
    var offline = Worlds.in(folder, Map.of("DEMITASSE_OFFLINE", "true"), printed);
    Cifar100 cifar = Worlds.finder(offline).load(new CifarFormat());
    String banner = printed.toString(StandardCharsets.UTF_8);
    assertTrue(banner.contains("GENERATED DATA – THIS IS NOT CIFAR-100"), banner);
    assertTrue(cifar.train().isGenerated());
    assertTrue(cifar.coarse().test().isGenerated());
    assertTrue(cifar.train().name().contains("not CIFAR-100"), cifar.train().name());
    assertEquals(50_000, cifar.train().size());
    assertEquals(500, cifar.train().ofClass("apple").size());
    assertEquals(100, cifar.test().ofClass("worm").size());
    assertEquals(
        "2d340007232ddece0f96d6ee09e1e0d6ee7dea8d28ff096c9009af54c67f03c8",
        Digests.pixels(cifar.train().take(2_000)));
    assertEquals(
        "78c8b95658d83e82fccf8ecbc87a4ee920dac91519fd3c476ca512f70c53e147",
        Digests.labels(cifar.train()));
    assertEquals(
        "463557b2b72b245de5c288a3bc18caa1c8345b3832ac3daa6546359968ce6c75",
        Digests.pixels(cifar.test()));
  }

  // ---- the three forms, in small

  private static final byte[] TRAIN = TestFiles.cifar(7, 0, 99);
  private static final byte[] TEST = TestFiles.cifar(50, 25);
  private static final byte[] FINE =
      (String.join("\n", Cifar100.fineNames()) + "\n").getBytes(StandardCharsets.UTF_8);
  private static final byte[] COARSE =
      (String.join("\n", Cifar100.coarseNames()) + "\n").getBytes(StandardCharsets.UTF_8);

  private Cifar100 readSmall() {
    return new CifarFormat(3, 2).read(folder);
  }

  private void assertIsSmall(Cifar100 small) {
    assertArrayEquals(new int[] {7, 0, 99}, small.train().labels());
    assertArrayEquals(new int[] {50, 25}, small.test().labels());
    assertEquals(2, small.train().pixels(2)[3071]);
  }

  private void assertRefused(String file, String problem) {
    String message = assertThrows(DataException.class, this::readSmall).getMessage();
    assertTrue(message.startsWith(folder.resolve(file) + ": "), message);
    assertTrue(message.contains(problem), message);
    assertTrue(message.contains("./demitasse data cifar100"), message);
  }

  private static Map<String, byte[]> members() {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("cifar-100-binary/", new byte[0]);
    members.put("cifar-100-binary/fine_label_names.txt", FINE);
    members.put("cifar-100-binary/train.bin", TRAIN);
    members.put("cifar-100-binary/coarse_label_names.txt", COARSE);
    members.put("cifar-100-binary/test.bin", TEST);
    return members;
  }

  private void writeArchive(Map<String, byte[]> members) {
    TestFiles.write(folder, "cifar-100-binary.tar.gz", TestFiles.gzip(TestFiles.tar(members)));
  }

  @Test
  void readsPlainAndPackedFiles() {
    TestFiles.write(folder, "train.bin", TRAIN);
    TestFiles.write(folder, "test.bin.gz", TestFiles.gzip(TEST));
    assertIsSmall(readSmall()); // the names are known without a file
    TestFiles.write(folder, "fine_label_names.txt", FINE);
    TestFiles.write(folder, "coarse_label_names.txt", COARSE);
    assertIsSmall(readSmall());
  }

  @Test
  void readsTheUnpackedArchive() throws Exception {
    Path unpacked = Files.createDirectory(folder.resolve("cifar-100-binary"));
    TestFiles.write(unpacked, "train.bin", TRAIN);
    TestFiles.write(unpacked, "test.bin", TEST);
    assertIsSmall(readSmall());
  }

  @Test
  void readsTheArchive() {
    writeArchive(members());
    assertIsSmall(readSmall());
  }

  @Test
  void prefersFilesToTheArchive() {
    writeArchive(Map.of("nonsense", new byte[1]));
    TestFiles.write(folder, "train.bin", TRAIN);
    TestFiles.write(folder, "test.bin", TEST);
    assertIsSmall(readSmall());
  }

  @Test
  void recordsMustBeExact() {
    TestFiles.write(folder, "test.bin", TEST);
    TestFiles.write(folder, "train.bin", Arrays.copyOf(TRAIN, TRAIN.length - 1));
    assertRefused("train.bin", "is too small with its 9,221 bytes for 9,222 bytes of images");
    TestFiles.write(folder, "train.bin", Arrays.copyOf(TRAIN, TRAIN.length + 1));
    assertRefused("train.bin", "more bytes than its header promises, from offset 9222");
    TestFiles.write(folder, "train.bin", new byte[0]);
    assertRefused("train.bin", "is too small");
    for (int length : new int[] {0, 1, 2, 3073, 3074, 3075, 9221}) {
      byte[] cut = TestFiles.gzip(Arrays.copyOf(TRAIN, length));
      TestFiles.write(folder, "train.bin", cut);
      assertRefused("train.bin", "ends at offset " + String.format(Locale.ROOT, "%,d", length));
    }
  }

  @Test
  void labelsMustBeTrue() {
    TestFiles.write(folder, "test.bin", TEST);
    byte[] bad = TRAIN.clone();
    bad[3075] = 100;
    TestFiles.write(folder, "train.bin", bad);
    assertRefused("train.bin", "has the fine label 100 at offset 3,075, but there are 100");
    bad = TRAIN.clone();
    bad[3074] = 3;
    TestFiles.write(folder, "train.bin", bad);
    assertRefused("train.bin", "the coarse label 3 at offset 3,074, but apple belongs to 4");
  }

  @Test
  void namesMustBeTheOfficialOnes() {
    TestFiles.write(folder, "train.bin", TRAIN);
    TestFiles.write(folder, "test.bin", TEST);
    String names = new String(FINE, StandardCharsets.UTF_8).replace("couch", "computer");
    TestFiles.write(folder, "fine_label_names.txt", names.getBytes(StandardCharsets.UTF_8));
    assertRefused(
        "fine_label_names.txt", "has computer as the name of class 25 where couch should stand");
    TestFiles.write(folder, "fine_label_names.txt", new byte[0]);
    assertRefused("fine_label_names.txt", "has nothing as the name of class 0");
    TestFiles.write(folder, "fine_label_names.txt", new byte[1 << 20]);
    assertRefused("fine_label_names.txt", "as the name of class 0");
  }

  @Test
  void halfASetIsAnErrorThatNamesTheOtherHalf() {
    TestFiles.write(folder, "train.bin", TRAIN);
    assertRefused("test.bin.gz", "does not exist");
  }

  @Test
  void archivesMustHoldExactlyTheSet() {
    String archive = "cifar-100-binary.tar.gz";
    var members = members();
    members.remove("cifar-100-binary/test.bin");
    writeArchive(members);
    assertRefused(archive, "does not hold test.bin");
    members.put("cifar-100-binary/test.bin", TRAIN);
    writeArchive(members);
    assertRefused(archive, "holds cifar-100-binary/test.bin with 9,222 bytes, not 6,148");
    members = members();
    members.put("again/train.bin", TRAIN);
    writeArchive(members);
    assertRefused(archive, "holds train.bin twice");
    members = members();
    members.put("bomb", new byte[1 << 20]);
    writeArchive(members);
    assertRefused(archive, "holds bomb with 1,048,576 bytes, unexpected");
    members = members();
    members.put("../train.bin", new byte[1]);
    writeArchive(members);
    assertRefused(archive, "\"../train.bin\"");
    members = members();
    members.put("/etc/passwd", new byte[1]);
    writeArchive(members);
    assertRefused(archive, "which leads out of it");
  }
}
