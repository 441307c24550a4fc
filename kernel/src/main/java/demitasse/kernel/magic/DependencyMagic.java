package demitasse.kernel.magic;

import demitasse.kernel.classpath.MavenResolver.Found;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The dependency manager of rapaio-jupyter-kernel: libraries are named one by one and then resolved
 * together.
 */
final class DependencyMagic {
  private final MavenMagics maven;
  private final Set<String> proposed = new LinkedHashSet<>();
  private final Set<String> resolved = new LinkedHashSet<>();
  private final Set<String> jars = new LinkedHashSet<>();

  DependencyMagic(MavenMagics maven) {
    this.maven = maven;
  }

  void addTo(Magics magics) {
    magics.help(
        "%dependency /add group:artifact:version", "names a library that /resolve will add");
    magics.help("%dependency /resolve", "puts the libraries named so far on the class path");
    magics.help("%dependency /add-repo id url", "also looks for libraries there");
    magics.help(
        "%dependency /list-repos, /list-dependencies, /list-artifacts", "shows what was added");
    magics.line(this::run, "dependency");
  }

  private Object run(List<String> args) throws Exception {
    String command = args.isEmpty() ? "" : args.get(0);
    switch (command) {
      case "/add" -> {
        // --optional gives way to another version of the same library, as Maven decides anyway.
        List<String> named = args.stream().skip(1).filter(arg -> !arg.startsWith("--")).toList();
        if (named.isEmpty()) {
          throw new IllegalArgumentException("%dependency /add needs group:artifact:version");
        }
        proposed.addAll(named);
        return null;
      }
      case "/resolve" -> {
        List<String> named = List.copyOf(proposed);
        proposed.clear();
        if (!named.isEmpty()) {
          Found found = maven.resolver().resolve(named);
          maven.add(found);
          found.libraries().forEach(library -> jars.add(library.path().toString()));
          resolved.addAll(named);
        }
        return null;
      }
      case "/add-repo" -> {
        // What may follow, when to look for updates, is a matter of Maven's settings here.
        return maven.repository(args.stream().skip(1).limit(2).toList());
      }
      case "/list-repos" -> {
        StringBuilder text = new StringBuilder();
        maven.resolver().repositories().forEach((id, url) -> line(text, id + "  " + url));
        return text.toString().stripTrailing();
      }
      case "/list-dependencies" -> {
        StringBuilder text = new StringBuilder();
        proposed.forEach(named -> line(text, named + "  (not resolved yet)"));
        resolved.forEach(named -> line(text, named));
        return text.toString().stripTrailing();
      }
      case "/list-artifacts" -> {
        return String.join("\n", jars);
      }
      default ->
          throw new IllegalArgumentException(
              "%dependency needs /add, /resolve, /add-repo, /list-repos, /list-dependencies or"
                  + " /list-artifacts");
    }
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
