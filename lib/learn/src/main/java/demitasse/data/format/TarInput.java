package demitasse.data.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads the files of a tar archive one after the other, without unpacking anything to disk.
 *
 * <p>Only what a data set needs is understood: plain files and folders with short names (POSIX
 * ustar). Links, devices and names that lead out of the archive are refused. The library at hand
 * reads far more, among it long names of whatever length the archive promises, all into memory.
 */
public final class TarInput {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int CHECKSUM_AT = 148;
  private static final int TYPE_AT = 156;
  private static final int PREFIX_AT = 345;
  private static final int MAX_EXTENSION = 1 << 16;
  private static final int MAX_PADDING = 1 << 20;

  private final StrictInput in;
  private final byte[] header = new byte[BLOCK];

  /**
   * One file of the archive; its bytes come next from the input and must all be read.
   *
   * @param name in the archive
   * @param size in bytes
   */
  public record Member(String name, long size) {}

  public TarInput(StrictInput in) {
    this.in = in;
  }

  /** Returns the next file, or null after the last one, when the end of the archive is checked. */
  public Member next() {
    while (true) {
      skipPadding();
      long at = in.offset();
      in.read(header, 0, BLOCK, "a tar header");
      if (isZero(header)) {
        expectOnlyZeros();
        return null;
      }
      checkSum(at);
      String name = name(at);
      long size = octal(124, 12, at);
      switch (header[TYPE_AT]) {
        case '0', 0 -> {
          return new Member(name, size);
        }
        case '5' -> {
          if (size != 0) {
            throw in.damaged("holds the folder " + name + " with " + size + " bytes in it");
          }
        }
        case 'x', 'g' -> skipExtension(name, size); // times and owners of newer archives
        case '1', '2' ->
            throw in.damaged("holds the link " + name + ", and links are not followed");
        default ->
            throw in.damaged(
                String.format(
                    Locale.ROOT,
                    "holds %s of the type '%c' at offset %d, which no data set needs",
                    name,
                    header[TYPE_AT],
                    at));
      }
    }
  }

  private void skipPadding() {
    int beyond = (int) (in.offset() % BLOCK);
    if (beyond > 0) {
      in.read(new byte[BLOCK], 0, BLOCK - beyond, "padding");
    }
  }

  private void skipExtension(String name, long size) {
    if (size > MAX_EXTENSION) {
      throw in.damaged("holds " + name + " with " + size + " bytes of extended header");
    }
    in.read(new byte[MAX_EXTENSION], 0, (int) size, "an extended header");
  }

  private void expectOnlyZeros() {
    byte[] block = new byte[BLOCK];
    for (int done = 0; in.readAtMost(block, 0, BLOCK) > 0; done += BLOCK) {
      if (!isZero(block) || done > MAX_PADDING) {
        throw in.damaged(
            "has something after the end of the archive, before offset " + in.offset());
      }
    }
  }

  private void checkSum(long at) {
    long expected = octal(CHECKSUM_AT, 8, at);
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean inSum = i >= CHECKSUM_AT && i < CHECKSUM_AT + 8;
      sum += inSum ? ' ' : header[i] & 0xff;
    }
    if (sum != expected) {
      throw in.damaged("is not a tar archive, or has a damaged header at offset " + at);
    }
  }

  private String name(long at) {
    boolean ustar = text(257, 5).equals("ustar") && header[262] == 0;
    String prefix = ustar ? text(PREFIX_AT, 155) : "";
    String name = prefix.isEmpty() ? text(0, NAME) : prefix + "/" + text(0, NAME);
    if (name.isEmpty() || name.startsWith("/") || Arrays.asList(name.split("/")).contains("..")) {
      throw in.damaged("has the name \"" + name + "\" at offset " + at + ", which leads out of it");
    }
    return name;
  }

  private String text(int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private long octal(int from, int length, long at) {
    String digits = text(from, length).strip();
    if (!digits.matches("[0-7]{1,11}")) {
      throw in.damaged("is not a tar archive, or has a damaged header at offset " + at);
    }
    return Long.parseLong(digits, 8);
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
