package demitasse.kernel;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.kernel.display.Renderer;

/**
 * What IJava's environment variables ask for.
 *
 * @param classPath {@code IJAVA_CLASSPATH}, globs resolved
 * @param compilerOptions {@code IJAVA_COMPILER_OPTS}
 * @param renderers the kernel's jar of renderers, if it is there
 */
record Settings(List<Path> classPath, List<String> compilerOptions, URL[] renderers) {
  /** The system property with the class path that the kernel was installed with. */
  static final String CLASS_PATH = "demitasse.kernel.classpath";

  /** Part of the name of the jar that holds the renderers. */
  static final String RENDERERS = "-renderers.jar";

  /** Reads the settings. */
  static Settings of(Map<String, String> environment) throws IOException {
    List<Path> classPath = new ArrayList<>();
    // The user's own jars go before those that the kernel was installed with.
    String globs =
        environment.getOrDefault("IJAVA_CLASSPATH", "")
            + File.pathSeparator
            + System.getProperty(CLASS_PATH, "");
    for (String glob : globs.split(File.pathSeparator)) {
      if (!glob.isBlank()) {
        classPath.addAll(Globs.resolve(glob));
      }
    }
    return new Settings(
        List.copyOf(classPath),
        Words.split(environment.getOrDefault("IJAVA_COMPILER_OPTS", "")),
        renderersJar().isPresent() ? new URL[] {renderersJar().get().toUri().toURL()} : new URL[0]);
  }

  /**
   * Where the compiler finds what a cell can call in the kernel: the jars of the kernel itself and
   * of its display types, and no other of its jars.
   */
  String compileClassPath() {
    return jarOf(Cells.class) + File.pathSeparator + jarOf(Renderer.class);
  }

  /** The jar of renderers beside the kernel's own jar, if it is there. */
  static Optional<Path> renderersJar() throws IOException {
    Path folder = jarOf(Cells.class).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().contains(RENDERERS)).findFirst();
    }
  }

  private static Path jarOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }
}
