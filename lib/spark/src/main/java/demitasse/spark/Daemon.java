package demitasse.spark;

import java.util.Arrays;

/**
 * The main class of a cluster's processes: runs Spark's own, one or several, and ends with the
 * process that has started it, however that ends.
 */
final class Daemon {
  /** Stands after each program. */
  static final String END = "--end";

  private static final long LOOK_MILLIS = 500;

  private Daemon() {}

  /**
   * Runs programs.
   *
   * @param args of each the name of its main class, its arguments, and {@link #END}
   */
  public static void main(String[] args) {
    ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
    Thread watch = new Thread(() -> endWith(parent), "demitasse-parent");
    watch.setDaemon(true);
    watch.start();
    int from = 0;
    for (int i = 0; i < args.length; i++) {
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

  /** A parent that nobody has waited for yet still counts as alive, but has no children. */
  private static void endWith(ProcessHandle parent) {
    try {
      while (parent.isAlive()
          && ProcessHandle.current().parent().filter(parent::equals).isPresent()) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      // To end it is all that an interrupt can mean here.
    }
    Runtime.getRuntime().halt(1);
  }
}
