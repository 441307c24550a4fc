package demitasse.kernel.install;

import demitasse.kernel.classpath.KernelJars;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Prepares a quick start of the kernel where its jars lie: for the Python wheel, whose launcher
 * calls this.
 */
public final class InPlace {
  private static final int REHEARSAL_SECONDS =
      40; // Jupyter waits for sixty, until the kernel answers

  private InPlace() {}

  /**
   * Makes the JVM's flags and the archive of classes; prints the command that starts the kernel, a
   * line for each argument. Exit status 2 for wrong arguments, 1 where the folder cannot be
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
      prepare(Path.of(args[0]).toAbsolutePath()).forEach(System.out::println);
    } catch (IOException e) {
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
