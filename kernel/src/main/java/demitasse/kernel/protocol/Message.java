package demitasse.kernel.protocol;

import com.google.gson.JsonObject;
import java.util.List;

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
}
