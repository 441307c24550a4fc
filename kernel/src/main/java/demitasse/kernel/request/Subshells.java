package demitasse.kernel.request;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import demitasse.kernel.base.Failure;
import demitasse.kernel.base.Json;
import demitasse.kernel.protocol.Message;
import demitasse.kernel.protocol.RequestChannel;
import demitasse.kernel.protocol.RequestChannel.Reply;
import demitasse.kernel.session.CellThread;
import demitasse.kernel.session.SideThreads;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shells beside the main one (JEP 91): each answers its own requests in turn, and no other
 * shell waits for it.
 */
public final class Subshells {
  private final CellThread cells;
  private final SideThreads threads;
  private final Map<String, Subshell> open = new ConcurrentHashMap<>();

  public Subshells(CellThread cells, SideThreads threads) {
    this.cells = cells;
    this.threads = threads;
  }

  /** Answers a {@code create_subshell_request}. */
  public Reply create(JsonObject request) {
    String id = UUID.randomUUID().toString();
    open.put(id, new Subshell(threads.single("subshell"), cells.stoppers()));
    JsonObject content = Json.ok();
    content.addProperty("subshell_id", id);
    return new Reply("create_subshell_reply", content);
  }

  /** Answers a {@code delete_subshell_request}; what runs in the subshell is stopped. */
  public Reply delete(JsonObject request) {
    String id = Json.string(request, "subshell_id", "");
    Subshell subshell = open.remove(id);
    if (subshell == null) {
      return new Reply("delete_subshell_reply", unknown(id));
    }
    subshell.close();
    return new Reply("delete_subshell_reply", Json.ok());
  }

  /** Answers a {@code list_subshell_request}. */
  public Reply list(JsonObject request) {
    JsonArray ids = new JsonArray();
    open.keySet().forEach(ids::add);
    JsonObject content = Json.ok();
    content.add("subshell_id", ids);
    return new Reply("list_subshell_reply", content);
  }

  /** Has the subshell that a message names answer it. */
  public boolean take(Message message, RequestChannel channel, Requests requests) {
    if (message.subshell().isEmpty()) {
      return false;
    }
    Subshell subshell = open.get(message.subshell());
    if (subshell == null || !subshell.add(message, channel, requests)) {
      requests.handle(new Request(message, channel), Subshells::refuse);
    }
    return true;
  }

  /** Stops what runs in a subshell. */
  void stop(String id) {
    Subshell subshell = open.get(id);
    if (subshell != null) {
      subshell.stop();
    }
  }

  /** Says that there is no such subshell. */
  private static void refuse(Request request) {
    if (request.type().endsWith("_request")) {
      String reply = request.type().replace("_request", "_reply");
      request.reply(new Reply(reply, unknown(request.message().subshell())));
    }
  }

  private static JsonObject unknown(String id) {
    return Failure.plain("UnknownSubshell", "there is no subshell \"" + id + "\"").reply();
  }
}
