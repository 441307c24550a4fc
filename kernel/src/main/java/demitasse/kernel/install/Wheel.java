package demitasse.kernel.install;

import demitasse.kernel.install.Packages.Contents;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The kernel as a Python wheel, which pip turns into a kernel of the environment's Jupyter.
 *
 * <p>A wheel is a zip file: a Python package (here the launcher and the jars), what belongs into
 * other folders of the environment (the kernelspec), and facts about both. Source: PEP 427, the
 * binary distribution format, and PEP 376, the list of files.
 */
final class Wheel implements Closeable {
  private static final String PACKAGE = "demitasse_kernel";
  private static final List<String> PROGRAMS =
      List.of("__init__.py", "__main__.py", "command.py", "jdk.py", "start.py");

  /** What the first start makes: part of the wheel, and empty in it, so that pip removes it. */
  private static final List<String> MADE =
      List.of("kernel.aot", "kernel.flags", "kernel.jsa", "start.txt");

  private final FixedZip zip;
  private final StringBuilder record = new StringBuilder();

  private Wheel(FixedZip zip) {
    this.zip = zip;
  }

  /** Writes the wheel into a folder and returns its path. */
  static Path write(Contents contents, Path folder) throws IOException {
    String version = contents.version().replace("-SNAPSHOT", ".dev0"); // PEP 440
    String name = PACKAGE + "-" + version;
    try (Wheel wheel = new Wheel(new FixedZip(folder.resolve(name + "-py3-none-any.whl")))) {
      for (String program : PROGRAMS) {
        String path = PACKAGE + "/" + program;
        wheel.add(path, FixedZip.resource("wheel/" + path));
      }
      for (Map.Entry<String, byte[]> jar : contents.read().entrySet()) {
        wheel.add(PACKAGE + "/jars/" + jar.getKey(), jar.getValue());
      }
      for (String made : MADE) {
        wheel.add(PACKAGE + "/made/" + made, new byte[0]);
      }
      // Jupyter puts its own Python in place of the first word.
      List<String> argv = List.of("python", "-m", PACKAGE, KernelSpec.CONNECTION_FILE);
      wheel.add(
          name + ".data/data/share/jupyter/kernels/" + KernelSpec.NAME + "/" + KernelSpec.FILE,
          KernelSpec.json(argv, "Java"));
      return wheel.finish(name + ".dist-info/", version);
    }
  }

  private Path finish(String info, String version) throws IOException {
    add(info + "METADATA", FixedZip.resource("wheel/METADATA").formatted(version));
    add(
        info + "WHEEL",
        "Wheel-Version: 1.0\nGenerator: demitasse %s\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            .formatted(version));
    add(
        info + "entry_points.txt",
        "[console_scripts]\ndemitasse-kernel = demitasse_kernel.command:main\n");
    String list = info + "RECORD";
    zip.add(list, (record + list + ",,\n").getBytes(StandardCharsets.UTF_8));
    return zip.finish();
  }

  private void add(String name, String text) throws IOException {
    add(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void add(String name, byte[] content) throws IOException {
    zip.add(name, content);
    record.append("%s,sha256=%s,%d\n".formatted(name, sum(content), content.length));
  }

  private static String sum(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
