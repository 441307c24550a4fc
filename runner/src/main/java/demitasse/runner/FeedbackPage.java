package demitasse.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jsoup.nodes.Entities;

/** What a student gets back: one HTML file that needs no other. */
final class FeedbackPage {
  private FeedbackPage() {}

  static void write(Assignment assignment, Marks marks, Path file) throws IOException {
    StringBuilder body = new StringBuilder();
    for (Marks.Part part : marks.parts()) {
      body.append(
          "<h2>%s <span class=\"points\">%d of %d</span></h2>\n"
              .formatted(escaped(part.title()), part.points(), part.of()));
      for (String sentence : part.says()) {
        body.append("<p>%s</p>\n".formatted(escaped(sentence)));
      }
      if (!part.answer().isBlank()) {
        body.append(
            "<div class=\"input_area\"><pre>%s</pre></div>\n".formatted(escaped(part.answer())));
      }
    }
    WholeFile.write(
        file,
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s: %s</title>
        <link rel="icon" href="data:,">
        <style>
        %s
        main { max-width: 56rem; margin: 0 auto; }
        .points { float: right; color: var(--quiet); font-weight: normal; }
        </style>
        </head>
        <body>
        <main>
        <h1>%s <span class="points">%d of %d points</span></h1>
        <p>%s</p>
        %s</main>
        </body>
        </html>
        """
            .formatted(
                escaped(assignment.name()),
                escaped(marks.student()),
                new String(Site.resource("style.css"), StandardCharsets.UTF_8),
                escaped(marks.student()),
                marks.points(),
                marks.of(),
                escaped(assignment.title()),
                body));
  }

  private static String escaped(String text) {
    return Entities.escape(text);
  }
}
