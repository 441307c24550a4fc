package demitasse.kernel.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import demitasse.kernel.base.ShellThread;
import demitasse.kernel.base.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * The kernel's voice: everything that goes out on the IOPub channel, in order.
 *
 * <p>Text is gathered for a few milliseconds, so that a loop of twenty thousand {@code println}
 * makes a handful of messages. One thread owns the socket: a cell's thread must never touch it,
 * since an interrupt closes the NIO channel below a socket that the interrupted thread is using.
 */
public final class Publisher {
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int MESSAGE_BYTES = 1 << 16;
  private static final long BACKLOG_BYTES = 1 << 24;
  private static final long FOR_EVER = 0; // as a selector counts

  private final ZMQ.Socket socket;
  private final Wire wire;
  private final Runnable onFull;
  private final Selector selector;
  private final Sender sender;
  private final Pace pace = new Pace();
  private Thread thread;

  private final Object lock = new Object();
  private final Deque<Message> queue = new ArrayDeque<>();
  private final Text out = new Text("stdout");
  private final Text err = new Text("stderr");
  private Text pending =
      out; // the stream that wrote last; the other one holds at most part of a char
  private long gatheredSince;
  private long backlog; // bytes of text in the queue
  private JsonObject cell = new JsonObject();
  private final ThreadLocal<JsonObject> aside = new ThreadLocal<>(); // of each side thread
  private JsonObject pendingFor = cell;
  private boolean closed;
  private boolean isAsleep; // the thread, until it is woken

  /** What one stream has written and has not been sent. */
  private static final class Text {
    final String name;
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    UnaryOperator<String> readable = UnaryOperator.identity();

    Text(String name) {
      this.name = name;
    }

    /** Takes the text up to the last whole character. */
    String take(boolean all) {
      byte[] b = bytes.toByteArray();
      int end = all ? b.length : wholeChars(b);
      bytes.reset();
      bytes.write(b, end, b.length - end);
      return new String(b, 0, end, StandardCharsets.UTF_8);
    }

    private static int wholeChars(byte[] b) {
      // A UTF-8 character has at most three bytes after its first.
      for (int back = 1; back <= Math.min(3, b.length); back++) {
        int first = b[b.length - back] & 0xff;
        if (first >= 0xc0) {
          int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
          return back < length ? b.length - back : b.length;
        }
        if (first < 0x80) {
          break;
        }
      }
      return b.length;
    }
  }

  /**
   * Creates what sends on a socket.
   *
   * @param onFull what to do when there is no memory to send; it allocates none
   */
  Publisher(ZMQ.Socket socket, Wire wire, Runnable onFull) throws IOException {
    this.socket = socket;
    this.wire = wire;
    this.onFull = onFull;
    this.selector = Channels.selector(socket);
    this.sender = new Sender(socket, wire, Publisher::leftOut);
  }

  /** Begins to send. */
  void start() {
    thread = Threads.start("demitasse-iopub", this::run);
  }

  /**
   * Says on whose behalf output comes from now on: the header of a request. On a side thread, on
   * whose behalf this thread's output comes.
   */
  public void cell(JsonObject header) {
    if (ShellThread.isAside()) {
      aside.set(header);
      return;
    }
    synchronized (lock) {
      seal(false);
      cell = header;
    }
  }

  /** Returns the header of the request on whose behalf this thread's output comes. */
  public JsonObject parent() {
    JsonObject own = ShellThread.isAside() ? aside.get() : null;
    if (own != null) {
      return own;
    }
    synchronized (lock) {
      return cell;
    }
  }

  /** Says what the kernel is doing about a request: {@code busy} or {@code idle}. */
  public void status(JsonObject request, String state) {
    JsonObject content = new JsonObject();
    content.addProperty("execution_state", state);
    publish("status", request, content);
  }

  /** Publishes a message that belongs to the cell that runs, or ran last. */
  public void publish(String type, JsonObject content) {
    publish(type, parent(), content);
  }

  /** Publishes what code shows, which waits if it shows very much. */
  public void show(String type, JsonObject content) {
    pace.keep(size(content.get("data")));
    publish(type, content);
  }

  /** The length of the texts that show something, one for each format. */
  private static long size(JsonElement data) {
    long size = 0;
    if (data != null && data.isJsonObject()) {
      for (JsonElement form : data.getAsJsonObject().asMap().values()) {
        size += form.isJsonPrimitive() ? form.getAsString().length() : 0;
      }
    }
    return size;
  }

  /**
   * Publishes a message of a comm: with metadata and binary attachments. Code that sends very many
   * waits.
   */
  public void show(String type, JsonObject metadata, JsonObject content, List<byte[]> buffers) {
    pace.keep(buffers.stream().mapToLong(buffer -> buffer.length).sum());
    publish(type, parent(), metadata, content, buffers);
  }

  /** Publishes a message that answers {@code parent}. */
  public void publish(String type, JsonObject parent, JsonObject content) {
    publish(type, parent, new JsonObject(), content, List.of());
  }

  private void publish(
      String type,
      JsonObject parent,
      JsonObject metadata,
      JsonObject content,
      List<byte[]> buffers) {
    synchronized (lock) {
      seal(false);
      queue.add(new Message(topic(type), wire.header(type), parent, metadata, content, buffers));
      wake();
    }
  }

  /** Has text pass through something that makes it readable, one for each stream. */
  public void makeReadable(Supplier<UnaryOperator<String>> readable) {
    synchronized (lock) {
      out.readable = readable.get();
      err.readable = readable.get();
    }
  }

  /** Returns a stream to stdout that nobody can close. */
  public PrintStream out() {
    return new Stream(out);
  }

  /** Returns a stream to stderr that nobody can close. */
  public PrintStream err() {
    return new Stream(err);
  }

  /** Writes a line to stderr, whatever has become of the streams; waits for no front end. */
  public void note(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (lock) {
      gather(err, bytes, 0, bytes.length);
    }
  }

  /** A stream that is not buffered: what is printed is gathered here at once. */
  private final class Stream extends PrintStream {
    private static final String END = System.lineSeparator();

    Stream(Text text) {
      super(
          new OutputStream() {
            @Override
            public void write(int b) {
              write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] b, int offset, int length) {
              Publisher.this.append(text, b, offset, length);
            }
          },
          false,
          StandardCharsets.UTF_8);
    }

    /** Does nothing, and waits for no lock. */
    @Override
    public void flush() {}

    /** Closes nothing: whoever wraps the stream closes it with the wrapper. */
    @Override
    public void close() {}

    // A stream of a class of its own would write a line in two steps: the text and its end.

    /** Prints in one step; but a text as long as a message is not copied to add its end. */
    private void line(String text) {
      if (text.length() < MESSAGE_BYTES) {
        print(text + END);
      } else {
        print(text);
        print(END);
      }
    }

    @Override
    public void println() {
      print(END);
    }

    @Override
    public void println(boolean x) {
      line(String.valueOf(x));
    }

    @Override
    public void println(char x) {
      line(String.valueOf(x));
    }

    @Override
    public void println(int x) {
      line(String.valueOf(x));
    }

    @Override
    public void println(long x) {
      line(String.valueOf(x));
    }

    @Override
    public void println(float x) {
      line(String.valueOf(x));
    }

    @Override
    public void println(double x) {
      line(String.valueOf(x));
    }

    @Override
    public void println(char[] x) {
      line(String.valueOf(x));
    }

    @Override
    public void println(String x) {
      line(String.valueOf(x));
    }

    @Override
    public void println(Object x) {
      line(String.valueOf(x));
    }
  }

  private void append(Text text, byte[] b, int offset, int length) {
    boolean isMessage;
    synchronized (lock) {
      isMessage = gather(text, b, offset, length);
      // A cell that prints faster than the front end reads is slowed down, or memory would fill up.
      // An interrupted one is not: it is about to end.
      while (backlog > BACKLOG_BYTES && !closed && !Thread.currentThread().isInterrupted()) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
    if (isMessage) {
      pace.keep(0);
    }
  }

  /**
   * Adds to the text that is gathered; the caller holds the lock. Tells whether what was gathered
   * had to become a message because this comes from another stream or cell.
   */
  private boolean gather(Text text, byte[] b, int offset, int length) {
    JsonObject parent = parent();
    boolean isOther = pending != text || pendingFor != parent;
    if (isOther) {
      seal(false);
      pending = text;
      pendingFor = parent;
    }
    if (text.bytes.size() < 4) { // empty, or the beginning of a character
      gatheredSince = System.nanoTime();
      wake();
    }
    text.bytes.write(b, offset, length);
    if (text.bytes.size() >= MESSAGE_BYTES) {
      seal(false);
      wake();
    }
    return isOther;
  }

  /** Makes a message of the text gathered so far. */
  private void seal(boolean all) {
    String text = pending.readable.apply(pending.take(all));
    if (text.isEmpty()) {
      return;
    }
    backlog += text.length();
    queue.add(
        new Message(
            topic("stream"),
            wire.header("stream"),
            pendingFor,
            new JsonObject(),
            stream(pending.name, text),
            List.of()));
  }

  private static List<byte[]> topic(String type) {
    return List.of(type.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject stream(String name, String text) {
    JsonObject content = new JsonObject();
    content.addProperty("name", name);
    content.addProperty("text", text);
    return content;
  }

  private void run() {
    try {
      serve();
    } catch (ZMQException e) {
      Channels.ignoreTermination(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      socket.close();
    }
  }

  private void serve() throws IOException {
    boolean goesOn = true;
    while (goesOn) {
      try {
        sender.sendRest();
        goesOn = sendNext();
      } catch (OutOfMemoryError e) {
        onFull.run(); // a cell has taken all of it; what was to be sent is sent when there is some
        LockSupport.parkNanos(GATHER_NANOS);
      }
    }
  }

  /** Sends a message, or waits until there may be one; false if there will be none any more. */
  private boolean sendNext() throws IOException {
    welcome(); // each time: whoever sends on the socket also takes in what tells of a subscriber
    Message next;
    long pause;
    synchronized (lock) {
      long wait = gatheredSince + GATHER_NANOS - System.nanoTime();
      boolean isDue = wait <= 0 || closed;
      next = take(isDue);
      if (next == null && closed) {
        return false;
      }
      // Of text that is due only part of a character is left: the rest of it wakes us.
      boolean isMore = !isDue && pending.bytes.size() > 0;
      pause = isMore ? 1 + TimeUnit.NANOSECONDS.toMillis(wait) : FOR_EVER;
      isAsleep = next == null;
    }
    if (next == null) {
      selector.select(pause);
      selector.selectedKeys().clear();
    } else {
      sender.send(next);
    }
    return true;
  }

  /** What to say instead of a message that is too large. */
  private static Message leftOut(Wire wire, Message message, String why) {
    return new Message(
        topic("stream"),
        wire.header("stream"),
        message.parent(),
        new JsonObject(),
        stream("stderr", "left out: " + why + "\n"),
        List.of());
  }

  /**
   * Tells each subscriber that it hears the kernel from now on (JEP 65): it need not ask again and
   * again until it does.
   */
  private void welcome() {
    List<byte[]> frames;
    while (!(frames = Channels.frames(socket, ZMQ.DONTWAIT)).isEmpty()) {
      byte[] event = frames.get(0); // 1 and what is subscribed to, or 0 and what is not any more
      if (event.length > 0 && event[0] == 1) {
        byte[] topic = Arrays.copyOfRange(event, 1, event.length);
        JsonObject content = new JsonObject();
        content.addProperty("subscription", new String(topic, StandardCharsets.UTF_8));
        sender.send(
            new Message(
                List.of(topic),
                wire.header("iopub_welcome"),
                new JsonObject(),
                new JsonObject(),
                content,
                List.of()));
      }
    }
  }

  /**
   * Takes the message to send next; null if there is none yet.
   *
   * @param textIsDue whether the text gathered so far is to be sent now
   */
  private Message take(boolean textIsDue) {
    if (queue.isEmpty() && textIsDue) {
      seal(closed);
    }
    Message next = queue.poll();
    if (next != null && next.type().equals("stream")) {
      backlog -= next.content().get("text").getAsString().length();
      lock.notifyAll();
    }
    return next;
  }

  /** Has the thread look what there is to send. */
  private void wake() {
    if (isAsleep) {
      isAsleep = false;
      selector.wakeup();
    }
  }

  /** Sends what is left and ends. */
  void close() {
    synchronized (lock) {
      closed = true;
      wake();
      lock.notifyAll();
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
