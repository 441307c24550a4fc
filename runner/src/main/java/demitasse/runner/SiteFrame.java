package demitasse.runner;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;

/** The frame around each page of the site, and the pages that have no notebook in them. */
final class SiteFrame {
  /** Name of the page with all demonstrations. */
  static final String TRY = "try";

  private final Elsewhere elsewhere;
  private final boolean demos;

  /**
   * @param elsewhere where the chapters can be run
   * @param demos whether there is a page with all demonstrations
   */
  SiteFrame(Elsewhere elsewhere, boolean demos) {
    this.elsewhere = elsewhere;
    this.demos = demos;
  }

  /** Returns a chapter's page; the first has no previous chapter, and the last no next. */
  String chapter(SitePage page, SitePage previous, SitePage next) {
    String links = link(previous, "prev") + link(next, "next");
    String foot = links.isEmpty() ? "" : "<nav class=\"onward\" aria-label=\"Next\">%s</nav>";
    return framed(
        page.title(),
        links,
        page.demos(),
        withContents(page, places(page.name()) + page.body() + foot.formatted(links)));
  }

  /** Returns the page of a text beside the chapters. */
  String text(SitePage page) {
    return framed(page.title(), "", page.demos(), withContents(page, page.body()));
  }

  private static String withContents(SitePage page, String main) {
    return """
    <div class="page">
    <nav class="contents" aria-label="On this page"><details open><summary>On this page</summary><ol>%s</ol></details></nav>
    <main class="notebook">
    %s
    </main>
    </div>
    """
        .formatted(page.contents(), main);
  }

  private String places(String chapter) {
    Map<String, String> places = elsewhere.places(chapter);
    if (places.isEmpty()) {
      return "";
    }
    return places.entrySet().stream()
        .map(
            place ->
                "<a rel=\"noopener\" href=\"%s\">%s</a>"
                    .formatted(Entities.escape(place.getValue()), place.getKey()))
        .collect(
            Collectors.joining(" or ", "<p class=\"elsewhere\">Run this chapter in ", ".</p>\n"));
  }

  private static String link(SitePage page, String direction) {
    return page == null
        ? ""
        : "<a rel=\"%s\" href=\"%s\"><span>%s</span></a>"
            .formatted(direction, page.name() + SitePage.ENDING, Entities.escape(page.title()));
  }

  /** Returns a chapter's entry in the index. */
  static String card(SitePage page, Optional<String> thumbnail) {
    String picture =
        thumbnail
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

  /** Returns the page that leads to all others. */
  String index(List<String> cards, List<SitePage> texts) {
    StringBuilder beside = new StringBuilder();
    for (SitePage text : texts) {
      beside.append(
          "<li><a href=\"%s\">%s</a></li>"
              .formatted(text.name() + SitePage.ENDING, Entities.escape(text.title())));
    }
    return framed(
        "Demitasse",
        "",
        Set.of(),
        """
        <main class="index">
        <h1>Demitasse</h1>
        <p class="lead">Deep-learning chapters you can step through in Java.</p>
        <p>Each chapter is a Jupyter notebook that runs cell by cell on a laptop. These pages show the
        chapters as they were executed: code, output, pictures. To run and change them, take the project
        and type <code>./demitasse lab</code>.%s</p>
        <ul class="cards">
        %s</ul>
        %s
        </main>
        """
            .formatted(
                demos
                    ? " Some of the trained networks run <a href=\"%s\">in these pages</a>: draw a digit, and a network reads it."
                        .formatted(TRY + SitePage.ENDING)
                    : "",
                String.join("", cards),
                beside.isEmpty() ? "" : "<h2>Beside the chapters</h2><ul>" + beside + "</ul>"));
  }

  /** Returns the page with all demonstrations; each links to the chapter that it is from. */
  String tryIt(Demos all, List<SitePage> chapters) {
    StringBuilder body = new StringBuilder();
    for (Demo demo : Demo.values()) {
      body.append(all.section(demo, "h2").outerHtml());
      chapters.stream()
          .filter(page -> page.demos().contains(demo))
          .forEach(page -> body.append(from(page, demo)));
    }
    return framed(
        "Try it",
        "",
        EnumSet.allOf(Demo.class),
        """
        <main class="index">
        <h1>Try it</h1>
        <p class="lead">Networks that the chapters train, running in your browser.</p>
        <p>Nothing is sent anywhere. The demonstrations load %s in all, each when you scroll to it. From a
        server they work in browsers from 2023 on; opened from disk, they are tested in Chromium.</p>
        %s
        </main>
        """
            .formatted(all.weight(EnumSet.allOf(Demo.class)), body));
  }

  private static String from(SitePage page, Demo demo) {
    return "<p class=\"caption\">From <a href=\"%s#%s\">%s</a>.</p>%n"
        .formatted(page.name() + SitePage.ENDING, demo.place(), Entities.escape(page.title()));
  }

  private String framed(String title, String links, Set<Demo> shown, String body) {
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
    <script src="scroll.js" defer></script>
    <script src="search.js" defer></script>
    %s</head>
    <body>
    <header><a class="home" href="index.html">Demitasse</a>%s<nav aria-label="Chapters">%s</nav>\
    <form class="search" role="search" hidden><input type="search" placeholder="Search" aria-label="Search" \
    autocomplete="off"><div class="found" role="status"></div></form>\
    <button id="theme" type="button" title="light or dark" aria-label="light or dark">◐</button></header>
    %s</body>
    </html>
    """
        .formatted(
            Entities.escape(title),
            shown.isEmpty() ? "" : Demos.head(shown),
            demos ? "<a class=\"try\" href=\"" + TRY + SitePage.ENDING + "\">Try it</a>" : "",
            links,
            body);
  }
}
