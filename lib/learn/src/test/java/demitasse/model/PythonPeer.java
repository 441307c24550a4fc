package demitasse.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Python with libraries that the course does not need, named by the environment variable {@code
 * DEMITASSE_PEERS}, or the one on the path. Where neither has them, a test is skipped; it fails if
 * the variable is set, as in the nightly run.
 */
final class PythonPeer {
  private static final String VARIABLE = "DEMITASSE_PEERS";

  private PythonPeer() {}

  /** Returns a Python that has these modules. */
  static String with(String... modules) throws IOException, InterruptedException {
    String named = System.getenv(VARIABLE);
    String python = named == null ? "python3" : named;
    String why = python + " lacks one of " + List.of(modules) + "; " + VARIABLE + " names another";
    try {
      var process =
          new ProcessBuilder(python, "-c", "import " + String.join(", ", modules))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() == 0) {
        return python;
      }
    } catch (IOException e) {
      why = e.getMessage();
    }
    return named == null ? abort(why) : fail(why);
  }

  /** Runs a script, which fails the test if it fails. */
  static void run(String python, String... arguments) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(Stream.concat(Stream.of(python), Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }
}
