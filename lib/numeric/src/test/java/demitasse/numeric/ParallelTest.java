package demitasse.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelTest {
  @Test
  void everyIndexIsVisitedOnceInEveryOfManyLoops() {
    try (Parallel parallel = Parallel.of(3)) {
      for (int length : new int[] {0, 1, 7, 64, 65, 1000}) {
        AtomicIntegerArray visits = new AtomicIntegerArray(length);
        for (int loop = 0; loop < 200; loop++) {
          parallel.forBlocks(
              length,
              64,
              (from, to) -> {
                for (int i = from; i < to; i++) {
                  visits.incrementAndGet(i);
                }
              });
        }
        for (int i = 0; i < length; i++) {
          assertEquals(200, visits.get(i));
        }
      }
    }
  }

  @Test
  void aSumHasTheSameBitsOnAnyNumberOfThreads() {
    double expected = sum(1);
    for (int threads : new int[] {2, 3, 5}) {
      assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(sum(threads)));
    }
  }

  private static double sum(int threads) {
    try (Parallel parallel = Parallel.of(threads)) {
      return parallel.sum(
          100_003,
          100,
          (from, to) -> {
            double part = 0;
            for (int i = from; i < to; i++) {
              part += Math.sin(i) * 1e-3;
            }
            return part;
          });
    }
  }

  @Test
  void whatABodyThrowsReachesTheCallerAndTheTeamGoesOn() {
    try (Parallel parallel = Parallel.of(2)) {
      IllegalStateException thrown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  parallel.forBlocks(
                      100,
                      1,
                      (from, to) -> {
                        if (from == 57) {
                          throw new IllegalStateException("57");
                        }
                      }));
      assertEquals("57", thrown.getMessage());
      assertEquals(100, parallel.sum(100, 9, (from, to) -> to - from));
    }
  }

  /** The caller's interrupt ends the others' work too, and the team goes on afterwards. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void anInterruptEndsALoopBetweenItsBlocks(int threads) {
    Thread caller = Thread.currentThread();
    AtomicInteger done = new AtomicInteger();
    try (Parallel parallel = Parallel.of(threads)) {
      assertThrows(
          CancellationException.class,
          () ->
              parallel.forBlocks(
                  1_000_000_000,
                  1,
                  (from, to) -> {
                    if (done.incrementAndGet() == 100) {
                      caller.interrupt();
                    }
                  }));
      assertTrue(done.get() < 1_000_000_000);
      assertThrows(CancellationException.class, () -> parallel.forBlocks(1, 1, (from, to) -> {}));
      assertTrue(Thread.interrupted());
      assertEquals(100, parallel.sum(100, 9, (from, to) -> to - from));
    }
  }

  @Test
  void aNegativeNumberOfThreadsIsRefused() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Parallel.of(-1));
    assertTrue(e.getMessage().contains("-1"), e.getMessage());
  }
}
