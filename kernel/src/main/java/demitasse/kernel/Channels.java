package demitasse.kernel;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * The sockets, each with a thread of its own.
 *
 * <p>This replaces jjava-jupyter's channels: those look for messages every 50 ms, so that each
 * answer waits 25 ms on average; they run the cell on the thread that owns the socket, so that an
 * interrupt of the cell closes the socket's channel; and an exception on a malformed message ends
 * the loop.
 */
final class Channels {
  private final ZMQ.Context context = ZMQ.context(1);
  private final Wire wire;
  private final ZMQ.Socket shell;
  private final ZMQ.Socket control;
  private final Publisher publisher;
  private final Input input;

  /** What answers requests, on the thread of their channel. */
  interface Handler {
    void handle(Message request, Line line);
  }

  /** The way back to the front end, for the time that a request is handled. */
  interface Line {
    /** Sends the answer to a request: to this one, or to one of those that wait. */
    void answer(Message request, Reply reply);

    /** Takes the requests that have come meanwhile; whoever takes them handles them. */
    List<Message> takeWaiting();
  }

  /** An answer: its type, such as {@code execute_reply}, and its content. */
  record Reply(String type, JsonObject content) {}

  /** Opens and binds the sockets; nothing is received yet. */
  Channels(ConnectionFile file, Wire wire) {
    this.wire = wire;
    shell = bind(SocketType.ROUTER, file, file.shellPort());
    control = bind(SocketType.ROUTER, file, file.controlPort());
    ZMQ.Socket iopub = bind(SocketType.PUB, file, file.iopubPort());
    publisher = new Publisher(iopub, wire);
    input = new Input(bind(SocketType.ROUTER, file, file.stdinPort()), wire);
    ZMQ.Socket heartbeat = bind(SocketType.REP, file, file.heartbeatPort());
    Threads.start("demitasse-heartbeat", () -> echo(heartbeat));
  }

  private ZMQ.Socket bind(SocketType type, ConnectionFile file, int port) {
    ZMQ.Socket socket = context.socket(type);
    socket.setLinger(1000);
    socket.setHWM(0); // nothing is dropped; Publisher slows down a cell that prints too fast
    socket.bind(file.address(port));
    return socket;
  }

  Publisher publisher() {
    return publisher;
  }

  Input input() {
    return input;
  }

  /** Begins to hand requests to the handlers, the ones of each channel one after the other. */
  void start(Handler shellHandler, Handler controlHandler) {
    Threads.start("demitasse-shell", () -> serve(shell, shellHandler));
    Threads.start("demitasse-control", () -> serve(control, controlHandler));
  }

  private void serve(ZMQ.Socket socket, Handler handler) {
    Line line =
        new Line() {
          @Override
          public void answer(Message request, Reply reply) {
            Channels.this.answer(socket, request, reply);
          }

          @Override
          public List<Message> takeWaiting() {
            List<Message> waiting = new ArrayList<>();
            Message next;
            while ((next = receive(socket, wire, ZMQ.DONTWAIT)) != null) {
              waiting.add(next);
            }
            return waiting;
          }
        };
    try {
      while (true) {
        Message request = receive(socket, wire, 0);
        if (request != null) {
          handler.handle(request, line);
        }
      }
    } catch (ZMQException e) {
      ignoreTermination(e);
    } finally {
      socket.close();
    }
  }

  private void answer(ZMQ.Socket socket, Message request, Reply reply) {
    send(
        socket,
        wire.encode(
            new Message(
                request.identities(),
                wire.header(reply.type()),
                request.header(),
                new JsonObject(),
                reply.content(),
                List.of())));
  }

  private static void echo(ZMQ.Socket socket) {
    try {
      while (true) {
        send(socket, frames(socket, 0));
      }
    } catch (ZMQException e) {
      ignoreTermination(e);
    } finally {
      socket.close();
    }
  }

  /**
   * Returns the next message, or null where none is there yet or it was refused.
   *
   * @param flags {@link ZMQ#DONTWAIT} or 0
   */
  static Message receive(ZMQ.Socket socket, Wire wire, int flags) {
    List<byte[]> frames = frames(socket, flags);
    if (frames.isEmpty()) {
      return null;
    }
    try {
      return wire.decode(frames);
    } catch (Wire.Refused e) {
      Log.note("ignored a message: " + e.getMessage());
      return null;
    }
  }

  /** Ends the threads and closes the sockets once what is on its way has gone out. */
  void close() {
    publisher.close();
    input.close();
    context.close(); // wakes the other threads, waits for the last messages, a second at most
  }

  private static List<byte[]> frames(ZMQ.Socket socket, int flags) {
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

  static void send(ZMQ.Socket socket, List<byte[]> frames) {
    for (int i = 0; i < frames.size(); i++) {
      socket.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
    }
  }

  /** A closed context ends a waiting thread with an exception; that is how it is told to end. */
  private static void ignoreTermination(ZMQException e) {
    if (e.getErrorCode() != zmq.ZError.ETERM) {
      throw e;
    }
  }
}
