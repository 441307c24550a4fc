package demitasse.explore;

import demitasse.widgets.Image;
import demitasse.widgets.Label;
import demitasse.widgets.Widget;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/**
 * A figure that is redrawn when something changes. All changes that come while it is being drawn
 * lead to a single redraw afterwards, so a slider that moves quickly leaves no queue.
 */
final class LiveFigure {
  private static final int IDLE_SECONDS = 10;

  private final Supplier<BufferedImage> figure;
  private final Image image = new Image().format("png");
  private final Label complaint = new Label();
  private final AtomicBoolean isDue = new AtomicBoolean();
  private final Executor drawing = drawing();

  LiveFigure(Supplier<BufferedImage> figure) {
    this.figure = figure;
    image.value(png(figure.get()));
  }

  /** Returns a thread that ends when there has been nothing to draw for a while. */
  private static Executor drawing() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "demitasse-figure");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  List<Widget> parts() {
    return List.of(image, complaint);
  }

  /** Requests a redraw and does not wait for it. */
  void change() {
    if (isDue.compareAndSet(false, true)) {
      drawing.execute(this::draw);
    }
  }

  private void draw() {
    isDue.set(false);
    try {
      image.value(png(figure.get()));
      complaint.value("");
    } catch (RuntimeException e) {
      // The figure is the learner's code: they read its error below the figure.
      complaint.value(e.toString());
    }
  }

  private static byte[] png(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
