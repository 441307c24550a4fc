package demitasse.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a reader can run a chapter without installing anything.
 *
 * @param link the address that {@code binder/link} prints; none where this copy of the project was
 *     not cloned from a place that the web reaches
 */
record Elsewhere(Optional<String> link) {
  private static final String FIRST = "00-welcome.ipynb";
  private static final Pattern GITHUB = Pattern.compile("/v2/gh/([^/]+/[^/]+)/");

  /** Asks {@code binder/link} of a project. */
  static Elsewhere of(Project project) throws InterruptedException {
    Path script = project.root().resolve("binder").resolve("link");
    var builder = new ProcessBuilder("bash", script.toString()).redirectError(Redirect.DISCARD);
    try {
      Process process = builder.start();
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Elsewhere(process.waitFor() == 0 ? Optional.of(printed) : Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the names of the places, with the addresses that open a chapter there. */
  Map<String, String> places(String chapter) {
    Map<String, String> places = new LinkedHashMap<>();
    if (link.isPresent()) {
      places.put("Binder", link.get().replace(FIRST, chapter + Notebook.ENDING));
      Matcher github = GITHUB.matcher(link.get());
      if (github.find()) {
        places.put("a Codespace", "https://codespaces.new/" + github.group(1));
      }
    }
    return places;
  }
}
