package demitasse.kernel.classpath;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A jar, and which library it is.
 *
 * @param group its Maven group; null if it is not known
 * @param classifier what sets it apart from other jars of the same library; empty for the jar
 */
public record Library(String group, String artifact, String classifier, String version, Path path) {
  private static final Pattern FILE_NAME =
      Pattern.compile("(.+?)-(\\d[\\w.]*(?:-[A-Z0-9][\\w.]*|-\\d[\\w.]*)*)\\.jar");

  /** Tells which library a jar is: from Maven's properties in it, or from its file's name. */
  static Optional<Library> of(Path jar) {
    String file = jar.getFileName() == null ? "" : jar.getFileName().toString();
    if (!file.toLowerCase(Locale.ROOT).endsWith(".jar")) {
      return Optional.empty();
    }
    try (JarFile opened = new JarFile(jar.toFile())) {
      List<JarEntry> own =
          opened.stream()
              .filter(entry -> entry.getName().startsWith("META-INF/maven/"))
              .filter(entry -> entry.getName().endsWith("/pom.properties"))
              .limit(2)
              .toList();
      if (own.size() == 1) { // a jar that holds other libraries has several
        Properties properties = new Properties();
        try (InputStream in = opened.getInputStream(own.get(0))) {
          properties.load(in);
        }
        if (properties.getProperty("artifactId") != null
            && properties.getProperty("version") != null) {
          return Optional.of(
              new Library(
                  properties.getProperty("groupId"),
                  properties.getProperty("artifactId"),
                  "",
                  properties.getProperty("version"),
                  jar));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // no jar: it is no library either
    }
    Matcher name = FILE_NAME.matcher(file);
    return name.matches()
        ? Optional.of(new Library(null, name.group(1), "", name.group(2), jar))
        : Optional.empty();
  }

  /** Tells whether both are the same library, whatever their versions. */
  boolean isSameAs(Library other) {
    if (!artifact.equals(other.artifact) || !classifier.equals(other.classifier)) {
      return false;
    }
    return group == null || other.group == null
        ? sharesClass(path, other.path)
        : group.equals(other.group);
  }

  /** Libraries of different groups may have the same name, such as api or core. */
  private static boolean sharesClass(Path one, Path other) {
    try (JarFile first = new JarFile(one.toFile());
        JarFile second = new JarFile(other.toFile())) {
      return first.stream()
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(".class") && !name.contains("-info"))
          .limit(50)
          .anyMatch(name -> second.getEntry(name) != null);
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return artifact + (classifier.isEmpty() ? "" : " (" + classifier + ")") + " " + version;
  }
}
