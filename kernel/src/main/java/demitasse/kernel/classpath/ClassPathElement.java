package demitasse.kernel.classpath;

import demitasse.kernel.base.CellStopped;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A jar or a folder on the class path, as the compiler sees it: the classes of a package.
 *
 * <p>What cannot be read counts as empty, as it does for the compiler of the JDK.
 */
final class ClassPathElement {
  private static final String SLASH = "/";

  private final Path path;
  private final FutureTask<Jar> jar;

  /**
   * What a jar has.
   *
   * @param file null if there is nothing to read
   * @param names the names of its classes by package, each between two slashes: they take a fifth
   *     of the memory that they would need as strings, and large libraries have 100,000
   * @param also what its manifest puts on the class path behind it
   */
  private record Jar(JarFile file, Map<String, String> names, List<ClassPathElement> also) {
    static final Jar NONE = new Jar(null, Map.of(), List.of());

    /** Returns the names of the classes in a package, without it. */
    String[] in(String packageName) {
      String all = names.getOrDefault(packageName, SLASH);
      return all.equals(SLASH) ? new String[0] : all.substring(1).split(SLASH);
    }

    InputStream open(String binaryName) throws IOException {
      return file.getInputStream(file.getJarEntry(entry(binaryName)));
    }
  }

  /** Names an element; nothing is read yet. */
  ClassPathElement(Path path) {
    this(path, true);
  }

  /** Names a jar that is there by itself: what its manifest names is no part of the class path. */
  static ClassPathElement alone(Path path) {
    return new ClassPathElement(path, false);
  }

  private ClassPathElement(Path path, boolean withManifest) {
    this.path = path;
    this.jar = new FutureTask<>(() -> readJar(path, withManifest));
  }

  Path path() {
    return path;
  }

  /** Reads what there is; once, and on whichever thread comes first. */
  void read() {
    jar.run();
  }

  /** Gives {@code to} the names of the packages in a package, the last parts of them. */
  void packages(String parent, Consumer<String> to) throws IOException {
    Jar contents = contents();
    String prefix = parent.isEmpty() ? "" : parent + ".";
    for (String name : contents.names().keySet()) {
      if (name.startsWith(prefix) && name.length() > prefix.length()) {
        int dot = name.indexOf('.', prefix.length());
        to.accept(name.substring(prefix.length(), dot < 0 ? name.length() : dot));
      }
    }
    for (ClassPathElement element : contents.also()) {
      element.packages(parent, to);
    }
    Path folder = folder(parent);
    if (contents.file() == null && folder != null && Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isDirectory)) {
        for (Path file : files) {
          to.accept(file.getFileName().toString());
        }
      }
    }
  }

  /** Gives {@code to} the classes of a jar, in full, that have a simple name. */
  void classesByName(String simpleName, Consumer<String> to) {
    String name = SLASH + simpleName + SLASH;
    Jar contents = contents();
    contents
        .names()
        .forEach(
            (packageName, names) -> {
              if (!packageName.isEmpty() && names.contains(name)) { // others cannot be imported
                to.accept(ClassFile.binaryName(packageName, simpleName));
              }
            });
    contents.also().forEach(element -> element.classesByName(simpleName, to));
  }

  /** Gives {@code to} the class files of a jar whose sources lie beside it. */
  void classesWithSources(Consumer<InputStream> to) throws IOException {
    Jar contents = contents();
    if (contents.file() == null || !Files.exists(sources(path))) {
      return;
    }
    for (String packageName : contents.names().keySet()) {
      for (String name : contents.in(packageName)) {
        try (InputStream in = contents.open(ClassFile.binaryName(packageName, name))) {
          to.accept(in);
        }
      }
    }
  }

  /** Where the sources of a jar lie, as Maven puts them. */
  static Path sources(Path jar) {
    String name = jar.getFileName().toString();
    int dot = name.endsWith(".jar") ? name.length() - ".jar".length() : name.length();
    return jar.resolveSibling(name.substring(0, dot) + "-sources.jar");
  }

  /** Gives {@code to} the classes of a package. */
  void classes(String packageName, Consumer<? super ClassFile> to) throws IOException {
    Jar contents = contents();
    for (String name : contents.in(packageName)) {
      String binaryName = ClassFile.binaryName(packageName, name);
      to.accept(new ClassFile(() -> uri(binaryName), binaryName, () -> contents.open(binaryName)));
    }
    for (ClassPathElement element : contents.also()) {
      element.classes(packageName, to);
    }
    Path folder = folder(packageName);
    if (contents.file() == null && folder != null && Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ClassFile.SUFFIX)) {
        for (Path file : files) {
          String name = ClassFile.withoutSuffix(file.getFileName().toString());
          String binaryName = ClassFile.binaryName(packageName, name);
          to.accept(new ClassFile(file::toUri, binaryName, () -> Files.newInputStream(file)));
        }
      }
    }
  }

  private Jar contents() {
    jar.run();
    try {
      return jar.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CellStopped();
    } catch (java.util.concurrent.ExecutionException e) {
      return Jar.NONE;
    }
  }

  private Path folder(String packageName) {
    try {
      return path.resolve(packageName.replace('.', '/'));
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static String entry(String binaryName) {
    return binaryName.replace('.', '/') + ClassFile.SUFFIX;
  }

  private URI uri(String binaryName) {
    try {
      String place = path.toUri().getPath() + "!/" + entry(binaryName);
      return new URI("jar-entry", null, place, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Jar readJar(Path path, boolean withManifest) throws IOException {
    if (!Files.isRegularFile(path)) {
      return Jar.NONE;
    }
    JarFile file = new JarFile(path.toFile(), false, JarFile.OPEN_READ, Runtime.version());
    Map<String, StringBuilder> names = new HashMap<>();
    // For a jar with versions for newer Javas: the names of those, and not where they stand.
    try (Stream<JarEntry> entries =
        file.isMultiRelease() ? file.versionedStream() : file.stream()) {
      entries
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(ClassFile.SUFFIX))
          .map(ClassFile::withoutSuffix)
          .filter(name -> name.indexOf('.') < 0) // no class loader would find it
          .forEach(
              name -> {
                int slash = name.lastIndexOf('/');
                String packageName = name.substring(0, Math.max(0, slash)).replace('/', '.');
                names
                    .computeIfAbsent(packageName, p -> new StringBuilder(SLASH))
                    .append(name, slash + 1, name.length())
                    .append(SLASH);
              });
    }
    Map<String, String> joined = new HashMap<>();
    names.forEach((packageName, all) -> joined.put(packageName, all.toString()));
    return new Jar(file, joined, withManifest ? also(path, file.getManifest()) : List.of());
  }

  /** What the manifest names; one step deep, which is what tools make of it. */
  private static List<ClassPathElement> also(Path path, Manifest manifest) {
    String names =
        manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    if (names == null) {
      return List.of();
    }
    List<ClassPathElement> also = new ArrayList<>();
    for (String name : names.trim().split("\\s+")) {
      try {
        URI uri = path.toUri().resolve(name);
        if ("file".equals(uri.getScheme())) {
          also.add(new ClassPathElement(new File(uri).toPath(), false));
        }
      } catch (IllegalArgumentException e) {
        // Not the name of a file here.
      }
    }
    return also;
  }
}
