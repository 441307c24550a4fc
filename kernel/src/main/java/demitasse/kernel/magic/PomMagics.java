package demitasse.kernel.magic;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Puts the libraries of a POM on the class path. */
final class PomMagics {
  private static final Set<String> SCOPES = Set.of("compile", "runtime", "system");

  private final MavenMagics maven;

  PomMagics(MavenMagics maven) {
    this.maven = maven;
  }

  void addTo(Magics magics) {
    magics.help("%loadFromPOM [file [scope ...]]", "adds the dependencies of a POM; also %pom");
    magics.help("%%loadFromPOM [scope ...]", "adds the dependencies in the cell; also %%pom");
    magics.quiet(this::file, "loadFromPOM", "pom");
    magics.cell(
        (args, body) -> {
          maven.add(maven.resolver().resolvePom(body, scopes(args)));
          return null;
        },
        "loadFromPOM",
        "pom");
  }

  private Object file(List<String> args) throws Exception {
    Path pom = Path.of(args.isEmpty() ? "pom.xml" : Home.expand(args.get(0)));
    if (!Files.isRegularFile(pom)) {
      throw new NoSuchFileException(pom.toString(), null, "no POM there");
    }
    return maven.add(maven.resolver().resolvePom(pom, scopes(args.stream().skip(1).toList())));
  }

  private static Set<String> scopes(List<String> args) {
    return args.isEmpty() ? SCOPES : Set.copyOf(args);
  }
}
