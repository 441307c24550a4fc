package demitasse.widgets;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What the widgets need of a kernel. There is one for the Demitasse kernel; another kernel with
 * comms is made known with {@link WidgetManager#use}.
 */
public interface Transport {
  /** A line to the front end: a comm. */
  interface Line {
    /** The id that both ends know it by. */
    String id();

    /** Sends data of JSON's types, and binary attachments. */
    void send(Map<String, ?> data, List<byte[]> buffers);

    /** Closes it, and tells the front end. */
    void close();

    /** Calls {@code handler} with each message that comes, one after the other. */
    void onMessage(BiConsumer<Map<String, Object>, List<byte[]>> handler);

    /** Calls {@code handler} when the front end closes it. */
    void onClose(Runnable handler);
  }

  /** Opens a line to {@code target} in the front end. */
  Line open(String target, Map<String, ?> data, Map<String, ?> metadata, List<byte[]> buffers);

  /** Has {@code handler} take the lines that the front end opens to {@code target}. */
  void serve(String target, Consumer<Line> handler);

  /** Returns the id of the request that the output of this thread belongs to. */
  String requestId();

  /**
   * Shows a value, as output of this thread.
   *
   * @return an id to replace it by
   */
  String display(Object value);

  /**
   * Replaces what was shown.
   *
   * @param id as {@link #display} returned it
   * @param type MIME type of the content
   */
  void replace(String id, String type, String content);

  /** Removes the output: now, or when the next one comes. */
  void clearOutput(boolean wait);

  /** Prints an exception, as output of this thread. */
  void printStackTrace(Throwable thrown);
}
