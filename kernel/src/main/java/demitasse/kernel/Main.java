package demitasse.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

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
    ConnectionFile file = ConnectionFile.read(Path.of(args[0]));
    Wire wire = new Wire(file.key(), UUID.randomUUID().toString());
    Channels channels = new Channels(file, wire);
    CompletableFuture<Void> end = new CompletableFuture<>();
    new Kernel(channels, Settings.of(System.getenv()), () -> end.complete(null));
    endWithParent(end);
    end.join();
    channels.close();
    // The user's shutdown hooks get a moment, but do not hold up a restart.
    Threads.start("demitasse-exit", () -> System.exit(0)).join(HOOKS_MILLIS);
    Runtime.getRuntime().halt(0);
  }

  /** A server that was killed cannot say shutdown: its kernels end with it. */
  private static void endWithParent(CompletableFuture<Void> end) {
    String server = System.getenv("JPY_PARENT_PID");
    ProcessHandle.current()
        .parent()
        .filter(parent -> String.valueOf(parent.pid()).equals(server))
        .ifPresent(parent -> parent.onExit().thenRun(() -> end.complete(null)));
  }
}
