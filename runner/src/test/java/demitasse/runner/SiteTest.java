package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {
  @TempDir Path root;

  private static byte[] png(int width, int height, int noise) throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(7);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, Color.ORANGE.getRGB() ^ random.nextInt(noise) * 0x010101);
      }
    }
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String output(String data) {
    return "{\"output_type\": \"display_data\", \"metadata\": {}, \"data\": {%s}}".formatted(data);
  }

  private static String code(String source, String tags, String... outputs) {
    return """
    {"cell_type": "code", "id": "%s", "execution_count": 1, "metadata": {"tags": [%s]},
     "source": ["%s"], "outputs": [%s]}\
    """
        .formatted("c" + source.hashCode(), tags, source, String.join(",", outputs));
  }

  private static String prose(String source) {
    return """
    {"cell_type": "markdown", "id": "%s", "metadata": {}, "source": ["%s"]}\
    """
        .formatted("m" + Integer.toHexString(source.hashCode()), source);
  }

  private static JsonObject notebook(String... cells) {
    return JsonParser.parseString(
            "{\"cells\": [%s], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}"
                .formatted(String.join(",", cells)))
        .getAsJsonObject();
  }

  private List<String> pictures() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(Gallery.FOLDER))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void picturesBecomeFilesAndTheFirstPlotTheThumbnail() throws IOException {
    byte[] strip = png(600, 60, 2);
    byte[] plot = png(400, 300, 2);
    String gif = "R0lGODlhAQABAAAAACw=";
    var gallery = new Gallery(root, "03-a");
    JsonObject hung =
        gallery.hang(
            notebook(
                code("strip", "", output("\"image/png\": \"" + base64(strip) + "\"")),
                code("plot", "", output("\"image/png\": \"" + base64(plot) + "\"")),
                code(
                    "moving",
                    "",
                    output(
                        "\"text/html\": \"<img src='data:image/gif;base64,"
                            + gif
                            + "'>\","
                            + "\"text/plain\": \"the same again\""))));
    assertEquals(List.of("03-a-1.png", "03-a-2.png", "03-a-3.gif", "03-a.jpg"), pictures());
    assertEquals(List.of("pictures/03-a.jpg"), gallery.thumbnailIfAny().stream().toList());
    String text = NotebookFile.text(hung);
    assertFalse(text.contains("base64"), text);
    assertTrue(text.contains("<img src='pictures/03-a-3.gif'>"), text);
    assertFalse(text.contains("the same again"), text);
    BufferedImage thumbnail = ImageIO.read(root.resolve("pictures/03-a.jpg").toFile());
    assertEquals(480, thumbnail.getWidth());
    assertEquals(300, thumbnail.getHeight());

    // Another run of the chapter replaces its pictures, and leaves those of others.
    Files.write(root.resolve("pictures/04-b-1.png"), strip);
    new Gallery(root, "03-a").hang(notebook());
    assertEquals(List.of("04-b-1.png"), pictures());
  }

  @Test
  void aPictureSaysWhatItShows() throws IOException {
    String picture = "\"image/png\": \"" + base64(png(40, 30, 2)) + "\"";
    String described =
        output(picture + ", \"text/plain\": \"BufferedImage\"")
            .replace(
                "\"metadata\": {}",
                "\"metadata\": {\"image/png\": {\"alt\": \"loss < 1, \\\"good\\\"\"}}");
    String named = output(picture + ", \"text/plain\": \"XYChart losses\"");
    JsonObject hung =
        new Gallery(root, "03-a").hang(notebook(code("a", "", described), code("b", "", named)));
    Document page = Jsoup.parseBodyFragment(MarkdownPage.of(hung, new Gallery(root, "03-a"), ""));
    assertEquals(
        List.of("loss < 1, \"good\"", "XYChart losses"), page.select("img").eachAttr("alt"));
  }

  @Test
  void aTaggedCellGivesTheThumbnail() throws IOException {
    var gallery = new Gallery(root, "03-a");
    String first = output("\"image/png\": \"" + base64(png(400, 300, 2)) + "\"");
    String tall = output("\"image/png\": \"" + base64(png(100, 400, 2)) + "\"");
    gallery.hang(notebook(code("plot", "", first), code("tall", "\"thumbnail\"", tall)));
    assertTrue(gallery.thumbnailIfAny().isPresent());
    // The tall picture stands in the middle, with white beside it.
    BufferedImage thumbnail = ImageIO.read(root.resolve("pictures/03-a.jpg").toFile());
    assertEquals(255, new Color(thumbnail.getRGB(100, 150)).getBlue(), 3);
    assertEquals(0, new Color(thumbnail.getRGB(240, 150)).getBlue(), 30);
  }

  @Test
  void aLargePictureIsKeptInLessSpaceAndASmallOneAsItIs() throws IOException {
    Picture small = new Picture("image/png", png(40, 40, 256));
    assertEquals(small, small.compact());
    Picture large = new Picture("image/png", png(600, 600, 8));
    Picture compact = large.compact();
    assertTrue(compact.bytes().length < large.bytes().length * 0.8, compact.type());
    BufferedImage before = large.pixels();
    BufferedImage after = compact.pixels();
    for (int i = 0; i < 600; i += 37) {
      Color was = new Color(before.getRGB(i, i));
      Color is = new Color(after.getRGB(i, i));
      assertEquals(was.getRed(), is.getRed(), 12);
      assertEquals(was.getGreen(), is.getGreen(), 12);
      assertEquals(was.getBlue(), is.getBlue(), 12);
    }
  }

  @Test
  void markdownHasCodeTextTablesAndLinks() throws IOException {
    JsonObject notebook =
        notebook(
            prose(
                "# T\\n"
                    + "see [b](04-b.ipynb#x), [d](../data/README.md),"
                    + " [w](https://example.org/a.ipynb)"),
            code(
                "f()",
                "",
                "{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": [\"one\\n"
                    + "\", \"two\\n"
                    + "\"]}",
                output("\"text/html\": \"<table>\\n\\n<tr></tr></table>\""),
                output("\"text/html\": \"<svg width='9' aria-label=\\\"three $ dots\\\"></svg>\""),
                "{\"output_type\": \"error\", \"ename\": \"E\", \"evalue\": \"v\", \"traceback\":"
                    + " [\"\\u001b[31mbad\\u001b[0m\"]}",
                output("\"text/plain\": \"42\"")));
    assertEquals(
        """
        # T
        see [b](04-b.md#x), [d](../../notebooks/../data/README.md), [w](https://example.org/a.ipynb)

        ```java
        f()
        ```

        ```text
        one
        two
        ```

        <table>
        <tr></tr></table>

        <img src="pictures/03-a-1.svg" alt="three $ dots">

        ```text
        bad
        ```

        ```text
        42
        ```
        """,
        MarkdownPage.of(notebook, new Gallery(root, "03-a"), "../../notebooks/"));
    assertTrue(
        Files.readString(root.resolve("pictures/03-a-1.svg"))
            .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" width='9' "));
  }

  @Test
  void aPageLeadsToPagesAndHasNoPrompts() {
    SitePage page =
        SitePage.of(
            "03-a",
            """
            <div class="prompt">In [1]:</div><h1>A &amp; B<a class="anchor-link" href="#A">¶</a></h1><p>First.</p>
            <p>Second.</p><h2 id="The-X">The X <em>y</em><a class="anchor-link" href="#The-X">¶</a></h2>
            <a href="#the-x-y">x</a> <a href="04-b.ipynb#z">b</a> <a href="GLOSSARY.md">g</a> <a href="../data/README.md">d</a>
            <a href="https://example.org/">w</a><table></table><script>alert()</script>\
            """,
            List.of("03-a", "04-b", "GLOSSARY"),
            Optional.empty());
    assertEquals("A & B", page.title());
    assertEquals("First.", page.lead());
    assertEquals("<li><a href=\"#The-X\">The X <em>y</em></a></li>", page.contents());
    Document body = Jsoup.parseBodyFragment(page.body());
    assertEquals(
        List.of("#The-X", "04-b.html#z", "GLOSSARY.html", "https://example.org/"),
        body.select("a").eachAttr("href"));
    assertTrue(body.text().contains("d"), "the text of a link that leads nowhere stays");
    assertTrue(body.select("script, .prompt").isEmpty());
    assertEquals("wide", body.selectFirst("table").parent().className());
  }

  @Test
  void italicsBelowAPictureAreItsCaption() {
    String cell = "<div class=\"cell\"><div class=\"output_wrapper\">%s</div></div>";
    String text = "<div class=\"cell\"><div class=\"text_cell_render\">%s</div></div>";
    String page =
        cell.formatted("<img src=\"a.png\">")
            + text.formatted("<p><em>What <code>a</code> shows.</em></p><h2>Next</h2>")
            + cell.formatted("<pre>42</pre>")
            + text.formatted("<p><em>Not below a picture.</em></p>")
            + cell.formatted("<img src=\"b.png\">")
            + text.formatted("<p><em>Emphasis</em> makes no caption.</p>");
    SitePage made = SitePage.of("03-a", page, List.of(), Optional.empty());
    Document body = Jsoup.parseBodyFragment(made.body());
    assertEquals(List.of("What a shows."), body.select("figure figcaption").eachText());
    assertEquals("a.png", body.selectFirst("figure img").attr("src"));
    assertEquals(
        List.of("Not below a picture.", "Emphasis makes no caption."), body.select("p").eachText());
    assertEquals("Next", body.select(".text_cell_render h2").text());
  }

  @Test
  void aWidePictureOpensAlone() {
    String page =
        "<img src=\"a.png\" width=\"640\"><img src=\"b.png\" width=\"250\"><img src=\"c.gif\">";
    SitePage made = SitePage.of("03-a", page, List.of(), Optional.empty());
    Document body = Jsoup.parseBodyFragment(made.body());
    assertEquals(List.of("a.png"), body.select("a:has(img)").eachAttr("href"));
    assertEquals(List.of("a.png", "b.png", "c.gif"), body.select("img").eachAttr("src"));
  }

  @Test
  void theSiteIsWholeAndAsksNobodyElse() throws Exception {
    String jupyter = System.getenv("DEMITASSE_JUPYTER");
    assumeTrue(jupyter != null, "DEMITASSE_JUPYTER is not set: ./demitasse test sets it");
    Path notebooks = Files.createDirectories(root.resolve("notebooks"));
    Files.writeString(root.resolve("pom.xml"), "");
    Files.writeString(root.resolve("demitasse"), "");
    Files.writeString(notebooks.resolve("GLOSSARY.md"), "# Words\n\n[b](04-b.ipynb)\n");
    Path executed = Files.createDirectories(root.resolve("executed"));
    JsonObject a =
        notebook(
            prose("# A\\n\\nFirst of [two](04-b.ipynb), see the [words](GLOSSARY.md), and $x^2$."),
            code(
                "int x = 6 * 7;",
                "",
                output("\"image/png\": \"" + base64(png(400, 300, 2)) + "\"")));
    JsonObject b =
        notebook(prose("# B\\n\\n## Step"), code("x", "", output("\"text/plain\": \"42\"")));
    NotebookFile.write(CleanNotebook.of(a), notebooks.resolve("03-a.ipynb"));
    NotebookFile.write(CleanNotebook.of(b), notebooks.resolve("04-b.ipynb"));
    NotebookFile.write(a, executed.resolve("03-a.ipynb"));
    NotebookFile.write(b, executed.resolve("04-b.ipynb"));
    Project project = new Project(root);
    Path folder = root.resolve("site");
    var nbconvert = new Nbconvert(project, jupyter, executed, Map.of());
    var site = new Site(project, nbconvert, folder, Optional.empty());
    List<Path> files = List.of(executed.resolve("03-a.ipynb"), executed.resolve("04-b.ipynb"));
    site.write(files);

    List<String> names = List.of("index", "03-a", "04-b", "GLOSSARY");
    for (String name : names) {
      assertTrue(Files.exists(folder.resolve(name + ".html")), name);
    }
    assertEquals(List.of(), SiteLinks.faults(folder, names));
    Document first = Jsoup.parse(folder.resolve("03-a.html").toFile());
    assertEquals("B", first.select(".onward a[rel=next]").text());
    holdsCodeAndLeavesFormulasToTheTypesetter(first);
    assertTrue(Jsoup.parse(folder.resolve("04-b.html").toFile()).text().contains("42"));
    assertEquals(
        List.of("A", "B"),
        Jsoup.parse(folder.resolve("index.html").toFile()).select(".cards strong").eachText());

    JsonObject changed = notebook(prose("# A"), code("int x = 1;", ""));
    NotebookFile.write(CleanNotebook.of(changed), notebooks.resolve("03-a.ipynb"));
    var refused = assertThrows(IllegalArgumentException.class, () -> site.write(files));
    assertTrue(refused.getMessage().contains("another version"), refused.getMessage());
  }

  private static void holdsCodeAndLeavesFormulasToTheTypesetter(Document page) {
    assertTrue(page.text().contains("int x = 6 * 7;"));
    assertTrue(page.text().contains("$x^2$"), page.text());
    assertTrue(page.select("script").eachAttr("src").contains("katex.min.js"));
  }
}
