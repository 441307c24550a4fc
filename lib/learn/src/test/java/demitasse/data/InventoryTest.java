package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.download.Catalogue;
import demitasse.data.download.Downloader;
import demitasse.data.download.Mirror;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./demitasse data} tells, on a CIFAR-100 of three and two images. */
class InventoryTest {
  private static final byte[] TRAIN = TestFiles.cifar(7, 0, 99);
  private static final byte[] TEST = TestFiles.cifar(50, 25);
  private static final byte[] ARCHIVE =
      TestFiles.gzip(TestFiles.tar(Map.of("train.bin", TRAIN, "test.bin", TEST)));

  @TempDir Path folder;
  private Path given;
  private final Mirror mirror = new Mirror((exchange, n) -> Mirror.send(exchange, ARCHIVE));
  private String printed = "";

  @BeforeEach
  void makeFolders() throws Exception {
    given = Files.createDirectories(folder.resolve("given/cifar100"));
  }

  @AfterEach
  void stop() {
    mirror.close();
  }

  private static String line(String file, byte[] content, String packedIn, URI mirror) {
    return String.join(
        ",",
        "cifar100",
        file,
        Integer.toString(content.length),
        Digests.of(content),
        packedIn,
        mirror == null ? "" : mirror.toString(),
        "none");
  }

  /** Returns the number of problems. */
  private int run(Map<String, String> settings) {
    String csv =
        String.join(
            "\n",
            "set,file,bytes,sha256,packed_in,mirrors,license",
            line("cifar-100-binary.tar.gz", ARCHIVE, "", mirror.uri()),
            line("train.bin", TRAIN, "cifar-100-binary.tar.gz", null),
            line("test.bin", TEST, "cifar-100-binary.tar.gz", null));
    var bytes = new ByteArrayOutputStream();
    var limits =
        new Downloader.Limits(Duration.ofSeconds(2), Duration.ofSeconds(5), 1, Duration.ZERO);
    var inventory =
        Inventory.of(
            List.of(new CifarFormat(3, 2)),
            Worlds.in(folder, settings, bytes),
            Catalogue.parse(csv),
            new Downloader(limits, anywhere -> Long.MAX_VALUE));
    printed =
        bytes.toString(StandardCharsets.UTF_8)
            + inventory.files().printAll()
            + String.join("\n", inventory.problems());
    return inventory.problems().size();
  }

  private int runGiven() {
    return run(Map.of("DEMITASSE_DATA", folder.resolve("given").toString()));
  }

  private void assertPrinted(String... texts) {
    for (String text : texts) {
      assertTrue(printed.contains(text), "\"" + text + "\" is not in:\n" + printed);
    }
  }

  @Test
  void fetchesWhatIsMissingAndVerifiesItTheNextTime() {
    assertEquals(0, run(Map.of()));
    Path file = folder.resolve("home/.cache/demitasse/cifar100/cifar-100-binary.tar.gz");
    assertPrinted(
        "cifar100", file.toString(), "127.0.0.1", "ok", Digests.of(ARCHIVE).substring(0, 16));
    assertEquals(0, run(Map.of()));
    assertPrinted("here before", "ok");
    assertEquals(1, mirror.requests().size());
  }

  @Test
  void verifiesWhatIsGivenHoweverItIsPacked() {
    TestFiles.write(given, "train.bin", TRAIN);
    TestFiles.write(given, "test.bin.gz", TestFiles.gzip(TEST));
    assertEquals(0, runGiven(), printed);
    assertPrinted("train.bin", "test.bin.gz", "DEMITASSE_DATA");
    assertEquals(0, mirror.requests().size());
  }

  @Test
  void failsForAWrongFile() {
    byte[] other = TRAIN.clone();
    other[100]++;
    TestFiles.write(given, "train.bin", other);
    TestFiles.write(given, "test.bin.gz", TestFiles.gzip(TEST));
    assertEquals(1, runGiven());
    assertPrinted("wrong sum", given.resolve("train.bin") + ": is not what was published. Delete");
  }

  @Test
  void failsForADamagedFile() {
    byte[] packed = TestFiles.gzip(TRAIN);
    packed[packed.length - 6] ^= 1; // the check sum
    TestFiles.write(given, "train.bin.gz", packed);
    TestFiles.write(given, "test.bin", TEST);
    assertEquals(1, runGiven());
    assertPrinted("damaged", given.resolve("train.bin.gz") + ": is damaged after");
  }

  @Test
  void failsForHalfASet() {
    TestFiles.write(given, "train.bin", TRAIN);
    assertEquals(1, runGiven());
    assertPrinted("missing", "cifar-100-binary.tar.gz: is missing");
    assertEquals(0, mirror.requests().size()); // nothing is fetched into a folder that is given
  }

  @Test
  void failsWhereNothingCanBeFetched() {
    assertEquals(1, run(Map.of("DEMITASSE_OFFLINE", "true")));
    assertPrinted("missing", "CIFAR-100 is not complete. DEMITASSE_OFFLINE forbids to fetch it.");
    assertFalse(printed.contains("GENERATED"));
    mirror.close();
    assertEquals(1, run(Map.of()));
    assertPrinted("missing", "could not be fetched", "no connection");
  }

  @Test
  void failsForAFolderThatIsNotThere() {
    assertEquals(1, run(Map.of("DEMITASSE_DATA", folder.resolve("typo").toString())));
    assertPrinted(folder.resolve("typo") + ": is what DEMITASSE_DATA names, but no folder");
  }

  @Test
  void namesTheSetsThereAre() {
    List<String> unknown = List.of("cifar10");
    var e = assertThrows(IllegalArgumentException.class, () -> Inventory.of(unknown));
    assertEquals("there is no data set \"cifar10\"; there are: mnist, cifar100", e.getMessage());
  }
}
