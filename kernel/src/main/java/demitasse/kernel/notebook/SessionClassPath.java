package demitasse.kernel.notebook;

import demitasse.kernel.classpath.LibraryPath;
import demitasse.kernel.session.CellThread;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The class path of the session: what its compiler and its class loader look through. */
public final class SessionClassPath implements LibraryPath.ClassPath {
  private final CellThread cells;
  private final Consumer<List<Path>> added;
  private final Set<Path> removed = new LinkedHashSet<>();

  /**
   * Creates the class path.
   *
   * @param added what to do with jars and folders once they are on it
   */
  public SessionClassPath(CellThread cells, Consumer<List<Path>> added) {
    this.cells = cells;
    this.added = added;
  }

  @Override
  public List<Path> elements() {
    List<Path> elements = new ArrayList<>(cells.session().classPath());
    elements.removeAll(removed);
    return elements;
  }

  @Override
  public List<String> add(List<Path> paths) {
    Set<Path> fresh = new LinkedHashSet<>(paths);
    fresh.removeAll(elements());
    if (fresh.isEmpty()) {
      return List.of();
    }
    for (Path path : fresh) {
      if (removed.remove(path)) {
        cells.classes().hide(path, false);
        cells.session().hide(path, false);
      }
    }
    List<String> texts = fresh.stream().map(Path::toString).toList();
    cells.session().addToClassPath(String.join(File.pathSeparator, texts));
    added.accept(List.copyOf(fresh));
    return texts;
  }

  @Override
  public boolean hasUsed(Path jar) {
    return cells.classes().hasUsed(jar);
  }

  @Override
  public void remove(Path jar) {
    removed.add(jar);
    cells.classes().hide(jar, true);
    cells.session().hide(jar, true);
  }
}
