package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.download.Catalogue;
import demitasse.data.download.Downloader;
import demitasse.data.download.Finder;
import demitasse.data.download.Mirror;
import demitasse.data.format.DataException;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where a set comes from, shown on a CIFAR-100 of three and two images. */
class FinderTest {
  private static final byte[] ARCHIVE =
      TestFiles.gzip(
          TestFiles.tar(
              new TreeMap<>(
                  Map.of(
                      "cifar-100-binary/train.bin", TestFiles.cifar(7, 0, 99),
                      "cifar-100-binary/test.bin", TestFiles.cifar(50, 25)))));

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Mirror mirror =
      new Mirror(
          (exchange, n) -> {
            Mirror.sendUntil(exchange, ARCHIVE, 1);
            sleep(500); // so that others have the time to come
            exchange.getResponseBody().write(ARCHIVE, 1, ARCHIVE.length - 1);
          });

  @AfterEach
  void stop() {
    mirror.close();
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Finder finder(Path folder, URI from, ByteArrayOutputStream printed, String... on) {
    Map<String, String> settings = new HashMap<>();
    for (String setting : on) {
      settings.put(setting, "true");
    }
    Catalogue catalogue =
        Catalogue.parse(
            "set,file,bytes,sha256,packed_in,mirrors,license\n"
                + String.join(
                    ",",
                    "cifar100",
                    "cifar-100-binary.tar.gz",
                    Integer.toString(ARCHIVE.length),
                    Digests.of(ARCHIVE),
                    "",
                    from.toString(),
                    "none"));
    var limits =
        new Downloader.Limits(Duration.ofSeconds(2), Duration.ofSeconds(5), 2, Duration.ZERO);
    return new Finder(
        Worlds.in(folder, settings, printed),
        catalogue,
        new Downloader(limits, anywhere -> Long.MAX_VALUE));
  }

  private Cifar100 load(String... settings) {
    return finder(folder, mirror.uri(), printed, settings).load(new CifarFormat(3, 2));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void fetchesOutsideAProjectIntoTheCache() {
    assertFalse(load().train().isGenerated());
    assertEquals("Fetched cifar-100-binary.tar.gz from 127.0.0.1.", printed().strip());
    Path cache = folder.resolve("home/.cache/demitasse/cifar100");
    assertTrue(Files.exists(cache.resolve("cifar-100-binary.tar.gz")));
    assertFalse(load("DEMITASSE_OFFLINE", "DEMITASSE_REQUIRE_REAL").train().isGenerated());
    assertEquals(1, mirror.requests().size());
  }

  @Test
  void fetchesInAProjectIntoItsDataFolder() throws Exception {
    Path data = Files.createDirectories(folder.resolve("project/data"));
    Files.createFile(data.resolve("catalogue.csv"));
    Path notebooks = Files.createDirectories(folder.resolve("project/notebooks"));
    finder(notebooks, mirror.uri(), printed).load(new CifarFormat(3, 2));
    assertTrue(Files.exists(data.resolve("cifar100/cifar-100-binary.tar.gz")));
  }

  @Test
  void twoThreadsFetchOnce() throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      var thread = new Thread(this::load);
      thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), failures);
    assertEquals(1, mirror.requests().size());
    assertTrue(printed().contains("Another notebook is fetching CIFAR-100"), printed());
    assertFalse(printed().contains("GENERATED"), printed());
  }

  /** Started as a process of its own: folder, address. */
  public static void main(String[] args) {
    var printed = new ByteArrayOutputStream();
    Cifar100 cifar =
        finder(Path.of(args[0]), URI.create(args[1]), printed).load(new CifarFormat(3, 2));
    System.exit(cifar.train().isGenerated() ? 1 : 0);
  }

  @Test
  @Timeout(60)
  void twoProcessesFetchOnce() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      String address = mirror.uri().toString();
      processes.add(
          Worlds.process(List.of(), FinderTest.class, folder.toString(), address)
              .inheritIO()
              .start());
    }
    for (Process process : processes) {
      assertTrue(process.waitFor(50, TimeUnit.SECONDS), "a process hangs");
      assertEquals(0, process.exitValue());
    }
    assertEquals(1, mirror.requests().size());
  }

  @Test
  @Timeout(20)
  void withoutANetworkItStandsInAndSaysWhy() throws Exception {
    URI nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/x");
    }
    Cifar100 cifar = finder(folder, nobody, printed).load(new CifarFormat(100, 100));
    assertTrue(cifar.train().isGenerated());
    assertTrue(printed().contains("GENERATED DATA – THIS IS NOT CIFAR-100"), printed());
    assertTrue(printed().contains("127.0.0.1: no connection"), printed());
    String message =
        assertThrows(
                DataException.class,
                () ->
                    finder(folder, nobody, printed, "DEMITASSE_REQUIRE_REAL")
                        .load(new CifarFormat(3, 2)))
            .getMessage();
    assertTrue(message.contains("127.0.0.1: no connection"), message);
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws Exception {
    Files.createFile(folder.resolve("home")); // a file where the folder should be made
    String message =
        assertThrows(DataException.class, () -> load("DEMITASSE_REQUIRE_REAL")).getMessage();
    assertTrue(
        message.contains(folder.resolve("home/.cache/demitasse/cifar100") + ": cannot be written"),
        message);
    assertEquals(0, mirror.requests().size());
  }
}
