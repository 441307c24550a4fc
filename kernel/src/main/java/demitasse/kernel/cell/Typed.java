package demitasse.kernel.cell;

import demitasse.kernel.api.Notebook;
import java.util.Map;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * A value and the MIME type to show it in, told apart: IJava has the value first,
 * rapaio-jupyter-kernel the type.
 */
record Typed(Object value, String type) {
  private static final Pattern TYPE =
      Pattern.compile("(?:text|image|application|audio|video)/[\\w.+*-]+");
  private static final Map<String, String> SHORT =
      Map.of(
          "html", "text/html",
          "markdown", "text/markdown",
          "md", "text/markdown",
          "latex", "text/latex",
          "text", "text/plain",
          "plain", "text/plain",
          "png", "image/png",
          "jpeg", "image/jpeg",
          "svg", "image/svg+xml",
          "json", "application/json");

  DisplayData render(Notebook notebook) {
    return notebook.renderAs(value, type);
  }

  static Typed of(String one, Object other) {
    if (other instanceof String last && TYPE.matcher(last).matches()) {
      return new Typed(one, last);
    }
    if (TYPE.matcher(one).matches()) {
      return new Typed(other, one);
    }
    if (SHORT.containsKey(one)) {
      return new Typed(other, SHORT.get(one));
    }
    if (other instanceof String last) {
      return new Typed(one, SHORT.getOrDefault(last, last));
    }
    throw new IllegalArgumentException("'" + one + "' is not a MIME type such as text/html");
  }
}
