package demitasse.explore;

import demitasse.train.FitView;
import demitasse.widgets.Button;
import demitasse.widgets.FloatProgress;
import demitasse.widgets.HBox;
import demitasse.widgets.HTML;
import demitasse.widgets.Label;
import demitasse.widgets.Shown;
import demitasse.widgets.VBox;
import demitasse.widgets.Widget;
import demitasse.widgets.Widgets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The live view of a fit: a progress bar with the rate and the time left, the loss as a growing
 * curve, and a button that ends the fit after the current epoch. When the fit is over, the curve
 * stays as a plain figure. A short fit prints only its lines, and so does any fit in a front end
 * without widgets.
 */
public final class LiveFit implements FitView {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final long BETWEEN_NANOS = Duration.ofMillis(300).toNanos();
  private static final int LONGEST_DRAWING_SECONDS = 5;

  private final FloatProgress bar = new FloatProgress();
  private final Label text = new Label();
  private final Button stop = new Button("Stop after this epoch");
  private final HTML curve = new HTML();
  private final HBox row = new HBox(bar, text, stop);
  private final VBox whole = new VBox(row, curve);
  private final Track track = new Track();
  private final Pace pace = new Pace();
  private final long shortNanos;
  private final long start = System.nanoTime();
  private final AtomicBoolean isDrawing = new AtomicBoolean();
  private volatile boolean isSupported;
  private volatile boolean isStopRequested;
  private boolean isDue; // it is shown at the next moment
  private long added = start - BETWEEN_NANOS;
  private Shown shown; // null until it is
  private ExecutorService drawing; // so that training goes on; null until it is shown

  /** Offers the view where this process is a kernel with widgets. */
  public static final class Offer implements Provider {
    @Override
    public FitView open() {
      return of(SHORT);
    }
  }

  private LiveFit(Duration shortest) {
    this.shortNanos = shortest.toNanos();
  }

  /**
   * Opens a view.
   *
   * @param shortest a fit that takes less than this has no view
   */
  static LiveFit of(Duration shortest) {
    LiveFit view = new LiveFit(shortest);
    if (Widgets.areAvailable()) {
      Widgets.whenSupported(() -> view.isSupported = true);
    }
    return view;
  }

  @Override
  public boolean step(Moment moment) {
    long now = System.nanoTime();
    if (now - added >= BETWEEN_NANOS) {
      added = now;
      track.add(moment);
      if (isDue && shown == null) {
        show();
      }
      // Shown at the next moment: the caller clears its line of text first, and could not later.
      isDue |= isSupported && now - start >= shortNanos;
      // If the previous moment is still being drawn, this one is skipped.
      if (shown != null && isDrawing.compareAndSet(false, true)) {
        drawing.execute(() -> draw(moment, now));
      }
    }
    return isDue;
  }

  private void show() {
    bar.layout().flex("1 1 120px");
    stop.icon("stop").layout().flex("0 0 auto").width("auto");
    row.layout().flexFlow("row wrap").maxWidth("640px");
    stop.onClick(this::requestStop);
    drawing =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "demitasse-live-fit");
              thread.setDaemon(true);
              return thread;
            });
    shown = Widgets.show(whole);
  }

  private void requestStop() {
    isStopRequested = true;
    stop.disabled(true).description("Stops after this epoch");
  }

  private void draw(Moment moment, long nanos) {
    try {
      bar.bounds(0.0, Pace.total(moment)).value(Pace.through(moment));
      text.value(pace.text(moment, nanos));
      curve.value(track.svg());
    } finally {
      isDrawing.set(false);
    }
  }

  @Override
  public void epoch(int epoch, Map<String, Double> values) {
    Double loss = values.get("val_loss");
    if (loss != null) {
      track.addValidation(epoch, loss);
    }
  }

  @Override
  public boolean isStopRequested() {
    return isStopRequested;
  }

  @Override
  public void close() {
    if (shown == null) {
      return;
    }
    drawing.shutdown();
    try {
      drawing.awaitTermination(LONGEST_DRAWING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    shown.replace("image/svg+xml", track.svg());
    List.of(bar, text, stop, curve, row, whole).forEach(Widget::close);
    // A widget's layout and style are widgets too, and outlive it.
    List.of(bar.layout(), text.layout(), stop.layout(), curve.layout()).forEach(Widget::close);
    List.of(row.layout(), whole.layout()).forEach(Widget::close);
    List.<Widget>of(bar.style(), text.style(), stop.style(), curve.style()).forEach(Widget::close);
  }
}
