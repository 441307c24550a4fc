package demitasse.kernel.install;

import demitasse.kernel.classpath.MavenResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.settings.building.SettingsBuildingException;

/**
 * Copies libraries, with all that Maven reads to find them, for a machine without a network: a
 * kernel there that has the folder as {@code -Dmaven.repo.local.tail} finds them with {@code
 * %maven}.
 */
public final class Libraries {
  private Libraries() {}

  /**
   * Copies them from Maven's local repository, or fetches what is not there. Exit status 2 for
   * wrong arguments, 1 where a library is not found or the folder cannot be written.
   *
   * @param args the folder, and the libraries, each {@code group:artifact:version}
   */
  public static void main(String[] args) {
    if (args.length < 2) {
      System.err.println(
          "usage: demitasse.kernel.install.Libraries FOLDER group:artifact:version...");
      System.exit(2);
    }
    List<String> coordinates = List.of(args).subList(1, args.length);
    try {
      Path folder = Files.createDirectories(Path.of(args[0]));
      MavenResolver.copyingInto(folder).resolve(coordinates);
    } catch (IOException | SettingsBuildingException e) {
      System.err.println("the libraries could not be copied: " + e.getMessage());
      System.exit(1);
    }
  }
}
