package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SearchIndexTest {
  private static final String FRAGMENT =
      """
      <div class="text_cell_render"><h1 id="T">Title</h1><p>Before all.</p></div>
      <div class="text_cell_render"><h2 id="One">One</h2><p>Text of one.</p></div>
      <div class="input_area"><div class="highlight"><pre>int x = 1;</pre></div></div>
      <div class="output"><pre>printed</pre></div>
      <div class="text_cell_render"><h3 id="Two">Two</h3></div>
      """;

  @Test
  void holdsTextAndCodeBySectionAndNoOutput() {
    SitePage page = SitePage.of("03-a", FRAGMENT, List.of("03-a"), Optional.empty());
    String script = SearchIndex.script(List.of(page));
    String json = script.substring(script.indexOf('['), script.lastIndexOf(';'));
    JsonArray sections = JsonParser.parseString(json).getAsJsonArray();
    assertEquals(3, sections.size());
    assertEquals(
        "{\"page\":\"03-a.html\",\"title\":\"Title\",\"heading\":\"\",\"text\":\"Before all. \"}",
        sections.get(0).toString());
    assertEquals(
        "{\"page\":\"03-a.html#One\",\"title\":\"Title\",\"heading\":\"One\",\"text\":\"Text of one. int x = 1; \"}",
        sections.get(1).toString());
    assertEquals("Two", sections.get(2).getAsJsonObject().get("heading").getAsString());
  }
}
