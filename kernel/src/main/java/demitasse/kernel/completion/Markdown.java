package demitasse.kernel.completion;

import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Markdown as documentation comments have it: CommonMark and tables. */
final class Markdown {
  private static final List<Extension> TABLES = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder().extensions(TABLES).omitSingleParagraphP(true).build();

  private Markdown() {}

  /** Returns it as HTML; a paragraph that stands alone comes without its tag. */
  static String html(String markdown) {
    return RENDERER.render(PARSER.parse(markdown));
  }
}
