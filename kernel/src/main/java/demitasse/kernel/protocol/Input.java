package demitasse.kernel.protocol;

import com.google.gson.JsonObject;
import demitasse.kernel.base.CellStopped;
import demitasse.kernel.base.Failure;
import demitasse.kernel.base.Json;
import demitasse.kernel.base.ShellThread;
import demitasse.kernel.base.Threads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.Msg;

/**
 * Asks the user at the front end.
 *
 * <p>Several threads may wait for answers: one in the background must not hold up the next cell. A
 * reply that does not say which question it answers, as those of most front ends, answers the one
 * asked last.
 */
public final class Input {
  private static final int LOOK_MILLIS = 50;

  /** How many characters are asked of a question that is too large. */
  private static final int MOST_OF_PROMPT = 1000;

  private static final String NOBODY =
      "this cell asks for input, but the front end that runs it cannot be asked";

  private final ZMQ.Socket socket;
  private final Wire wire;
  private final Runnable onFull;
  private final Sender sender;
  private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
  private Thread thread;

  private final ThreadLocal<Turn> aside = new ThreadLocal<>(); // of each side thread
  private volatile Turn turn = new Turn(null);

  private record Question(
      Message cell, JsonObject header, JsonObject content, CompletableFuture<String> answer) {}

  /** The time of one cell: whom it may ask, and whether it has asked in vain. */
  public static final class Turn {
    private final Message cell; // null: nobody to ask
    private volatile boolean refused;

    private Turn(Message cell) {
      this.cell = cell;
    }

    /**
     * Says of the cell's failure that the cell had asked in vain, if it had: the cause gets lost in
     * readers.
     */
    public Failure explain(Failure failure) {
      return refused && !failure.evalue().contains(NOBODY) ? failure.because(NOBODY) : failure;
    }
  }

  /** The thread that waits for an answer was interrupted. */
  public static final class Interrupted extends InterruptedIOException {
    private static final long serialVersionUID = 1;

    Interrupted() {
      super("interrupted while waiting for input");
    }
  }

  /**
   * Creates what asks on a socket.
   *
   * @param onFull what to do when there is no memory to ask; it allocates none
   */
  Input(ZMQ.Socket socket, Wire wire, Runnable onFull) {
    this.socket = socket;
    this.wire = wire;
    this.onFull = onFull;
    this.sender = new Sender(socket, wire, Input::beginning);
  }

  /** Begins to ask. */
  void start() {
    thread = Threads.start("demitasse-stdin", this::run);
  }

  /** Says whom to ask from now on: the front end that sent this request; null for nobody. */
  public Turn begin(Message request) {
    Turn begun = new Turn(request);
    if (ShellThread.isAside()) {
      aside.set(begun);
    } else {
      turn = begun;
    }
    return begun;
  }

  /**
   * Asks for one line, for code that ends with its cell.
   *
   * @throws UnsupportedOperationException if the front end cannot be asked
   * @throws CellStopped if the thread is interrupted meanwhile
   */
  public String ask(String prompt, boolean password) {
    try {
      return line(prompt, password);
    } catch (Interrupted e) {
      throw new CellStopped();
    } catch (IOException e) {
      throw new UnsupportedOperationException(e.getMessage());
    }
  }

  /**
   * Asks for one line.
   *
   * @throws Interrupted if the thread is interrupted meanwhile
   * @throws IOException if the front end cannot be asked
   */
  public String line(String prompt, boolean password) throws IOException {
    Turn own = aside.get();
    Turn now = own == null ? turn : own;
    Message asker = now.cell;
    if (asker == null) {
      now.refused = true;
      throw new IOException(NOBODY);
    }
    JsonObject content = new JsonObject();
    content.addProperty("prompt", prompt);
    content.addProperty("password", password);
    Question question =
        new Question(asker, wire.header("input_request"), content, new CompletableFuture<>());
    questions.add(question);
    try {
      return question.answer().get();
    } catch (InterruptedException e) {
      question.answer().cancel(false);
      Thread.currentThread().interrupt();
      throw new Interrupted();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  /** Ends the thread and closes the socket. */
  void close() {
    Threads.end(thread);
  }

  private void run() {
    socket.setReceiveTimeOut(LOOK_MILLIS);
    try {
      serve();
    } catch (InterruptedException | ZMQException e) {
      // the way in which this thread is told to end
    } finally {
      socket.close();
    }
  }

  private void serve() throws InterruptedException {
    Deque<Question> open = new ArrayDeque<>(); // the last first
    while (true) {
      try {
        askOrHear(open);
      } catch (OutOfMemoryError e) {
        onFull.run(); // a cell has taken all of it; the next question is asked
      }
    }
  }

  private void askOrHear(Deque<Question> open) throws InterruptedException {
    sender.sendRest();
    open.removeIf(question -> question.answer().isDone());
    Question next = open.isEmpty() ? questions.take() : questions.poll();
    if (next != null) {
      if (open.isEmpty()) {
        passOverReplies();
      }
      open.addFirst(next);
      send(next);
    }
    Message reply = receive(open);
    if (reply != null && reply.type().equals("input_reply")) {
      answer(reply, open);
    }
  }

  /**
   * Returns what has come, if anything. A reply that there is no memory for fails the questions.
   */
  private Message receive(Deque<Question> open) {
    List<Msg> frames = Channels.parts(socket, 0);
    try {
      return frames.isEmpty() ? null : Channels.decode(frames, wire);
    } catch (OutOfMemoryError e) {
      open.forEach(question -> question.answer().completeExceptionally(e));
      throw e;
    }
  }

  /** An answer to a question that was given up is no answer to the next one. */
  private void passOverReplies() {
    while (Channels.receive(socket, wire, ZMQ.DONTWAIT) != null) {
      // once more
    }
  }

  private void send(Question question) {
    sender.send(
        new Message(
            question.cell().identities(),
            question.header(),
            question.cell().header(),
            new JsonObject(),
            question.content(),
            List.of()));
  }

  /** What to ask instead of a question that is too large. */
  private static Message beginning(Wire wire, Message question, String why) {
    JsonObject content = question.content().deepCopy();
    String prompt = Json.string(content, "prompt", "");
    content.addProperty("prompt", prompt.substring(0, Math.min(MOST_OF_PROMPT, prompt.length())));
    return question.with(content);
  }

  private void answer(Message reply, Deque<Question> open) {
    String id = Json.string(reply.parent(), "msg_id", "");
    String value = Json.string(reply.content(), "value", "");
    if (!wire.isOurs(id)) {
      open.getFirst().answer().complete(value);
      return;
    }
    for (Question question : open) {
      if (Json.string(question.header(), "msg_id", "").equals(id)) {
        question.answer().complete(value);
      }
    }
  }
}
