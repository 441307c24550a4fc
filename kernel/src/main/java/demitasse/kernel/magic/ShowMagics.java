package demitasse.kernel.magic;

import demitasse.kernel.api.Notebook;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Shows images, and the cell itself as HTML and the like. */
final class ShowMagics {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html",
          "HTML", "text/html",
          "markdown", "text/markdown",
          "latex", "text/latex",
          "javascript", "application/javascript",
          "js", "application/javascript",
          "svg", "image/svg+xml",
          "SVG", "image/svg+xml");
  private static final int TIMEOUT_MILLIS = 30_000;

  private final Notebook notebook;

  ShowMagics(Notebook notebook) {
    this.notebook = notebook;
  }

  void addTo(Magics magics) {
    magics.help("%image file-or-URL", "shows an image");
    magics.help("%%html, %%markdown, %%latex, %%svg, %%js", "shows the cell as what it is");
    magics.quiet(this::image, "image");
    TYPES.forEach((name, type) -> magics.cell((args, body) -> show(type, body), name));
  }

  private Object show(String type, String body) {
    DisplayData data = new DisplayData();
    data.putData(type, body);
    notebook.display(data);
    return null;
  }

  private Object image(List<String> args) throws IOException {
    if (args.size() != 1) {
      throw new IllegalArgumentException("%image needs a file or a URL");
    }
    byte[] image = read(args.get(0));
    String type = type(image);
    if (type == null) {
      throw new IOException(args.get(0) + " is not a PNG, JPEG, GIF, WebP or SVG image");
    }
    DisplayData data = new DisplayData(args.get(0));
    data.putData(
        type,
        type.endsWith("xml")
            ? new String(image, StandardCharsets.UTF_8)
            : Base64.getEncoder().encodeToString(image));
    notebook.display(data);
    return null;
  }

  private static byte[] read(String place) throws IOException {
    if (!place.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*")) {
      Path file = Path.of(Home.expand(place));
      if (!Files.isRegularFile(file)) {
        throw new NoSuchFileException(place, null, "there is no image");
      }
      return Files.readAllBytes(file);
    }
    URLConnection connection = URI.create(place).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    try (InputStream in = connection.getInputStream()) {
      return in.readAllBytes();
    }
  }

  /** Tells the kind of an image from its beginning; null if it is none that browsers show. */
  private static String type(byte[] image) {
    String start = new String(image, 0, Math.min(image.length, 1000), StandardCharsets.ISO_8859_1);
    if (start.startsWith("\u0089PNG")) {
      return "image/png";
    }
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return "image/jpeg";
    }
    if (start.startsWith("GIF8")) {
      return "image/gif";
    }
    if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
      return "image/webp";
    }
    return start.contains("<svg") ? "image/svg+xml" : null;
  }
}
