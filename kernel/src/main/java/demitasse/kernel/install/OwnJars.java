package demitasse.kernel.install;

import demitasse.kernel.classpath.KernelJars;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** The jars that this very program runs from: those of the kernel, which it installs elsewhere. */
final class OwnJars {
  private OwnJars() {}

  /** Returns the jars of the class path, and those beside the kernel's own that belong to it. */
  static List<Path> list() throws IOException {
    Set<Path> jars = new LinkedHashSet<>();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(element).toAbsolutePath().normalize();
      if (!element.endsWith(".jar") || !Files.isRegularFile(path)) {
        throw new NoSuchFileException(
            element, null, "is not a jar; install from the packaged kernel");
      }
      jars.add(path);
    }
    // A program that was given the kernel's jar alone runs from those that its manifest names.
    Path kernel = KernelJars.kernel();
    try (JarFile jar = new JarFile(kernel.toFile())) {
      String named = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      for (String name : named.split(" ")) {
        Path beside = kernel.resolveSibling(name);
        if (Files.isRegularFile(beside)) {
          jars.add(beside);
        }
      }
    }
    KernelJars.renderers().ifPresent(jars::add);
    return List.copyOf(jars);
  }

  /** Returns the content of one of them, in the form from which the kernel starts quickest. */
  static byte[] read(Path jar) throws IOException {
    return jar.getFileName().toString().startsWith("asm-")
        ? ModernClasses.of(jar)
        : Files.readAllBytes(jar);
  }
}
