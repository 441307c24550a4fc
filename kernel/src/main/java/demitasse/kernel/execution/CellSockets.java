package demitasse.kernel.execution;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** Waits for connections in the code of cells, so that an interrupt ends it. */
public final class CellSockets {
  private static final int LOOK_MILLIS = 100;

  private CellSockets() {}

  /** Stands in for {@link ServerSocket#accept} in the code of cells: an interrupt ends it. */
  public static Socket accept(ServerSocket server) throws IOException {
    int limit = server.getSoTimeout();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limit);
    try {
      while (true) {
        int slice = limit == 0 ? LOOK_MILLIS : (int) Math.min(LOOK_MILLIS, millisUntil(end));
        server.setSoTimeout(slice);
        try {
          return server.accept();
        } catch (SocketTimeoutException e) {
          if (Thread.interrupted()) {
            throw new InterruptedIOException("interrupted while waiting for a connection");
          }
          if (limit != 0 && System.nanoTime() >= end) {
            throw e;
          }
        }
      }
    } finally {
      if (!server.isClosed()) {
        server.setSoTimeout(limit);
      }
    }
  }

  private static long millisUntil(long end) {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
  }
}
