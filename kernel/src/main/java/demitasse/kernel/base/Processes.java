package demitasse.kernel.base;

import java.util.List;

/** Child processes of the kernel. */
public final class Processes {
  private Processes() {}

  /**
   * Ends a process with its children: parents first, or they would start what comes next. Who reads
   * what it prints comes to the end of that.
   */
  public static void end(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.toHandle().destroyForcibly(); // the process's own method would close its streams
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
