package demitasse.kernel.notebook;

import demitasse.kernel.base.Log;
import demitasse.kernel.base.Threads;
import demitasse.kernel.display.Display;
import demitasse.kernel.protocol.Publisher;
import demitasse.kernel.session.CellThread;
import demitasse.kernel.streams.NativeOutput;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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
    Threads.start("demitasse-renderers", display::findProviders);
    cells.session().readClassPath();
  }

  /** Has the libraries that are there at the start extend the session, before its first code. */
  public static void extendAtStart(List<Path> classPath, CellThread cells) {
    FutureTask<List<String>> extensions = new FutureTask<>(() -> ExtensionNames.in(classPath));
    Threads.start("demitasse-extensions", extensions); // while the session starts
    cells.later(
        () -> {
          try {
            install(extensions.get(), cells.classes());
          } catch (InterruptedException | ExecutionException e) {
            Log.note("the class path could not be searched for extensions: " + e);
          }
        });
  }

  /** Has libraries that were added to the class path extend the session, where they do. */
  public static void extend(List<Path> added, ClassLoader classes) {
    install(ExtensionNames.in(added), classes);
  }

  private static void install(List<String> extensions, ClassLoader classes) {
    if (!extensions.isEmpty()) { // the class is loaded for nothing where there are none
      Extensions.install(extensions, classes);
    }
  }
}
