package demitasse.kernel.classpath;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.kernel.display.Renderer;

/** The jars that the kernel itself is made of. */
public final class KernelJars {
  /** Part of the name of the jar that holds the renderers. */
  private static final String RENDERERS = "-renderers.jar";

  private KernelJars() {}

  /** The kernel's own jar. */
  public static Path kernel() {
    return of(KernelJars.class);
  }

  /** The jar of the display types. */
  public static Path display() {
    return of(Renderer.class);
  }

  /** The jar of renderers beside the kernel's own jar, if it is there. */
  public static Optional<Path> renderers() throws IOException {
    try (Stream<Path> files = Files.list(kernel().getParent())) {
      return files.filter(file -> file.getFileName().toString().contains(RENDERERS)).findFirst();
    }
  }

  private static Path of(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }
}
