package demitasse.kernel.magic;

import demitasse.kernel.base.Processes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that a cell runs and waits for. */
final class Command {
  private static final long QUIET_MILLIS = 200;

  private Command() {}

  /** Runs a command; what it prints goes to the cell as it comes. */
  static void run(List<String> command) throws IOException, InterruptedException {
    run(command, System.out);
  }

  /** Runs a command and returns the lines that it prints; its errors go to the cell. */
  static List<String> output(List<String> command) throws IOException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    run(command, out);
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static void run(List<String> command, OutputStream out)
      throws IOException, InterruptedException {
    Process process = start(command);
    process.getOutputStream().close(); // nobody is there to type
    Pump first = new Pump(process.getInputStream(), out);
    Pump second = new Pump(process.getErrorStream(), System.err);
    try {
      int status = process.waitFor();
      first.await();
      second.await();
      if (status != 0) {
        throw new IOException("the command ended with exit status " + status);
      }
    } finally {
      if (process.isAlive()) {
        Processes.end(process);
      }
    }
  }

  private static Process start(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new IOException("the program " + command.get(0) + " cannot be run here", e);
    }
  }

  /** Copies what a process prints, on a thread of its own. */
  private static final class Pump extends Thread {
    private final InputStream in;
    private final OutputStream out;
    private volatile long last = System.nanoTime();

    Pump(InputStream in, OutputStream out) {
      super("demitasse-command");
      this.in = in;
      this.out = out;
      setDaemon(true);
      start();
    }

    @Override
    public void run() {
      byte[] bytes = new byte[8192];
      try {
        for (int n; (n = in.read(bytes)) >= 0; ) {
          out.write(bytes, 0, n);
          out.flush();
          last = System.nanoTime();
        }
      } catch (IOException e) {
        // the process has ended
      }
    }

    /** Waits for the end of the output. A child in the background may hold it open for ever. */
    void await() throws InterruptedException {
      while (isAlive()) {
        join(QUIET_MILLIS);
        if (System.nanoTime() - last > TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS)) {
          return;
        }
      }
    }
  }
}
