package demitasse.kernel.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import demitasse.kernel.base.Failure;
import demitasse.kernel.base.Threads;
import demitasse.kernel.base.Waiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.Msg;

/**
 * A channel on which the front end asks and the kernel answers.
 *
 * <p>One thread owns the socket and handles the requests one after the other. While it waits for a
 * cell it goes on taking in what comes: it hears of a shutdown, and can close the socket.
 */
public final class RequestChannel implements Waiter {
  /** When to take in what has come, after there was no memory for it. */
  private static final long AGAIN = TimeUnit.MILLISECONDS.toNanos(50);

  /**
   * How long to wait for a message whose signal is there already. ZeroMQ signals it first; where
   * there are fewer processors than work, this thread wakes before the other has gone on, and would
   * ask in vain, thousands of times, until its time is up.
   */
  private static final long SHORTLY = TimeUnit.MICROSECONDS.toNanos(50);

  /** More than a request has, unless it brings attachments: the list of them need not grow. */
  private static final int MOST_FRAMES = 16;

  private final String name;
  private final ZMQ.Socket socket;
  private final Wire wire;
  private final Runnable onFull;
  private final Selector selector;
  // Not an ArrayDeque: one that has no memory to grow forgets what it holds.
  private final Queue<Message> waiting = new LinkedList<>();
  private final Queue<Message> answers = new ConcurrentLinkedQueue<>(); // not sent yet
  private final Sender sender;
  private final Tries tries = new Tries();
  private final List<Msg> incoming = new ArrayList<>(MOST_FRAMES); // not decoded yet
  private boolean isWhole; // what has come in
  private Message decoded; // not handed on yet; null if there is none
  private Handler handler;
  private Thread thread;

  /** What handles requests. */
  public interface Handler {
    /**
     * Handles a request, in its turn. If this throws an {@link OutOfMemoryError}, nothing has been
     * done, and it is called again.
     */
    void handle(Message request, RequestChannel channel);

    /**
     * Handles a request at once if it cannot wait for its turn; tells whether it has. If this
     * throws an {@link OutOfMemoryError}, it is called again.
     */
    boolean handleAtOnce(Message request, RequestChannel channel);

    /**
     * Says that a request cannot be handled.
     *
     * @param request its header, without the content
     */
    void refuse(Message request, String why, RequestChannel channel);
  }

  /** An answer: its type, such as {@code execute_reply}, and its content. */
  public record Reply(String type, JsonObject content) {}

  RequestChannel(String name, ZMQ.Socket socket, Wire wire, Runnable onFull) throws IOException {
    this.name = name;
    this.socket = socket;
    this.wire = wire;
    this.onFull = onFull;
    this.selector = Channels.selector(socket);
    this.sender = new Sender(socket, wire, RequestChannel::tooLarge);
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
        handle(waiting.remove());
      }
    } catch (ZMQException e) {
      Channels.ignoreTermination(e);
    } finally {
      socket.close();
    }
  }

  private void handle(Message request) {
    while (true) {
      try {
        handler.handle(request, this);
        return;
      } catch (OutOfMemoryError e) {
        awaitMemory();
      }
    }
  }

  /** Stops what fills the heap, and gives it time to end. From any thread. */
  public void awaitMemory() {
    onFull.run();
    Threads.pause(AGAIN);
  }

  /** Takes in what comes until something is done. On the thread of the channel. */
  @Override
  public void await(BooleanSupplier done) {
    boolean isSignalled = false;
    while (true) {
      try {
        sendAnswers(); // before: to send takes the signal that something has come
        boolean hasTaken = takeIn();
        if (done.getAsBoolean()) {
          return;
        }
        if (isSignalled && !hasTaken) {
          LockSupport.parkNanos(SHORTLY);
        }
        isSignalled = selector.select() > 0;
        selector.selectedKeys().clear();
      } catch (OutOfMemoryError e) {
        if (done.getAsBoolean()) {
          return;
        }
        awaitMemory(); // a cell has taken all of it; what has come stays
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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
    handOn();
    while (receive()) {
      hasTaken = true;
      takeIncoming();
      handOn();
    }
    return hasTaken;
  }

  /** Receives a message; false if none is there. Keeps what it has where memory runs out. */
  private boolean receive() {
    while (!isWhole) {
      Msg frame = socket.recvMsg(ZMQ.DONTWAIT);
      if (frame == null) {
        return false;
      }
      incoming.add(frame);
      isWhole = !socket.hasReceiveMore();
    }
    return true;
  }

  private void forgetIncoming() {
    incoming.clear();
    isWhole = false;
    tries.end();
  }

  private void takeIncoming() {
    tries.begin();
    try {
      decoded = Channels.decode(incoming, wire);
    } catch (OutOfMemoryError e) {
      refuseIfTooLarge(e);
      return;
    }
    forgetIncoming(); // not before: there may have been no memory to decode it
  }

  /** Has a request handled, or wait for its turn. Keeps it where memory runs out. */
  private void handOn() {
    if (decoded != null) {
      if (!handler.handleAtOnce(decoded, this)) {
        waiting.add(decoded);
      }
      decoded = null;
    }
  }

  private void refuseIfTooLarge(OutOfMemoryError why) {
    long bytes = incoming.stream().mapToLong(Msg::size).sum();
    if (!tries.areOver(bytes)) {
      throw why;
    }
    Message header = Channels.decodeHeader(incoming, wire);
    forgetIncoming();
    if (header != null) {
      handler.refuse(header, Tries.reason(header.type(), bytes), this);
    }
  }

  /**
   * Sends the answer to a request. The channel's own thread sends it, also where a thread of a
   * subshell calls this.
   */
  public void answer(Message request, Reply reply) {
    answers.add(
        new Message(
            request.identities(),
            wire.header(reply.type()),
            request.header(),
            new JsonObject(),
            reply.content(),
            List.of()));
    if (Thread.currentThread() == thread) {
      try {
        sendAnswers();
      } catch (OutOfMemoryError e) {
        onFull.run(); // it is sent as soon as there is memory for it
      }
    } else {
      wake();
    }
  }

  private void sendAnswers() {
    sender.sendRest();
    for (Message answer; (answer = answers.poll()) != null; ) {
      sender.send(answer);
    }
  }

  /** What to say instead of an answer that is too large. */
  private static Message tooLarge(Wire wire, Message answer, String why) {
    JsonObject content = Failure.plain(OutOfMemoryError.class.getName(), why).reply();
    JsonElement count = answer.content().get("execution_count");
    if (count != null) {
      content.add("execution_count", count);
    }
    return answer.with(content);
  }

  /** Takes the requests that have come meanwhile; whoever takes them handles them. */
  public List<Message> takeWaiting() {
    takeIn();
    List<Message> taken = new ArrayList<>(waiting);
    waiting.clear();
    return taken;
  }
}
