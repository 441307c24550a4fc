package demitasse.data.download;

import demitasse.data.format.DataException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CancellationException;

/**
 * Lets one notebook at a time download into a folder; the others wait and then find the files
 * there. The operating system gives the lock back when a process dies.
 */
final class FolderLock {
  private static final long MILLIS_BETWEEN_TRIES = 200;

  private FolderLock() {}

  /**
   * Does some work when nobody else does.
   *
   * @param folder is made if it is not there
   * @param whenWaiting is run once if somebody else has the lock
   * @throws DataException if nothing can be written there
   */
  static void run(Path folder, Runnable whenWaiting, Runnable work) {
    try (FileChannel channel = open(folder)) {
      if (!isOurs(channel)) {
        whenWaiting.run();
        do {
          Thread.sleep(MILLIS_BETWEEN_TRIES);
        } while (!isOurs(channel));
      }
      work.run();
    } catch (IOException e) {
      throw DataException.in(
          folder,
          "cannot be written to (" + e + ")",
          "Make it writable, or set " + Surroundings.DATA + " to a folder that has the data.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while another download was under way");
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
