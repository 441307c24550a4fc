package demitasse.spark;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a standalone master tells about itself.
 *
 * @param port of its pages
 */
record MasterPage(int port) {
  private static final Pattern WORKERS = Pattern.compile("\"aliveworkers\"\\s*:\\s*(\\d+)");
  private static final int PATIENCE_MILLIS = 5000;

  /** How many workers have registered and are alive; −1 if the master does not answer. */
  int workers() {
    try {
      URLConnection page =
          URI.create("http://" + LocalCluster.LOOPBACK + ":" + port + "/json/")
              .toURL()
              .openConnection();
      page.setConnectTimeout(PATIENCE_MILLIS);
      page.setReadTimeout(PATIENCE_MILLIS);
      try (InputStream in = page.getInputStream()) {
        Matcher found = WORKERS.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        return found.find() ? Integer.parseInt(found.group(1)) : -1;
      }
    } catch (IOException e) {
      return -1; // not yet, or no more
    }
  }
}
