package demitasse.kernel.classpath;

import demitasse.kernel.base.Notes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.aether.util.version.GenericVersionScheme;
import org.eclipse.aether.version.InvalidVersionSpecificationException;
import org.eclipse.aether.version.Version;

/**
 * The libraries of a session. Java takes a class from the first jar that has it, so that a second
 * version of a library does nothing: here only one is on the class path, and the user is told.
 */
public final class LibraryPath {
  private final ClassPath classPath;
  private final Map<Path, Optional<Library>> known = new HashMap<>();

  /** The class path of a session. */
  public interface ClassPath {
    /** Returns the jars and folders that are on it, hidden ones left out. */
    List<Path> elements();

    /**
     * Adds jars and folders.
     *
     * @return those that were not there yet
     */
    List<String> add(List<Path> paths);

    /** Tells whether a class has been loaded from a jar. */
    boolean hasUsed(Path jar);

    /** Takes a jar away from which no class has been loaded. */
    void remove(Path jar);
  }

  /** Creates the libraries over a class path. */
  public LibraryPath(ClassPath classPath) {
    this.classPath = classPath;
  }

  /** Returns the jars and folders on the class path. */
  public List<Path> elements() {
    return classPath.elements();
  }

  /**
   * Adds jars and folders as they are; says of what is neither that it is left out.
   *
   * @return those that were not there yet
   */
  public List<String> add(List<Path> paths) {
    List<Path> usable = new ArrayList<>();
    for (Path path : paths) {
      Usable.fault(path)
          .ifPresentOrElse(
              fault -> Notes.say("Note: " + path + " is left out: " + fault + "."),
              () -> usable.add(path));
    }
    return usable.isEmpty() ? List.of() : classPath.add(usable);
  }

  /**
   * Adds what Maven has found.
   *
   * @param wanted what the user has named, as {@code group:artifact}; the rest is needed by it
   * @return the jars that were not there yet
   */
  public List<String> add(List<Library> found, Set<String> wanted) {
    List<Library> present = new ArrayList<>();
    for (Path element : classPath.elements()) {
      known.computeIfAbsent(element, Library::of).ifPresent(present::add);
    }
    List<Path> fresh = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (Library library : found) {
      known.put(library.path(), Optional.of(library));
      Optional<Library> other =
          present.stream()
              .filter(there -> !there.path().equals(library.path()))
              .filter(library::isSameAs)
              .findFirst();
      if (other.isEmpty()) {
        fresh.add(library.path());
      } else if (!other.get().version().equals(library.version())) {
        boolean named = wanted.contains(library.group() + ":" + library.artifact());
        decide(library, other.get(), named, fresh, kept);
      }
    }
    if (!kept.isEmpty()) {
      Notes.say("Note: newer versions are on the class path: " + String.join(", ", kept));
    }
    return fresh.isEmpty() ? List.of() : classPath.add(fresh);
  }

  private void decide(
      Library library, Library there, boolean named, List<Path> fresh, List<String> kept) {
    if (!named && isNewer(there, library)) {
      kept.add(there + " (not " + library.version() + ")");
    } else if (classPath.hasUsed(there.path())) {
      Notes.say(
          "Note: "
              + there
              + " stays, since code has used it already, and not "
              + library.version()
              + (named ? " as asked for." : ".")
              + " To have "
              + library.version()
              + ", restart the kernel and run this first.");
    } else {
      classPath.remove(there.path());
      fresh.add(library.path());
      Notes.say("Note: " + library + " replaces " + there.version() + ", which no code had used.");
    }
  }

  private static boolean isNewer(Library one, Library other) {
    GenericVersionScheme scheme = new GenericVersionScheme();
    try {
      Version first = scheme.parseVersion(one.version());
      return first.compareTo(scheme.parseVersion(other.version())) > 0;
    } catch (InvalidVersionSpecificationException e) {
      throw new IllegalStateException("this scheme takes every version", e);
    }
  }
}
