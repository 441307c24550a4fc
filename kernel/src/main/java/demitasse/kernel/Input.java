package demitasse.kernel;

import com.google.gson.JsonObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import org.zeromq.ZMQ;

/** Asks the user at the front end: {@code System.in} of a cell, and passwords. */
final class Input extends InputStream {
  private static final int LOOK_MILLIS = 50;

  private final ZMQ.Socket socket;
  private final Wire wire;
  private final SynchronousQueue<Question> questions = new SynchronousQueue<>();

  private final Thread thread;

  private volatile Message cell; // null: nobody to ask
  private byte[] line = {};
  private int next;

  private record Question(
      Message cell, String prompt, boolean password, CompletableFuture<String> answer) {}

  Input(ZMQ.Socket socket, Wire wire) {
    this.socket = socket;
    this.wire = wire;
    this.thread = Threads.start("demitasse-stdin", this::run);
  }

  /** Says whom to ask from now on: the front end that sent this request; null for nobody. */
  void cell(Message request) {
    cell = request;
    synchronized (this) {
      line = new byte[0];
      next = 0;
    }
  }

  /**
   * Asks for one line.
   *
   * @throws UnsupportedOperationException if the front end cannot be asked
   * @throws CellStopped if the cell is interrupted meanwhile
   */
  String ask(String prompt, boolean password) {
    Message asker = cell;
    if (asker == null) {
      throw new UnsupportedOperationException(
          "this cell waits for input, but the front end that runs it cannot be asked");
    }
    Question question = new Question(asker, prompt, password, new CompletableFuture<>());
    try {
      questions.put(question);
      return question.answer().get();
    } catch (InterruptedException e) {
      question.answer().cancel(false);
      Thread.currentThread().interrupt();
      throw new CellStopped();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Ends the thread and closes the socket. */
  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        Question question = questions.take();
        while (Channels.receive(socket, wire, ZMQ.DONTWAIT) != null) {
          // An answer to a question that was given up is no answer to this one.
        }
        JsonObject content = new JsonObject();
        content.addProperty("prompt", question.prompt());
        content.addProperty("password", question.password());
        Channels.send(
            socket,
            wire.encode(
                new Message(
                    question.cell().identities(),
                    wire.header("input_request"),
                    question.cell().header(),
                    new JsonObject(),
                    content,
                    List.of())));
        socket.setReceiveTimeOut(LOOK_MILLIS);
        while (!question.answer().isDone()) {
          Message reply = Channels.receive(socket, wire, 0);
          if (reply != null && reply.type().equals("input_reply")) {
            question.answer().complete(Json.string(reply.content(), "value", ""));
          }
        }
      }
    } catch (InterruptedException e) {
      // nobody interrupts this thread but to end it
    } finally {
      socket.close();
    }
  }

  @Override
  public synchronized int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] to, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (next == line.length) {
      System.out.flush();
      line = (ask("", false) + "\n").getBytes(StandardCharsets.UTF_8);
      next = 0;
    }
    int n = Math.min(length, line.length - next);
    System.arraycopy(line, next, to, offset, n);
    next += n;
    return n;
  }

  @Override
  public synchronized int available() {
    return line.length - next;
  }
}
