package demitasse.kernel.protocol;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import demitasse.kernel.base.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The wire format: frames to messages and back, signed.
 *
 * <p>jjava-jupyter has this too, but reads frames without a limit or a check of their number, so
 * that one malformed message ends its channel; compares signatures in time that depends on their
 * content; and takes a message a second time. Here a message that is not sound is refused with a
 * {@link Refused} and nothing else happens.
 */
public final class Wire {
  private static final ByteBuffer DELIMITER =
      ByteBuffer.wrap("<IDS|MSG>".getBytes(StandardCharsets.US_ASCII));
  public static final String PROTOCOL = "5.4";
  private static final int REMEMBERED = 1 << 16;
  private static final int BLOCK = 64; // bytes; the block size of SHA-256

  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private final byte[] innerPad;
  private final byte[] outerPad;
  private final String session;
  private final AtomicLong count = new AtomicLong();

  // Signatures seen, the oldest forgotten first. A header carries a unique id, so an honest front
  // end
  // never sends the same signature twice.
  private final Map<String, Boolean> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** A message was malformed, forged or replayed. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String why) {
      super(why);
    }
  }

  /**
   * Returns the wire format of a session.
   *
   * @param key the key of the connection file; empty for no signatures
   * @param session an id that no other kernel process has
   */
  public Wire(String key, String session) {
    this.session = session;
    if (key.isEmpty()) {
      innerPad = null;
      outerPad = null;
      return;
    }
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    byte[] block = Arrays.copyOf(bytes.length > BLOCK ? sha256().digest(bytes) : bytes, BLOCK);
    innerPad = new byte[BLOCK];
    outerPad = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      innerPad[i] = (byte) (block[i] ^ 0x36);
      outerPad[i] = (byte) (block[i] ^ 0x5c);
    }
  }

  /** Returns the header of a new message of ours. */
  public JsonObject header(String type) {
    JsonObject header = new JsonObject();
    header.addProperty("msg_id", session + "_" + count.incrementAndGet());
    header.addProperty("session", session);
    header.addProperty("username", "kernel");
    header.addProperty("date", Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
    header.addProperty("msg_type", type);
    header.addProperty("version", PROTOCOL);
    return header;
  }

  /** Tells whether a message of this id is one of ours. */
  boolean isOurs(String messageId) {
    return messageId.startsWith(session + "_");
  }

  /** Returns the frames of a message, signed. */
  public List<byte[]> encode(Message message) {
    byte[] header = bytes(message.header());
    byte[] parent = bytes(message.parent());
    byte[] metadata = bytes(message.metadata());
    byte[] content = bytes(message.content());
    List<byte[]> frames = new ArrayList<>(message.identities());
    List<byte[]> parts = List.of(header, parent, metadata, content);
    frames.add(DELIMITER.array());
    frames.add(
        sign(parts.stream().map(ByteBuffer::wrap).toList()).getBytes(StandardCharsets.US_ASCII));
    frames.addAll(parts);
    frames.addAll(message.buffers());
    return frames;
  }

  /**
   * Returns the message in the frames.
   *
   * @throws Refused if the frames are malformed, the signature is wrong or the message was seen
   *     before
   */
  public Message decode(List<ByteBuffer> frames) throws Refused {
    return decode(frames, true);
  }

  /**
   * Returns who sent a message and of what type it is, without its content: there may be no memory
   * for that.
   *
   * @throws Refused as {@link #decode}
   */
  Message decodeHeader(List<ByteBuffer> frames) throws Refused {
    return decode(frames, false);
  }

  private Message decode(List<ByteBuffer> frames, boolean whole) throws Refused {
    int start = frames.indexOf(DELIMITER);
    if (start < 0 || frames.size() < start + 6) {
      throw new Refused("too few frames");
    }
    String signature = checkedSignature(frames.subList(start + 1, start + 6));
    Message message =
        new Message(
            bytes(frames.subList(0, start)),
            json(frames.get(start + 2)),
            whole ? json(frames.get(start + 3)) : new JsonObject(),
            whole ? json(frames.get(start + 4)) : new JsonObject(),
            whole ? json(frames.get(start + 5)) : new JsonObject(),
            whole ? bytes(frames.subList(start + 6, frames.size())) : List.of());
    if (!Json.has(message.header(), "msg_type") || !Json.has(message.header(), "msg_id")) {
      throw new Refused("header without msg_type or msg_id");
    }
    remember(signature); // last: where there is no memory to decode it, it is decoded again
    return message;
  }

  /** Returns the signature of the parts that follow it; empty where nothing is signed. */
  private String checkedSignature(List<ByteBuffer> parts) throws Refused {
    String expected = sign(parts.subList(1, parts.size()));
    // Compares every byte whatever they are: the time tells a forger nothing.
    if (innerPad != null
        && !MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.US_ASCII), bytes(parts.get(0)))) {
      throw new Refused("wrong signature");
    }
    return expected;
  }

  private void remember(String signature) throws Refused {
    synchronized (seen) {
      if (!signature.isEmpty() && seen.put(signature, Boolean.TRUE) != null) {
        throw new Refused("seen before");
      }
    }
  }

  // HMAC-SHA256 (RFC 2104) over the digest itself: javax.crypto's first Mac takes 29 ms on JDK 17
  // and
  // 75 ms on 25, class archive and all, the first digest 14 and 28 ms (medians on the machine of
  // bench/README.md). All of it would stand before the first answer.
  private String sign(List<ByteBuffer> parts) {
    if (innerPad == null) {
      return "";
    }
    MessageDigest digest = sha256();
    digest.update(innerPad);
    for (ByteBuffer part : parts) {
      digest.update(part.duplicate());
    }
    byte[] inner = digest.digest();
    digest.update(outerPad);
    digest.update(inner);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] bytes(JsonObject json) {
    return GSON.toJson(json).getBytes(StandardCharsets.UTF_8);
  }

  private static List<byte[]> bytes(List<ByteBuffer> frames) {
    return frames.stream().map(Wire::bytes).toList();
  }

  private static byte[] bytes(ByteBuffer frame) {
    byte[] bytes = new byte[frame.remaining()];
    frame.duplicate().get(bytes);
    return bytes;
  }

  private static JsonObject json(ByteBuffer frame) throws Refused {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(frame.duplicate())
              .toString();
      return JsonParser.parseString(text).getAsJsonObject();
    } catch (CharacterCodingException
        | JsonParseException
        | IllegalStateException
        | StackOverflowError e) {
      throw new Refused("a part is not a JSON object");
    }
  }
}
