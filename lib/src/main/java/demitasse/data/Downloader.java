package demitasse.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches files of the catalogue. What is not verified never gets its final name. */
final class Downloader {
  private static final int CONNECT_SECONDS = 3;
  private static final int READ_SECONDS = 15;

  /** Fetches one file into {@code folder}, from the first mirror that has it. */
  void fetch(Catalogue.Entry entry, Path folder) {
    List<String> failures = new ArrayList<>();
    for (URI mirror : entry.mirrors()) {
      try {
        fetch(entry, mirror, folder);
        return;
      } catch (IOException e) {
        failures.add(mirror.getHost() + ": " + reason(e));
      }
    }
    throw new DataException(
        folder.resolve(entry.file())
            + " could not be fetched – "
            + String.join("; ", failures)
            + ". Check the network, or copy the file there from elsewhere.");
  }

  private static void fetch(Catalogue.Entry entry, URI mirror, Path folder) throws IOException {
    HttpURLConnection connection = connect(mirror);
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, entry.file(), ".part");
    try {
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException("the server answered " + connection.getResponseCode());
      }
      MessageDigest sum = MessageDigest.getInstance("SHA-256");
      long bytes = copy(connection, part, sum, entry.bytes());
      if (bytes != entry.bytes()) {
        throw new IOException(bytes + " bytes came, not " + entry.bytes());
      }
      String actual = HexFormat.of().formatHex(sum.digest());
      if (!actual.equals(entry.sha256())) {
        throw new IOException("what came has the SHA-256 " + actual + ", not " + entry.sha256());
      }
      Files.move(part, folder.resolve(entry.file()), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    } finally {
      Files.deleteIfExists(part);
      connection.disconnect();
    }
  }

  private static long copy(
      HttpURLConnection connection, Path part, MessageDigest sum, long expected)
      throws IOException {
    long bytes = 0;
    try (InputStream in = connection.getInputStream();
        OutputStream out = Files.newOutputStream(part)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0 && bytes <= expected; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        sum.update(buffer, 0, n);
        bytes += n;
      }
    }
    return bytes;
  }

  /** Connects in another thread: looking up a name cannot be given a time limit otherwise. */
  private static HttpURLConnection connect(URI mirror) throws IOException {
    Callable<HttpURLConnection> connecting =
        () -> {
          var connection = (HttpURLConnection) mirror.toURL().openConnection();
          connection.setConnectTimeout((int) TimeUnit.SECONDS.toMillis(CONNECT_SECONDS));
          connection.setReadTimeout((int) TimeUnit.SECONDS.toMillis(READ_SECONDS));
          connection.connect();
          return connection;
        };
    var task = new FutureTask<>(connecting);
    var thread = new Thread(task, "connecting to " + mirror.getHost());
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(CONNECT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no connection within " + CONNECT_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof UnknownHostException ? "no such host, or no network" : e.getMessage();
  }
}
