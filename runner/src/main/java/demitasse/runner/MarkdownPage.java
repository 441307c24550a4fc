package demitasse.runner;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An executed chapter as Markdown, which the pages of Git hosts and editors show with its pictures:
 * the form that is kept with the project.
 */
final class MarkdownPage {
  private static final Pattern DRAWING = Pattern.compile("(?s)<svg\\b.*?</svg>");
  private static final Pattern LABEL = Pattern.compile("<svg\\b[^>]*\\baria-label=\"([^\"]*)\"");
  private static final Pattern TO_FILE =
      Pattern.compile("\\]\\((?![a-z]+:|#)([^)#\\s]+)(#[^)\\s]*)?\\)");

  private MarkdownPage() {}

  /**
   * Returns the page of a notebook whose pictures {@link Gallery} has hung.
   *
   * @param toNotebooks the way from the page's folder to that of the notebooks
   */
  static String of(JsonObject notebook, Gallery gallery, String toNotebooks) {
    StringBuilder page = new StringBuilder();
    for (JsonElement each : notebook.getAsJsonArray("cells")) {
      JsonObject cell = each.getAsJsonObject();
      String source = NotebookFile.joined(cell.get("source"));
      if (cell.get("cell_type").getAsString().equals("markdown")) {
        page.append(links(source, toNotebooks)).append("\n\n");
      } else {
        page.append(fenced("java", source));
        for (JsonElement output : cell.getAsJsonArray("outputs")) {
          page.append(output(output.getAsJsonObject(), gallery));
        }
      }
    }
    return page.toString().stripTrailing() + "\n";
  }

  /** Chapters stand here as Markdown too; everything else is where the notebook sees it. */
  private static String links(String source, String toNotebooks) {
    return TO_FILE
        .matcher(source)
        .replaceAll(
            link -> {
              String file = link.group(1);
              String target =
                  file.endsWith(Notebook.ENDING)
                      ? file.replace(Notebook.ENDING, ".md")
                      : toNotebooks + file;
              String heading = link.group(2) == null ? "" : link.group(2);
              return Matcher.quoteReplacement("](" + target + heading + ")");
            });
  }

  private static String output(JsonObject output, Gallery gallery) {
    if (output.has("text")) {
      return fenced("text", NotebookFile.joined(output.get("text")));
    }
    if (output.has("traceback")) {
      String traceback =
          output.getAsJsonArray("traceback").asList().stream()
              .map(JsonElement::getAsString)
              .collect(Collectors.joining("\n"));
      return fenced("text", traceback.replaceAll("\u001B\\[[;\\d]*m", ""));
    }
    JsonObject data = output.getAsJsonObject("data");
    if (data.has("text/html")) {
      String html = NotebookFile.joined(data.get("text/html"));
      String hung =
          DRAWING
              .matcher(html)
              .replaceAll(
                  found ->
                      Matcher.quoteReplacement(
                          "<img src=\"%s\" alt=\"%s\">"
                              .formatted(
                                  gallery.keepDrawing(found.group()), label(found.group()))));
      // A blank line would end the HTML, and what follows be read as Markdown.
      return hung.strip().replaceAll("\n\\s*\n", "\n") + "\n\n";
    }
    return fenced("text", NotebookFile.joined(data.get("text/plain")));
  }

  /** What a drawing shows, as it says itself, escaped as it is there. */
  private static String label(String svg) {
    Matcher label = LABEL.matcher(svg);
    return label.find() ? label.group(1) : "";
  }

  private static String fenced(String language, String text) {
    return text.isBlank() ? "" : "```" + language + "\n" + text.stripTrailing() + "\n```\n\n";
  }
}
