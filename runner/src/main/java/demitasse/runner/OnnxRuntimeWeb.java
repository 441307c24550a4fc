package demitasse.runner;

import demitasse.data.download.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * ONNX Runtime for browsers (npm {@code onnxruntime-web}, MIT), which runs the demonstrations'
 * models: its smallest build, for WebAssembly alone. npm fetches it once; its files are known by
 * their sums.
 */
final class OnnxRuntimeWeb {
  /** What a page loads first. */
  static final String SCRIPT = "ort.wasm.min.js";

  /** What starts the WebAssembly. */
  static final String GLUE = "ort-wasm-simd-threaded.mjs";

  static final String WASM = "ort-wasm-simd-threaded.wasm";

  private static final String VERSION = "1.30.0";

  private static final Map<String, String> SUMS =
      Map.of(
          SCRIPT, "faece07e84faa9001f5104bbe4e5c70861d06cb2376a0dea1fa0ad33a67adc81",
          GLUE, "e13f7f94fc51b4ca72b12faeb1ee95f4ace6dfbc8939bc718aabdc0a27c4299b",
          WASM, "3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2");

  private final Path cache;

  /**
   * @param packages folder for what comes from npm, kept between calls
   */
  OnnxRuntimeWeb(Path packages) {
    this.cache = packages.resolve("onnxruntime-web-" + VERSION);
  }

  /**
   * Fetches the three files unless they are there.
   *
   * @throws IllegalStateException if npm doesn't have them, or has others than the known ones
   */
  void provide() throws InterruptedException {
    try {
      if (!isWhole()) {
        fetch();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Provides the three files, and writes them for the pages. */
  void write(DemoFolder folder) throws InterruptedException {
    provide();
    try {
      folder.write(SCRIPT, Files.readAllBytes(cache.resolve(SCRIPT)));
      folder.pack(GLUE, Files.readAllBytes(cache.resolve(GLUE)));
      folder.pack(WASM, Files.readAllBytes(cache.resolve(WASM)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isWhole() throws IOException {
    for (var each : SUMS.entrySet()) {
      Path file = cache.resolve(each.getKey());
      if (!Files.exists(file) || !Sha256.of(file).equals(each.getValue())) {
        return false;
      }
    }
    return true;
  }

  private void fetch() throws IOException, InterruptedException {
    if (Boolean.parseBoolean(System.getenv("DEMITASSE_OFFLINE"))) {
      throw new IllegalStateException(missing("DEMITASSE_OFFLINE forbids fetching it"));
    }
    Files.createDirectories(cache);
    Path archive = cache.resolve("onnxruntime-web-" + VERSION + ".tgz");
    var npm = List.of("npm", "pack", "--silent", "onnxruntime-web@" + VERSION);
    int status;
    try {
      status = Programs.run(cache, Map.of(), npm);
    } catch (IOException e) {
      throw new IllegalStateException(missing("npm is not installed"), e);
    }
    if (status != 0 || !Files.exists(archive)) {
      throw new IllegalStateException(missing("npm could not fetch it"));
    }
    unpack(archive);
    Files.delete(archive);
    if (!isWhole()) {
      throw new IllegalStateException(missing("what npm fetched is not what is expected"));
    }
  }

  private static String missing(String why) {
    return "the demonstrations need onnxruntime-web "
        + VERSION
        + ", but "
        + why
        + "; --no-demos leaves them out";
  }

  private void unpack(Path archive) throws IOException {
    try (InputStream file = Files.newInputStream(archive);
        var tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = Path.of(entry.getName()).getFileName().toString();
        if (SUMS.containsKey(name)) {
          Files.write(cache.resolve(name), tar.readAllBytes());
        }
      }
    }
  }
}
