package demitasse.runner;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Finds the links of a folder of pages that lead nowhere, and what a page would load from the web.
 */
final class SiteLinks {
  private final Path folder;
  private final Map<Path, Document> pages = new LinkedHashMap<>();

  private SiteLinks(Path folder) {
    this.folder = folder;
  }

  /**
   * Returns a line for each fault; none if all is well.
   *
   * @param names of the pages; whatever else lies in the folder is not looked at
   */
  static List<String> faults(Path folder, Collection<String> names) throws IOException {
    var links = new SiteLinks(folder.normalize());
    for (String name : names) {
      Path file = links.folder.resolve(name + SitePage.ENDING);
      links.pages.put(file, Jsoup.parse(file.toFile()));
    }
    List<String> faults = new ArrayList<>();
    links.pages.forEach((file, page) -> faults.addAll(links.faults(file, page)));
    return faults;
  }

  private List<String> faults(Path file, Document page) {
    List<String> faults = new ArrayList<>();
    for (Element each : page.select("[src], [href]")) {
      String target = each.hasAttr("src") ? each.attr("src") : each.attr("href");
      String fault = fault(file, each, target);
      if (fault != null) {
        faults.add("%s: %s: %s".formatted(file.getFileName(), target, fault));
      }
    }
    return faults;
  }

  private String fault(Path file, Element element, String target) {
    if (target.startsWith("data:")) {
      return null;
    }
    if (target.matches("[a-z]+:.*|//.*")) {
      return element.is("a") ? null : "the page would load it from the web";
    }
    if (target.startsWith("/")) {
      return "it is not relative";
    }
    String[] parts = target.split("#", 2);
    String path = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
    Path there = path.isEmpty() ? file : folder.resolve(path).normalize();
    if (!Files.exists(there)) {
      return "there is no such file";
    }
    if (parts.length == 1 || parts[1].isEmpty()) {
      return null;
    }
    Document page = pages.get(there);
    return page == null || has(page, parts[1]) ? null : "there is no such place";
  }

  /** A browser looks for the id as it is written, then for what it stands for. */
  private static boolean has(Document page, String place) {
    return page.getElementById(place) != null
        || page.getElementById(URLDecoder.decode(place, StandardCharsets.UTF_8)) != null;
  }
}
