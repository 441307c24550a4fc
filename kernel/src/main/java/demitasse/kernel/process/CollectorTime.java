package demitasse.kernel.process;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** Tells for how long the garbage collector has taken nearly all the time. */
final class CollectorTime {
  /** What part of the time it must have worked, in percent: other programs take time, too. */
  private static final int WORKED_PERCENT = 80;

  /** The most that one question counts, in milliseconds: a single long collection is no proof. */
  private static final long MOST_MILLIS = 1000;

  private GarbageCollectorMXBean[] collectors = {};
  private long asked; // when, in milliseconds
  private long worked; // until then, in milliseconds
  private long busy; // for how long, in milliseconds

  /**
   * Returns for how long, in milliseconds; 0 if it was not so since the last question. While it is
   * so, each question may take as long as some collections.
   */
  long busyMillis() {
    if (collectors.length == 0) {
      collectors = collectors();
    }
    long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    long workedNow = worked();
    long passed = now - asked;
    busy =
        100 * (workedNow - worked) >= WORKED_PERCENT * passed
            ? busy + Math.min(passed, MOST_MILLIS)
            : 0;
    asked = now;
    worked = workedNow;
    return busy;
  }

  private long worked() {
    long millis = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      millis += collector.getCollectionTime();
    }
    return millis;
  }

  /** Those whose time is time in which nothing else runs; none where that cannot be found out. */
  private static GarbageCollectorMXBean[] collectors() {
    try {
      return ManagementFactory.getGarbageCollectorMXBeans().stream()
          .filter(collector -> !collector.getName().endsWith("Cycles"))
          .toArray(GarbageCollectorMXBean[]::new);
    } catch (LinkageError e) {
      return new GarbageCollectorMXBean[0]; // there was no memory to load their classes
    }
  }
}
