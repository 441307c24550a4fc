package demitasse.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.embed.TSneOptions.Initialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The thread's interrupt, which is a notebook's stop button. */
@Timeout(60)
class StopTest {
  private static final float[][] POINTS = Samples.blobs(1200, 4, 4, 1);
  private static final float[][] MAP = Samples.blobs(60_000, 2, 1, 2);
  private static final TSneOptions ENDLESS =
      TSneOptions.defaults().perplexity(10).iterations(100_000_000).reportEvery(100_000_000);

  @AfterEach
  void calm() {
    Thread.interrupted();
  }

  /** Runs work on a thread of its own, and interrupts it in the midst of a step some time after. */
  private static void interruptedAfter(CountDownLatch begun, Runnable work)
      throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread = new Thread(work);
    thread.setUncaughtExceptionHandler(
        (t, e) -> {
          thrown.set(e);
          begun.countDown();
        });
    thread.start();
    begun.await();
    Thread.sleep(20);
    thread.interrupt();
    thread.join();
    if (thrown.get() != null) {
      throw new AssertionError(thrown.get());
    }
  }

  /** Returns endless options that count down as soon as the map has moved. */
  private static TSneOptions telling(CountDownLatch moves) {
    return ENDLESS
        .reportEvery(5)
        .listener(
            progress -> {
              if (progress.iteration() > 0) {
                moves.countDown();
              }
              return true;
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"EXACT", "BARNES_HUT", "FFT"})
  void aMapThatMovesIsReturnedAsItStands(Method method) throws InterruptedException {
    CountDownLatch moves = new CountDownLatch(1);
    interruptedAfter(
        moves,
        () -> {
          TSneResult map = TSne.fit(POINTS, telling(moves).method(method));
          assertFalse(Thread.currentThread().isInterrupted(), "the interrupt is heard");
          assertTrue(map.isStopped());
          assertTrue(map.iterations() > 0);
          // The divergence is that of the map, not of the last report.
          TSneOptions again =
              ENDLESS
                  .method(method)
                  .initialization(Initialization.given(map.embedding()))
                  .iterations(0);
          assertEquals(TSne.fit(POINTS, again).kl(), map.kl(), 1e-6);
          TSneResult.Kl last = map.klCurve().get(map.klCurve().size() - 1);
          assertEquals(new TSneResult.Kl(map.iterations(), map.kl()), last);
        });
  }

  @Test
  void aSweepReturnsTheMapsItHas() throws InterruptedException {
    CountDownLatch moves = new CountDownLatch(1);
    interruptedAfter(
        moves,
        () -> {
          List<TSneResult> maps = TSne.sweep(POINTS, telling(moves), 5, 10, 20);
          assertEquals(1, maps.size());
          assertFalse(Thread.currentThread().isInterrupted());
        });
  }

  @ParameterizedTest
  @EnumSource(Start.class)
  void aStopBeforeTheMapMovesReturnsTheStart(Start start) throws InterruptedException {
    // Neighbors among so many points, exactly, take far longer than the test waits.
    float[][] points = Samples.blobs(60_000, 40, 4, 1);
    TSneOptions options =
        TSneOptions.defaults().search(Search.EXACT).initialization(start.initialization());
    TSneResult map = stoppedIn("NeighborSearch", () -> TSne.fit(points, options));
    assertEquals(0, map.iterations());
    assertTrue(map.isStopped());
    assertTrue(Double.isNaN(map.kl()));
    assertTrue(map.toString().contains("KL not known after 0 of"), map.toString());
    assertEquals(points.length, map.embedding().length);
    if (start == Start.GIVEN) {
      assertArrayEquals(MAP, map.embedding());
    } else {
      assertTrue(Math.abs(map.embedding()[7][0]) < 0.01 && map.embedding()[7][0] != 0);
    }
  }

  @Test
  void aStopWhileComponentsAreComputedReturnsARandomStart() throws InterruptedException {
    float[][] points = Samples.blobs(2000, 1500, 4, 1);
    TSneOptions options = TSneOptions.defaults().seed(3);
    TSneResult map = stoppedIn("Pca", () -> TSne.fit(points, options));
    assertEquals(0, map.iterations());
    assertTrue(map.isStopped());
    TSneOptions random = options.initialization(Initialization.random()).iterations(0);
    assertArrayEquals(TSne.fit(points, random).embedding(), map.embedding());
  }

  /** Interrupts work when the stack shows a name, and returns what it returns. */
  private static TSneResult stoppedIn(String name, Supplier<TSneResult> work)
      throws InterruptedException {
    Thread thread = Thread.currentThread();
    Thread stop =
        new Thread(
            () -> {
              while (!Arrays.toString(thread.getStackTrace()).contains(name)) {
                if (Thread.currentThread().isInterrupted()) {
                  return; // The work is done, and the name was never seen.
                }
                Thread.onSpinWait();
              }
              thread.interrupt();
            });
    stop.start();
    TSneResult map;
    try {
      map = work.get();
    } finally {
      stop.interrupt();
    }
    stop.join();
    assertFalse(Thread.currentThread().isInterrupted(), "the interrupt is heard");
    return map;
  }

  private enum Start {
    RANDOM,
    COMPONENTS,
    GIVEN;

    Initialization initialization() {
      return switch (this) {
        case RANDOM -> Initialization.random();
        case COMPONENTS -> Initialization.pca();
        case GIVEN -> Initialization.given(MAP);
      };
    }
  }

  @Test
  void aStopOfTheListenerEndsOnlyItsOwnMap() {
    TSneOptions options = ENDLESS.reportEvery(5).listener(progress -> progress.iteration() < 10);
    List<TSneResult> maps = TSne.sweep(POINTS, options, 5, 10);
    assertEquals(List.of(10, 10), maps.stream().map(TSneResult::iterations).toList());
  }

  @Test
  void whatHasNothingToReturnThrowsAndLeavesTheThreadInterrupted() {
    TSneOptions brief = ENDLESS.iterations(1);
    TSneResult map = TSne.fit(POINTS, brief);
    Map<String, Executable> work =
        Map.of(
            "fit", () -> TSne.fit(POINTS, ENDLESS),
            "approximate", () -> TSne.fit(POINTS, ENDLESS.search(Search.APPROXIMATE)),
            "sweep", () -> TSne.sweep(POINTS, ENDLESS, 5, 10),
            "transform", () -> TSne.transform(POINTS, map, POINTS),
            "trustworthiness", () -> EmbeddingQuality.trustworthiness(POINTS, map.embedding(), 5),
            "recall", () -> EmbeddingQuality.neighborRecall(POINTS, map.embedding(), 5),
            "accuracy", () -> EmbeddingQuality.neighborAccuracy(map.embedding(), new int[1200], 5),
            "search", () -> NeighborRecall.ofSearch(POINTS, 5, 10),
            "components", () -> Pca.project(POINTS, 2));
    List<String> heard = new ArrayList<>();
    work.forEach(
        (name, each) -> {
          Thread.currentThread().interrupt();
          Exception e = assertThrows(CancellationException.class, each, name);
          assertEquals("stopped: the thread was interrupted", e.getMessage());
          assertTrue(Thread.interrupted(), name);
          heard.add(name);
        });
    assertEquals(work.size(), heard.size());
  }
}
