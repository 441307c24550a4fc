package demitasse.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** What the pictures of an executed chapter say of themselves, and what is said below them. */
final class Pictures {
  /** The first paragraph of a text, in italics from its first to its last word. */
  private static final Pattern CAPTION = Pattern.compile("(?s)\\*(?![*\\s])[^*]+\\*(\\n\\n.*)?");

  /** What a picture says if nobody knows more of it than its kind and size. */
  private static final Pattern NOTHING =
      Pattern.compile("BufferedImage.*|An image\\.|Grid of \\d+ images in \\d+ rows?\\.");

  private final List<String> findings = new ArrayList<>();
  private boolean any;

  private Pictures() {}

  /** Returns a line for each picture without a text of its own, and each cell without a caption. */
  static List<String> findings(JsonObject executed) {
    List<String> findings = new ArrayList<>();
    JsonArray cells = executed.getAsJsonArray("cells");
    for (int i = 0; i < cells.size(); i++) {
      JsonObject cell = cells.get(i).getAsJsonObject();
      if (cell.has("outputs")) {
        String id = cell.get("id").getAsString();
        var pictures = new Pictures();
        cell.getAsJsonArray("outputs").forEach(output -> pictures.read(output.getAsJsonObject()));
        pictures.findings.forEach(text -> findings.add(id + ": a picture says \"" + text + "\""));
        if (pictures.any && !hasCaption(cells, i + 1)) {
          findings.add(id + ": no caption in italics below the picture");
        }
      }
    }
    return findings;
  }

  private static boolean hasCaption(JsonArray cells, int next) {
    return next < cells.size()
        && CAPTION
            .matcher(NotebookFile.joined(cells.get(next).getAsJsonObject().get("source")))
            .matches();
  }

  private void read(JsonObject output) {
    if (!(output.get("data") instanceof JsonObject data)) {
      return;
    }
    for (String type : data.keySet()) {
      if (type.startsWith("image/")) {
        JsonElement about = output.getAsJsonObject("metadata").get(type);
        add(about instanceof JsonObject all && all.has("alt") ? all.get("alt").getAsString() : "");
      }
    }
    if (data.has("text/html")) {
      String html = NotebookFile.joined(data.get("text/html"));
      for (Element picture : Jsoup.parseBodyFragment(html).select("img, svg")) {
        add(picture.attr(picture.normalName().equals("img") ? "alt" : "aria-label"));
      }
    }
  }

  private void add(String says) {
    any = true;
    if (says.isBlank() || NOTHING.matcher(says).matches()) {
      findings.add(says);
    }
  }
}
