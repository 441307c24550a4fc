package demitasse.kernel.base;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a cell failed, in the protocol's terms.
 *
 * @param ename the class of the exception
 * @param evalue its message
 * @param traceback lines to show, with ANSI colours
 */
public record Failure(String ename, String evalue, List<String> traceback) {

  /** Returns an error that has no place in a cell. */
  public static Failure plain(String ename, String evalue) {
    return new Failure(ename, evalue, List.of(Ansi.red(ename) + ": " + evalue));
  }

  /** Returns this failure with what led to it. */
  public Failure because(String reason) {
    List<String> lines = new ArrayList<>(traceback);
    lines.add(reason);
    return new Failure(ename, evalue.isEmpty() ? reason : evalue + "; " + reason, lines);
  }

  /** Returns the content of a reply: that of an {@code error} message, and the status. */
  public JsonObject reply() {
    JsonObject content = content();
    content.addProperty("status", "error");
    return content;
  }

  /** Returns the content of an {@code error} message. */
  public JsonObject content() {
    JsonObject content = new JsonObject();
    content.addProperty("ename", ename);
    content.addProperty("evalue", evalue);
    JsonArray lines = new JsonArray();
    traceback.forEach(lines::add);
    content.add("traceback", lines);
    return content;
  }
}
