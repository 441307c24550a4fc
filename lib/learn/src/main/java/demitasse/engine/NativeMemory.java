package demitasse.engine;

import ai.djl.ndarray.NDManager;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Arrays outside of the heap that live as long as their owner: until it closes them, or until
 * nothing refers to this object any more.
 *
 * <p>The garbage collector looks at the heap alone, where a model of 100 MB takes a few kilobytes.
 * So it is asked to run when much has been taken since it last was, as Java does it for direct
 * buffers.
 */
public final class NativeMemory implements AutoCloseable {
  /** After so many bytes the collector is asked to look for forgotten models. */
  private static final long MUCH = 64L << 20;

  private static final Cleaner CLEANER = Cleaner.create();
  private static final AtomicLong TAKEN = new AtomicLong();

  private final NDManager manager;
  private Cleaner.Cleanable cleanable;

  private NativeMemory(NDManager manager) {
    this.manager = manager;
  }

  /** What is to be done at the end; it must not refer to the memory itself. */
  private record Freeing(NDManager manager) implements Runnable {
    @Override
    public void run() {
      manager.close();
      FreedMemory.giveBack();
    }
  }

  /**
   * Begins.
   *
   * @param name for those who look for leaks
   * @param bytes about how much it is going to hold
   */
  public static NativeMemory of(String name, long bytes) {
    if (TAKEN.addAndGet(bytes) > MUCH) {
      TAKEN.set(bytes);
      System.gc();
    }
    NDManager manager = Engines.current().newBaseManager();
    manager.setName(name);
    var memory = new NativeMemory(manager);
    memory.cleanable = CLEANER.register(memory, new Freeing(manager));
    return memory;
  }

  /** Returns the owner of the arrays. */
  public NDManager manager() {
    return manager;
  }

  /** Frees the arrays, and gives their memory back to the system. */
  @Override
  public void close() {
    cleanable.clean();
  }
}
