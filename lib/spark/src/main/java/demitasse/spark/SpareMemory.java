package demitasse.spark;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Timer;
import java.util.TimerTask;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Leaves memory to the other processes of a cluster on this machine, as long as it is open: what is
 * unused goes back to the system. Java gives back little of its heap, and the native allocator next
 * to nothing of what the compilers and an engine have freed.
 */
final class SpareMemory implements AutoCloseable {
  /** How much of the heap may be free after a collection, in percent; Java's own are 40 and 70. */
  private static final String LEAST = "20";

  private static final String MOST = "30";

  private static final long TRIM_MILLIS = 2000;

  private final Timer timer = new Timer("demitasse-spark-memory", true);

  private SpareMemory() {}

  /** Begins to leave memory. */
  static SpareMemory leave() {
    try {
      var machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      machine.setVMOption("MinHeapFreeRatio", LEAST);
      machine.setVMOption("MaxHeapFreeRatio", MOST);
      System.gc();
    } catch (RuntimeException e) {
      // This Java is another one, or its collector has no such options.
    }
    SpareMemory spare = new SpareMemory();
    spare.timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            if (!trim()) {
              cancel();
            }
          }
        },
        0,
        TRIM_MILLIS);
    return spare;
  }

  /** Returns false where this cannot be done: Linux and a recent Java can. */
  private static boolean trim() {
    try {
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "systemTrimNativeHeap",
              null,
              null);
      return true;
    } catch (JMException | RuntimeException e) {
      return false;
    }
  }

  @Override
  public void close() {
    timer.cancel();
  }
}
