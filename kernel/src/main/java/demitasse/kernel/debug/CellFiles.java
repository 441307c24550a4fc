package demitasse.kernel.debug;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names by which a front end knows cells: a prefix, a hash of the code, a suffix. The front end
 * computes them as well. They look like paths, and no file stands there.
 */
final class CellFiles {
  static final String HASH = "Murmur2";
  static final String SUFFIX = ".java";

  /** Any number will do; the front end is told. */
  static final int SEED = 0x0ca5cade & Integer.MAX_VALUE;

  private static final int MULTIPLIER = 0x5bd1e995;

  private final Map<String, String> codes = new ConcurrentHashMap<>();

  /**
   * What all names begin with: another one for each kernel. JupyterLab 4.6 shows "Cell [3]" in
   * place of names that contain "ipykernel_", as the Python kernel's do, and others as they are.
   */
  String prefix() {
    String folder = System.getProperty("java.io.tmpdir");
    return Path.of(folder, "demitasse_ipykernel_" + ProcessHandle.current().pid()) + File.separator;
  }

  /** The name of a cell with this code. */
  String path(String code) {
    return prefix() + Integer.toUnsignedString(hash(code)) + SUFFIX;
  }

  /** Keeps the code of a cell; returns its name. */
  String keep(String code) {
    String path = path(code);
    codes.put(path, code);
    return path;
  }

  /** The code of a cell that was kept. */
  Optional<String> code(String path) {
    return Optional.ofNullable(codes.get(path));
  }

  /** The cells that were kept. */
  Iterable<String> paths() {
    return codes.keySet();
  }

  /** MurmurHash2 of the code in UTF-8, by Austin Appleby: 32 bits, four bytes at a time. */
  private static int hash(String code) {
    byte[] data = code.getBytes(StandardCharsets.UTF_8);
    int hash = SEED ^ data.length;
    int whole = data.length & ~3;
    for (int i = 0; i < whole; i += 4) {
      int word = word(data, i, 4) * MULTIPLIER;
      word = (word ^ word >>> 24) * MULTIPLIER;
      hash = hash * MULTIPLIER ^ word;
    }
    if (whole < data.length) {
      hash = (hash ^ word(data, whole, data.length - whole)) * MULTIPLIER;
    }
    hash = (hash ^ hash >>> 13) * MULTIPLIER;
    return hash ^ hash >>> 15;
  }

  /** Up to four bytes as a number, the lowest first. */
  private static int word(byte[] data, int start, int length) {
    int word = 0;
    for (int i = 0; i < length; i++) {
      word |= (data[start + i] & 0xff) << 8 * i;
    }
    return word;
  }
}
