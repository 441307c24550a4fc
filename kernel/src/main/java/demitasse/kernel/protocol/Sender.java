package demitasse.kernel.protocol;

import java.util.List;
import org.zeromq.ZMQ;

/**
 * Sends messages on a socket, each of them whole. One for which there is no memory stays here until
 * there is; one that never fits is replaced.
 */
final class Sender {
  private final ZMQ.Socket socket;
  private final Wire wire;
  private final Instead instead;
  private final Tries tries = new Tries();
  private Message next; // not encoded yet
  private List<byte[]> frames = List.of(); // encoded, and not sent whole
  private int sent; // how many of them

  /** Makes what is sent instead of a message that is too large. */
  interface Instead {
    /**
     * Returns a small message.
     *
     * @param why what to tell the learner
     */
    Message of(Wire wire, Message large, String why);
  }

  /**
   * Creates what sends on a socket.
   *
   * @param instead makes what to send for a message that is too large
   */
  Sender(ZMQ.Socket socket, Wire wire, Instead instead) {
    this.socket = socket;
    this.wire = wire;
    this.instead = instead;
  }

  /**
   * Sends a message; the one before it must have gone out.
   *
   * @throws OutOfMemoryError if there is no memory now: {@link #sendRest} tries again
   */
  void send(Message message) {
    next = message;
    sendRest();
  }

  /**
   * Sends what is left of a message.
   *
   * @throws OutOfMemoryError if there is no memory now
   */
  void sendRest() {
    if (next != null) {
      frames = encodeNext();
      sent = 0;
      next = null;
      tries.end();
    }
    while (sent < frames.size()) {
      socket.send(frames.get(sent), sent < frames.size() - 1 ? ZMQ.SNDMORE : 0);
      sent++;
    }
    frames = List.of();
  }

  private List<byte[]> encodeNext() {
    tries.begin();
    try {
      return wire.encode(next);
    } catch (OutOfMemoryError e) {
      long bytes = next.bytes();
      if (tries.areOver(bytes)) {
        next = instead.of(wire, next, Tries.reason(next.type(), bytes));
      }
      throw e;
    }
  }
}
