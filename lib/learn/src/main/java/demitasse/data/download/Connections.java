package demitasse.data.download;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens HTTP connections that are answered within a time limit, follow redirects and never leave
 * https. The JVM's proxy settings hold, as {@link HttpURLConnection} heeds them.
 */
final class Connections {
  private static final int MAX_REDIRECTS = 5;
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1");

  private final Duration connectLimit;
  private final Duration readLimit;

  /**
   * @param connectLimit for looking up the name and connecting
   * @param readLimit for the answer, and for any pause in it
   */
  Connections(Duration connectLimit, Duration readLimit) {
    this.connectLimit = connectLimit;
    this.readLimit = readLimit;
  }

  /** Nobody could be reached: no network, no such host, or nobody listens. */
  static final class UnreachableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreachableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Tells whether a file may be fetched from there: by https, or within this machine. */
  static boolean isSafe(URI uri) {
    return uri.getHost() != null
        && ("https".equals(uri.getScheme())
            || "http".equals(uri.getScheme()) && THIS_MACHINE.contains(uri.getHost()));
  }

  /**
   * Asks for a file from byte {@code from} on. The answer may have any status but a redirect.
   *
   * @throws UnreachableException if there was no connection
   */
  HttpURLConnection get(URI uri, long from) throws IOException {
    URI at = uri;
    for (int i = 0; i <= MAX_REDIRECTS; i++) {
      if (!isSafe(at)) {
        throw new IOException("leads to " + at + ", which is not https");
      }
      HttpURLConnection connection = connect(at, from);
      int status = connection.getResponseCode();
      String location = connection.getHeaderField("Location");
      if (status / 100 != 3 || location == null) {
        return connection;
      }
      connection.disconnect();
      at = follow(at, location);
    }
    throw new IOException("redirects more than " + MAX_REDIRECTS + " times");
  }

  private static URI follow(URI at, String location) throws IOException {
    try {
      return at.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new IOException("leads to \"" + location + "\", which is no address", e);
    }
  }

  /** Connects in another thread, because looking up a name cannot be given a time limit. */
  private HttpURLConnection connect(URI uri, long from) throws IOException {
    var connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout((int) connectLimit.toMillis());
    connection.setReadTimeout((int) readLimit.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept-Encoding", "identity");
    if (from > 0) {
      connection.setRequestProperty("Range", "bytes=" + from + "-");
    }
    var connecting =
        new FutureTask<Void>(
            () -> {
              connection.connect();
              return null;
            });
    var thread = new Thread(connecting, "connecting to " + uri.getHost());
    thread.setDaemon(true);
    thread.start();
    try {
      connecting.get(connectLimit.toMillis(), TimeUnit.MILLISECONDS);
      return connection;
    } catch (ExecutionException e) {
      throw new UnreachableException(reason(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new UnreachableException("no connection within " + connectLimit.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while connecting to " + uri.getHost());
    }
  }

  private static String reason(Throwable cause) {
    return cause instanceof UnknownHostException
        ? "no such host, or no network"
        : "no connection (" + cause.getMessage() + ")";
  }
}
