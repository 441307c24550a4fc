package demitasse.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jsoup.nodes.Entities;

/**
 * Static pages of executed notebooks: an index with thumbnails, a page for each chapter, light and
 * dark. Everything the pages need lies beside them; no other host is asked for anything.
 */
final class Site {
  private static final List<String> FILES = List.of("style.css", "theme.js", "formulas.js");

  /** KaTeX, which typesets formulas, and its part that finds them in a page. */
  private static final List<String> TYPESETTER =
      List.of("dist/katex.min.js", "dist/contrib/auto-render.min.js");

  private static final String KEPT =
      """
      # The chapters as they were executed

      To read before you run: code, output, pictures. The first output of each chapter says on what it ran.
      These pages are made by `./demitasse site --keep`, never by hand.

      """;

  private final Project project;
  private final Nbconvert nbconvert;
  private final Path folder;

  /**
   * @param nbconvert renders the notebooks
   * @param folder where the pages go, in place of those of an earlier call
   */
  Site(Project project, Nbconvert nbconvert, Path folder) {
    this.project = project;
    this.nbconvert = nbconvert;
    this.folder = folder;
  }

  /**
   * Writes the pages.
   *
   * @param executed the executed notebooks, in order
   * @throws IllegalArgumentException if a notebook was executed from another version of its chapter
   */
  void write(List<Path> executed) throws InterruptedException {
    executed.forEach(this::refuseOutdated);
    List<Path> texts = project.texts();
    List<String> names = Stream.concat(executed.stream(), texts.stream()).map(Site::name).toList();
    try {
      Path rendered = Files.createTempDirectory("demitasse-site");
      try {
        List<SitePage> pages = new ArrayList<>();
        List<String> cards = new ArrayList<>();
        for (Path notebook : executed) {
          var gallery = new Gallery(folder, name(notebook));
          JsonObject hung = gallery.hang(NotebookFile.read(notebook));
          SitePage page = SitePage.of(name(notebook), render(hung, notebook, rendered), names);
          pages.add(page);
          cards.add(card(page, gallery));
        }
        for (Path text : texts) {
          JsonObject asNotebook = notebookOf(Files.readString(text));
          pages.add(SitePage.of(name(text), render(asNotebook, text, rendered), names));
        }
        for (int i = 0; i < pages.size(); i++) {
          boolean chapter = i < executed.size();
          Files.writeString(
              folder.resolve(pages.get(i).name() + SitePage.ENDING),
              page(
                  pages.get(i),
                  chapter && i > 0 ? pages.get(i - 1) : null,
                  chapter && i + 1 < executed.size() ? pages.get(i + 1) : null));
        }
        Files.writeString(
            folder.resolve("index.html"),
            index(cards, pages.subList(executed.size(), pages.size())));
        for (String file : FILES) {
          Files.write(folder.resolve(file), resource(file));
        }
        for (String file : TYPESETTER) {
          Path name = Path.of(file).getFileName();
          Files.write(folder.resolve(name.toString()), resource(typesetter() + file));
        }
      } finally {
        remove(rendered);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the chapters as Markdown, the form that is kept with the project. */
  static void writeMarkdown(Project project, List<Path> executed, Path folder) {
    StringBuilder index = new StringBuilder(KEPT);
    try {
      for (Path notebook : executed) {
        var gallery = new Gallery(folder, name(notebook));
        JsonObject hung = gallery.hang(NotebookFile.read(notebook));
        String toNotebooks = folder.toAbsolutePath().relativize(project.notebooks()) + "/";
        String file = name(notebook) + ".md";
        Files.writeString(folder.resolve(file), MarkdownPage.of(hung, gallery, toNotebooks));
        String title = Notebook.read(notebook).cells().get(0).source().lines().findFirst().get();
        index.append("[%s](%s)\n\n".formatted(title.replaceFirst("^# ", ""), file));
        gallery
            .thumbnailIfAny()
            .ifPresent(place -> index.append("[![](%s)](%s)\n\n".formatted(place, file)));
      }
      Files.writeString(folder.resolve("README.md"), index.toString().stripTrailing() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refuseOutdated(Path executed) {
    Path chapter = project.notebooks().resolve(executed.getFileName());
    if (!sources(executed).equals(sources(chapter))) {
      throw new IllegalArgumentException(
          executed + " was executed from another version of the chapter: execute it again");
    }
  }

  private static List<String> sources(Path notebook) {
    return Notebook.read(notebook).cells().stream().map(Notebook.Cell::source).toList();
  }

  private String render(JsonObject notebook, Path source, Path rendered)
      throws InterruptedException {
    Path file = rendered.resolve(name(source) + Notebook.ENDING);
    NotebookFile.write(notebook, file);
    return nbconvert.fragment(file);
  }

  private static JsonObject notebookOf(String markdown) {
    JsonObject cell = new JsonObject();
    cell.addProperty("cell_type", "markdown");
    cell.add("metadata", new JsonObject());
    cell.add("source", NotebookFile.lines(markdown));
    JsonArray cells = new JsonArray();
    cells.add(cell);
    JsonObject notebook = new JsonObject();
    notebook.add("cells", cells);
    return CleanNotebook.of(notebook);
  }

  private static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\.\\w+$", "");
  }

  // --- The frame ------------------------------------------------------------------------------

  private static String page(SitePage page, SitePage previous, SitePage next) {
    return framed(
        page.title(),
        link(previous, "prev") + link(next, "next"),
        """
        <div class="page">
        <nav class="contents" aria-label="On this page"><ol>%s</ol></nav>
        <main class="notebook">
        %s
        </main>
        </div>
        """
            .formatted(page.contents(), page.body()));
  }

  private static String link(SitePage page, String direction) {
    return page == null
        ? ""
        : "<a rel=\"%s\" href=\"%s\"><span>%s</span></a>"
            .formatted(direction, page.name() + SitePage.ENDING, Entities.escape(page.title()));
  }

  private static String card(SitePage page, Gallery gallery) {
    String picture =
        gallery
            .thumbnailIfAny()
            .map(place -> "<img src=\"%s\" width=\"480\" height=\"300\" alt=\"\">".formatted(place))
            .orElse("<span class=\"blank\"></span>");
    return """
        <li><a href="%s">%s<strong>%s</strong></a><p>%s</p></li>
        """
        .formatted(
            page.name() + SitePage.ENDING,
            picture,
            Entities.escape(page.title()),
            Entities.escape(page.lead()));
  }

  private static String index(List<String> cards, List<SitePage> texts) {
    StringBuilder beside = new StringBuilder();
    for (SitePage text : texts) {
      beside.append(
          "<li><a href=\"%s\">%s</a></li>"
              .formatted(text.name() + SitePage.ENDING, Entities.escape(text.title())));
    }
    return framed(
        "Demitasse",
        "",
        """
        <main class="index">
        <h1>Demitasse</h1>
        <p class="lead">Deep-learning chapters you can step through in Java.</p>
        <p>Each chapter is a Jupyter notebook that runs cell by cell on a laptop. These pages show the
        chapters as they were executed: code, output, pictures. To run and change them, take the project
        and type <code>./demitasse lab</code>.</p>
        <ul class="cards">
        %s</ul>
        %s
        </main>
        """
            .formatted(
                String.join("", cards),
                beside.isEmpty() ? "" : "<h2>Beside the chapters</h2><ul>" + beside + "</ul>"));
  }

  private static String framed(String title, String links, String body) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="style.css">
        <script src="theme.js"></script>
        <script src="katex.min.js" defer></script>
        <script src="auto-render.min.js" defer></script>
        <script src="formulas.js" defer></script>
        </head>
        <body>
        <header><a class="home" href="index.html">Demitasse</a><nav aria-label="Chapters">%s</nav>\
        <button id="theme" type="button" title="light or dark" aria-label="light or dark">◐</button></header>
        %s</body>
        </html>
        """
        .formatted(Entities.escape(title), links, body);
  }

  // --- Files ----------------------------------------------------------------------------------

  /** Returns the folder of KaTeX in its jar, which has its version in its name. */
  private static String typesetter() throws IOException {
    var properties = new Properties();
    properties.load(
        new ByteArrayInputStream(resource("/META-INF/maven/org.webjars.npm/katex/pom.properties")));
    return "/META-INF/resources/webjars/katex/" + properties.getProperty("version") + "/";
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Site.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
