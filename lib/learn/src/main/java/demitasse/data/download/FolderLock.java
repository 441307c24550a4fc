package demitasse.data.download;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * Lets one notebook at a time download or unpack into a folder; the others wait and then find the
 * files there. The operating system gives the lock back when a process dies.
 */
final class FolderLock {
  private static final long MILLIS_BETWEEN_TRIES = 200;

  private FolderLock() {}

  /**
   * Does some work when nobody else does.
   *
   * @param folder is made if it is not there
   * @param whenWaiting is run once if somebody else has the lock
   * @return what the work returns
   * @throws IOException if nothing can be written there
   */
  static <T> T call(Path folder, Runnable whenWaiting, Supplier<T> work) throws IOException {
    try (FileChannel channel = open(folder)) {
      if (!isOurs(channel)) {
        whenWaiting.run();
        do {
          Thread.sleep(MILLIS_BETWEEN_TRIES);
        } while (!isOurs(channel));
      }
      return work.get();
    } catch (InterruptedException | ClosedByInterruptException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while another notebook was at work");
    }
  }

  private static FileChannel open(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(".lock");
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static boolean isOurs(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // another thread of this process has it
    }
  }
}
