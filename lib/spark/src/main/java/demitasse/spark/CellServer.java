package demitasse.spark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/**
 * Sends the classes of cells to executors, and the values of the session's variables.
 *
 * <p>Executors of Spark look for the classes of a shell under the address in the setting {@link
 * #CLASSES}. A class loader of a Java kernel hands out the class files of cells as resources, so
 * that any such kernel will do; nothing is written to a folder, and nothing is kept. A request
 * without the server's long random path gets nothing.
 */
final class CellServer implements AutoCloseable {
  /** Spark's setting for the address. */
  static final String CLASSES = "spark.repl.class.uri";

  /** Where below the address the variables are, by class and name. */
  static final String VARIABLES = "/variables/";

  private final ClassLoader cells;
  private final BiConsumer<Integer, String> refuse;
  private final HttpServer server;
  private final ExecutorService threads;
  private final String secret = "/" + UUID.randomUUID();

  private CellServer(
      ClassLoader cells,
      BiConsumer<Integer, String> refuse,
      HttpServer server,
      ExecutorService threads) {
    this.cells = cells;
    this.refuse = refuse;
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts the server.
   *
   * @param host the address of this machine under which executors reach it
   * @param cells knows the classes of cells
   * @param refuse is told the number of a stage and why it cannot be computed
   */
  static CellServer start(String host, ClassLoader cells, BiConsumer<Integer, String> refuse)
      throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(host, 0), 0);
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "demitasse-spark-cells");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    CellServer started = new CellServer(cells, refuse, server, threads);
    server.createContext(started.secret, started::answer);
    server.start();
    return started;
  }

  /** Returns the address for {@link #CLASSES}. */
  String address() {
    return "http://"
        + server.getAddress().getHostString()
        + ":"
        + server.getAddress().getPort()
        + secret;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        answerPath(exchange, exchange.getRequestURI().getPath().substring(secret.length()));
      } catch (RuntimeException | LinkageError e) {
        send(exchange, HttpURLConnection.HTTP_INTERNAL_ERROR, utf8(e.toString()));
      }
    }
  }

  private void answerPath(HttpExchange exchange, String path) throws IOException {
    if (path.startsWith(VARIABLES)) {
      answerVariable(exchange, path.substring(VARIABLES.length()).split("/"));
    } else {
      answerClass(exchange, path.substring(1));
    }
  }

  private void answerClass(HttpExchange exchange, String name) throws IOException {
    InputStream file = name.startsWith(CellNames.FOLDER) ? cells.getResourceAsStream(name) : null;
    if (file == null) {
      send(exchange, HttpURLConnection.HTTP_NOT_FOUND, new byte[0]);
      return;
    }
    try (file) {
      send(exchange, HttpURLConnection.HTTP_OK, SessionReads.bound(file.readAllBytes()));
    }
  }

  private void answerVariable(HttpExchange exchange, String[] classAndName) throws IOException {
    String name = classAndName[1];
    try {
      Field field = Class.forName(classAndName[0], true, cells).getDeclaredField(name);
      field.setAccessible(true);
      byte[] value = serialized(name, field.get(null));
      String mark = HexFormat.of().formatHex(sha256(value));
      exchange.getResponseHeaders().set(SessionVariables.MARK, mark);
      if (mark.equals(exchange.getRequestHeaders().getFirst(SessionVariables.MARK))) {
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_NOT_MODIFIED, -1);
      } else {
        send(exchange, HttpURLConnection.HTTP_OK, value);
      }
    } catch (ReflectiveOperationException e) {
      send(exchange, HttpURLConnection.HTTP_NOT_FOUND, utf8("no variable " + name));
    } catch (NotSerializableException e) {
      String why = e.getMessage();
      refuse.accept(
          Integer.parseInt(exchange.getRequestHeaders().getFirst(SessionVariables.STAGE)), why);
      send(exchange, HttpURLConnection.HTTP_CONFLICT, utf8(why));
    }
  }

  private static byte[] serialized(String name, Object value) throws NotSerializableException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException | RuntimeException e) {
      throw unsendable(name, e);
    }
    return bytes.toByteArray();
  }

  /** The message ends with the name of the class; a kernel adds where it is declared. */
  private static NotSerializableException unsendable(String name, Exception why) {
    return new NotSerializableException(
        ("the code for the executors reads the variable %s, which cannot be sent to them;"
                + " make what they need of it a variable of its own: %s")
            .formatted(name, why));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
