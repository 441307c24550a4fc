package demitasse.kernel.streams;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import demitasse.kernel.base.Threads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tells Java whether there is a screen, so that a cell can open a window where there is one, and
 * charts are drawn where there is none.
 *
 * <p>Java itself takes a {@code DISPLAY} for a screen that answers, and cannot even draw into
 * memory where none does: in a container, or after a connection with X forwarding has ended. So
 * somebody knocks before.
 */
public final class Screen {
  private static final String HEADLESS = "java.awt.headless";
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(2);

  private final FutureTask<Boolean> knocking; // null where nothing needs to be found out

  /** Looks at what can be seen at once. */
  public Screen(Map<String, String> environment) {
    String system = System.getProperty("os.name");
    if (System.getProperty(HEADLESS) != null
        || system.startsWith("Windows")
        || system.startsWith("Mac")) {
      knocking = null; // somebody has said it; or Java knows it
    } else if (environment.getOrDefault("DISPLAY", "").isBlank() || !hasWindows()) {
      knocking = null;
      System.setProperty(HEADLESS, "true");
    } else {
      knocking = new FutureTask<>(Screen::opens);
    }
  }

  /** Begins to find out whether the display answers. */
  public void knock() {
    if (knocking != null) {
      Threads.start("demitasse-screen", knocking);
    }
  }

  /** Waits a moment for the answer: what runs next may draw. */
  public void await() {
    if (knocking == null) {
      return;
    }
    boolean answers = false;
    try {
      answers = knocking.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // a display that does not answer is none
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    System.setProperty(HEADLESS, String.valueOf(!answers));
  }

  /** Debian's headless packages of Java can draw, but not on a screen. */
  private static boolean hasWindows() {
    return Files.exists(Path.of(System.getProperty("java.home"), "lib", "libawt_xawt.so"));
  }

  private static boolean opens() {
    try {
      NativeLibrary x = NativeLibrary.getInstance("libX11.so.6");
      x.getFunction("XInitThreads").invokeInt(new Object[0]);
      Pointer display = x.getFunction("XOpenDisplay").invokePointer(new Object[] {null});
      if (display != null) {
        x.getFunction("XCloseDisplay").invokeInt(new Object[] {display});
      }
      return display != null;
    } catch (LinkageError e) {
      return false;
    }
  }
}
