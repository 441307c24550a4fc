package demitasse.kernel.install;

import demitasse.kernel.install.Packages.Contents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The kernel as a plain zip file, for those who have neither pip nor the course: its jars, and
 * scripts that find a JDK and run {@link Install}.
 */
final class Bundle {
  private static final List<String> TEXTS =
      List.of("README.txt", "install", "install.cmd", "jbang-catalog.json");

  private Bundle() {}

  /** Writes the zip file into a folder and returns its path. */
  static Path write(Contents contents, Path folder) throws IOException {
    String name = "demitasse-kernel-" + contents.version();
    try (FixedZip zip = new FixedZip(folder.resolve(name + ".zip"))) {
      for (String text : TEXTS) {
        String content = FixedZip.resource("zip/" + text).replace("@version@", contents.version());
        zip.add(name + "/" + text, content.getBytes(StandardCharsets.UTF_8));
      }
      for (Map.Entry<String, byte[]> jar : contents.read().entrySet()) {
        zip.add(name + "/lib/" + jar.getKey(), jar.getValue());
      }
      return zip.finish();
    }
  }
}
