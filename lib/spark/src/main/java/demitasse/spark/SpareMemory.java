package demitasse.spark;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Timer;
import java.util.TimerTask;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Gives unused memory of this process back to the system while it is open, for the other processes
 * of a cluster on this machine. Java itself gives back little of its heap, and the native allocator
 * next to nothing of what the compilers and an engine have freed. The limits of the heap stay.
 */
final class SpareMemory implements AutoCloseable {
  /** How much of the heap may be free after a collection, in percent; by default 40 to 70. */
  private static final String LEAST = "10";

  private static final String MOST = "15";

  private static final long TRIM_MILLIS = 1000;

  /** The heap may grow by a quarter until it is collected as a whole, after which it shrinks. */
  private static final double GROWTH = 1.25;

  private final Timer timer = new Timer("demitasse-spark-memory", true);
  private double limit; // of the heap's size, in bytes

  private SpareMemory() {}

  /** Starts to give memory back. */
  static SpareMemory giveBack() {
    SpareMemory spare = new SpareMemory();
    try {
      var machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      machine.setVMOption("MinHeapFreeRatio", LEAST);
      machine.setVMOption("MaxHeapFreeRatio", MOST);
      spare.collect();
    } catch (RuntimeException e) {
      spare.limit = Double.POSITIVE_INFINITY; // another JVM, or a collector without these options
    }
    spare.timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            if (heap() > spare.limit) {
              spare.collect();
            }
            if (!trim()) {
              cancel();
            }
          }
        },
        0,
        TRIM_MILLIS);
    return spare;
  }

  private void collect() {
    System.gc();
    limit = GROWTH * heap();
  }

  private static long heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
  }

  /** Returns whether this worked: it needs Linux and a recent JDK. */
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
