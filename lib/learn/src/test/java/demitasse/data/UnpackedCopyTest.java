package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import demitasse.data.format.DataException;
import demitasse.data.format.MappedImages;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The copy of a set that all processes map into memory, on a CIFAR-100 of three and two images. */
class UnpackedCopyTest {
  private static final byte[] TRAIN = TestFiles.cifar(7, 0, 99);
  private static final byte[] OTHER = TestFiles.cifar(8, 1, 98);

  @TempDir Path folder;
  private Path files;
  private Path copies;
  private Path elsewhere;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void makeFiles() throws IOException {
    files = Files.createDirectories(folder.resolve("given/cifar100"));
    copies = files.resolve("unpacked");
    elsewhere = folder.resolve("home/.cache/demitasse/cifar100/unpacked");
    TestFiles.write(files, "train.bin.gz", TestFiles.gzip(TRAIN));
    TestFiles.write(files, "test.bin.gz", TestFiles.gzip(TestFiles.cifar(50, 25)));
  }

  private static Cifar100 load(Path folder, ByteArrayOutputStream printed) {
    var settings = Map.of("DEMITASSE_DATA", folder.resolve("given").toString());
    return Worlds.finder(Worlds.in(folder, settings, printed)).load(new CifarFormat(3, 2));
  }

  private Cifar100 load() {
    return load(folder, printed);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8).strip();
  }

  private static void assertIsTheSet(Cifar100 cifar) {
    assertEquals("CIFAR-100 train", cifar.train().name());
    assertArrayEquals(new int[] {7, 0, 99}, cifar.train().labels());
    assertArrayEquals(new int[] {50, 25}, cifar.test().labels());
    assertEquals("worm", cifar.train().className(2));
    byte[] last = cifar.train().pixels(2);
    assertEquals(3072, last.length);
    for (byte pixel : last) {
      assertEquals(2, pixel);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  /** Puts other images of the same packed size there. */
  private void exchangeTrain(boolean keepingTime) throws IOException {
    Path file = files.resolve("train.bin");
    FileTime time = FileTime.fromMillis(1_700_000_000_000L);
    TestFiles.write(files, "train.bin", TRAIN);
    Files.setLastModifiedTime(file, time);
    assertIsTheSet(load());
    TestFiles.write(files, "train.bin", OTHER);
    Files.setLastModifiedTime(
        file, keepingTime ? time : FileTime.fromMillis(time.toMillis() + 1_000));
  }

  @Test
  void liesBesideTheFilesAndCanOnlyBeRead() throws Exception {
    assertIsTheSet(load());
    assertEquals(List.of("test.images", "train.images"), names(copies));
    assertFalse(
        Files.getPosixFilePermissions(copies.resolve("train.images"))
            .removeAll(PosixFilePermissions.fromString("-w--w--w-")));
    assertIsTheSet(load());
    assertEquals("", printed());
  }

  @Test
  void isReadInPlaceOfTheFiles() throws Exception {
    exchangeTrain(/* keepingTime= */ true);
    assertIsTheSet(load());
  }

  @Test
  void isMadeAnewForOtherFiles() throws Exception {
    exchangeTrain(/* keepingTime= */ false);
    assertArrayEquals(new int[] {8, 1, 98}, load().train().labels());
    assertArrayEquals(new int[] {8, 1, 98}, load().train().labels());
  }

  @ParameterizedTest
  @ValueSource(strings = {"flipped", "cut", "empty", "grown", "gone"})
  void isMadeAnewIfItIsDamaged(String how) throws Exception {
    load();
    Path copy = copies.resolve("train.images");
    byte[] whole = Files.readAllBytes(copy);
    assertTrue(copy.toFile().setWritable(true));
    byte[] damaged =
        switch (how) {
          case "cut" -> Arrays.copyOf(whole, whole.length - 4096);
          case "grown" -> Arrays.copyOf(whole, whole.length + 1);
          case "flipped" -> whole.clone();
          default -> new byte[0];
        };
    if (how.equals("flipped")) {
      damaged[5000] ^= 1;
    }
    Files.write(copy, damaged);
    if (how.equals("gone")) {
      Files.delete(copy);
    }
    assertIsTheSet(load());
    assertArrayEquals(whole, Files.readAllBytes(copy));
    assertEquals("", printed());
  }

  @Test
  void liesInTheCacheIfTheFolderMayNotBeWrittenTo() throws Exception {
    Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertIsTheSet(load());
      assertIsTheSet(load());
    } finally {
      Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    assertEquals(List.of("test.bin.gz", "train.bin.gz"), names(files));
    assertEquals(List.of("test.images", "train.images"), names(elsewhere));
    assertEquals("", printed());
  }

  @Test
  void onAFullDiskTheImagesStayInTheHeapAndALineSaysSo() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "a system without " + full);
    for (Path place : List.of(copies, elsewhere)) {
      Files.createDirectories(place);
      Files.createSymbolicLink(place.resolve("train.images.part"), full);
    }
    assertIsTheSet(load());
    assertEquals(1, printed().lines().count(), printed());
    assertTrue(printed().startsWith("Each notebook keeps CIFAR-100 in its own memory"), printed());
    assertTrue(printed().contains(elsewhere + " cannot hold it: "), printed());
    assertEquals(List.of(), names(copies));
  }

  @Test
  void isNotMadeOfDamagedFiles() throws Exception {
    byte[] packed = TestFiles.gzip(TRAIN);
    packed[packed.length - 8] ^= 1; // the sum, which gzip compares at the end
    TestFiles.write(files, "train.bin.gz", packed);
    for (int i = 0; i < 2; i++) {
      String message = assertThrows(DataException.class, this::load).getMessage();
      assertTrue(message.startsWith(files.resolve("train.bin.gz") + ": "), message);
      assertEquals(List.of(), names(copies));
    }
  }

  /** Started as a process of its own: folder. Says where the images are, and waits for a line. */
  public static void main(String[] args) throws IOException {
    var printed = new ByteArrayOutputStream();
    Cifar100 cifar = load(Path.of(args[0]), printed);
    assertIsTheSet(cifar);
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      String map = maps.filter(line -> line.endsWith("train.images")).findFirst().orElseThrow();
      System.out.println(map.substring(map.indexOf(' ')));
    }
    assertTrue(MappedImages.residentBytes(Path.of("/proc/self")) >= 3072);
    System.in.read();
    assertIsTheSet(cifar);
    System.exit(0);
  }

  @Test
  @Timeout(120)
  void twoProcessesThatStartTogetherMapTheSameFile() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/maps")), "only Linux shows what is mapped");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(Worlds.process(List.of(), UnpackedCopyTest.class, folder.toString()).start());
    }
    List<BufferedReader> answers = processes.stream().map(Process::inputReader).toList();
    String first = answers.get(0).readLine();
    // Permissions, offset, device, inode, path.
    assertEquals(first, answers.get(1).readLine());
    assertTrue(first.contains(copies.resolve("train.images").toString()), first);
    for (Process process : processes) {
      process.outputWriter().append("\n").close();
      assertEquals(0, process.waitFor());
    }
  }
}
