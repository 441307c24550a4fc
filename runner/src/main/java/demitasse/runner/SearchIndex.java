package demitasse.runner;

import com.google.gson.Gson;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** What the site's search looks into: the text and the code of the pages, in their sections. */
final class SearchIndex {
  /**
   * A section of a page.
   *
   * @param page its address
   * @param title of the page
   * @param heading of the section; empty for what comes before the first
   * @param text everything below the heading
   */
  private record Section(String page, String title, String heading, String text) {}

  private SearchIndex() {}

  /** Returns the index as a script, which a page may load from a disk too. */
  static String script(List<SitePage> pages) {
    List<Section> sections = new ArrayList<>();
    pages.forEach(page -> sections.addAll(sections(page)));
    return "self.searchIndex = " + new Gson().toJson(sections) + ";\n";
  }

  private static List<Section> sections(SitePage page) {
    List<Section> sections = new ArrayList<>();
    String address = page.name() + SitePage.ENDING;
    String place = address;
    String heading = "";
    StringBuilder text = new StringBuilder();
    var body = Jsoup.parseBodyFragment(page.body()).body();
    for (Element each : body.select(".text_cell_render > *, .input_area pre")) {
      if (each.is("h2, h3")) {
        add(sections, new Section(place, page.title(), heading, text.toString()));
        place = each.id().isEmpty() ? address : address + "#" + each.id();
        heading = each.text();
        text.setLength(0);
      } else if (!each.is("h1")) {
        text.append(each.text()).append(' ');
      }
    }
    add(sections, new Section(place, page.title(), heading, text.toString()));
    return sections;
  }

  private static void add(List<Section> sections, Section section) {
    if (!section.heading().isEmpty() || !section.text().isBlank()) {
      sections.add(section);
    }
  }
}
