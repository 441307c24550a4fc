package demitasse.data.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on this machine that sends one file, well or badly. */
public final class Mirror implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** What the server does with a request. */
  public interface Behavior {
    void answer(HttpExchange exchange, int request) throws IOException;
  }

  /**
   * @param behavior is told how many requests there were before
   */
  public Mirror(Behavior behavior) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(range == null ? "all" : range);
            behavior.answer(exchange, requests.size() - 1);
          }
        });
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/file.bin");
  }

  /** Returns for each request its range, or "all". */
  public List<String> requests() {
    return requests;
  }

  /** Sends the file, or the part that is asked for. */
  public static void send(HttpExchange exchange, byte[] file) throws IOException {
    sendUntil(exchange, file, file.length);
  }

  /** Promises what is asked for, but breaks off before byte {@code end} of the file. */
  public static void sendUntil(HttpExchange exchange, byte[] file, int end) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
    if (range != null) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, file.length - from);
    exchange.getResponseBody().write(Arrays.copyOfRange(file, from, Math.max(from, end)));
    exchange.getResponseBody().flush();
  }

  /** Sends the whole file, whatever range is asked for. */
  static void sendAll(HttpExchange exchange, byte[] file) throws IOException {
    exchange.sendResponseHeaders(200, file.length);
    exchange.getResponseBody().write(file);
  }

  static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    exchange.sendResponseHeaders(302, -1);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
