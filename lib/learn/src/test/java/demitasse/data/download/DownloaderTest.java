package demitasse.data.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import demitasse.data.Digests;
import demitasse.data.format.DataException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloaderTest {
  private static final byte[] FILE = new byte[300_000];
  private static final byte[] OTHER = new byte[300_000];
  private static final Downloader.Limits QUICK =
      new Downloader.Limits(Duration.ofSeconds(2), Duration.ofMillis(300), 3, Duration.ofMillis(1));

  static {
    new Random(1).nextBytes(FILE);
    new Random(2).nextBytes(OTHER);
  }

  @TempDir Path folder;
  private final List<Mirror> mirrors = new ArrayList<>();
  private final Downloader downloader = new Downloader(QUICK, anywhere -> Long.MAX_VALUE);

  @AfterEach
  void stopMirrors() {
    mirrors.forEach(Mirror::close);
  }

  private Mirror mirror(Mirror.Behavior behavior) {
    var mirror = new Mirror(behavior);
    mirrors.add(mirror);
    return mirror;
  }

  private static Catalogue.Entry entry(URI... from) {
    return new Catalogue.Entry(
        "set", "file.bin", FILE.length, Digests.of(FILE), "", List.of(from), "none");
  }

  private void fetch(Mirror... from) {
    downloader.fetch(entry(Arrays.stream(from).map(Mirror::uri).toArray(URI[]::new)), folder);
  }

  private void assertFetched() throws IOException {
    assertArrayEquals(FILE, Files.readAllBytes(folder.resolve("file.bin")));
    assertFalse(Files.exists(folder.resolve("file.bin.part")), "the part is left");
  }

  /** Expects a failure that names file, mirror and remedy and leaves no file of the final name. */
  private void assertFails(String problem, Mirror... from) {
    String message = assertThrows(DataException.class, () -> fetch(from)).getMessage();
    assertTrue(message.startsWith(folder.resolve("file.bin") + " could not be fetched"), message);
    assertTrue(message.contains("127.0.0.1: " + problem), message);
    assertTrue(message.contains("Check the network"), message);
    assertFalse(Files.exists(folder.resolve("file.bin")), "a broken file is there");
  }

  @Test
  void fetchesAFile() throws Exception {
    Mirror good = mirror((exchange, n) -> Mirror.send(exchange, FILE));
    fetch(good);
    assertFetched();
    assertEquals(List.of("all"), good.requests());
  }

  @Test
  void goesOnWhereItBrokeOff() throws Exception {
    Mirror cuts =
        mirror(
            (exchange, n) -> Mirror.sendUntil(exchange, FILE, Math.min(300_000, (n + 1) * 70_000)));
    fetch(cuts);
    assertFetched();
    assertEquals(5, cuts.requests().size());
    assertEquals("bytes=70000-", cuts.requests().get(1));
    assertEquals("bytes=280000-", cuts.requests().get(4));
  }

  @Test
  void leavesNothingOfAnEarlierTryWhereTheRestHasNoRoom() throws Exception {
    Path part = Files.write(folder.resolve("file.bin.part"), Arrays.copyOf(FILE, 100_000));
    var crowded = new Downloader(QUICK, anywhere -> 1_000);
    assertThrows(DataException.class, () -> crowded.fetch(entry(), folder));
    assertFalse(Files.exists(part), "the part is left");
  }

  @Test
  void goesOnAfterAnotherProcessBrokeOff() throws Exception {
    Files.write(folder.resolve("file.bin.part"), Arrays.copyOf(FILE, 100_000));
    Mirror good = mirror((exchange, n) -> Mirror.send(exchange, FILE));
    fetch(good);
    assertFetched();
    assertEquals(List.of("bytes=100000-"), good.requests());
  }

  @Test
  void aPartThatIsWholeOnlyNeedsItsName() throws Exception {
    Files.write(folder.resolve("file.bin.part"), FILE);
    Mirror unused = mirror((exchange, n) -> Mirror.status(exchange, 500));
    fetch(unused);
    assertFetched();
    assertEquals(List.of(), unused.requests());
  }

  @Test
  void aPartThatIsWrongIsThrownAway() throws Exception {
    Files.write(folder.resolve("file.bin.part"), Arrays.copyOf(OTHER, 100_000));
    Mirror good = mirror((exchange, n) -> Mirror.send(exchange, FILE));
    fetch(good);
    assertFetched();
    assertEquals(List.of("bytes=100000-", "all"), good.requests());

    Files.write(folder.resolve("file.bin.part"), new byte[FILE.length + 1]);
    fetch(good);
    assertFetched();
  }

  @Test
  void copesWithServersThatIgnoreOrRefuseRanges() throws Exception {
    Files.write(folder.resolve("file.bin.part"), Arrays.copyOf(FILE, 100_000));
    fetch(mirror((exchange, n) -> Mirror.sendAll(exchange, FILE)));
    assertFetched();

    Files.write(folder.resolve("file.bin.part"), Arrays.copyOf(FILE, 100_000));
    fetch(
        mirror(
            (exchange, n) -> {
              if (n == 0) {
                Mirror.status(exchange, 416);
              } else {
                Mirror.sendAll(exchange, FILE);
              }
            }));
    assertFetched();
  }

  @Test
  void refusesAnotherRangeThanItAskedFor() throws Exception {
    Files.write(folder.resolve("file.bin.part"), Arrays.copyOf(FILE, 100_000));
    assertFails(
        "it sent the range \"bytes 0-299999/300000\"",
        mirror(
            (exchange, n) -> {
              exchange.getResponseHeaders().set("Content-Range", "bytes 0-299999/300000");
              exchange.sendResponseHeaders(206, FILE.length);
              exchange.getResponseBody().write(FILE);
            }));
  }

  @Test
  void aServerThatStallsIsLeftAfterATime() throws Exception {
    Mirror stalls =
        mirror(
            (exchange, n) -> {
              Mirror.sendUntil(exchange, FILE, 70_000);
              sleep();
            });
    Mirror good = mirror((exchange, n) -> Mirror.send(exchange, FILE));
    fetch(stalls, good);
    assertFetched();
    assertEquals("[bytes=70000-]", good.requests().toString());
  }

  @Test
  void aServerThatNeverAnswersIsLeftAfterATime() throws Exception {
    Mirror silent = mirror((exchange, n) -> sleep());
    Mirror good = mirror((exchange, n) -> Mirror.send(exchange, FILE));
    fetch(silent, good);
    assertFetched();
    assertEquals(3, silent.requests().size());
  }

  private static void sleep() {
    try {
      Thread.sleep(3_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void corruptBytesNeverGetTheFinalName() throws Exception {
    byte[] corrupt = FILE.clone();
    corrupt[150_000] ^= 1;
    assertFails(
        "what came has the SHA-256 " + Digests.of(corrupt),
        mirror((exchange, n) -> Mirror.send(exchange, corrupt)));
    assertFalse(Files.exists(folder.resolve("file.bin.part")), "the corrupt part is left");

    fetch(
        mirror((exchange, n) -> Mirror.send(exchange, corrupt)),
        mirror((exchange, n) -> Mirror.send(exchange, FILE)));
    assertFetched();
  }

  @Test
  void corruptBytesInAResumedFileCostOneMoreTry() throws Exception {
    byte[] corrupt = FILE.clone();
    corrupt[10] ^= 1;
    Mirror first =
        mirror(
            (exchange, n) -> {
              if (n == 0) {
                Mirror.sendUntil(exchange, corrupt, 70_000);
              } else {
                Mirror.send(exchange, FILE);
              }
            });
    fetch(first);
    assertFetched();
    assertEquals(List.of("all", "bytes=70000-", "all"), first.requests());
  }

  @Test
  void anotherLengthIsRefusedBeforeItIsFetched() {
    assertFails(
        "it offers 299,999 bytes, the file has 300,000",
        mirror((exchange, n) -> Mirror.send(exchange, Arrays.copyOf(FILE, 299_999))));
    assertFails(
        "it sends more than the 300000 bytes",
        mirror(
            (exchange, n) -> {
              exchange.sendResponseHeaders(200, 0); // chunked: no length is told
              exchange.getResponseBody().write(FILE);
              exchange.getResponseBody().write(FILE);
            }));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 410})
  void isNotAskedAgainForWhatItDoesNotHave(int status) {
    Mirror refuses = mirror((exchange, n) -> Mirror.status(exchange, status));
    assertFails("the server answered " + status, refuses);
    assertEquals(1, refuses.requests().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503})
  void isAskedAgainWhenItMayPass(int status) throws Exception {
    Mirror busy = mirror((exchange, n) -> Mirror.status(exchange, status));
    assertFails("the server answered " + status + ", 3 times", busy);
    assertEquals(3, busy.requests().size());
    fetch(
        mirror(
            (exchange, n) -> {
              if (n < 2) {
                Mirror.status(exchange, status);
              } else {
                Mirror.send(exchange, FILE);
              }
            }));
    assertFetched();
  }

  @Test
  void triesTheMirrorsInOrderAndNamesEachFailure() throws Exception {
    Mirror missing = mirror((exchange, n) -> Mirror.status(exchange, 404));
    Mirror corrupt = mirror((exchange, n) -> Mirror.send(exchange, OTHER));
    Mirror good = mirror((exchange, n) -> Mirror.send(exchange, FILE));
    Mirror unused = mirror((exchange, n) -> Mirror.send(exchange, FILE));
    String message = assertThrows(DataException.class, () -> fetch(missing, corrupt)).getMessage();
    assertTrue(message.contains("127.0.0.1: the server answered 404; 127.0.0.1: what"), message);
    fetch(missing, corrupt, good, unused);
    assertFetched();
    assertEquals(0, unused.requests().size());
  }

  @Test
  void followsRedirectsButNotInCircles() throws Exception {
    Mirror good = mirror((exchange, n) -> Mirror.send(exchange, FILE));
    Mirror leads =
        mirror(
            (exchange, n) -> {
              if (exchange.getRequestURI().getPath().equals("/file.bin")) {
                Mirror.redirect(exchange, "/elsewhere");
              } else {
                Mirror.redirect(exchange, good.uri().toString());
              }
            });
    fetch(leads);
    assertFetched();
    Files.delete(folder.resolve("file.bin"));
    assertFails(
        "redirects more than 5 times",
        mirror((exchange, n) -> Mirror.redirect(exchange, "/file.bin")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/file.bin",
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "http:///x"
      })
  void redirectsNeverLeaveHttps(String location) {
    assertFails(
        "leads to " + location + ", which is not https",
        mirror((exchange, n) -> Mirror.redirect(exchange, location)));
  }

  @Test
  void aRedirectToNowhereIsTold() {
    assertFails(
        "leads to \"http://[x\", which is no address",
        mirror((exchange, n) -> Mirror.redirect(exchange, "http://[x")));
  }

  @Test
  void withoutANetworkItGivesUpAtOnce() throws Exception {
    URI nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/file.bin");
    }
    var entry = entry(nobody, nobody, nobody);
    var patient =
        new Downloader(
            new Downloader.Limits(
                Duration.ofSeconds(2), Duration.ofHours(1), 99, Duration.ofHours(1)),
            anywhere -> Long.MAX_VALUE);
    String message =
        assertThrows(DataException.class, () -> patient.fetch(entry, folder)).getMessage();
    // What JDKs add to that differs.
    assertTrue(message.contains("127.0.0.1: no connection (Connection refused"), message);
  }

  @Test
  void looksForRoomFirst() {
    Mirror unused = mirror((exchange, n) -> Mirror.send(exchange, FILE));
    var full = new Downloader(QUICK, anywhere -> 1_000_000);
    String message =
        assertThrows(DataException.class, () -> full.fetch(entry(unused.uri()), folder))
            .getMessage();
    assertTrue(
        message.startsWith(
            folder.resolve("file.bin")
                + ": needs 17.1 MB more, but the disk has only 1.0 MB left. Make room"),
        message);
    assertEquals(List.of(), unused.requests());
  }

  @Test
  void aDiskThatFillsUpIsTheEndNotATry() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no /dev/full");
    Path part = Files.createSymbolicLink(folder.resolve("file.bin.part"), full);
    Mirror good = mirror((exchange, n) -> Mirror.send(exchange, FILE));
    String message = assertThrows(DataException.class, () -> fetch(good)).getMessage();
    assertFalse(Files.exists(part, LinkOption.NOFOLLOW_LINKS), "the part keeps the disk full");
    assertTrue(message.startsWith(part + ": cannot be written (No space left"), message);
    assertTrue(message.contains("Make room"), message);
    assertEquals(1, good.requests().size());
    assertFalse(Files.exists(folder.resolve("file.bin")));
  }

  @Test
  void heedsTheProxyOfTheJvm() throws Exception {
    Mirror proxy = mirror((exchange, n) -> Mirror.send(exchange, FILE));
    ProxySelector usual = ProxySelector.getDefault();
    try {
      ProxySelector.setDefault(
          new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
              return List.of(
                  new Proxy(
                      Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", proxy.uri().getPort())));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {}
          });
      // Nobody listens on port 1; only the proxy can give the file.
      downloader.fetch(entry(URI.create("http://127.0.0.1:1/file.bin")), folder);
    } finally {
      ProxySelector.setDefault(usual);
    }
    assertFetched();
    assertEquals(1, proxy.requests().size());
  }

  @Test
  void tellsRateAndRest() {
    assertEquals(
        "file.bin 0.2 of 0.3 MB, 0.1 MB/s, 2 s left",
        Downloader.progress(entry(), 100_000, 200_000, 2));
  }
}
