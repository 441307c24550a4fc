package demitasse.data.format;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file as a whole or not at all: until the new one is complete, the old one stays. */
public final class WholeFile {
  private WholeFile() {}

  /** The content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file.
   *
   * @param file is replaced as a whole or stays as it was; its folder is made
   */
  public static void write(Path file, Content content) throws IOException {
    Path target = target(file);
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.createDirectories(target.getParent());
      try (var stream = new FileOutputStream(part.toFile())) {
        content.writeTo(stream);
        // Only what has reached the disk may take the place of the former file. Not by a channel,
        // which an interrupt of the thread would close.
        stream.getFD().sync();
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder(target.getParent());
    } finally {
      delete(part); // gone already if all went well
    }
  }

  /** Returns the file to write: for a link, the one that it leads to. */
  private static Path target(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    if (Files.isSymbolicLink(target)) {
      target =
          Files.exists(target)
              ? target.toRealPath()
              : target.resolveSibling(Files.readSymbolicLink(target)).normalize();
    }
    if (target.getFileName() == null || Files.exists(target) && !Files.isRegularFile(target)) {
      String what = Files.isDirectory(target) ? "it is a folder" : "it is not a regular file";
      throw new FileSystemException(file.toString(), null, what);
    }
    return target;
  }

  /** Leaves nothing behind on a disk that is full. */
  private static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // What keeps it from being deleted has kept it from being written.
    }
  }

  /** Makes the renaming durable; not all systems can. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open a folder; there the file system's journal must do.
    }
  }

  /**
   * Returns why a file could not be read or written, where the operating system knows it: a full
   * disk, a missing right.
   *
   * @return the reason in parentheses, after a blank; empty if there is none
   */
  public static String reason(Path file, IOException problem) {
    if (problem instanceof NoSuchFileException) {
      return " (there is no such file)";
    }
    String reason =
        problem instanceof FileSystemException system ? system.getReason() : problem.getMessage();
    return reason == null || reason.equals(file.toString()) ? "" : " (" + reason + ")";
  }
}
