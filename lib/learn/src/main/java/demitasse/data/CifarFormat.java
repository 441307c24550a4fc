package demitasse.data;

import demitasse.data.download.DataFile;
import demitasse.data.download.Format;
import demitasse.data.format.CifarRecords;
import demitasse.data.format.ImageSink;
import demitasse.data.format.StrictInput;
import demitasse.data.format.TarInput;
import demitasse.data.generated.GeneratedTextures;
import demitasse.data.image.Images;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** CIFAR-100 in a folder, in one of the three forms that {@link Cifar100#read} names. */
final class CifarFormat implements Format<Cifar100> {
  private static final String ARCHIVE = "cifar-100-binary.tar.gz";
  private static final String UNPACKED = "cifar-100-binary";
  private static final String TRAIN = "train";
  private static final String TEST = "test";
  private static final String TRAIN_FILE = TRAIN + ".bin";
  private static final String TEST_FILE = TEST + ".bin";
  private static final String FINE_NAMES = "fine_label_names.txt";
  private static final String COARSE_NAMES = "coarse_label_names.txt";
  private static final int TRAIN_COUNT = 50_000;
  private static final int TEST_COUNT = 10_000;
  private static final int MAX_NAMES = 1 << 16;
  private static final String REMEDY =
      "Put an undamaged copy in its place, or delete it and run ./demitasse data cifar100.";

  private final int trainCount;
  private final int testCount;

  CifarFormat() {
    this(TRAIN_COUNT, TEST_COUNT);
  }

  /** For the tests: the same format with fewer images. */
  CifarFormat(int trainCount, int testCount) {
    this.trainCount = trainCount;
    this.testCount = testCount;
  }

  @Override
  public String set() {
    return "cifar100";
  }

  @Override
  public String title() {
    return "CIFAR-100";
  }

  @Override
  public List<Path> filesIn(Path folder) {
    if (isArchive(folder)) {
      return List.of(folder.resolve(ARCHIVE));
    }
    Path place = place(folder);
    return Stream.of(TRAIN_FILE, TEST_FILE, FINE_NAMES, COARSE_NAMES)
        .map(name -> DataFile.find(place, name))
        .filter(Files::exists)
        .toList();
  }

  @Override
  public List<String> missingIn(Path folder) {
    return isArchive(folder) || isComplete(place(folder)) ? List.of() : List.of(ARCHIVE);
  }

  private static boolean isComplete(Path place) {
    return Stream.of(TRAIN_FILE, TEST_FILE).allMatch(n -> Files.exists(DataFile.find(place, n)));
  }

  private static boolean isArchive(Path folder) {
    return Files.exists(folder.resolve(ARCHIVE)) && !isComplete(place(folder));
  }

  /** Returns the folder that the unpacked files are in, or should be. */
  private static Path place(Path folder) {
    Path unpacked = folder.resolve(UNPACKED);
    return isComplete(folder) || !Files.isDirectory(unpacked) ? folder : unpacked;
  }

  @Override
  public List<String> parts() {
    return List.of(TRAIN, TEST);
  }

  @Override
  public Cifar100 of(Map<String, Images> parts) {
    return new Cifar100(ImageSet.of(parts.get(TRAIN)), ImageSet.of(parts.get(TEST)));
  }

  @Override
  public Cifar100 read(Path folder, Function<String, ImageSink> sinks) {
    return isArchive(folder)
        ? readArchive(folder.resolve(ARCHIVE), sinks)
        : readFiles(place(folder), sinks);
  }

  private Cifar100 readFiles(Path place, Function<String, ImageSink> sinks) {
    readNames(DataFile.find(place, FINE_NAMES), CifarClasses.FINE);
    readNames(DataFile.find(place, COARSE_NAMES), CifarClasses.COARSE);
    return Both.of(
        () -> readFile(DataFile.find(place, TRAIN_FILE), trainCount, TRAIN, sinks),
        () -> readFile(DataFile.find(place, TEST_FILE), testCount, TEST, sinks),
        Cifar100::new);
  }

  private ImageSet readFile(Path file, int count, String part, Function<String, ImageSink> sinks) {
    try (var in = StrictInput.open(file, REMEDY)) {
      Images images = readImages(in, count, part, sinks);
      in.expectEnd();
      return ImageSet.of(images);
    }
  }

  private Images readImages(
      StrictInput in, int count, String part, Function<String, ImageSink> sinks) {
    String name = title() + " " + part;
    return CifarRecords.read(
        in, count, name, CifarClasses.FINE, CifarClasses.coarseOf(), sinks.apply(part));
  }

  /** The names are known; a file that has others belongs to other images. */
  private static void readNames(Path file, List<String> expected) {
    if (Files.exists(file)) {
      try (var in = StrictInput.open(file, REMEDY)) {
        byte[] text = new byte[MAX_NAMES];
        expectNames(in, Arrays.copyOf(text, in.readAtMost(text, 0, MAX_NAMES)), expected);
        in.expectEnd();
      }
    }
  }

  private static void expectNames(StrictInput in, byte[] text, List<String> expected) {
    List<String> names =
        new String(text, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
    for (int i = 0; i < Math.max(names.size(), expected.size()); i++) {
      String name = i < names.size() ? names.get(i).strip() : "nothing";
      String official = i < expected.size() ? expected.get(i) : "nothing";
      if (!name.equals(official)) {
        throw in.damaged(
            "has " + name + " as the name of class " + i + " where " + official + " should stand");
      }
    }
  }

  private Cifar100 readArchive(Path archive, Function<String, ImageSink> sinks) {
    Map<String, Images> parts = new HashMap<>();
    try (var in = StrictInput.open(archive, REMEDY)) {
      var tar = new TarInput(in);
      List<String> seen = new ArrayList<>();
      for (var member = tar.next(); member != null; member = tar.next()) {
        String name = member.name().substring(member.name().lastIndexOf('/') + 1);
        if (seen.contains(name)) {
          throw in.damaged("holds " + name + " twice");
        }
        seen.add(name);
        switch (name) {
          case TRAIN_FILE -> parts.put(TRAIN, readMember(in, member, trainCount, TRAIN, sinks));
          case TEST_FILE -> parts.put(TEST, readMember(in, member, testCount, TEST, sinks));
          case FINE_NAMES -> readNames(in, member, CifarClasses.FINE);
          case COARSE_NAMES -> readNames(in, member, CifarClasses.COARSE);
          default -> readSmall(in, member);
        }
      }
      in.expectEnd();
      for (String part : parts()) {
        if (!parts.containsKey(part)) {
          throw in.damaged("does not hold " + part + ".bin");
        }
      }
    }
    return of(parts);
  }

  private Images readMember(
      StrictInput in,
      TarInput.Member member,
      int count,
      String part,
      Function<String, ImageSink> sinks) {
    if (member.size() != CifarRecords.bytes(count)) {
      throw in.damaged(
          String.format(
              Locale.ROOT,
              "holds %s with %,d bytes, not %,d",
              member.name(),
              member.size(),
              CifarRecords.bytes(count)));
    }
    return readImages(in, count, part, sinks);
  }

  private static void readNames(StrictInput in, TarInput.Member member, List<String> expected) {
    expectNames(in, readSmall(in, member), expected);
  }

  /**
   * Reads a file that must not be large, be it a list of names or a note that is of no use here.
   */
  private static byte[] readSmall(StrictInput in, TarInput.Member member) {
    if (member.size() > MAX_NAMES) {
      throw in.damaged(
          String.format(
              Locale.ROOT, "holds %s with %,d bytes, unexpected", member.name(), member.size()));
    }
    byte[] bytes = new byte[(int) member.size()];
    in.read(bytes, 0, bytes.length, member.name());
    return bytes;
  }

  @Override
  public Cifar100 generate() {
    return new Cifar100(generate(TRAIN, trainCount, 1), generate(TEST, testCount, 2));
  }

  private static ImageSet generate(String part, int count, long seed) {
    String name = "GENERATED textures (not CIFAR-100) " + part;
    return ImageSet.of(GeneratedTextures.draw(name, count, seed, CifarClasses.FINE));
  }
}
