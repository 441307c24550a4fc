package demitasse.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import demitasse.kernel.base.Json;
import demitasse.kernel.protocol.Wire;

/** What the kernel says about itself. */
final class KernelInfo {
  private static final String VERSION = "0.1.0";

  private KernelInfo() {}

  /** The content of a {@code kernel_info_reply}. */
  static JsonObject content() {
    JsonObject language = new JsonObject();
    language.addProperty("name", "java");
    language.addProperty("version", System.getProperty("java.version"));
    language.addProperty("mimetype", "text/x-java-source");
    language.addProperty("file_extension", ".jshell");
    language.addProperty("pygments_lexer", "java");
    language.addProperty("codemirror_mode", "text/x-java");
    JsonObject link = new JsonObject();
    link.addProperty("text", "Java API");
    link.addProperty(
        "url",
        "https://docs.oracle.com/en/java/javase/" + Runtime.version().feature() + "/docs/api/");
    JsonArray links = new JsonArray();
    links.add(link);
    JsonObject content = Json.ok();
    content.addProperty("protocol_version", Wire.PROTOCOL);
    content.addProperty("implementation", "demitasse");
    content.addProperty("implementation_version", VERSION);
    content.add("language_info", language);
    content.addProperty(
        "banner", "Java " + Runtime.version() + " on the Demitasse kernel " + VERSION);
    content.add("help_links", links);
    content.addProperty("debugger", true);
    JsonArray features = new JsonArray();
    features.add("kernel subshells");
    features.add("debugger");
    content.add("supported_features", features);
    return content;
  }
}
