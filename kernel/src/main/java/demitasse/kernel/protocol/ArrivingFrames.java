package demitasse.kernel.protocol;

import demitasse.kernel.base.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import zmq.Msg;
import zmq.msg.MsgAllocator;

/**
 * Makes room for what front ends send, however large it is and however full the heap: ZeroMQ asks
 * in the middle of a connection's bytes, and would lose its place in them. Whoever decodes a
 * message that does not fit into the heap can then say so.
 */
final class ArrivingFrames implements MsgAllocator {
  /** From here on a frame is kept outside the heap, in bytes. */
  private static final int LARGE = 1 << 20;

  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Runnable onFull;

  /**
   * Creates what makes room.
   *
   * @param onFull what to do when there is no memory for a small frame; it allocates none
   */
  ArrivingFrames(Runnable onFull) {
    this.onFull = onFull;
  }

  @Override
  public Msg allocate(int bytes) {
    if (bytes >= LARGE) {
      return new Msg(large(bytes));
    }
    while (true) {
      try {
        return new Msg(bytes);
      } catch (OutOfMemoryError e) {
        onFull.run(); // a cell has filled the heap; once it is stopped, there is room
        LockSupport.parkNanos(AGAIN_NANOS);
      }
    }
  }

  private static ByteBuffer large(int bytes) {
    if (bytes <= Channels.mostBytes()) {
      try {
        return ByteBuffer.allocateDirect(bytes);
      } catch (OutOfMemoryError e) {
        // as much as the heap may have is in use outside it, too
      }
    }
    return inFile(bytes);
  }

  /** Returns room that takes no memory: the system writes to the disk what does not fit. */
  private static ByteBuffer inFile(int bytes) {
    try (FileChannel file =
        FileChannel.open(
            Files.createTempFile("demitasse-message-", ".bin"),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      return file.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
    } catch (IOException e) {
      Log.note("no room for a message of " + bytes + " bytes: " + e);
      throw new OutOfMemoryError("no room for a message"); // its connection is lost
    }
  }
}
