package demitasse.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what a set holds, as it would stand in a file. */
public final class Digests {
  private Digests() {}

  public static String pixels(ImageSet set) {
    MessageDigest sum = sha256();
    for (int i = 0; i < set.size(); i++) {
      sum.update(set.pixels(i));
    }
    return hex(sum);
  }

  /** One byte for each label. */
  public static String labels(ImageSet set) {
    MessageDigest sum = sha256();
    for (int label : set.labels()) {
      sum.update((byte) label);
    }
    return hex(sum);
  }

  public static String of(byte[] bytes) {
    MessageDigest sum = sha256();
    sum.update(bytes);
    return hex(sum);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String hex(MessageDigest sum) {
    return HexFormat.of().formatHex(sum.digest());
  }
}
