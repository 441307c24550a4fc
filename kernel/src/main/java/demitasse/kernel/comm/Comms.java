package demitasse.kernel.comm;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import demitasse.kernel.api.Comm;
import demitasse.kernel.base.Json;
import demitasse.kernel.protocol.Message;
import demitasse.kernel.protocol.Publisher;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** The open comms, and who takes new ones. */
public final class Comms {
  private static final Gson GSON =
      new GsonBuilder()
          .serializeNulls()
          .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
          .create();
  private static final TypeToken<Map<String, Object>> DATA = new TypeToken<>() {};

  private final Publisher publisher;
  private final Map<String, OpenComm> open = new ConcurrentHashMap<>();
  private final Map<String, BiConsumer<Comm, Map<String, Object>>> targets =
      new ConcurrentHashMap<>();

  public Comms(Publisher publisher) {
    this.publisher = publisher;
  }

  /** Opens a comm to a target of the front end. */
  public Comm open(
      String target, Map<String, ?> data, Map<String, ?> metadata, List<byte[]> buffers) {
    OpenComm comm = new OpenComm(this, UUID.randomUUID().toString(), target);
    open.put(comm.id(), comm);
    JsonObject content = content(comm, data);
    content.addProperty("target_name", target);
    publisher.show("comm_open", GSON.toJsonTree(metadata).getAsJsonObject(), content, buffers);
    return comm;
  }

  /** Returns the id of the request that the output of this thread belongs to. */
  public String requestId() {
    return Json.string(publisher.parent(), "msg_id", "");
  }

  /** Gives comms that the front end opens to {@code target} to this handler. */
  public void register(String target, BiConsumer<Comm, Map<String, Object>> handler) {
    targets.put(target, handler);
  }

  void send(String type, Comm comm, Map<String, ?> data, List<byte[]> buffers) {
    publisher.show(type, new JsonObject(), content(comm, data), buffers);
  }

  private static JsonObject content(Comm comm, Map<String, ?> data) {
    JsonObject content = new JsonObject();
    content.addProperty("comm_id", comm.id());
    content.add("data", GSON.toJsonTree(data));
    return content;
  }

  void close(Comm comm) {
    if (open.remove(comm.id()) != null) {
      send("comm_close", comm, Map.of(), List.of());
    }
  }

  /** Takes a comm message of the front end. What the user's handlers throw comes out. */
  public void handle(Message message) {
    String id = Json.string(message.content(), "comm_id", "");
    Map<String, Object> data = GSON.fromJson(Json.object(message.content(), "data"), DATA);
    switch (message.type()) {
      case "comm_open" -> {
        OpenComm comm = new OpenComm(this, id, Json.string(message.content(), "target_name", ""));
        BiConsumer<Comm, Map<String, Object>> target = targets.get(comm.target());
        if (target == null) {
          send("comm_close", comm, Map.of(), List.of()); // the protocol's way of saying no
        } else {
          open.put(id, comm);
          target.accept(comm, data);
        }
      }
      case "comm_msg" -> {
        OpenComm comm = open.get(id);
        if (comm != null) {
          comm.message(data, message.buffers());
        }
      }
      default -> {
        OpenComm comm = open.remove(id);
        if (comm != null) {
          comm.closed(data);
        }
      }
    }
  }

  /** Returns the content of a {@code comm_info_reply}. */
  public JsonObject info(String target) {
    JsonObject comms = new JsonObject();
    for (OpenComm comm : open.values()) {
      if (target.isEmpty() || target.equals(comm.target())) {
        JsonObject json = new JsonObject();
        json.addProperty("target_name", comm.target());
        comms.add(comm.id(), json);
      }
    }
    JsonObject content = Json.ok();
    content.add("comms", comms);
    return content;
  }
}
