package demitasse.kernel.protocol;

import demitasse.kernel.base.Log;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import zmq.Msg;

/**
 * One front end at a Unix domain socket. Speaks ZMTP 3.0 without encryption (mechanism NULL), as
 * ZeroMQ 4 does over TCP, and passes whole messages to and from one of the kernel's sockets.
 *
 * <p>Source: ZeroMQ's RFC 23, and RFC 37 for PING. All of it runs on the thread of {@link
 * UnixSockets}.
 */
final class ZmtpConnection {
  private static final int GREETING_BYTES = 64;
  private static final int VERSION = 3;
  private static final int MORE = 1;
  private static final int LONG = 2;
  private static final int COMMAND = 4;
  private static final int BUFFER_BYTES = 1 << 16;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ZMQ.Context context;
  private final ArrivingFrames arriving;
  private final String inside;
  private final SocketType type;

  private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
  private final Deque<ByteBuffer> out = new ArrayDeque<>();
  private final List<Msg> message = new ArrayList<>(); // the frames that have come so far
  private boolean isGreeted;
  private int flags;
  private Msg frame; // that is being read; null between two
  private ByteBuffer missing; // what has not come of it
  private ZMQ.Socket socket; // null until the front end has said who it is
  private SelectionKey socketKey;

  private ZmtpConnection(
      SocketChannel channel,
      SelectionKey key,
      ZMQ.Context context,
      ArrivingFrames arriving,
      String inside,
      SocketType type) {
    this.channel = channel;
    this.key = key;
    this.context = context;
    this.arriving = arriving;
    this.inside = inside;
    this.type = type;
  }

  /**
   * Begins to talk with a front end.
   *
   * @param arriving makes room for what it sends
   * @param inside the {@code inproc} address of the kernel's socket
   * @param type the type of the kernel's socket
   */
  static ZmtpConnection open(
      SocketChannel channel,
      Selector selector,
      ZMQ.Context context,
      ArrivingFrames arriving,
      String inside,
      SocketType type)
      throws IOException {
    channel.configureBlocking(false);
    SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
    ZmtpConnection connection = new ZmtpConnection(channel, key, context, arriving, inside, type);
    Runnable move = connection::move;
    key.attach(move);
    connection.out.add(greeting());
    connection.move();
    return connection;
  }

  private static ByteBuffer greeting() {
    byte[] greeting = new byte[GREETING_BYTES];
    greeting[0] = (byte) 0xff;
    greeting[9] = 0x7f;
    greeting[10] = VERSION;
    System.arraycopy("NULL".getBytes(StandardCharsets.US_ASCII), 0, greeting, 12, 4);
    return ByteBuffer.wrap(greeting);
  }

  boolean isClosed() {
    return !channel.isOpen();
  }

  /** Tells whether something waits until the front end reads. */
  boolean hasUnsent() {
    return !out.isEmpty();
  }

  /** Moves what is there, in both directions, without waiting. */
  void move() {
    if (isClosed()) {
      return;
    }
    try {
      boolean hasEnded = !receive();
      send();
      if (hasEnded) {
        close();
      }
    } catch (ProtocolException | RuntimeException e) {
      Log.note("ended a connection: " + e);
      close();
    } catch (IOException e) {
      close(); // the front end is gone
    } catch (OutOfMemoryError e) {
      close(); // a cell has filled the heap; the front end connects again
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // it is gone all the same
    }
    if (socketKey != null) {
      socketKey.cancel();
    }
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }

  // --- from the front end

  /** Returns false at the end of the stream. */
  private boolean receive() throws IOException {
    int count;
    while ((count = channel.read(in)) > 0) {
      in.flip();
      while (take()) {
        // one frame after the other
      }
      in.compact();
    }
    return count == 0;
  }

  /** Takes the next part of the stream; false if not all of it is there yet. */
  private boolean take() throws IOException {
    if (!isGreeted) {
      return takeGreeting();
    }
    if (frame == null && !takeHeader()) {
      return false;
    }
    int length = Math.min(in.remaining(), missing.remaining());
    missing.put(in.slice(in.position(), length));
    in.position(in.position() + length);
    if (missing.hasRemaining()) {
      return false;
    }
    Msg whole = frame;
    frame = null;
    if ((flags & COMMAND) != 0) {
      obey(whole.data());
    } else {
      pass(whole);
    }
    return true;
  }

  private boolean takeGreeting() throws IOException {
    if (in.remaining() < GREETING_BYTES) {
      return false;
    }
    byte[] greeting = new byte[GREETING_BYTES];
    in.get(greeting);
    String mechanism = new String(greeting, 12, 20, StandardCharsets.US_ASCII).trim();
    if (greeting[0] != (byte) 0xff || greeting[10] < VERSION || !mechanism.equals("NULL")) {
      throw new ProtocolException("the front end does not speak ZMTP 3 without encryption");
    }
    isGreeted = true;
    out.add(command("READY", property("Socket-Type", type.name())));
    return true;
  }

  private boolean takeHeader() throws IOException {
    in.mark();
    if (!in.hasRemaining()) {
      return false;
    }
    flags = in.get();
    boolean isLong = (flags & LONG) != 0;
    if (in.remaining() < (isLong ? Long.BYTES : 1)) {
      in.reset();
      return false;
    }
    long length = isLong ? in.getLong() : in.get() & 0xff;
    int most = type == SocketType.ROUTER ? Integer.MAX_VALUE : Channels.mostBytes();
    if (length < 0 || length > most) {
      throw new ProtocolException("a frame of " + length + " bytes is too long");
    }
    frame = arriving.allocate((int) length);
    missing = frame.buf();
    return true;
  }

  private void obey(byte[] command) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(command);
    String name = text(rest, rest.get() & 0xff);
    switch (name) {
      case "READY" -> enter(identity(rest));
      case "PING" -> {
        rest.getShort(); // how long the front end waits for any answer
        out.add(command("PONG", Arrays.copyOfRange(command, rest.position(), command.length)));
      }
      case "ERROR" -> throw new ProtocolException("the front end reports an error");
      default -> {
        // of a later version
      }
    }
  }

  private static byte[] identity(ByteBuffer properties) throws ProtocolException {
    while (properties.hasRemaining()) {
      String name = text(properties, properties.get() & 0xff);
      int length = properties.getInt();
      if (length < 0 || length > properties.remaining()) {
        throw new ProtocolException("a property of " + length + " bytes does not fit its command");
      }
      byte[] value = new byte[length];
      properties.get(value);
      if (name.equalsIgnoreCase("Identity")) {
        return value;
      }
    }
    return new byte[0];
  }

  private static String text(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  /** Connects to the kernel's socket, under the name by which the front end is to be known. */
  private void enter(byte[] identity) throws IOException {
    if (socket != null) {
      throw new ProtocolException("a second READY");
    }
    socket = context.socket(type == SocketType.XPUB ? SocketType.XSUB : SocketType.DEALER);
    socket.setHWM(0); // as the kernel's own socket
    if (identity.length > 0) {
      socket.setIdentity(identity);
    }
    socket.connect(inside);
    Runnable move = this::move;
    socketKey = socket.getFD().register(key.selector(), SelectionKey.OP_READ, move);
  }

  private void pass(Msg next) throws IOException {
    if (socket == null) {
      throw new ProtocolException("a message before the greeting was over");
    }
    message.add(next);
    if ((flags & MORE) == 0) {
      for (int i = 0; i < message.size(); i++) {
        int more = i < message.size() - 1 ? ZMQ.SNDMORE : 0;
        if (!socket.sendMsg(message.get(i), more | ZMQ.DONTWAIT)) {
          // The front end has connected anew, and the kernel's socket talks to it there.
          throw new IOException("nobody takes it");
        }
      }
      message.clear();
    }
  }

  // --- to the front end

  private void send() throws IOException {
    boolean isAllSent = write();
    while (isAllSent && socket != null) {
      List<byte[]> frames = Channels.frames(socket, ZMQ.DONTWAIT);
      if (frames.isEmpty()) {
        break;
      }
      encode(frames);
      isAllSent = write();
    }
    // What cannot be sent yet stays where it is: in the kernel's socket.
    key.interestOps(SelectionKey.OP_READ | (isAllSent ? 0 : SelectionKey.OP_WRITE));
    if (socketKey != null) {
      socketKey.interestOps(isAllSent ? SelectionKey.OP_READ : 0);
    }
  }

  /** Returns false if the front end must read first. */
  private boolean write() throws IOException {
    for (ByteBuffer next; (next = out.peek()) != null; out.remove()) {
      while (next.hasRemaining()) {
        // In pieces: Java copies each into memory beside the heap, and keeps that.
        int length = Math.min(next.remaining(), BUFFER_BYTES);
        int written = channel.write(next.slice(next.position(), length));
        next.position(next.position() + written);
        if (written < length) {
          return false;
        }
      }
    }
    return true;
  }

  private void encode(List<byte[]> frames) {
    ByteArrayOutputStream small = new ByteArrayOutputStream();
    for (int i = 0; i < frames.size(); i++) {
      byte[] next = frames.get(i);
      small.writeBytes(header(i < frames.size() - 1 ? MORE : 0, next.length));
      if (next.length < BUFFER_BYTES) {
        small.writeBytes(next);
      } else {
        out.add(ByteBuffer.wrap(small.toByteArray()));
        small.reset();
        out.add(ByteBuffer.wrap(next));
      }
    }
    out.add(ByteBuffer.wrap(small.toByteArray()));
  }

  private static byte[] header(int flags, int length) {
    return length < 256
        ? new byte[] {(byte) flags, (byte) length}
        : ByteBuffer.allocate(1 + Long.BYTES).put((byte) (flags | LONG)).putLong(length).array();
  }

  private static ByteBuffer command(String name, byte[] data) {
    int length = 1 + name.length() + data.length;
    byte[] header = header(COMMAND, length);
    return ByteBuffer.allocate(header.length + length)
        .put(header)
        .put((byte) name.length())
        .put(name.getBytes(StandardCharsets.US_ASCII))
        .put(data)
        .flip();
  }

  private static byte[] property(String name, String value) {
    return ByteBuffer.allocate(1 + name.length() + Integer.BYTES + value.length())
        .put((byte) name.length())
        .put(name.getBytes(StandardCharsets.US_ASCII))
        .putInt(value.length())
        .put(value.getBytes(StandardCharsets.US_ASCII))
        .array();
  }
}
