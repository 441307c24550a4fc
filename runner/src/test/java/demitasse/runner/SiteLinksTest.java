package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteLinksTest {
  @TempDir Path folder;

  @Test
  void findsWhatLeadsNowhere() throws IOException {
    Files.writeString(
        folder.resolve("a.html"),
        """
        <h2 id="A-%C2%B7-B">A · B</h2><img src="no.png"><script src="https://example.org/x.js"></script>
        <a href="/a.html">a</a><a href="b.html#none">b</a><a href="#none">c</a><img src="//example.org/x.png">
        <a href="b.html#there">d</a><a href="b.html">e</a><a href="https://example.org/">f</a>
        <a href="#A-%C2%B7-B">g</a><img src="data:,"><a href="a%20b.txt">h</a><a href="#">i</a>
        """);
    Files.writeString(folder.resolve("b.html"), "<p id=there>");
    Files.writeString(folder.resolve("a b.txt"), "");
    Files.writeString(folder.resolve("not-ours.html"), "<a href=none.html>j</a>");
    assertEquals(
        List.of(
            "a.html: no.png: there is no such file",
            "a.html: https://example.org/x.js: the page would load it from the web",
            "a.html: /a.html: it is not relative",
            "a.html: b.html#none: there is no such place",
            "a.html: #none: there is no such place",
            "a.html: //example.org/x.png: the page would load it from the web"),
        SiteLinks.faults(folder, List.of("a", "b")));
  }
}
