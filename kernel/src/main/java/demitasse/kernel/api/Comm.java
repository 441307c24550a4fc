package demitasse.kernel.api;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A line to code in the front end, a widget for example. */
public interface Comm {
  /**
   * Opens a line to code in the front end that is registered there as {@code target}.
   *
   * @param metadata about the message, such as the version of what is spoken on the line
   * @param buffers binary attachments
   */
  static Comm open(String target, Map<String, ?> data, Map<String, ?> metadata, byte[]... buffers) {
    return Notebooks.running().openComm(target, data, metadata, buffers);
  }

  /** Has {@code handler} take the lines that the front end opens to {@code target}. */
  static void serve(String target, BiConsumer<Comm, Map<String, Object>> handler) {
    Notebooks.running().onComm(target, handler);
  }

  /** Returns the id of the request that the output of the calling thread belongs to. */
  static String requestId() {
    return Notebooks.running().requestId();
  }

  /** The id that both ends know it by. */
  String id();

  /** What it leads to in the front end. */
  String target();

  /** Sends data, which must be of JSON's types, and binary attachments. */
  void send(Map<String, ?> data, byte[]... buffers);

  /** Closes it, and tells the front end. */
  void close();

  /**
   * Calls {@code handler} with the data of each message that comes, one after the other, on a
   * thread of its own: it does not wait for a cell that runs. What comes before there is a handler
   * waits for the first one.
   */
  default Comm onMessage(Consumer<Map<String, Object>> handler) {
    return onMessage((data, buffers) -> handler.accept(data));
  }

  /** Calls {@code handler} with the data and the binary attachments of each message that comes. */
  Comm onMessage(BiConsumer<Map<String, Object>, List<byte[]>> handler);

  /** Calls {@code handler} when the front end closes it. */
  Comm onClose(Consumer<Map<String, Object>> handler);
}
