package demitasse.kernel.notebook;

import demitasse.kernel.base.Log;
import demitasse.kernel.base.Threads;
import demitasse.kernel.display.Display;
import demitasse.kernel.protocol.Publisher;
import demitasse.kernel.session.CellThread;
import demitasse.kernel.streams.NativeOutput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.dflib.jjava.kernel.Extensions;

/**
 * Makes the session ready bit by bit while nobody waits; a cell that comes goes first.
 *
 * <p>A front end leaves a pause of its own before the first cell, and a program sends its cells one
 * right after the other: whatever ran then would hold up the next one.
 */
public final class WhileIdle {
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final long LOOK_MILLIS = 20;

  /** For so long, and a little, the JVM itself keeps memory that its compilers have freed. */
  private static final Duration JVM_KEEPS = Duration.ofMillis(5500);

  private final CellThread cells;
  private final Publisher publisher;
  private final Display display;
  private final Runnable atEnd;
  private boolean lookedAround;

  /**
   * Creates it.
   *
   * @param atEnd what to do once the start has left no work, and the JVM no memory for it
   */
  public WhileIdle(CellThread cells, Publisher publisher, Display display, Runnable atEnd) {
    this.cells = cells;
    this.publisher = publisher;
    this.display = display;
    this.atEnd = atEnd;
  }

  /** Begins, once the cell thread has done what was given to it before. */
  public void begin() {
    // Cells may follow without a pause, as in a run of all: what the second one's child processes
    // print is to be seen.
    cells.behindNext(this::lookAround);
    cells.later(() -> Threads.start("demitasse-idle", this::work));
  }

  private void work() {
    pause(PAUSE.toMillis());
    await(Duration.ZERO);
    lookAround();
    do {
      await(PAUSE);
    } while (makeImport());
    await(JVM_KEEPS);
    atEnd.run();
  }

  private synchronized void lookAround() {
    if (!lookedAround) {
      lookedAround = true;
      NativeOutput.capture(publisher.out(), publisher.err());
      Threads.start("demitasse-renderers", display::findProviders);
      cells.session().readClassPath();
    }
  }

  /** Waits until nobody has waited for the cell thread for a time. */
  private void await(Duration quiet) {
    while (true) {
      long left = cells.isWanted() ? LOOK_MILLIS : quiet.minus(cells.quiet()).toMillis();
      if (left <= 0) {
        return;
      }
      pause(Math.max(LOOK_MILLIS, left));
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a thread of the kernel's", e);
    }
  }

  private boolean makeImport() {
    FutureTask<Boolean> made = new FutureTask<>(() -> cells.session().imports().makeNext());
    cells.later(made);
    try {
      return made.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("an import of the session's own", e);
    }
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
