package demitasse.kernel.execution;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ForkJoinWorkerThreadFactory;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Makes the threads of the common pool, on which parallel streams and {@code supplyAsync} run. With
 * those of the JDK a library that looks for services there finds none: they see the kernel's
 * classes, and not the cells'.
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
