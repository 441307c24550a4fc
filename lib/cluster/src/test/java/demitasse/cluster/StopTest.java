package demitasse.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** The thread's interrupt, which is a notebook's stop button. */
@Timeout(60)
class StopTest {
  private static final float[][] POINTS = new float[20_000][8];

  static {
    SplittableRandom random = new SplittableRandom(1);
    for (float[] point : POINTS) {
      for (int c = 0; c < point.length; c++) {
        point[c] = (float) random.nextGaussian();
      }
    }
  }

  @AfterEach
  void calm() {
    Thread.interrupted();
  }

  private static void interrupted(int millis, Runnable work) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread = new Thread(work);
    thread.setUncaughtExceptionHandler((t, e) -> thrown.set(e));
    thread.start();
    Thread.sleep(millis);
    thread.interrupt();
    thread.join();
    if (thrown.get() != null) {
      throw new AssertionError(thrown.get());
    }
  }

  @Test
  void theBestRestartSoFarIsReturned() throws InterruptedException {
    interrupted(
        1500,
        () -> {
          KMeansOptions options = KMeansOptions.of(3).nInit(1_000_000).maxIterations(3);
          KMeansResult result = KMeans.fit(POINTS, options);
          assertFalse(Thread.currentThread().isInterrupted(), "the interrupt is heard");
          int done = result.restartInertias().length;
          assertTrue(done > 0 && done < 1_000_000, done + " restarts");
          assertEquals(Arrays.stream(result.restartInertias()).min().orElse(0), result.inertia());
        });
  }

  @Test
  void anElbowHasTheInertiasThereAre() throws InterruptedException {
    interrupted(
        1500,
        () -> {
          int[] ks = new int[100_000];
          Arrays.setAll(ks, i -> i < 2 ? i + 1 : 10_000);
          double[] elbow = KMeans.elbow(POINTS, KMeansOptions.of(1).nInit(1), ks);
          assertEquals(2, elbow.length);
          assertFalse(Thread.currentThread().isInterrupted());
        });
  }

  @Test
  void whatHasNothingToReturnThrowsAndLeavesTheThreadInterrupted() {
    int[] labels = new int[POINTS.length];
    labels[0] = 1;
    Executable[] work = {
      () -> KMeans.fit(POINTS, KMeansOptions.of(3)),
      () -> KMeans.elbow(POINTS, KMeansOptions.of(3), 1, 2),
      () -> ClusterQuality.silhouette(POINTS, labels, POINTS.length, 0),
    };
    for (Executable each : work) {
      Thread.currentThread().interrupt();
      assertThrows(CancellationException.class, each);
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void aStopInTheFirstRestartThrows() throws InterruptedException {
    interrupted(
        1000,
        () -> {
          KMeansOptions options = KMeansOptions.of(10_000);
          assertThrows(CancellationException.class, () -> KMeans.fit(POINTS, options));
          assertTrue(Thread.currentThread().isInterrupted());
        });
  }
}
