package demitasse.kernel.protocol;

import com.google.gson.JsonObject;
import demitasse.kernel.base.Threads;
import demitasse.kernel.base.Waiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * A channel on which the front end asks and the kernel answers.
 *
 * <p>One thread owns the socket and handles the requests one after the other. While it waits for a
 * cell it goes on taking in what comes: it hears of a shutdown, and can close the socket.
 */
public final class RequestChannel implements Waiter {
  /** When to take in what has come, after there was no memory for it. */
  private static final long AGAIN_MILLIS = 50;

  /**
   * How long to wait for a message whose signal is there already. ZeroMQ signals it first; where
   * there are fewer processors than work, this thread wakes before the other has gone on, and would
   * ask in vain, thousands of times, until its time is up.
   */
  private static final long SHORTLY = TimeUnit.MICROSECONDS.toNanos(50);

  private final String name;
  private final ZMQ.Socket socket;
  private final Wire wire;
  private final Runnable onFull;
  private final Selector selector;
  private final Queue<Message> waiting = new ArrayDeque<>();
  private final Queue<List<byte[]>> answers = new ConcurrentLinkedQueue<>(); // of other threads
  private List<byte[]> incoming = List.of(); // a message that is not decoded yet
  private Handler handler;
  private Thread thread;

  /** What handles requests. */
  public interface Handler {
    /** Handles a request, in its turn. */
    void handle(Message request, RequestChannel channel);

    /** Handles a request at once if it cannot wait for its turn; tells whether it has. */
    boolean handleAtOnce(Message request, RequestChannel channel);
  }

  /** An answer: its type, such as {@code execute_reply}, and its content. */
  public record Reply(String type, JsonObject content) {}

  RequestChannel(String name, ZMQ.Socket socket, Wire wire, Runnable onFull) throws IOException {
    this.name = name;
    this.socket = socket;
    this.wire = wire;
    this.onFull = onFull;
    this.selector = Channels.selector(socket);
  }

  /** Begins to hand requests to the handler, on a thread of the channel's own. */
  void start(Handler handler) {
    this.handler = handler;
    thread = Threads.create("demitasse-" + name, this::serve);
    thread.start();
  }

  private void serve() {
    try {
      while (true) {
        await(() -> !waiting.isEmpty());
        try {
          handler.handle(waiting.remove(), this);
        } catch (OutOfMemoryError e) {
          onFull.run(); // the answer is lost, and not the channel
        }
      }
    } catch (ZMQException e) {
      Channels.ignoreTermination(e);
    } finally {
      socket.close();
    }
  }

  /** Takes in what comes until something is done. On the thread of the channel. */
  @Override
  public void await(BooleanSupplier done) {
    try {
      boolean isSignalled = false;
      while (true) {
        boolean tookAll = true;
        boolean hasTaken = false;
        try {
          sendAnswers(); // before: to send takes the signal that something has come
          hasTaken = takeIn();
        } catch (OutOfMemoryError e) {
          onFull.run(); // a cell has taken all of it
          tookAll = false;
        }
        if (done.getAsBoolean()) {
          return;
        }
        if (isSignalled && !hasTaken) {
          LockSupport.parkNanos(SHORTLY);
        }
        isSignalled = selector.select(tookAll ? 0 : AGAIN_MILLIS) > 0;
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has the thread look whether it is done. From any thread, also from one that is interrupted. */
  @Override
  public void wake() {
    selector.wakeup();
  }

  /** Takes in what has come; tells whether that was anything. */
  private boolean takeIn() {
    boolean hasTaken = false;
    while (true) {
      if (incoming.isEmpty()) {
        incoming = Channels.frames(socket, ZMQ.DONTWAIT);
      }
      if (incoming.isEmpty()) {
        return hasTaken;
      }
      Message request = Channels.decode(incoming, wire);
      hasTaken = true;
      incoming = List.of(); // not before: there may have been no memory to decode it
      if (request != null && !handler.handleAtOnce(request, this)) {
        waiting.add(request);
      }
    }
  }

  /** Sends the answer to a request; from a thread of a subshell, the channel's own does. */
  public void answer(Message request, Reply reply) {
    List<byte[]> frames =
        wire.encode(
            new Message(
                request.identities(),
                wire.header(reply.type()),
                request.header(),
                new JsonObject(),
                reply.content(),
                List.of()));
    if (Thread.currentThread() == thread) {
      Channels.send(socket, frames);
    } else {
      answers.add(frames);
      wake();
    }
  }

  private void sendAnswers() {
    for (List<byte[]> frames; (frames = answers.poll()) != null; ) {
      Channels.send(socket, frames);
    }
  }

  /** Takes the requests that have come meanwhile; whoever takes them handles them. */
  public List<Message> takeWaiting() {
    takeIn();
    List<Message> taken = new ArrayList<>(waiting);
    waiting.clear();
    return taken;
  }
}
