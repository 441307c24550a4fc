package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.download.Catalogue;
import demitasse.data.format.DataException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
  private static final String HEADER = "set,file,bytes,sha256,packed_in,mirrors,license\n";
  private static final String SUM = "0".repeat(64);

  @Test
  void theBundledOneHoldsWhatTheLoadersAskFor() {
    Catalogue catalogue = Catalogue.bundled();
    assertEquals(4, catalogue.downloads("mnist").size());
    assertEquals(
        new MnistFormat().missingIn(Path.of("nowhere")),
        catalogue.downloads("mnist").stream().map(Catalogue.Entry::file).toList());
    assertEquals(
        new CifarFormat().missingIn(Path.of("nowhere")),
        catalogue.downloads("cifar100").stream().map(Catalogue.Entry::file).toList());
    for (String set : new String[] {"mnist", "cifar100"}) {
      for (Catalogue.Entry entry : catalogue.downloads(set)) {
        assertTrue(entry.mirrors().size() > 1, entry.file() + " has no second mirror");
        assertTrue(
            entry.mirrors().stream().allMatch(mirror -> mirror.getScheme().equals("https")),
            entry.mirrors().toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "set,file\n",
        HEADER + "mnist,file,12\n",
        HEADER + "mnist,file,12,not a sum,,,none\n"
      })
  void badLinesAreRefused(String csv) {
    String message = assertThrows(DataException.class, () -> Catalogue.parse(csv)).getMessage();
    assertTrue(message.startsWith("catalogue.csv: "), message);
  }

  @Test
  void mirrorsMustBeHttps() {
    String line = "mnist,file,12," + SUM + ",,http://example.org/file,none\n";
    String message =
        assertThrows(DataException.class, () -> Catalogue.parse(HEADER + line)).getMessage();
    assertEquals("catalogue.csv: http://example.org/file is not https", message);
  }
}
