package demitasse.kernel.base;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** Reading of JSON whose shape the other side chose. */
public final class Json {
  private Json() {}

  /** The beginning of the content of an answer. */
  public static JsonObject ok() {
    JsonObject content = new JsonObject();
    content.addProperty("status", "ok");
    return content;
  }

  /** Tells whether {@code object} holds a string under {@code name}. */
  public static boolean has(JsonObject object, String name) {
    return object.get(name) != null
        && object.get(name).isJsonPrimitive()
        && object.get(name).getAsJsonPrimitive().isString();
  }

  public static String string(JsonObject object, String name, String otherwise) {
    return has(object, name) ? object.get(name).getAsString() : otherwise;
  }

  /**
   * Returns the string under {@code name}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static String string(JsonObject object, String name) {
    if (!has(object, name)) {
      throw new IllegalArgumentException(
          "the request's \"" + name + "\" is missing or is not a string");
    }
    return object.get(name).getAsString();
  }

  public static int integer(JsonObject object, String name, int otherwise) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()
        ? value.getAsInt()
        : otherwise;
  }

  public static boolean bool(JsonObject object, String name, boolean otherwise) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()
        ? value.getAsBoolean()
        : otherwise;
  }

  public static JsonObject object(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonObject() ? value.getAsJsonObject() : new JsonObject();
  }
}
