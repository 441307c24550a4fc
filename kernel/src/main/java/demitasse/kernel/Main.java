package demitasse.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** Runs the kernel: what Jupyter starts. */
public final class Main {
  private static final long HOOKS_MILLIS = 1000;

  private Main() {}

  /**
   * Serves the front end until it says shutdown.
   *
   * @param args the path of the connection file
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 1) {
      System.err.println("usage: demitasse.kernel.Main CONNECTION_FILE; Jupyter starts it");
      System.exit(2);
    }
    serve(Path.of(args[0]));
    // The user's shutdown hooks get a moment, but do not hold up a restart.
    Threads.start("demitasse-exit", () -> System.exit(0)).join(HOOKS_MILLIS);
    Runtime.getRuntime().halt(0);
  }

  /** Serves the front end that has written this connection file; returns after its shutdown. */
  static void serve(Path connectionFile) throws IOException, InterruptedException {
    Settings settings = Settings.of(System.getenv());
    // The session starts on its own thread while the sockets open on this one.
    CellThread cells = new CellThread(settings);
    ConnectionFile file = ConnectionFile.read(connectionFile);
    Channels channels = new Channels(file, new Wire(file.key(), UUID.randomUUID().toString()));
    CountDownLatch end = new CountDownLatch(1);
    new Kernel(channels, cells, settings, end::countDown);
    endWithParent(end);
    end.await();
    channels.close();
  }

  /** A server that was killed cannot say shutdown: its kernels end with it. */
  private static void endWithParent(CountDownLatch end) {
    String server = System.getenv("JPY_PARENT_PID");
    ProcessHandle.current()
        .parent()
        .filter(parent -> String.valueOf(parent.pid()).equals(server))
        .ifPresent(parent -> parent.onExit().thenRun(end::countDown));
  }
}
