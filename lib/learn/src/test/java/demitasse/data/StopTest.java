package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.download.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What takes long on whole data sets ends at an interrupt, with nothing left running. */
class StopTest {
  private static final int LONGEST = 5_000;

  @TempDir static Path folder;

  private static Cifar100 read() {
    return new CifarFormat(20_000, 20_000).read(folder.resolve("cifar100"));
  }

  private static Cifar100 load() {
    var settings = Map.of("DEMITASSE_DATA", folder.toString());
    return Worlds.finder(Worlds.in(folder, settings)).load(new CifarFormat(20_000, 20_000));
  }

  private static String sum() {
    try {
      return Sha256.of(folder.resolve("cifar100/train.bin"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Runnable> work() {
    byte[] records = TestFiles.cifar(new int[20_000]);
    Path files = folder.resolve("cifar100");
    assertTrue(files.toFile().mkdir());
    TestFiles.write(files, "train.bin", records);
    TestFiles.write(files, "test.bin", records);
    ImageSet set = read().train();
    return Stream.of(
        Mnist::generated,
        Cifar100::generated,
        StopTest::read,
        StopTest::load,
        StopTest::sum,
        () -> set.histogram(0),
        () -> ClassMeans.of(set));
  }

  @ParameterizedTest
  @MethodSource("work")
  void endsWithAnErrorAndLeavesTheInterrupt(Runnable work) throws InterruptedException {
    var failure = new AtomicReference<Throwable>();
    var stillInterrupted = new AtomicReference<Boolean>();
    var thread =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              try {
                work.run();
              } catch (Throwable e) {
                failure.set(e);
              }
              stillInterrupted.set(Thread.interrupted());
            });
    thread.start();
    thread.join(LONGEST);
    assertTrue(!thread.isAlive(), "still running");
    assertInstanceOf(CancellationException.class, failure.get());
    assertTrue(stillInterrupted.get(), "the interrupt is gone");
  }

  @Test
  void oneFailureEndsTheOtherHalf() {
    var ended = new AtomicReference<Throwable>();
    var e =
        assertThrows(
            IllegalStateException.class,
            () ->
                Both.of(
                    () -> {
                      throw new IllegalStateException("first");
                    },
                    () -> {
                      try {
                        Thread.sleep(60_000);
                      } catch (InterruptedException stopped) {
                        ended.set(stopped);
                      }
                      return 1;
                    },
                    (a, b) -> b));
    assertEquals("first", e.getMessage());
    assertInstanceOf(InterruptedException.class, ended.get());
    e =
        assertThrows(
            IllegalStateException.class,
            () ->
                Both.of(
                    () -> 1,
                    () -> {
                      throw new IllegalStateException("second");
                    },
                    (a, b) -> a));
    assertEquals("second", e.getMessage());
  }
}
