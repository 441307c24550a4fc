package demitasse.kernel.execution;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ForkJoinWorkerThreadFactory;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Makes the threads of the common pool, on which parallel streams and {@code supplyAsync} run, and
 * of the pools that a cell or a library makes. With those of the JDK a library that looks for
 * services there finds none: they see the kernel's classes, and not the cells'.
 */
public final class CellWorkers implements ForkJoinWorkerThreadFactory {
  // Static and mutable, against the rule of the house: the JDK makes the factory, by its name.
  private static volatile ClassLoader classes = ClassLoader.getSystemClassLoader();

  /** Has the common pool use this factory, unless the user has chosen one. */
  public static void see(ClassLoader cells) {
    classes = cells;
    String property = "java.util.concurrent.ForkJoinPool.common.threadFactory";
    if (System.getProperty(property) == null) {
      System.setProperty(property, CellWorkers.class.getName());
    }
  }

  /** What makes the threads of a pool. */
  public static ForkJoinWorkerThreadFactory factory() {
    return new CellWorkers();
  }

  /** How many threads a pool has whose maker does not say. */
  public static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Stands for {@code ForkJoinPool::new}. */
  public static ForkJoinPool newPool() {
    return newPool(processors());
  }

  /** Stands for {@code ForkJoinPool::new}. */
  public static ForkJoinPool newPool(int parallelism) {
    return new ForkJoinPool(parallelism, factory(), null, false);
  }

  /** Stands for the method of the same name in {@link java.util.concurrent.Executors}. */
  public static ExecutorService newWorkStealingPool() {
    return newWorkStealingPool(processors());
  }

  /** Stands for the method of the same name in {@link java.util.concurrent.Executors}. */
  public static ExecutorService newWorkStealingPool(int parallelism) {
    return new ForkJoinPool(parallelism, factory(), null, true);
  }

  @Override
  public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
    ForkJoinWorkerThread thread = new Worker(pool);
    thread.setContextClassLoader(classes);
    return thread;
  }

  private static final class Worker extends ForkJoinWorkerThread {
    Worker(ForkJoinPool pool) {
      super(pool);
    }
  }
}
