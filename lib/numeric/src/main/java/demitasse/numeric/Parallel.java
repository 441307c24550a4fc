package demitasse.numeric;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Loops over blocks of an index range on a fixed team of threads.
 *
 * <p>The blocks depend on the length of the range and never on the number of threads, and {@link
 * #sum} adds the blocks' results in their order. A computation whose blocks write to separate
 * places therefore gives the same bits on one thread as on many.
 *
 * <p>An optimiser calls many loops of less than a millisecond. So the team's threads wait for the
 * next loop awake for some microseconds before they sleep; on one thread, loops simply run. Each
 * thread begins with the same share of the blocks in every loop, where what it needs may still lie
 * in its core's cache, and then helps the others with theirs.
 *
 * <p>An interrupt of the calling thread ends a loop after the blocks that are being computed: the
 * loop throws {@link CancellationException} and leaves the thread interrupted.
 *
 * <p>One caller at a time, and a body must not start a loop of the same team.
 */
public final class Parallel implements AutoCloseable {
  /** The body of a loop: does the work of the indices from {@code from} until before {@code to}. */
  @FunctionalInterface
  public interface Block {
    void run(int from, int to);
  }

  /** The body of a sum: returns the sum over the indices from {@code from} to before {@code to}. */
  @FunctionalInterface
  public interface PartialSum {
    double over(int from, int to);
  }

  private static final int AWAKE_NANOS = 50_000;
  private static final String INTERRUPTED = "stopped: the thread was interrupted";

  private final Thread[] team;
  private volatile Loop current;
  private volatile boolean closed;

  private Parallel(int threads) {
    team = new Thread[threads - 1];
    for (int i = 0; i < team.length; i++) {
      int member = i + 1;
      team[i] = new Thread(() -> work(member), "demitasse-" + member);
      team[i].setDaemon(true);
      team[i].start();
    }
  }

  /**
   * Forms a team.
   *
   * @param threads how many threads, the caller's included; 0 for one per processor
   * @throws IllegalArgumentException if {@code threads} is negative
   */
  public static Parallel of(int threads) {
    if (threads < 0) {
      throw new IllegalArgumentException("threads must be 0 (all) or more, got " + threads);
    }
    return new Parallel(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
  }

  /**
   * Runs {@code body} on the blocks [0, blockSize), [blockSize, 2·blockSize) … of [0, length), in
   * any order and on all threads, and returns when all are done.
   *
   * <p>What a body throws, this throws once the other blocks have ended.
   *
   * @throws CancellationException if the calling thread is interrupted before all blocks are done
   */
  public void forBlocks(int length, int blockSize, Block body) {
    int blocks = blocks(length, blockSize);
    if (blocks <= 1 || team.length == 0) {
      for (int b = 0; b < blocks; b++) {
        checkInterrupt();
        body.run(b * blockSize, end(b, blockSize, length));
      }
      return;
    }
    Loop loop = new Loop(length, blockSize, blocks, body, team.length + 1);
    current = loop;
    for (int i = 0; i < Math.min(team.length, blocks - 1); i++) {
      LockSupport.unpark(team[i]);
    }
    loop.help(0);
    loop.await();
  }

  /**
   * Looks at the interrupt, as long work between loops does.
   *
   * @throws CancellationException if the calling thread is interrupted, which it stays
   */
  public static void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException(INTERRUPTED);
    }
  }

  /** Returns the sum of {@code body} over [0, length): blocks as above, added in their order. */
  public double sum(int length, int blockSize, PartialSum body) {
    double[] partial = new double[blocks(length, blockSize)];
    forBlocks(length, blockSize, (from, to) -> partial[from / blockSize] = body.over(from, to));
    double sum = 0;
    for (double p : partial) {
      sum += p;
    }
    return sum;
  }

  /** Dismisses the threads. */
  @Override
  public void close() {
    closed = true;
    for (Thread thread : team) {
      LockSupport.unpark(thread);
    }
  }

  private static int blocks(int length, int blockSize) {
    return (int) (((long) length + blockSize - 1) / blockSize);
  }

  private static int end(int block, int blockSize, int length) {
    return (int) Math.min(length, (block + 1L) * blockSize);
  }

  private void work(int member) {
    Loop done = null;
    long idleSince = System.nanoTime();
    while (!closed) {
      Loop loop = current;
      if (loop != done) {
        loop.help(member);
        done = loop;
        idleSince = System.nanoTime();
      } else if (System.nanoTime() - idleSince < AWAKE_NANOS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
  }

  private static final class Loop {
    private final int length;
    private final int blockSize;
    private final int blocks;
    private final Block body;
    // The next block of each thread's share.
    private final AtomicInteger[] next;
    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread caller = Thread.currentThread();
    private volatile boolean cancelled;

    Loop(int length, int blockSize, int blocks, Block body, int members) {
      this.length = length;
      this.blockSize = blockSize;
      this.blocks = blocks;
      this.body = body;
      next = new AtomicInteger[members];
      for (int m = 0; m < members; m++) {
        next[m] = new AtomicInteger(first(m));
      }
    }

    private int first(int member) {
      return (int) ((long) blocks * member / next.length);
    }

    void help(int member) {
      for (int k = 0; k < next.length; k++) {
        int owner = (member + k) % next.length;
        int end = first(owner + 1);
        for (int b = next[owner].getAndIncrement(); b < end; b = next[owner].getAndIncrement()) {
          run(b);
          if (cancelled) {
            // What nobody has begun counts as finished.
            finished.addAndGet(Math.max(0, end - next[owner].getAndSet(end)));
          }
        }
      }
    }

    private void run(int b) {
      try {
        if (caller.isInterrupted()) {
          cancelled = true;
        }
        if (!cancelled) {
          body.run(b * blockSize, end(b, blockSize, length));
        }
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
      } finally {
        finished.incrementAndGet();
      }
    }

    void await() {
      long since = System.nanoTime();
      while (finished.get() < blocks) {
        // Once a block takes long, the processor is better left to whoever computes it.
        if (System.nanoTime() - since < AWAKE_NANOS) {
          Thread.onSpinWait();
        } else {
          Thread.yield();
        }
      }
      if (cancelled) {
        throw new CancellationException(INTERRUPTED);
      }
      Throwable e = failure.get();
      if (e instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (e instanceof Error error) {
        throw error;
      }
    }
  }
}
