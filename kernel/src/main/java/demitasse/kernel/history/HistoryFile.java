package demitasse.kernel.history;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import demitasse.kernel.base.Log;
import demitasse.kernel.base.Shortened;
import demitasse.kernel.base.Threads;
import demitasse.kernel.history.History.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The file in which the kernels of a user keep what was run: a JSON object a line, the newest last.
 *
 * <p>Kernels that run at the same time take turns by a lock on a file beside it. That file also
 * holds the number of the last session: a session that begins need not read the whole history,
 * which would take processor time and memory from its first cell. A line that is no entry, such as
 * one cut off when a disk was full, is passed over. Where nothing can be written the history is
 * that of the session alone. Reading and writing happen on a thread of their own: no cell waits for
 * them.
 */
public final class HistoryFile {
  private static final Gson GSON = new Gson();
  private static final long MOST_BYTES = 4 << 20; // shortened to half of it beyond
  private static final int LONGEST = 1 << 18; // characters of an entry's code, and of its value
  private static final long PATIENCE_SECONDS = 2;
  private static final int NUMBER_BYTES = 16; // more than an int and the end of its line take

  private final Path file; // null for none
  private final List<Entry> own = new ArrayList<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> Threads.create("demitasse-history", task));
  private int session; // 0: none yet
  private boolean broken;

  /**
   * What is known.
   *
   * @param session the number of this session
   */
  record Contents(int session, List<Entry> entries) {}

  /**
   * Names the file; it is made with the first entry.
   *
   * @param file null to keep the history of this session only
   */
  public HistoryFile(Path file) {
    this.file = file;
  }

  /**
   * Adds an entry of this session some time soon, with only the beginning of a long value. Code
   * that is too long to be typed is left out.
   */
  void add(int line, String input, String output) {
    if (input.length() <= LONGEST) {
      String beginning = output == null ? null : Shortened.of(output, LONGEST);
      thread.execute(() -> append(line, input, beginning));
    }
  }

  private void append(int line, String input, String output) {
    if (file != null && !broken) {
      try (FileChannel turn = openTurn()) {
        turn.lock(); // until it is closed
        if (session == 0) {
          shorten();
          session = lastSession(turn) + 1;
          writeLastSession(turn, session);
        }
        write(new Entry(session, line, input, output));
      } catch (IOException | RuntimeException e) {
        broken = true;
        Log.note("the history is not kept in " + file + ": " + e);
      }
    }
    session = Math.max(1, session);
    own.add(new Entry(session, line, input, output));
  }

  private FileChannel openTurn() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return FileChannel.open(
        file.resolveSibling(file.getFileName() + ".lock"),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  /**
   * Returns the number of the last session; from the history itself if the lock's file has none.
   */
  private int lastSession(FileChannel turn) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(NUMBER_BYTES);
    turn.read(bytes, 0);
    String number = StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
    try {
      return Math.max(0, Integer.parseInt(number.strip()));
    } catch (NumberFormatException e) {
      return lastSession(entries());
    }
  }

  private static void writeLastSession(FileChannel turn, int number) throws IOException {
    turn.truncate(0);
    turn.write(StandardCharsets.US_ASCII.encode(number + "\n"), 0);
  }

  private void write(Entry entry) throws IOException {
    boolean fresh = !Files.exists(file);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (fresh) {
        makePrivate();
      }
      long end = channel.size();
      ByteBuffer last = ByteBuffer.allocate(1);
      // A line that was cut off ends here.
      boolean cut = end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
      String text = (cut ? "\n" : "") + GSON.toJson(entry) + "\n";
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        end += channel.write(bytes, end);
      }
    }
  }

  /** What somebody runs is nobody else's business. */
  private void makePrivate() {
    file.toFile().setReadable(false, false);
    file.toFile().setReadable(true, true);
  }

  private void shorten() throws IOException {
    if (!Files.exists(file) || Files.size(file) <= MOST_BYTES) {
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    int start = bytes.length - (int) (MOST_BYTES / 2);
    while (start < bytes.length && bytes[start - 1] != '\n') {
      start++;
    }
    Path shorter = file.resolveSibling(file.getFileName() + ".new");
    Files.write(shorter, java.util.Arrays.copyOfRange(bytes, start, bytes.length));
    Files.move(shorter, file, StandardCopyOption.REPLACE_EXISTING);
    makePrivate();
  }

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (file == null || !Files.exists(file)) {
      return entries;
    }
    // Decoded without complaint: damage is passed over.
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    for (String line : text.split("\n")) {
      try {
        Entry entry = GSON.fromJson(line, Entry.class);
        if (entry != null && entry.session() > 0 && entry.input() != null) {
          entries.add(entry);
        }
      } catch (JsonParseException e) {
        // No entry.
      }
    }
    return entries;
  }

  private static int lastSession(List<Entry> entries) {
    return entries.stream().mapToInt(Entry::session).max().orElse(0);
  }

  /** Returns the entries of all sessions, of this one as last added. */
  Contents read() {
    Future<Contents> contents =
        thread.submit(
            () -> {
              List<Entry> all = new ArrayList<>();
              if (!broken) {
                try {
                  all.addAll(entries());
                } catch (IOException e) {
                  Log.note("the history cannot be read: " + e);
                }
              }
              int current = session == 0 ? lastSession(all) + 1 : session;
              all.removeIf(entry -> entry.session() == current);
              all.addAll(own);
              return new Contents(current, all);
            });
    try {
      return contents.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits a moment until all is written. */
  void close() {
    try {
      thread.submit(() -> {}).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      Log.note("the end of the history may be lost: " + e);
    }
  }
}
