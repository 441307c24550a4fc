package demitasse.kernel.protocol;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the front end tells the kernel at start: where to listen and the key to sign with. */
public record ConnectionFile(
    String transport,
    String ip,
    int shellPort,
    int controlPort,
    int iopubPort,
    int stdinPort,
    int heartbeatPort,
    String key) {
  private static final String IPC = "ipc";

  /**
   * Reads a connection file.
   *
   * @throws IOException if the file cannot be read or is not a connection file
   */
  public static ConnectionFile read(Path file) throws IOException {
    try {
      JsonObject json = JsonParser.parseString(text(file)).getAsJsonObject();
      String scheme = json.get("signature_scheme").getAsString();
      String key = json.get("key").getAsString();
      if (!key.isEmpty() && !scheme.equals("hmac-sha256")) {
        throw new IOException(file + ": signature scheme " + scheme + " is not hmac-sha256");
      }
      String transport = json.get("transport").getAsString();
      if (!transport.equals("tcp") && !transport.equals(IPC)) {
        throw new IOException(
            file + " asks for the transport " + transport + "; this kernel supports tcp and ipc");
      }
      return new ConnectionFile(
          transport,
          json.get("ip").getAsString(),
          json.get("shell_port").getAsInt(),
          json.get("control_port").getAsInt(),
          json.get("iopub_port").getAsInt(),
          json.get("stdin_port").getAsInt(),
          json.get("hb_port").getAsInt(),
          key);
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | UnsupportedOperationException
        | NumberFormatException e) {
      throw new IOException(file + " is not a Jupyter connection file", e);
    }
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IOException("the connection file cannot be read: " + e, e);
    }
  }

  /** Tells whether the sockets are Unix domain sockets. */
  boolean isIpc() {
    return transport.equals(IPC);
  }

  /** The file of one Unix domain socket; its path begins with the connection file's address. */
  Path socketFile(int port) {
    return Path.of(ip + "-" + port);
  }

  /** The address of one socket. Nothing but the given interface is ever bound. */
  public String address(int port) {
    return isIpc() ? "ipc://" + socketFile(port) : "tcp://" + ip + ":" + port;
  }
}
