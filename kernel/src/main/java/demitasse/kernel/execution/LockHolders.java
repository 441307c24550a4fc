package demitasse.kernel.execution;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Finds the threads that hold the locks of {@code synchronized} blocks for which others wait. */
final class LockHolders {
  private LockHolders() {}

  /** Returns those of the threads that the waiting ones wait for, directly or through others. */
  static Set<Thread> among(Set<Thread> threads, Set<Thread> waiting) {
    Set<Thread> found = new HashSet<>();
    for (Thread thread : waiting) {
      Optional<Thread> holder = of(thread, threads);
      while (holder.isPresent() && found.add(holder.get())) {
        holder = of(holder.get(), threads);
      }
    }
    return found;
  }

  private static Optional<Thread> of(Thread waiting, Set<Thread> threads) {
    ThreadInfo info = blocked(waiting);
    return info == null
        ? Optional.empty()
        : threads.stream().filter(thread -> thread.getId() == info.getLockOwnerId()).findAny();
  }

  /** What a thread waits for, and who holds it; null if it does not wait for such a lock. */
  static ThreadInfo blocked(Thread thread) {
    if (thread.getState() != Thread.State.BLOCKED) {
      return null;
    }
    ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId());
    return info == null || info.getLockOwnerName() == null ? null : info;
  }
}
