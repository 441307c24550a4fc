package demitasse.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a reader can run a chapter without installing anything: the addresses that {@code
 * binder/link} prints. There are none for a copy of the project whose origin the web doesn't reach.
 *
 * @param binder opens the first chapter in Binder
 * @param codespace opens the project in a Codespace; only for a project on GitHub
 */
record Elsewhere(Optional<String> binder, Optional<String> codespace) {
  private static final String FIRST = "00-welcome.ipynb";

  /** Asks {@code binder/link} of a project. */
  static Elsewhere of(Project project) throws InterruptedException {
    Path script = project.root().resolve("binder").resolve("link");
    return new Elsewhere(printed(script), printed(script, "codespaces"));
  }

  /** Returns what the script prints; empty if it refuses. */
  private static Optional<String> printed(Path script, String... arguments)
      throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", script.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? Optional.of(printed) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the names of the places, with the addresses that open a chapter there. */
  Map<String, String> places(String chapter) {
    Map<String, String> places = new LinkedHashMap<>();
    binder.ifPresent(link -> places.put("Binder", link.replace(FIRST, chapter + Notebook.ENDING)));
    codespace.ifPresent(link -> places.put("a Codespace", link));
    return places;
  }
}
