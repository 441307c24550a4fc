package demitasse.kernel.streams;

import demitasse.kernel.protocol.Input;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * {@code System.in} of cells: asks the user for a line whenever one is needed.
 *
 * <p>Several threads may read at a time, each asks for itself; nobody waits for a lock meanwhile.
 * What goes wrong is an {@link IOException}, as a reader of a stream expects.
 */
final class CellInput extends InputStream {
  private final Input input;
  private final Object lock = new Object();
  private byte[] unread = {};

  CellInput(Input input) {
    this.input = input;
  }

  /** Forgets the rest of a line: it was an answer to an earlier cell. */
  void forget() {
    synchronized (lock) {
      unread = new byte[0];
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length == 0) {
      return 0;
    }
    synchronized (lock) {
      if (unread.length > 0) {
        return take(to, offset, length);
      }
    }
    byte[] line = (input.line("", false) + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (lock) {
      byte[] all = Arrays.copyOf(unread, unread.length + line.length);
      System.arraycopy(line, 0, all, unread.length, line.length);
      unread = all;
      return take(to, offset, length);
    }
  }

  private int take(byte[] to, int offset, int length) {
    int n = Math.min(length, unread.length);
    System.arraycopy(unread, 0, to, offset, n);
    unread = Arrays.copyOfRange(unread, n, unread.length);
    return n;
  }

  @Override
  public int available() {
    synchronized (lock) {
      return unread.length;
    }
  }

  /** Closes nothing: later cells read on. */
  @Override
  public void close() {}
}
