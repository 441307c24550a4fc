package demitasse.kernel.notebook;

import demitasse.kernel.base.Threads;
import demitasse.kernel.display.Display;
import demitasse.kernel.protocol.Publisher;
import demitasse.kernel.session.CellThread;
import demitasse.kernel.streams.NativeOutput;
import java.nio.file.Path;
import java.util.List;
import org.dflib.jjava.kernel.Extensions;

/** Makes the session ready bit by bit while nobody waits; a cell that comes goes first. */
public final class WhileIdle {
  private final CellThread cells;
  private final Publisher publisher;
  private final Display display;
  private boolean catching; // whether the output of native code is being caught
  private boolean gaveWay; // to a cell, which has run when the next turn comes

  public WhileIdle(CellThread cells, Publisher publisher, Display display) {
    this.cells = cells;
    this.publisher = publisher;
    this.display = display;
  }

  /** Begins, once the cell thread has done what was given to it before. */
  public void begin() {
    cells.later(this::next);
  }

  private void next() {
    if (gaveWay && !catching) {
      // A cell has run, and cells may follow without a pause, as in a run of all: what the second
      // one's child processes print is to be seen.
      NativeOutput.capture(publisher.out(), publisher.err());
      lookAround();
    }
    boolean more = cells.isWanted() || cells.session().imports().makeNext();
    gaveWay = cells.isWanted();
    if (!catching && !gaveWay) {
      // On threads of their own, and after the compiler has started: they are not to hold up the
      // first cell.
      Threads.start(
          "demitasse-native", () -> NativeOutput.capture(publisher.out(), publisher.err()));
      lookAround();
    }
    if (more || !catching) {
      begin();
    }
  }

  private void lookAround() {
    catching = true;
    Threads.start("demitasse-renderers", this::findInLibraries);
    cells.session().readClassPath();
  }

  /** Looks in the libraries that were there at the start for what shows values or extends us. */
  private void findInLibraries() {
    display.findProviders();
    List<String> extensions = ExtensionNames.in(cells.session().classPath());
    if (!extensions.isEmpty()) {
      cells.later(() -> Extensions.install(extensions, cells.classes()));
    }
  }

  /** Has libraries that were added to the class path extend the session, where they do. */
  public static void extend(List<Path> added, ClassLoader classes) {
    List<String> extensions = ExtensionNames.in(added);
    if (!extensions.isEmpty()) {
      Extensions.install(extensions, classes);
    }
  }
}
