package demitasse.explore;

import demitasse.train.FitView;
import demitasse.widgets.Shown;
import demitasse.widgets.Widgets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The live view of a fit: a progress bar with the rate and the time left, the loss as a growing
 * curve, and a button that ends the fit after the current epoch. When the fit is over, the curve
 * stays as a plain figure. A short fit prints only its lines, and so does any fit in a front end
 * without widgets.
 *
 * <p>The thread that trains only notes how far the fit is, a few times a second, and shows the view
 * once it has been made. All else is done by a thread of the view.
 */
public final class LiveFit implements FitView {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration OVER_SOON = Duration.ofSeconds(3);
  private static final long BETWEEN_NANOS = Duration.ofMillis(300).toNanos();
  private static final int LONGEST_DRAWING_SECONDS = 5;

  /** The pause after a drawing is so many times as long as the drawing. */
  private static final int PAUSES = 100;

  /** If a view does not move for longer, it looks as if the fit had stopped. */
  private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

  private final long shortNanos;
  private final long soonNanos;
  private final long start = System.nanoTime();

  // Of the thread that trains.
  private long next = start; // when to note again
  private boolean isAsked; // whether the front end has widgets
  private boolean isBeingMade;
  private boolean isCovering; // the line of text
  private Shown shown; // null until it is
  private ExecutorService drawing; // one thread; null until there is work for it

  // Of both threads.
  private final Track track = new Track(); // of the view's thread as soon as there is a view
  private final Queue<Consumer<Track>> news = new ConcurrentLinkedQueue<>(); // for the track
  private final AtomicBoolean isDrawing = new AtomicBoolean();
  private volatile Pace pace; // null until the first moment
  private volatile long nextDrawing = start;
  private volatile boolean isSupported;
  private volatile boolean isStopRequested;
  private volatile FitPanel panel; // null until it has been made

  /** Offers the view where this process is a kernel with widgets. */
  public static final class Offer implements Provider {
    @Override
    public FitView open() {
      return new LiveFit(SHORT, OVER_SOON);
    }
  }

  /**
   * Opens a view.
   *
   * @param shortest a fit that takes less than this has no view
   * @param soon nor has a fit that ends within this, once it has taken {@code shortest}
   */
  LiveFit(Duration shortest, Duration soon) {
    shortNanos = shortest.toNanos();
    soonNanos = soon.toNanos();
  }

  @Override
  public boolean step(Moment moment) {
    long now = System.nanoTime();
    if (now - next < 0) {
      return isCovering;
    }
    next = now + BETWEEN_NANOS;
    pace = pace == null ? Pace.from(moment, now) : pace.to(moment, now);
    tell(track -> track.add(moment));
    if (isCovering) {
      if (shown == null) {
        shown = Widgets.show(panel.whole());
      }
      drawIfDue(now);
    } else if (panel != null) {
      // Shown at the next step: the caller clears its line of text first, and could not later.
      isCovering = true;
      next = now;
    } else {
      prepare(now - start);
    }
    return isCovering;
  }

  private void tell(Consumer<Track> what) {
    if (isBeingMade) {
      news.add(what);
    } else {
      what.accept(track);
    }
  }

  /** Asks the front end in time, and has the view made when it is due. */
  private void prepare(long nanos) {
    if (!isAsked && nanos >= shortNanos / 2) {
      isAsked = true;
      drawing = Executors.newSingleThreadExecutor(LiveFit::thread);
      drawing.execute(this::ask);
    }
    if (!isBeingMade && isSupported && nanos >= shortNanos && pace.nanosLeft() >= soonNanos) {
      isBeingMade = true;
      drawing.execute(this::make);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "demitasse-live-fit");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY); // as far as the system heeds it
    return thread;
  }

  private void ask() {
    if (Widgets.areAvailable()) {
      Widgets.whenSupported(() -> isSupported = true);
    }
  }

  /** Makes the view, with its first picture. */
  private void make() {
    FitPanel made = new FitPanel(() -> isStopRequested = true);
    update(made);
    made.open();
    panel = made;
  }

  private void drawIfDue(long now) {
    // If the previous moment is still being drawn, this one is skipped.
    if (now - nextDrawing >= 0 && isDrawing.compareAndSet(false, true)) {
      drawing.execute(this::draw);
    }
  }

  private void draw() {
    long begin = System.nanoTime();
    try {
      update(panel);
    } finally {
      long end = System.nanoTime();
      nextDrawing = end + Math.min(LONGEST_PAUSE_NANOS, PAUSES * (end - begin));
      isDrawing.set(false);
    }
  }

  private void update(FitPanel panel) {
    readNews();
    panel.update(pace, track.svg());
  }

  private void readNews() {
    for (var next = news.poll(); next != null; next = news.poll()) {
      next.accept(track);
    }
  }

  @Override
  public void epoch(int epoch, Map<String, Double> values) {
    Double loss = values.get("val_loss");
    if (loss != null) {
      tell(track -> track.addValidation(epoch, loss));
    }
  }

  @Override
  public boolean isStopRequested() {
    return isStopRequested;
  }

  @Override
  public void close() {
    if (drawing == null) {
      return;
    }
    drawing.execute(this::end);
    drawing.shutdown();
    try {
      drawing.awaitTermination(LONGEST_DRAWING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    if (shown != null) {
      readNews();
      shown.replace("image/svg+xml", track.svg());
    }
    if (panel != null) {
      panel.close();
    }
  }
}
