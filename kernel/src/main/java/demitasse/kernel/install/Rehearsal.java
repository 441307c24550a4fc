package demitasse.kernel.install;

import com.google.gson.JsonObject;
import demitasse.kernel.base.JupyterData;
import demitasse.kernel.base.Log;
import demitasse.kernel.base.Threads;
import demitasse.kernel.protocol.Channels;
import demitasse.kernel.protocol.ConnectionFile;
import demitasse.kernel.protocol.Message;
import demitasse.kernel.protocol.Wire;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * A kernel and a small front end in one process: runs a few cells and ends. {@link Install} keeps
 * the classes that this loads.
 */
public final class Rehearsal {
  private static final List<String> CELLS =
      List.of(
          "1 + 1",
          "int twice(int n) {\n  return 2 * n;\n}",
          "var list = new ArrayList<String>();\nfor (int i = 0; i < 3; i++) list.add(\"a\" + i);\nSystem.out.println(list)",
          "record P(int x, double y) {}\nnew P(1, 2)",
          "List.of(1, 2).stream().map(n -> twice(n)).toList()",
          "new java.awt.image.BufferedImage(2, 2, 1)",
          "display(\"text\")",
          "undefined",
          "int[] a = {};\na[0]");

  private static final String TYPED =
      "import java.time.*;\nint half(int n) { return n / 2; }\nint three = 3;\nMath.ma";

  private static final String CONNECTION =
      """
      {"transport": "tcp", "ip": "127.0.0.1", "key": "rehearsal", "signature_scheme": "hmac-sha256",
       "shell_port": %d, "control_port": %d, "iopub_port": %d, "stdin_port": %d, "hb_port": %d}""";

  /** What the kernel's own program takes in place of a connection file to rehearse. */
  public static final String ARGUMENT = "--rehearse";

  private static final long END_MILLIS = 5000;

  private Rehearsal() {}

  /** What serves the front end that has written a connection file. */
  public interface Server {
    void serve(Path connectionFile) throws IOException;
  }

  /** Rehearses, and ends when the kernel has. */
  public static void run(Server server) throws IOException {
    JupyterData.ofUser(); // which a rehearsal, that has no history, does without
    Path written = Files.createTempFile("rehearsal", ".json");
    Files.writeString(written, CONNECTION.formatted(port(), port(), port(), port(), port()));
    ConnectionFile file = ConnectionFile.read(written);
    Thread kernel = Threads.start("demitasse-rehearsal", () -> serve(server, written));
    Wire front = new Wire(file.key(), "front");
    ZMQ.Socket shell = ZMQ.context(1).socket(SocketType.DEALER);
    shell.connect(file.address(file.shellPort()));
    ask(shell, front, "kernel_info_request", new JsonObject());
    for (String cell : CELLS) {
      JsonObject content = new JsonObject();
      content.addProperty("code", cell);
      ask(shell, front, "execute_request", content);
    }
    JsonObject typed = new JsonObject();
    typed.addProperty("code", TYPED);
    for (String type : List.of("complete_request", "inspect_request", "is_complete_request")) {
      ask(shell, front, type, typed);
    }
    ask(shell, front, "shutdown_request", new JsonObject());
    try {
      kernel.join(END_MILLIS); // one that is slow to end has loaded all that it loads
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a rehearsal", e);
    }
    Files.delete(written);
  }

  private static void serve(Server server, Path connectionFile) {
    try {
      server.serve(connectionFile);
    } catch (IOException e) {
      Log.note(e.getMessage());
      Runtime.getRuntime().halt(1); // the front end would wait for ever
    }
  }

  private static void ask(ZMQ.Socket shell, Wire front, String type, JsonObject content) {
    Channels.send(
        shell,
        front.encode(
            new Message(
                List.of(),
                front.header(type),
                new JsonObject(),
                new JsonObject(),
                content,
                List.of())));
    List<ByteBuffer> reply = new ArrayList<>();
    do {
      reply.add(ByteBuffer.wrap(shell.recv()));
    } while (shell.hasReceiveMore());
    try {
      front.decode(reply);
    } catch (Wire.Refused e) {
      throw new IllegalStateException(e);
    }
  }

  private static int port() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
