package demitasse.runner;

import com.google.gson.Gson;
import demitasse.data.Cifar100;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * The demonstrations of a site: parts of its pages that run trained networks in the reader's
 * browser, without a kernel and without a request to any other host.
 */
final class Demos {
  private static final String RUNTIME = "runtime.js";
  private static final String STYLE = "demos.css";

  /** The side of a picture to try, in pixels: enough for 32, and sharp on a small button. */
  private static final int SAMPLE_SIDE = 96;

  private final DemoFolder folder;
  private final List<Path> pictures;

  /**
   * @param folder holds the models and all else that is loaded
   * @param pictures to try the classifier of photographs on; the name of each is its class
   */
  Demos(DemoFolder folder, List<Path> pictures) {
    this.folder = folder;
    this.pictures = pictures;
  }

  /**
   * Makes the demonstrations of the course, and writes what they load beside the pages.
   *
   * @param points how many images the map shows
   * @throws IllegalStateException if npm has no ONNX Runtime
   */
  static Demos of(Project project, Path site, int points) throws InterruptedException {
    try {
      DemoFolder folder = DemoFolder.in(site);
      new OnnxRuntimeWeb(project.packages()).write(folder);
      DemoModels.write(folder, points);
      try (Stream<Path> pictures = Files.list(project.pictures())) {
        return new Demos(folder, pictures.sorted().toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the scripts and the style sheet of the demonstrations. */
  void writeScripts() throws IOException {
    Set<String> files = new LinkedHashSet<>(List.of(RUNTIME, STYLE));
    for (Demo demo : Demo.values()) {
      files.addAll(demo.scripts());
    }
    for (String file : files) {
      folder.write(file, resource(file));
    }
  }

  /** Returns what a page with demonstrations has in its head. */
  static String head(Collection<Demo> demos) {
    Set<String> scripts = new LinkedHashSet<>(List.of(RUNTIME));
    demos.forEach(demo -> scripts.addAll(demo.scripts()));
    StringBuilder head = new StringBuilder();
    head.append("<link rel=\"stylesheet\" href=\"%s/%s\">%n".formatted(DemoFolder.NAME, STYLE));
    for (String script : scripts) {
      head.append("<script src=\"%s/%s\" defer></script>%n".formatted(DemoFolder.NAME, script));
    }
    return head.toString();
  }

  /**
   * Returns a demonstration as a part of a page.
   *
   * @param level the element of its heading, such as {@code h3}
   */
  Element section(Demo demo, String level) {
    String html = new String(resource(demo.id() + ".html"), StandardCharsets.UTF_8);
    Element section = Jsoup.parseBodyFragment(html).body().tagName("section");
    String heading = demo.place() + "-title";
    section.selectFirst("h3").tagName(level).id(heading);
    section.addClass("demo").id(demo.place()).attr("data-demo", demo.id());
    section.attr("aria-labelledby", heading);
    if (demo == Demo.PICTURE) {
      section.attr("data-names", new Gson().toJson(Cifar100.fineNames()));
      pictures.forEach(file -> section.selectFirst(".samples").appendChild(sample(file)));
    }
    section
        .appendElement("p")
        .addClass("weight")
        .text(
            "It runs in your browser and sends nothing. When you scroll to it, it loads %s, once."
                .formatted(weight(List.of(demo))));
    section.appendElement("noscript").text("This needs JavaScript.");
    return section;
  }

  /** Returns how much some demonstrations load together, such as {@code 6.1 MB}. */
  String weight(Collection<Demo> demos) {
    long bytes =
        demos.stream()
            .flatMap(demo -> demo.loaded().stream())
            .distinct()
            .mapToLong(folder::size)
            .sum();
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private static Element sample(Path file) {
    try {
      Picture picture = new Picture("", Files.readAllBytes(file));
      byte[] small = picture.thumbnail(SAMPLE_SIDE, SAMPLE_SIDE).bytes();
      String name = file.getFileName().toString().replaceFirst("\\..*", "");
      Element button = new Element("button").attr("type", "button");
      button
          .appendElement("img")
          .attr("src", "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(small))
          .attr("alt", name);
      return button;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] resource(String file) {
    return Site.resource("demos/" + file);
  }
}
