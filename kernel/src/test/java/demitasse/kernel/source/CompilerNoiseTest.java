package demitasse.kernel.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompilerNoiseTest {
  private final PrintStream original = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(printed, true, StandardCharsets.UTF_8);
  private final CompilerNoise noise = new CompilerNoise();

  @BeforeEach
  void replace() {
    System.setErr(err);
  }

  @AfterEach
  void putBack() {
    System.setErr(original);
  }

  @Test
  void whatTheCompilersThreadPrintsIsDropped() {
    String done =
        noise.without(
            () -> {
              System.err.print("noise");
              return "done";
            });
    assertEquals("done", done);
    assertSame(err, System.err);
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void theStreamIsTheUsersAgainWhenTwoThreadsHaveCompiledAtOnce() throws InterruptedException {
    CountDownLatch bothCompile = new CountDownLatch(2);
    CountDownLatch firstIsDone = new CountDownLatch(1);
    Thread second =
        new Thread(
            () ->
                noise.without(
                    () -> {
                      meet(bothCompile);
                      await(firstIsDone);
                      System.err.print("noise");
                      return null;
                    }));
    second.start();
    noise.without(
        () -> {
          meet(bothCompile);
          return null;
        });
    System.err.print("1"); // while the other still compiles
    firstIsDone.countDown();
    second.join();
    System.err.print("2");
    assertSame(err, System.err);
    assertEquals("12", printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aThreadThatClosesWhatItSeesMeanwhileClosesNothing() throws InterruptedException {
    noise.without(
        () -> {
          Thread other = new Thread(() -> System.err.close());
          other.start();
          join(other);
          return null;
        });
    System.err.print("open");
    assertEquals("open", printed.toString(StandardCharsets.UTF_8));
  }

  private static void meet(CountDownLatch latch) {
    latch.countDown();
    await(latch);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
