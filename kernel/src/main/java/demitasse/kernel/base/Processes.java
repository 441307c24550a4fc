package demitasse.kernel.base;

import java.util.List;

/** Child processes of the kernel. */
public final class Processes {
  private Processes() {}

  /**
   * Ends a process and its children, parents first: a parent could start another child. Whoever
   * reads the output of the process reaches its end.
   */
  public static void end(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.toHandle().destroyForcibly(); // the process's own method would close its streams
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
