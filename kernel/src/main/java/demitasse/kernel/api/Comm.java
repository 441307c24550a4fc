package demitasse.kernel.api;

import java.util.Map;
import java.util.function.Consumer;

/** A line to code in the front end, a widget for example. */
public interface Comm {
  /** The id that both ends know it by. */
  String id();

  /** What it leads to in the front end. */
  String target();

  /** Sends data, which must be of JSON's types, and binary attachments. */
  void send(Map<String, ?> data, byte[]... buffers);

  /** Closes it, and tells the front end. */
  void close();

  /** Calls {@code handler} with the data of each message that comes. */
  Comm onMessage(Consumer<Map<String, Object>> handler);

  /** Calls {@code handler} when the front end closes it. */
  Comm onClose(Consumer<Map<String, Object>> handler);
}
