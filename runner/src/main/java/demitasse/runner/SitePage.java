package demitasse.runner;

import java.util.List;
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
 */
record SitePage(String name, String title, String lead, String contents, String body) {
  static final String ENDING = ".html";

  /**
   * @param fragment what nbconvert's template {@code basic} makes
   * @param pages names of all pages of the site: links to their sources become links to them
   */
  static SitePage of(String name, String fragment, List<String> pages) {
    Document document = Jsoup.parseBodyFragment(fragment);
    document.outputSettings().prettyPrint(false);
    Element body = document.body();
    body.select(".prompt, .anchor-link, script, style:not(svg style)").remove();
    body.select("img[src]").attr("loading", "lazy");
    body.select("table").wrap("<div class=\"wide\"></div>");
    body.select("a[href]").forEach(link -> lead(link, pages));
    Element heading = body.selectFirst("h1");
    Element lead = body.selectFirst("p");
    StringBuilder contents = new StringBuilder();
    for (Element each : body.select("h2")) {
      contents.append("<li><a href=\"#%s\">%s</a></li>".formatted(each.id(), each.html()));
    }
    return new SitePage(
        name,
        heading == null ? name : heading.text(),
        lead == null ? "" : lead.text(),
        contents.toString(),
        body.html());
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
