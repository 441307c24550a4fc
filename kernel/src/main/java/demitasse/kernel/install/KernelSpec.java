package demitasse.kernel.install;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** The file that Jupyter starts a kernel by. */
final class KernelSpec {
  /** The folder of the kernelspec, which is the kernel's name in notebooks. */
  static final String NAME = "java";

  static final String FILE = "kernel.json";

  /** Jupyter puts the path of the connection file there. */
  static final String CONNECTION_FILE = "{connection_file}";

  private KernelSpec() {}

  static String json(List<String> argv, String displayName) {
    JsonObject json = new JsonObject();
    JsonArray words = new JsonArray();
    argv.forEach(words::add);
    json.add("argv", words);
    json.addProperty("display_name", displayName);
    json.addProperty("language", "java");
    // A signal would not say which cell it means, and Java cannot catch it without internal
    // classes.
    json.addProperty("interrupt_mode", "message");
    JsonObject metadata = new JsonObject();
    metadata.addProperty("debugger", true);
    json.add("metadata", metadata);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json) + "\n";
  }
}
