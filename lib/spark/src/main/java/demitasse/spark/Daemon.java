package demitasse.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The main class of a cluster's processes: runs Spark's own, one or several, and ends with the
 * process that has started it, however that ends. A killed process cannot remove the cluster's
 * folder, so this one does.
 */
final class Daemon {
  /** Stands after each program. */
  static final String END = "--end";

  private static final long LOOK_MILLIS = 500;

  /** How often to remove the folder, while others may still write there. */
  private static final int REMOVALS = 20;

  private Daemon() {}

  /**
   * Runs programs.
   *
   * @param args the id of the process to end with, the cluster's folder, and of each program the
   *     name of its main class, its arguments, and {@link #END}
   */
  public static void main(String[] args) {
    // The id is an argument because a starter that has already ended is no longer our parent.
    Optional<ProcessHandle> starter = ProcessHandle.of(Long.parseLong(args[0]));
    SparkFolder folder = new SparkFolder(Path.of(args[1]));
    Thread watch = new Thread(() -> endWith(starter, folder), "demitasse-parent");
    watch.setDaemon(true);
    watch.start();
    int from = 2;
    for (int i = from; i < args.length; i++) {
      if (args[i].equals(END)) {
        String[] program = Arrays.copyOfRange(args, from, i);
        new Thread(() -> run(program), program[0]).start();
        from = i + 1;
      }
    }
  }

  private static void run(String[] program) {
    try {
      Class.forName(program[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(program, 1, program.length));
    } catch (ReflectiveOperationException e) {
      e.printStackTrace(); // into the log of this process
      Runtime.getRuntime().halt(1);
    }
  }

  /** A starter that nobody has waited for yet still counts as alive, but has no children. */
  private static void endWith(Optional<ProcessHandle> starter, SparkFolder folder) {
    try {
      while (starter.isPresent() && ProcessHandle.current().parent().equals(starter)) {
        Thread.sleep(LOOK_MILLIS);
      }
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
      for (int i = 0; i < REMOVALS && Files.exists(folder.root()); i++) {
        folder.remove();
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      // To end it is all that an interrupt can mean here.
    }
    Runtime.getRuntime().halt(1);
  }
}
