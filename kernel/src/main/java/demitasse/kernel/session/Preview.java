package demitasse.kernel.session;

import demitasse.kernel.base.CellStopped;
import demitasse.kernel.execution.StopCheck;
import demitasse.kernel.source.CellNames;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The beginning of a value's text, in a short time whatever its {@code toString} does: that runs on
 * a thread of its own, which is stopped when the time is over. So does what else a value is asked.
 */
public final class Preview {
  private static final long MILLIS = 250;
  private static final int CHARS = 200;
  private static final int ELEMENTS = 20;
  private static final int DEPTH = 3;

  private Thread last; // the thread of a text that took too long, as long as it has not ended

  /** Known by its class: a name is the user's to choose. */
  private static final class Looker extends Thread {
    Looker(Runnable body) {
      super(body, "preview");
      setDaemon(true);
    }
  }

  /** Tells whether a thread computes the text of a value, for the kernel and for no cell. */
  public static boolean isOn(Thread thread) {
    return thread instanceof Looker;
  }

  /** Returns the beginning of the text of {@code value}, or why there is none. */
  public String of(Object value) {
    try {
      return within(MILLIS, () -> beginning(value));
    } catch (Hidden e) {
      return "(cannot be shown: " + e.getMessage() + ")";
    }
  }

  /** Returns the same on this thread, however long it takes. */
  public static String beginning(Object value) {
    return cut(text(value, 0));
  }

  /** Why something about a value cannot be found out. */
  public static final class Hidden extends Exception {
    private static final long serialVersionUID = 1;

    Hidden(String message) {
      super(message);
    }
  }

  /**
   * Returns what methods of a value say.
   *
   * @throws Hidden if they fail, or take longer
   */
  public <T> T within(long millis, Callable<T> work) throws Hidden {
    // One that waits, as for a lock that a paused thread holds, takes no time from others.
    if (last != null && last.getState() == Thread.State.RUNNABLE) {
      throw new Hidden("the text of another value is still being computed");
    }
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Looker(() -> run(task));
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.start();
    try {
      return task.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      abandon(thread);
      throw new Hidden("its text takes too long");
    } catch (ExecutionException e) {
      throw new Hidden(CellNames.plain(e.getCause().getClass().getName()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CellStopped();
    }
  }

  private void abandon(Thread thread) {
    last = thread;
    StopCheck.abandon(thread);
    thread.interrupt();
    try {
      thread.join(MILLIS); // most end at once, and the next value can be looked at
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(FutureTask<?> task) {
    try {
      task.run();
    } finally {
      StopCheck.forget(Thread.currentThread());
    }
  }

  private static String cut(String text) {
    String plain = CellNames.plain(text);
    return plain.length() <= CHARS ? plain : plain.substring(0, CHARS) + " ...";
  }

  /** The text of a value; of a large one of the JDK's only the first elements are asked. */
  private static String text(Object value, int depth) {
    if (value == null || depth == DEPTH) {
      return value == null ? "null" : "...";
    }
    boolean isJdks = value.getClass().getClassLoader() == null;
    if (value.getClass().isArray()) {
      return elements("[", "]", array(value), depth);
    }
    if (isJdks && value instanceof Collection<?> collection) {
      return elements("[", "]", collection.iterator(), depth);
    }
    if (isJdks && value instanceof Map<?, ?> map) {
      return elements("{", "}", map.entrySet().iterator(), depth);
    }
    if (isJdks && value instanceof Map.Entry<?, ?> entry) {
      return text(entry.getKey(), depth) + "=" + text(entry.getValue(), depth);
    }
    return isJdks && value instanceof CharSequence chars
        ? chars.subSequence(0, Math.min(chars.length(), CHARS + 1)).toString()
        : String.valueOf(value);
  }

  private static String elements(String begin, String end, Iterator<?> elements, int depth) {
    StringBuilder text = new StringBuilder(begin);
    for (int i = 0; elements.hasNext(); i++) {
      if (i == ELEMENTS || text.length() > CHARS) {
        text.append(", ...");
        break;
      }
      text.append(i == 0 ? "" : ", ").append(text(elements.next(), depth + 1));
    }
    return text.append(end).toString();
  }

  private static Iterator<?> array(Object array) {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < Array.getLength(array);
      }

      @Override
      public Object next() {
        return Array.get(array, next++);
      }
    };
  }
}
