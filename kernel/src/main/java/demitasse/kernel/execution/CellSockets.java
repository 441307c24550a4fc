package demitasse.kernel.execution;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** Waits for connections and for what they bring in the code of cells: an interrupt ends it. */
public final class CellSockets {
  private static final int LOOK_MILLIS = 100;

  private CellSockets() {}

  /** A wait for a socket, which ends with a {@link SocketTimeoutException} after its timeout. */
  private interface Wait<T> {
    T end() throws IOException;
  }

  private interface Timeout {
    void set(int millis) throws SocketException;
  }

  /** Stands in for {@link ServerSocket#accept} in the code of cells. */
  public static Socket accept(ServerSocket server) throws IOException {
    return await(server.getSoTimeout(), server::setSoTimeout, server::accept);
  }

  /** Stands in for {@link DatagramSocket#receive} in the code of cells. */
  public static void receive(DatagramSocket socket, DatagramPacket packet) throws IOException {
    await(
        socket.getSoTimeout(),
        socket::setSoTimeout,
        () -> {
          socket.receive(packet);
          return packet;
        });
  }

  /** Stands in for {@link Socket#getInputStream} in the code of cells. */
  public static InputStream getInputStream(Socket socket) throws IOException {
    return new FilterInputStream(socket.getInputStream()) {
      @Override
      public int read() throws IOException {
        return await(socket.getSoTimeout(), socket::setSoTimeout, in::read);
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return await(
            socket.getSoTimeout(), socket::setSoTimeout, () -> in.read(bytes, offset, length));
      }
    };
  }

  /**
   * Waits in slices, between which an interrupt is seen.
   *
   * @param limit the timeout that the code has set; zero for none
   */
  private static <T> T await(int limit, Timeout timeout, Wait<T> wait) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limit);
    try {
      while (true) {
        timeout.set(limit == 0 ? LOOK_MILLIS : (int) Math.min(LOOK_MILLIS, millisUntil(end)));
        try {
          return wait.end();
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
      restore(timeout, limit);
    }
  }

  private static void restore(Timeout timeout, int limit) {
    try {
      timeout.set(limit);
    } catch (SocketException e) {
      // It was closed meanwhile.
    }
  }

  private static long millisUntil(long end) {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
  }
}
