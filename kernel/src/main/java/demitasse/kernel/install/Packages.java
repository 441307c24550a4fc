package demitasse.kernel.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Packs the kernel that this program runs from, for those who install it without the course. */
public final class Packages {
  private static final String USAGE =
      "usage: demitasse.kernel.install.Packages (--wheel | --zip) FOLDER";

  private Packages() {}

  /**
   * Writes a package into a folder and prints its path. Exit status 2 for wrong arguments, 1 where
   * it cannot be written.
   */
  public static void main(String[] args) {
    if (args.length != 2 || !List.of("--wheel", "--zip").contains(args[0])) {
      System.err.println(USAGE);
      System.exit(2);
    }
    try {
      Path folder = Files.createDirectories(Path.of(args[1]));
      Contents contents = Contents.own();
      System.out.println(
          args[0].equals("--wheel")
              ? Wheel.write(contents, folder)
              : Bundle.write(contents, folder));
    } catch (IOException e) {
      System.err.println("the package could not be made: " + e.getMessage());
      System.exit(1);
    }
  }

  /**
   * What is packed.
   *
   * @param version as Maven has it
   */
  record Contents(String version, List<Path> jars) {
    static Contents own() throws IOException {
      String version = Packages.class.getPackage().getImplementationVersion();
      return new Contents(version, OwnJars.list());
    }

    /** Returns the content of the jars, by name. */
    SortedMap<String, byte[]> read() throws IOException {
      SortedMap<String, byte[]> read = new TreeMap<>();
      for (Path jar : jars) {
        read.put(jar.getFileName().toString(), OwnJars.read(jar));
      }
      return read;
    }
  }
}
