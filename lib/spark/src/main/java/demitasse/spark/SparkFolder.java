package demitasse.spark;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A temporary folder that has what Spark expects of an installation: one jar that names those of
 * this process, and settings of the log. Logs are there too, and what executors write.
 *
 * @param root the folder
 */
record SparkFolder(Path root) {
  /** How many lines of a log say why a process has ended. */
  private static final int LAST_LINES = 12;

  /** The logging back end that keeps a notebook silent; a cluster's processes must not have it. */
  private static final String SILENT = "slf4j-nop";

  /** Makes one for processes that have the class path of this one. */
  static SparkFolder make() throws IOException {
    Path root = Files.createTempDirectory("demitasse-spark-");
    SparkFolder folder = new SparkFolder(root);
    Files.createDirectories(folder.jars());
    Files.createDirectories(root.resolve("conf"));
    folder.writeClassPath(folder.jars().resolve("class-path.jar"));
    try (InputStream settings = SparkFolder.class.getResourceAsStream("log4j2.properties")) {
      Files.copy(settings, root.resolve("conf").resolve("log4j2.properties"));
    }
    return folder;
  }

  Path jars() {
    return root.resolve("jars");
  }

  Path log(String process) {
    return root.resolve(process + ".log");
  }

  /** A file for {@link #writeClassPath} that no process has open. */
  Path nextClassPath() throws IOException {
    return Files.createTempFile(root, "session-", ".jar");
  }

  Path work() {
    return root.resolve("work");
  }

  Path spill() {
    return root.resolve("spill");
  }

  /** Writes a jar that names what is on the class path now; a library may have been added. */
  Path writeClassPath(Path jar) throws IOException {
    StringBuilder urls = new StringBuilder();
    for (URL url : classPath()) {
      if (!url.toString().contains(SILENT)) {
        urls.append(url).append(' ');
      }
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, urls.toString());
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  /** What code of this thread can use: the class path of a notebook's session, or the program's. */
  static Set<URL> classPath() throws IOException {
    Set<URL> urls = new LinkedHashSet<>();
    for (ClassLoader loader = Thread.currentThread().getContextClassLoader();
        loader != null;
        loader = loader.getParent()) {
      if (loader instanceof URLClassLoader known) {
        urls.addAll(List.of(known.getURLs()));
      }
    }
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!element.isEmpty()) {
        urls.add(Path.of(element).toUri().toURL());
      }
    }
    return urls;
  }

  /** The end of what a process has written. */
  String lastLines(String process) {
    try {
      List<String> lines = Files.readAllLines(log(process));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }

  /** Removes the folder, as far as nobody uses a file in it; others may remove theirs meanwhile. */
  void remove() {
    try {
      Files.walkFileTree(root, new Remover());
    } catch (IOException e) {
      throw new IllegalStateException("no visit throws", e);
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      return delete(file);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException gone) {
      return delete(folder);
    }

    private static FileVisitResult delete(Path path) {
      path.toFile().delete();
      return FileVisitResult.CONTINUE;
    }
  }
}
