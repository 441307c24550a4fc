package demitasse.runner;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A page of the site: nbconvert's HTML of a notebook, without its decoration, in the site's own
 * frame.
 *
 * @param name of the file, without its ending
 * @param title its first heading
 * @param lead its first paragraph
 * @param contents its second headings, as links
 * @param body everything but the frame
 * @param demos what the page offers to try
 */
record SitePage(
    String name, String title, String lead, String contents, String body, Set<Demo> demos) {
  static final String ENDING = ".html";

  /** In pixels. */
  private static final int WIDEST_ON_A_PHONE = 400;

  /**
   * @param fragment what nbconvert's template {@code basic} makes
   * @param pages names of all pages of the site: links to their sources become links to them
   * @param demos stand below their cells; a site may have none
   */
  static SitePage of(String name, String fragment, List<String> pages, Optional<Demos> demos) {
    Document document = Jsoup.parseBodyFragment(fragment);
    document.outputSettings().prettyPrint(false);
    Element body = document.body();
    body.select(".prompt, .anchor-link, script, style:not(svg style)").remove();
    body.select("img[src]").attr("loading", "lazy");
    body.select("table").wrap("<div class=\"wide\"></div>");
    // A corner without a word heads nothing.
    body.select("th").stream().filter(each -> !each.hasText()).forEach(each -> each.tagName("td"));
    body.select("a[href]").forEach(link -> lead(link, pages));
    leadToHeadings(body);
    body.select("img[width~=^\\d+$]:not(a img)").forEach(SitePage::openAlone);
    body.select(".text_cell_render > p:first-child").forEach(SitePage::caption);
    Element heading = body.selectFirst("h1");
    Element lead = body.selectFirst("p");
    StringBuilder contents = new StringBuilder();
    for (Element each : body.select("h2")) {
      contents.append("<li><a href=\"#%s\">%s</a></li>".formatted(each.id(), each.html()));
    }
    Set<Demo> placed = demos.map(all -> place(all, name, body)).orElse(Set.of());
    return new SitePage(
        name,
        heading == null ? name : heading.text(),
        lead == null ? "" : lead.text(),
        contents.toString(),
        body.html(),
        placed);
  }

  /**
   * A text that Git hosts show too leads to its headings by the ids that these hosts make: lower
   * case, blanks as hyphens, no other signs. nbconvert's are others.
   */
  private static void leadToHeadings(Element body) {
    Map<String, String> ids = new HashMap<>();
    for (Element each : body.select("h1, h2, h3")) {
      String letters = each.text().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "");
      ids.putIfAbsent(letters.replace(' ', '-'), each.id());
    }
    for (Element link : body.select("a[href^=#]")) {
      String id = ids.get(link.attr("href").substring(1));
      if (id != null) {
        link.attr("href", "#" + id);
      }
    }
  }

  /** On a phone, a wide picture is small: a tap opens it alone, where the browser enlarges it. */
  private static void openAlone(Element picture) {
    if (Integer.parseInt(picture.attr("width")) > WIDEST_ON_A_PHONE) {
      picture.wrap("<a></a>").parent().attr("href", picture.attr("src"));
    }
  }

  /**
   * A paragraph in italics right below a cell that shows a picture is its caption: both become one
   * figure, so that nothing can come between them.
   */
  private static void caption(Element paragraph) {
    Element before = paragraph.closest(".cell").previousElementSibling();
    Element outputs = before == null ? null : before.selectFirst(".output_wrapper:has(img, svg)");
    Element italics = paragraph.selectFirst("> em");
    if (outputs != null && italics != null && italics.text().equals(paragraph.text())) {
      italics.unwrap();
      outputs.tagName("figure").appendChild(paragraph.tagName("figcaption"));
    }
  }

  /** nbconvert gives a cell's part of the page an id that is made from the cell's. */
  private static Set<Demo> place(Demos demos, String chapter, Element body) {
    Set<Demo> placed = EnumSet.noneOf(Demo.class);
    for (Demo demo : Demo.values()) {
      Element cell = body.getElementById("cell-id=" + demo.cell());
      if (demo.chapter().equals(chapter) && cell != null) {
        cell.after(demos.section(demo, "h3"));
        placed.add(demo);
      }
    }
    return placed;
  }

  /** Pages lead to pages and to the web; the project's other files are not part of the site. */
  private static void lead(Element link, List<String> pages) {
    String target = link.attr("href");
    if (target.matches("[a-z]+:.*|#.*")) {
      link.attr("rel", "noopener");
      return;
    }
    String[] parts = target.split("#", 2);
    String name = parts[0].replaceFirst("\\.(ipynb|md)$", "");
    if (pages.contains(name)) {
      link.attr("href", name + ENDING + (parts.length == 1 ? "" : "#" + parts[1]));
    } else {
      link.unwrap();
    }
  }
}
