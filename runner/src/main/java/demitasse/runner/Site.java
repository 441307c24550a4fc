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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Static pages of executed notebooks: an index with thumbnails, a page for each chapter, light and
 * dark, with a search and, if wanted, demonstrations. Everything the pages need lies beside them;
 * no other host is asked for anything.
 */
final class Site {
  private static final List<String> FILES =
      List.of("style.css", "theme.js", "formulas.js", "scroll.js", "search.js");

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
  private final Optional<Demos> demos;
  private final SiteFrame frame;

  /**
   * @param nbconvert renders the notebooks
   * @param folder where the pages go, in place of those of an earlier call
   * @param demos what the pages offer to try, already beside them; none for pages to read
   */
  Site(Project project, Nbconvert nbconvert, Path folder, Optional<Demos> demos)
      throws InterruptedException {
    this.project = project;
    this.nbconvert = nbconvert;
    this.folder = folder;
    this.demos = demos;
    this.frame = new SiteFrame(Elsewhere.of(project), demos.isPresent());
  }

  /**
   * Writes the pages.
   *
   * @param executed the executed notebooks, in order
   * @throws IllegalArgumentException if a notebook was executed from another version of its chapter
   * @throws IllegalStateException if a link of the pages leads nowhere
   */
  void write(List<Path> executed) throws InterruptedException {
    executed.forEach(this::refuseOutdated);
    List<Path> texts = project.texts();
    List<String> names = Stream.concat(executed.stream(), texts.stream()).map(Site::name).toList();
    try {
      Files.createDirectories(folder);
      Path rendered = Files.createTempDirectory("demitasse-site");
      try {
        List<SitePage> chapters = new ArrayList<>();
        List<String> cards = new ArrayList<>();
        for (Path notebook : executed) {
          var gallery = new Gallery(folder, name(notebook));
          JsonObject hung = gallery.hang(NotebookFile.read(notebook));
          String fragment = render(hung, notebook, rendered);
          SitePage page = SitePage.of(name(notebook), fragment, names, demos);
          chapters.add(page);
          cards.add(SiteFrame.card(page, gallery.thumbnailIfAny()));
        }
        List<SitePage> beside = new ArrayList<>();
        for (Path text : texts) {
          JsonObject asNotebook = notebookOf(Files.readString(text));
          beside.add(
              SitePage.of(name(text), render(asNotebook, text, rendered), names, Optional.empty()));
        }
        Map<String, String> pages = pages(chapters, beside, cards);
        Files.deleteIfExists(folder.resolve(SiteFrame.TRY + SitePage.ENDING));
        for (var page : pages.entrySet()) {
          Files.writeString(folder.resolve(page.getKey() + SitePage.ENDING), page.getValue());
        }
        List<SitePage> searched = Stream.concat(chapters.stream(), beside.stream()).toList();
        Files.writeString(folder.resolve("search-index.js"), SearchIndex.script(searched));
        writeFiles();
        refuseFaults(SiteLinks.faults(folder, pages.keySet()));
      } finally {
        Storage.delete(rendered);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the HTML of all pages by their names. */
  private Map<String, String> pages(
      List<SitePage> chapters, List<SitePage> beside, List<String> cards) {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("index", frame.index(cards, beside));
    for (int i = 0; i < chapters.size(); i++) {
      SitePage previous = i == 0 ? null : chapters.get(i - 1);
      SitePage next = i + 1 == chapters.size() ? null : chapters.get(i + 1);
      pages.put(chapters.get(i).name(), frame.chapter(chapters.get(i), previous, next));
    }
    beside.forEach(text -> pages.put(text.name(), frame.text(text)));
    demos.ifPresent(all -> pages.put(SiteFrame.TRY, frame.tryIt(all, chapters)));
    return pages;
  }

  private static void refuseFaults(List<String> faults) {
    if (!faults.isEmpty()) {
      throw new IllegalStateException("links that lead nowhere:\n" + String.join("\n", faults));
    }
  }

  private void writeFiles() throws IOException {
    for (String file : FILES) {
      Files.write(folder.resolve(file), resource(file));
    }
    for (String file : TYPESETTER) {
      Path name = Path.of(file).getFileName();
      Files.write(folder.resolve(name.toString()), resource(typesetter() + file));
    }
    if (demos.isPresent()) {
      demos.get().writeScripts();
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
            .ifPresent(
                place ->
                    index.append(
                        "[![A figure of this chapter](%s)](%s)\n\n".formatted(place, file)));
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

  // --- Files ----------------------------------------------------------------------------------

  /** Returns the folder of KaTeX in its jar, which has its version in its name. */
  private static String typesetter() throws IOException {
    var properties = new Properties();
    properties.load(
        new ByteArrayInputStream(resource("/META-INF/maven/org.webjars.npm/katex/pom.properties")));
    return "/META-INF/resources/webjars/katex/" + properties.getProperty("version") + "/";
  }

  /** Returns a file of the resources beside this class. */
  static byte[] resource(String name) {
    try (InputStream in = Site.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
