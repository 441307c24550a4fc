package demitasse.kernel.request;

import demitasse.kernel.execution.Stoppers;
import demitasse.kernel.protocol.Message;
import demitasse.kernel.protocol.RequestChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/** One shell beside the main one, with a thread of its own while it has something to do. */
final class Subshell {
  private final ExecutorService thread;
  private final Stoppers stoppers;
  private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
  private volatile Thread running; // null while it does nothing

  Subshell(ExecutorService thread, Stoppers stoppers) {
    this.thread = thread;
    this.stoppers = stoppers;
  }

  /** Has a request answered, in its turn; tells whether it is going to be. */
  boolean add(Message message, RequestChannel channel, Requests requests) {
    Request request = new Request(message, channel, this::takeWaiting);
    boolean isAdded = false;
    waiting.add(request);
    try {
      thread.execute(() -> handleNext(requests));
      isAdded = true;
    } catch (RejectedExecutionException e) {
      // closed a moment ago
    } finally {
      if (!isAdded) {
        waiting.remove(request); // there may have been no thread for it, and it comes again
      }
    }
    return isAdded;
  }

  private void handleNext(Requests requests) {
    Request next = waiting.poll();
    if (next == null) {
      return; // taken with a cell that failed
    }
    running = Thread.currentThread();
    try {
      requests.handle(next);
    } finally {
      running = null;
    }
  }

  private List<Request> takeWaiting() {
    List<Request> taken = new ArrayList<>();
    for (Request next; (next = waiting.poll()) != null; ) {
      taken.add(next);
    }
    return taken;
  }

  /** Stops what it does. */
  void stop() {
    Thread thread = running;
    if (thread != null) {
      stoppers.stop(thread);
    }
  }

  /** Stops what it does, and answers no more. */
  void close() {
    thread.shutdown();
    takeWaiting();
    stop();
  }
}
