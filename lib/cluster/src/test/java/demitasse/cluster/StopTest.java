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

  /** The fit hears the stop, and so must the elbow around it. */
  @Test
  void anElbowIsStoppedByAStopBetweenRestarts() throws InterruptedException {
    interrupted(
        1500,
        () -> {
          KMeansOptions options = KMeansOptions.of(1).nInit(1_000_000).maxIterations(3);
          assertEquals(1, KMeans.elbow(POINTS, options, 3, 4, 5).length);
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
  void theFirstRestartIsReturnedAsItStands() throws InterruptedException {
    interrupted(
        1500,
        () -> {
          // A restart that nothing but a stop ends within a minute.
          KMeansOptions options =
              KMeansOptions.of(4000).nInit(2).tolerance(0).maxIterations(1_000_000);
          KMeansResult result =
              KMeans.fit(
                  POINTS, options.initialization(KMeansOptions.Initialization.RANDOM).threads(1));
          assertFalse(Thread.currentThread().isInterrupted(), "the interrupt is heard");
          assertEquals(4000, Arrays.stream(result.labels()).distinct().count());
          assertMeans(result);
        });
  }

  /** Each centroid is the mean of its points, the inertia that about these. */
  private static void assertMeans(KMeansResult result) {
    int k = result.centroids().length;
    double[][] sums = new double[k][8];
    int[] counts = new int[k];
    for (int i = 0; i < POINTS.length; i++) {
      counts[result.labels()[i]]++;
      for (int c = 0; c < 8; c++) {
        sums[result.labels()[i]][c] += POINTS[i][c];
      }
    }
    double inertia = 0;
    for (int i = 0; i < POINTS.length; i++) {
      int label = result.labels()[i];
      for (int c = 0; c < 8; c++) {
        double mean = sums[label][c] / counts[label];
        assertEquals(mean, result.centroids()[label][c], 1e-6);
        inertia += Math.pow(POINTS[i][c] - mean, 2);
      }
    }
    assertEquals(inertia, result.inertia(), 1e-9 * inertia);
  }

  @Test
  void aStopWhileCentersAreChosenReturnsTheClustersAroundRandomPoints()
      throws InterruptedException {
    interrupted(
        1000,
        () -> {
          KMeansResult result = KMeans.fit(POINTS, KMeansOptions.of(4000).threads(1));
          assertFalse(Thread.currentThread().isInterrupted(), "the interrupt is heard");
          assertEquals(0, result.iterations());
          assertEquals(4000, Arrays.stream(result.labels()).distinct().count());
          assertMeans(result);
        });
  }

  @Test
  void aStopBeforePointsHaveClustersThrowsIfThatWouldTakeLong() throws InterruptedException {
    interrupted(
        1000,
        () -> {
          KMeansOptions options = KMeansOptions.of(15_000);
          Exception e =
              assertThrows(CancellationException.class, () -> KMeans.fit(POINTS, options));
          assertEquals("k-means was stopped before the points had clusters", e.getMessage());
          assertTrue(Thread.currentThread().isInterrupted());
        });
  }
}
