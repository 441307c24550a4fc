package demitasse.kernel.execution;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.stream.Collectors;

/**
 * Stands in the code of cells for the waits of the JDK's that go on whatever interrupts them: a
 * stop ends these. To any other interrupt they are what they were: it is kept until the wait is
 * over. A class that has a method of its own for such a wait keeps it.
 */
public final class CellWaits {
  /** The names of the methods that a class has not from the JDK. */
  private static final ClassValue<Set<String>> OWN =
      new ClassValue<>() {
        @Override
        protected Set<String> computeValue(Class<?> type) {
          if (isOfJdk(type)) {
            return Set.of();
          }
          Set<String> names =
              Arrays.stream(type.getDeclaredMethods())
                  .map(Method::getName)
                  .collect(Collectors.toCollection(HashSet::new));
          if (type.getSuperclass() != null) {
            names.addAll(get(type.getSuperclass()));
          }
          return names;
        }
      };

  private CellWaits() {}

  private interface Wait<T> {
    T end() throws InterruptedException;
  }

  private static boolean isOfJdk(Class<?> type) {
    return type.getModule() == Object.class.getModule();
  }

  private static boolean isOwn(Object object, String method) {
    Class<?> type = object.getClass();
    return !isOfJdk(type) && OWN.get(type).contains(method);
  }

  private static <T> T uninterruptibly(Wait<T> wait) {
    boolean interrupted = takeInterrupt();
    try {
      while (true) {
        try {
          return wait.end();
        } catch (InterruptedException e) {
          StopCheck.endIfTarget();
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Takes an interrupt that came before a wait; does not return if it is to stop this thread. */
  private static boolean takeInterrupt() {
    boolean interrupted = Thread.interrupted();
    if (interrupted) {
      StopCheck.endIfTarget();
    }
    return interrupted;
  }

  /** Stands in for the method of the same name. */
  public static void acquireUninterruptibly(Semaphore semaphore) {
    if (isOwn(semaphore, "acquireUninterruptibly")) {
      semaphore.acquireUninterruptibly();
    } else {
      acquire(semaphore, 1);
    }
  }

  /** Stands in for the method of the same name. */
  public static void acquireUninterruptibly(Semaphore semaphore, int permits) {
    if (isOwn(semaphore, "acquireUninterruptibly")) {
      semaphore.acquireUninterruptibly(permits);
    } else {
      acquire(semaphore, permits);
    }
  }

  private static void acquire(Semaphore semaphore, int permits) {
    uninterruptibly(
        () -> {
          semaphore.acquire(permits);
          return null;
        });
  }

  /** Stands in for the method of the same name. */
  public static Object join(CompletableFuture<?> future) {
    if (!isOwn(future, "join")) {
      awaitDone(future);
    }
    return future.join();
  }

  /** Stands in for the method of the same name. */
  public static Object join(ForkJoinTask<?> task) {
    awaitDone(task);
    return task.join(); // which no class can have of its own
  }

  /** Stands in for the method of the same name. */
  public static void quietlyJoin(ForkJoinTask<?> task) {
    awaitDone(task);
    task.quietlyJoin();
  }

  private static void awaitDone(Future<?> future) {
    if (future.isDone()) {
      return;
    }
    uninterruptibly(
        () -> {
          try {
            return future.get();
          } catch (ExecutionException | CancellationException e) {
            return null; // to be told in the words of the other method
          }
        });
  }

  /** Stands in for the method of the same name. */
  public static int arriveAndAwaitAdvance(Phaser phaser) {
    return isOwn(phaser, "arriveAndAwaitAdvance")
        ? phaser.arriveAndAwaitAdvance()
        : advanced(phaser, phaser.arrive());
  }

  /** Stands in for the method of the same name. */
  public static int awaitAdvance(Phaser phaser, int phase) {
    return isOwn(phaser, "awaitAdvance") ? phaser.awaitAdvance(phase) : advanced(phaser, phase);
  }

  private static int advanced(Phaser phaser, int phase) {
    return uninterruptibly(() -> phaser.awaitAdvanceInterruptibly(phase));
  }

  /** Stands in for the method of the same name. */
  public static void lock(Lock lock) {
    if (isOwn(lock, "lock")) {
      lock.lock();
    } else {
      uninterruptibly(
          () -> {
            lock.lockInterruptibly();
            return null;
          });
    }
  }

  /** Stands in for the method of the same name. */
  public static void lock(ReentrantLock lock) {
    lock((Lock) lock);
  }

  /** Stands in for the method of the same name. */
  public static void lock(ReentrantReadWriteLock.ReadLock lock) {
    lock((Lock) lock);
  }

  /** Stands in for the method of the same name. */
  public static void lock(ReentrantReadWriteLock.WriteLock lock) {
    lock((Lock) lock);
  }

  /** Stands in for the method of the same name. */
  public static long readLock(StampedLock lock) {
    return isOwn(lock, "readLock") ? lock.readLock() : uninterruptibly(lock::readLockInterruptibly);
  }

  /** Stands in for the method of the same name. */
  public static long writeLock(StampedLock lock) {
    return isOwn(lock, "writeLock")
        ? lock.writeLock()
        : uninterruptibly(lock::writeLockInterruptibly);
  }

  /**
   * Stands in for the method of the same name. An interrupt that is no stop wakes it without a
   * signal, as it may wake at any time: to wait once more could miss a signal that came meanwhile.
   */
  public static void awaitUninterruptibly(Condition condition) {
    if (isOwn(condition, "awaitUninterruptibly")) {
      condition.awaitUninterruptibly();
      return;
    }
    boolean interrupted = takeInterrupt();
    try {
      condition.await();
    } catch (InterruptedException e) {
      StopCheck.endIfTarget();
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
