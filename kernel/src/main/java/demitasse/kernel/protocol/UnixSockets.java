package demitasse.kernel.protocol;

import demitasse.kernel.base.Log;
import demitasse.kernel.base.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * The doors of {@code transport: ipc}: Unix domain sockets, each in front of one of the kernel's
 * sockets, which listens within the process.
 *
 * <p>JeroMQ 0.6 accepts {@code ipc} addresses, but listens on a TCP port derived from the name,
 * where no other ZeroMQ looks. So the kernel speaks ZeroMQ's protocol itself, in a {@link
 * ZmtpConnection} for each front end. One thread serves them all.
 *
 * <p>Only the owner of the process may connect. The kernel replaces files that an earlier kernel
 * left behind, and removes its own at the end.
 */
final class UnixSockets {
  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER_OF_OWNER =
      PosixFilePermissions.fromString("rwx------");
  private static final long LAST_MESSAGES_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ZMQ.Context context;
  private final ArrivingFrames arriving;
  private final Runnable onFull;
  private final Selector selector;
  private final List<Path> files = new ArrayList<>();
  private final List<ZmtpConnection> connections = new ArrayList<>(); // of the thread
  private volatile boolean closing;
  private Thread thread;

  /**
   * Prepares to listen.
   *
   * @param arriving makes room for what front ends send
   * @param onFull what to do when there is no memory to take in a message; it allocates none
   */
  UnixSockets(ZMQ.Context context, ArrivingFrames arriving, Runnable onFull) throws IOException {
    this.context = context;
    this.arriving = arriving;
    this.onFull = onFull;
    this.selector = Selector.open();
  }

  /**
   * Listens at a file.
   *
   * @param inside the {@code inproc} address of the socket that this leads to
   * @param type the type of that socket
   * @throws IOException if the file cannot be made, or somebody listens there already
   */
  void listen(Path file, String inside, SocketType type) throws IOException {
    makeRoom(file);
    ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    door.bind(UnixDomainSocketAddress.of(file));
    files.add(file);
    file.toFile().deleteOnExit(); // at an end by a signal, too
    Files.setPosixFilePermissions(file, OWNER_ALONE);
    door.configureBlocking(false);
    // Until now only the user's umask decided who may connect.
    for (SocketChannel early = door.accept(); early != null; early = door.accept()) {
      early.close();
    }
    Runnable accept = () -> accept(door, inside, type);
    door.register(selector, SelectionKey.OP_ACCEPT, accept);
  }

  private static void makeRoom(Path file) throws IOException {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      throw new IOException("on this system the kernel supports only the transport tcp");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER_OF_OWNER));
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(file)) {
      throw new IOException("there is a file that is no socket");
    }
    if (answers(file)) {
      throw new IOException("another process listens there");
    }
    Files.delete(file); // an earlier kernel left it behind
  }

  private static boolean answers(Path file) {
    try {
      SocketChannel.open(UnixDomainSocketAddress.of(file)).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Begins to accept front ends. */
  void start() {
    thread = Threads.start("demitasse-ipc", this::run);
  }

  private void run() {
    try {
      while (!closing) {
        try {
          selector.select();
          handleReady();
        } catch (OutOfMemoryError e) {
          onFull.run(); // a cell has filled the heap; what is ready now stays ready
        }
      }
      sendLastMessages();
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      connections.forEach(ZmtpConnection::close);
    }
  }

  private void handleReady() {
    for (SelectionKey key : selector.selectedKeys()) {
      ((Runnable) key.attachment()).run();
    }
    selector.selectedKeys().clear();
    connections.removeIf(ZmtpConnection::isClosed);
  }

  private void accept(ServerSocketChannel door, String inside, SocketType type) {
    try {
      SocketChannel channel = door.accept();
      if (channel != null) {
        connections.add(ZmtpConnection.open(channel, selector, context, arriving, inside, type));
      }
    } catch (IOException e) {
      Log.note("a front end could not connect: " + e.getMessage());
    }
  }

  private void sendLastMessages() throws IOException {
    long end = System.nanoTime() + LAST_MESSAGES_NANOS;
    connections.forEach(ZmtpConnection::move);
    for (long left; (left = end - System.nanoTime()) > 0; ) {
      if (connections.stream().noneMatch(ZmtpConnection::hasUnsent)) {
        return;
      }
      selector.select(1 + TimeUnit.NANOSECONDS.toMillis(left));
      handleReady();
    }
  }

  /** Accepts no more front ends, sends what is left for at most a second, removes the files. */
  void close() {
    closing = true;
    selector.wakeup();
    try {
      thread.join(2 * TimeUnit.NANOSECONDS.toMillis(LAST_MESSAGES_NANOS));
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      Log.note("cannot remove a socket's file: " + e.getMessage());
    }
  }
}
