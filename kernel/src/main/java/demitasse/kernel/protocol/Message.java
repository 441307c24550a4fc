package demitasse.kernel.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import demitasse.kernel.base.Json;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/**
 * One message of the Jupyter protocol.
 *
 * @param identities the routing prefix, which a reply repeats
 * @param parent the header of the message that this one answers; empty if none
 * @param buffers binary attachments of comm messages
 */
public record Message(
    List<byte[]> identities,
    JsonObject header,
    JsonObject parent,
    JsonObject metadata,
    JsonObject content,
    List<byte[]> buffers) {

  /** The message type, such as {@code execute_request}. */
  public String type() {
    return header.get("msg_type").getAsString();
  }

  /** The id of the subshell that the message is for; empty for the main shell. */
  public String subshell() {
    return Json.string(header, "subshell_id", "");
  }

  /**
   * Tells whether this message was sent before another one by the same sender. The clocks of two
   * senders are not compared.
   */
  public boolean isSentBefore(Message other) {
    if (!Json.string(header, "session", "").equals(Json.string(other.header, "session", "-"))) {
      return false;
    }
    try {
      return date().isBefore(other.date());
    } catch (DateTimeException e) {
      return false; // a date as the protocol does not want it
    }
  }

  /** Returns this message with other content, and without attachments. */
  Message with(JsonObject other) {
    return new Message(identities, header, parent, metadata, other, List.of());
  }

  /** About how many bytes the message has on the wire. */
  long bytes() {
    long bytes = bytes(header) + bytes(parent) + bytes(metadata) + bytes(content);
    for (byte[] buffer : buffers) {
      bytes += buffer.length;
    }
    return bytes;
  }

  private static long bytes(JsonElement json) {
    long bytes = 0;
    if (json.isJsonObject()) {
      for (Map.Entry<String, JsonElement> entry : json.getAsJsonObject().entrySet()) {
        bytes += entry.getKey().length() + bytes(entry.getValue());
      }
    } else if (json.isJsonArray()) {
      for (JsonElement element : json.getAsJsonArray()) {
        bytes += bytes(element);
      }
    } else if (json.isJsonPrimitive()) {
      JsonPrimitive value = json.getAsJsonPrimitive();
      bytes = value.isString() ? value.getAsString().length() : Double.BYTES;
    }
    return bytes;
  }

  private OffsetDateTime date() {
    return OffsetDateTime.parse(Json.string(header, "date", ""));
  }
}
