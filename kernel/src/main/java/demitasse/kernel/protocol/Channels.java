package demitasse.kernel.protocol;

import demitasse.kernel.base.Heap;
import demitasse.kernel.base.Log;
import demitasse.kernel.base.Threads;
import demitasse.kernel.base.Waiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.Msg;

/**
 * The sockets, each with a thread of its own that owns it.
 *
 * <p>This replaces jjava-jupyter's channels: those look for messages every 50 ms, so that each
 * answer waits 25 ms on average; they run the cell on the thread that owns the socket, so that an
 * interrupt of the cell closes the socket's channel; and an exception on a malformed message ends
 * the loop.
 */
public final class Channels {
  private final ZMQ.Context context;
  private final ArrivingFrames arriving;
  private final UnixSockets doors; // of transport ipc; null for tcp
  private final Wire wire;
  private final Runnable onFull;
  private final RequestChannel shell;
  private final RequestChannel control;
  private final Publisher publisher;
  private final Input input;

  /**
   * Opens and binds the sockets; nothing is received yet.
   *
   * @param onFull what to do when there is no memory to take in a message; it allocates none
   */
  public Channels(ConnectionFile file, Wire wire, Runnable onFull) throws IOException {
    this.wire = wire;
    this.onFull = onFull;
    context = context(onFull);
    arriving = new ArrivingFrames(onFull);
    doors = file.isIpc() ? new UnixSockets(context, arriving, onFull) : null;
    shell = requests("shell", file, file.shellPort());
    control = requests("control", file, file.controlPort());
    ZMQ.Socket iopub = bind(SocketType.XPUB, file, file.iopubPort());
    publisher = new Publisher(iopub, wire, onFull);
    publisher.start();
    input = new Input(bind(SocketType.ROUTER, file, file.stdinPort()), wire, onFull);
    input.start();
    ZMQ.Socket heartbeat = bind(SocketType.REP, file, file.heartbeatPort());
    Threads.start("demitasse-heartbeat", () -> lasting(() -> echo(heartbeat), onFull));
    if (doors != null) {
      doors.start();
    }
  }

  private static ZMQ.Context context(Runnable onFull) {
    ZMQ.Context context = ZMQ.context(1);
    context.setThreadFactor((work, name) -> Threads.create(name, () -> lasting(work, onFull)));
    return context;
  }

  /** Does the work of a thread of the sockets, again after a cell has filled the heap. */
  private static void lasting(Runnable work, Runnable onFull) {
    while (true) {
      try {
        work.run();
        return;
      } catch (OutOfMemoryError e) {
        onFull.run(); // What has just arrived is lost; the thread reads what comes next.
      }
    }
  }

  private RequestChannel requests(String name, ConnectionFile file, int port) throws IOException {
    return new RequestChannel(name, bind(SocketType.ROUTER, file, port), wire, onFull);
  }

  private ZMQ.Socket bind(SocketType type, ConnectionFile file, int port) throws IOException {
    ZMQ.Socket socket = context.socket(type);
    socket.setLinger(1000);
    socket.setHWM(0); // nothing is dropped; Publisher slows down code that shows too much
    if (type == SocketType.ROUTER) {
      socket.setMsgAllocator(arriving);
      // A front end that comes back takes its identity over from the connection that it lost.
      socket.setRouterHandover(true);
    } else {
      // A larger one would take the I/O thread's memory, and the connection would stay stuck. So
      // ZeroMQ ends the connection, and the front end makes another.
      socket.setMaxMsgSize(mostBytes());
    }
    if (type == SocketType.XPUB) {
      socket.setXpubVerbose(true); // every subscriber is seen, and not the first alone
    }
    String address = file.address(port);
    try {
      if (doors == null) {
        socket.bind(address);
      } else {
        String inside = "inproc://" + port;
        socket.bind(inside);
        doors.listen(file.socketFile(port), inside, type);
      }
    } catch (IOException | ZMQException | IllegalArgumentException | UncheckedIOException e) {
      throw new IOException("cannot listen at " + address + ": " + e.getMessage(), e);
    }
    return socket;
  }

  /** What waits for a cell that was sent on the shell channel. */
  public Waiter shellWaiter() {
    return shell;
  }

  /** What waits for a cell on behalf of the control channel. */
  public Waiter controlWaiter() {
    return control;
  }

  public Publisher publisher() {
    return publisher;
  }

  public Input input() {
    return input;
  }

  /** Begins to hand requests to the handlers, the ones of each channel one after the other. */
  public void start(RequestChannel.Handler shellHandler, RequestChannel.Handler controlHandler) {
    shell.start(shellHandler);
    control.start(controlHandler);
  }

  /** The largest frame that is taken in on sockets that hear no requests, in bytes. */
  static int mostBytes() {
    return (int) Math.min(Heap.most() / 2, Integer.MAX_VALUE);
  }

  private static void echo(ZMQ.Socket socket) {
    try {
      while (true) {
        send(socket, frames(socket, 0));
      }
    } catch (ZMQException e) {
      socket.close();
      ignoreTermination(e);
    }
  }

  /**
   * Returns the next message, or null where none is there yet or it was refused.
   *
   * @param flags {@link ZMQ#DONTWAIT} or 0
   */
  static Message receive(ZMQ.Socket socket, Wire wire, int flags) {
    List<Msg> frames = parts(socket, flags);
    return frames.isEmpty() ? null : decode(frames, wire);
  }

  /** Returns the message in the frames; null where it is refused. */
  static Message decode(List<Msg> frames, Wire wire) {
    return unlessRefused(() -> wire.decode(buffers(frames)));
  }

  /** Returns the message in the frames without its content; null where it is refused. */
  static Message decodeHeader(List<Msg> frames, Wire wire) {
    return unlessRefused(() -> wire.decodeHeader(buffers(frames)));
  }

  private static List<ByteBuffer> buffers(List<Msg> frames) {
    return frames.stream().map(Msg::buf).toList();
  }

  private interface Decoding {
    Message decode() throws Wire.Refused;
  }

  private static Message unlessRefused(Decoding decoding) {
    try {
      return decoding.decode();
    } catch (Wire.Refused e) {
      Log.note("ignored a message: " + e.getMessage());
      return null;
    }
  }

  /** Ends the threads and closes the sockets once what is on its way has gone out. */
  public void close() {
    publisher.close();
    input.close();
    if (doors != null) {
      doors.close(); // first: a closed context passes on nothing within the process
    }
    context.close(); // wakes the other threads, waits for the last messages, a second at most
  }

  /** Returns what waits until there may be something to receive on a socket. */
  static Selector selector(ZMQ.Socket socket) throws IOException {
    Selector selector = Selector.open();
    socket.getFD().register(selector, SelectionKey.OP_READ);
    return selector;
  }

  /** Returns the frames of the next message; none where none is there yet. */
  static List<byte[]> frames(ZMQ.Socket socket, int flags) {
    List<byte[]> frames = new ArrayList<>();
    byte[] frame = socket.recv(flags);
    if (frame == null) {
      return frames;
    }
    frames.add(frame);
    while (socket.hasReceiveMore()) {
      frames.add(socket.recv());
    }
    return frames;
  }

  /** Returns the frames of the next message where they are; none where none is there yet. */
  static List<Msg> parts(ZMQ.Socket socket, int flags) {
    List<Msg> parts = new ArrayList<>();
    Msg part = socket.recvMsg(flags);
    while (part != null) {
      parts.add(part);
      part = socket.hasReceiveMore() ? socket.recvMsg() : null;
    }
    return parts;
  }

  public static void send(ZMQ.Socket socket, List<byte[]> frames) {
    for (int i = 0; i < frames.size(); i++) {
      socket.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
    }
  }

  /** A closed context ends a waiting thread with an exception; that is how it is told to end. */
  static void ignoreTermination(ZMQException e) {
    if (e.getErrorCode() != zmq.ZError.ETERM) {
      throw e;
    }
  }
}
