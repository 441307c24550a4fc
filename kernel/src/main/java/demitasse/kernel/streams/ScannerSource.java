package demitasse.kernel.streams;

import demitasse.kernel.base.CellStopped;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.CharBuffer;

/**
 * What a {@link java.util.Scanner} of a cell reads from, so that it works on after a stop.
 *
 * <p>A scanner takes any {@link IOException} for the end of its source, for good; and any other
 * exception leaves its buffer in the state in which it was lent for reading. So a stop comes out of
 * here as an error, and the buffer is put back before.
 */
public final class ScannerSource implements Readable, Closeable {
  private final Readable source;

  public ScannerSource(Readable source) {
    this.source = source;
  }

  @Override
  public int read(CharBuffer buffer) throws IOException {
    int end = buffer.position(); // of what the scanner has already
    try {
      return source.read(buffer);
    } catch (SocketTimeoutException e) {
      throw e; // a kind of the next, and no interrupt
    } catch (InterruptedIOException e) {
      putBack(buffer, end);
      throw new CellStopped();
    } catch (RuntimeException | Error e) {
      putBack(buffer, end);
      throw e;
    }
  }

  /** A scanner's buffer begins at 0 whenever it does not read. */
  private static void putBack(CharBuffer buffer, int end) {
    buffer.limit(end).position(0);
  }

  @Override
  public void close() throws IOException {
    if (source instanceof Closeable closeable) {
      closeable.close();
    }
  }
}
