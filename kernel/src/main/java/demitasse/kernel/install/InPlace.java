package demitasse.kernel.install;

import demitasse.kernel.classpath.KernelJars;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Prepares a quick start of the kernel where its jars lie: for the Python wheel, whose launcher
 * calls this.
 */
public final class InPlace {
  /** Jupyter waits sixty for a kernel to answer. */
  private static final int REHEARSAL_SECONDS = 40;

  private InPlace() {}

  /**
   * Makes the JVM's flags and the archive of classes; prints, in UTF-8, the command that starts the
   * kernel, one argument a line. Exit status 2 for wrong arguments, 1 where the folder cannot be
   * written.
   *
   * @param args the folder for what is made
   */
  public static void main(String[] args) throws InterruptedException {
    if (args.length != 1) {
      System.err.println("usage: demitasse.kernel.install.InPlace FOLDER");
      System.exit(2);
    }
    try {
      List<String> command = prepare(Path.of(args[0]).toAbsolutePath());
      // Not in the system's encoding: its paths are of any language, and Python reads them.
      System.out.writeBytes(String.join("\n", command).getBytes(StandardCharsets.UTF_8));
      System.out.flush();
    } catch (IOException | InvalidPathException e) {
      System.err.println("the kernel's start could not be prepared: " + e.getMessage());
      System.exit(1);
    }
  }

  private static List<String> prepare(Path made) throws IOException, InterruptedException {
    Start start = new Start(KernelJars.kernel().getParent(), made, List.of());
    Start.writeFlags(made);
    start.makeArchive(REHEARSAL_SECONDS);
    return start.command();
  }
}
