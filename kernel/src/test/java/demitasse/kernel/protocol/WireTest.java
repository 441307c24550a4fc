package demitasse.kernel.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class WireTest {
  private final Wire kernel = new Wire("secret", "kernel");
  private final Wire front = new Wire("secret", "front");

  private static Message message(Wire wire) {
    JsonObject content = new JsonObject();
    content.addProperty("code", "\"ä\u20ac\" + <&>");
    return new Message(
        List.of(new byte[] {1, 2}),
        wire.header("execute_request"),
        new JsonObject(),
        new JsonObject(),
        content,
        List.of(new byte[] {3}));
  }

  private static List<ByteBuffer> received(List<byte[]> frames) {
    return frames.stream().map(ByteBuffer::wrap).toList();
  }

  @Test
  void aMessageArrivesAsItWasSent() throws Wire.Refused {
    Message sent = message(front);
    Message read = kernel.decode(received(front.encode(sent)));
    assertEquals(sent.header(), read.header());
    assertEquals(sent.content(), read.content());
    assertEquals("execute_request", read.type());
    assertArrayEquals(new byte[] {1, 2}, read.identities().get(0));
    assertArrayEquals(new byte[] {3}, read.buffers().get(0));
  }

  @Test
  void theSignatureIsHmacSha256() throws Exception {
    for (String key : new String[] {"secret", "k".repeat(64), "k".repeat(200)}) {
      List<byte[]> frames = new Wire(key, "s").encode(message(front));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      frames.subList(3, 7).forEach(mac::update);
      assertEquals(
          java.util.HexFormat.of().formatHex(mac.doFinal()),
          new String(frames.get(2), StandardCharsets.US_ASCII));
    }
  }

  @Test
  void everyChangedFrameIsRefused() {
    List<byte[]> frames = front.encode(message(front));
    for (int i = 2; i < 7; i++) {
      List<byte[]> changed = new ArrayList<>(frames);
      byte[] frame = frames.get(i).clone();
      frame[0] ^= 1;
      changed.set(i, frame);
      assertThrows(Wire.Refused.class, () -> kernel.decode(received(changed)));
    }
  }

  @Test
  void aMessageIsTakenOnce() throws Wire.Refused {
    List<byte[]> frames = front.encode(message(front));
    kernel.decode(received(frames));
    assertEquals(
        "seen before",
        assertThrows(Wire.Refused.class, () -> kernel.decode(received(frames))).getMessage());
  }

  @Test
  void withoutAKeyNothingIsSigned() throws Wire.Refused {
    Wire open = new Wire("", "open");
    List<byte[]> frames = open.encode(message(open));
    assertEquals(0, frames.get(2).length);
    assertEquals("execute_request", open.decode(received(frames)).type());
  }
}
