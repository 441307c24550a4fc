package demitasse.kernel;

import demitasse.kernel.base.Log;
import demitasse.kernel.execution.StopCheck;
import demitasse.kernel.install.Rehearsal;
import demitasse.kernel.process.FullHeap;
import demitasse.kernel.process.ParentWatch;
import demitasse.kernel.process.ProcessEnd;
import demitasse.kernel.protocol.Channels;
import demitasse.kernel.protocol.ConnectionFile;
import demitasse.kernel.protocol.Wire;
import demitasse.kernel.session.CellThread;
import demitasse.kernel.session.Settings;
import demitasse.kernel.streams.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** Runs the kernel: what Jupyter starts. */
public final class Main {
  private static final long END_MILLIS = 2000; // Jupyter waits for five seconds
  private static final long REHEARSAL_END_MILLIS = 120_000; // the JVM keeps the classes

  private Main() {}

  /**
   * Serves the front end until it says shutdown. Exit status 2 for wrong arguments, 1 where the
   * front end cannot be served.
   *
   * @param args the path of the connection file
   */
  public static void main(String[] args) {
    if (args.length != 1) {
      System.err.println("usage: demitasse.kernel.Main CONNECTION_FILE; Jupyter starts it");
      System.exit(2);
    }
    try {
      boolean rehearsal = args[0].equals(Rehearsal.ARGUMENT);
      ProcessEnd end = ProcessEnd.watch(rehearsal ? REHEARSAL_END_MILLIS : END_MILLIS);
      if (rehearsal) {
        Rehearsal.run(file -> serve(file, end::begin));
      } else {
        serve(Path.of(args[0]), end::begin);
      }
    } catch (IOException e) {
      Log.note(e.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }

  /**
   * Serves the front end that has written this connection file; returns after its shutdown.
   *
   * @param onEnd what to do before the first step towards the end
   */
  private static void serve(Path connectionFile, Runnable onEnd) throws IOException {
    Settings settings = Settings.of(System.getenv());
    // The session starts on its own thread while the sockets open on this one.
    CellThread cells = CellThread.start(settings);
    Screen screen = new Screen(System.getenv());
    screen.knock();
    cells.later(screen::await); // before the startup scripts
    ConnectionFile file = ConnectionFile.read(connectionFile);
    FullHeap heap = FullHeap.watch(StopCheck::full);
    Wire wire = new Wire(file.key(), UUID.randomUUID().toString());
    Channels channels = new Channels(file, wire, heap::ranOut);
    CountDownLatch end = new CountDownLatch(1);
    // By the very thread that hears of the end: any other may have to wait for its turn.
    Runnable shutdown =
        () -> {
          StopCheck.stopAll(); // whoever keeps the processors busy makes room
          end.countDown();
        };
    Kernel kernel = Kernel.start(channels, cells, settings, onEnd, shutdown);
    ParentWatch.start(
        System.getenv("JPY_PARENT_PID"), () -> serverGone(onEnd, shutdown), heap::ranOut);
    await(end);
    kernel.close();
    channels.close();
  }

  private static void serverGone(Runnable onEnd, Runnable shutdown) {
    onEnd.run(); // before the note, for which there may be no memory
    try {
      Log.note("the server that started this kernel is gone; the kernel ends");
    } finally {
      shutdown.run();
    }
  }

  private static void await(CountDownLatch end) {
    while (true) {
      try {
        end.await();
        return;
      } catch (InterruptedException e) {
        // A cell that interrupts every thread that it finds does not end the session.
      }
    }
  }
}
