package demitasse.kernel.magic;

import demitasse.kernel.classpath.LibraryPath;
import demitasse.kernel.classpath.MavenResolver;
import demitasse.kernel.classpath.MavenResolver.Found;
import java.util.ArrayList;
import java.util.List;

/** Puts libraries from Maven repositories on the class path. */
final class MavenMagics {
  private final LibraryPath libraries;
  private MavenResolver resolver; // made when first needed: it takes a while

  MavenMagics(LibraryPath libraries) {
    this.libraries = libraries;
  }

  void addTo(Magics magics) {
    magics.help(
        "%maven group:artifact[:type[:classifier]]:version ...",
        "puts libraries and all that they need on the class path");
    magics.help("%mavenRepo id url", "also looks for libraries there; the URL may be a folder");
    magics.quiet(this::maven, "maven", "addMavenDependency", "addMavenDependencies");
    magics.quiet(this::repository, "mavenRepo", "addMavenRepo");
  }

  MavenResolver resolver() throws Exception {
    if (resolver == null) {
      resolver = new MavenResolver();
    }
    return resolver;
  }

  /** Puts what was found on the class path; returns what was not there yet. */
  List<String> add(Found found) {
    List<String> added = new ArrayList<>(libraries.add(found.libraries(), found.wanted()));
    if (!found.others().isEmpty()) {
      added.addAll(libraries.add(found.others()));
    }
    return added;
  }

  List<String> maven(List<String> args) throws Exception {
    if (args.isEmpty()) {
      throw new IllegalArgumentException(
          "%maven needs group:artifact[:type[:classifier]]:version, once or several times");
    }
    return add(resolver().resolve(args));
  }

  Object repository(List<String> args) throws Exception {
    if (args.size() != 2) {
      throw new IllegalArgumentException("%mavenRepo needs an id and a URL");
    }
    resolver().addRepository(args.get(0), args.get(1));
    return null;
  }
}
