package demitasse.kernel.classpath;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;

/** Reads how a notebook names a library: as for Maven, or as IJava also let it, as for Ivy. */
final class Coordinates {
  private static final Pattern IVY = Pattern.compile("([^#;\\s]+)#([^#;\\s]+);([^#;\\s]+)");
  private static final Pattern PREFIX_OF_VERSION = Pattern.compile("((?:\\d+\\.)*)(\\d+)\\.\\+");

  private Coordinates() {}

  /**
   * Reads {@code group:artifact[:type[:classifier]]:version}, or {@code group#artifact;version}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static Artifact parse(String text) {
    Matcher ivy = IVY.matcher(text);
    String maven = ivy.matches() ? ivy.group(1) + ":" + ivy.group(2) + ":" + ivy.group(3) : text;
    int colon = maven.lastIndexOf(':');
    if (maven.chars().filter(c -> c == ':').count() < 2 || colon == maven.length() - 1) {
      throw new IllegalArgumentException(
          "'" + text + "' names no library: write group:artifact:version");
    }
    return new DefaultArtifact(
        maven.substring(0, colon) + ":" + version(maven.substring(colon + 1)));
  }

  private static String version(String version) {
    if (version.equals("latest.release")) {
      return "RELEASE";
    }
    if (version.equals("latest.integration") || version.equals("+")) {
      return "LATEST";
    }
    Matcher prefix = PREFIX_OF_VERSION.matcher(version);
    if (prefix.matches()) {
      long last = Long.parseLong(prefix.group(2));
      return "[" + prefix.group(1) + last + "," + prefix.group(1) + (last + 1) + "-alpha)";
    }
    return version;
  }
}
