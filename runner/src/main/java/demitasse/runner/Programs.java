package demitasse.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Other programs that a command runs. */
final class Programs {
  private Programs() {}

  /**
   * Runs a program to its end, on the user's own terminal; it ends with this process.
   *
   * @param folder where it works
   * @param environment variables to set beside those of this process
   * @return its exit status
   */
  static int run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toAbsolutePath().toFile()).inheritIO();
    builder.environment().putAll(environment);
    Process process = builder.start();
    Thread ending = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      return process.waitFor();
    } finally {
      forget(ending);
    }
  }

  /** Tells whether a program is installed and succeeds. Its output is dropped. */
  static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Takes back a shutdown hook that ends a program. */
  static void forget(Thread ending) throws InterruptedException {
    try {
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException e) {
      // This process is ending, and the hook ends the program: its failure must not be reported.
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
