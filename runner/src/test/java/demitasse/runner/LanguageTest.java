package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The language of chapters and pages. */
class LanguageTest {
  private static final Project PROJECT = Project.around(Path.of(""));
  private static final Path WORDS = PROJECT.root().resolve("quality/words.txt");
  private static final Path PHRASES = PROJECT.root().resolve("quality/phrases.csv");

  @TempDir Path folder;

  private static Stream<Prose> all() {
    return Stream.concat(Prose.ofChapters(PROJECT).stream(), Prose.ofPages(PROJECT).stream());
  }

  @Test
  void chaptersAndPagesAreSpelledRightAndPlain() throws IOException {
    Language language = new Language().words(WORDS).phrases(PHRASES);
    List<String> findings = all().flatMap(prose -> language.findings(prose).stream()).toList();
    assertEquals(
        "", String.join("\n", findings), "a word that is right belongs into quality/words.txt");
  }

  @Test
  void ourOwnWordsAreSortedAndNotInTheDictionary() throws IOException {
    List<String> words =
        Files.readAllLines(WORDS).stream().filter(line -> !line.startsWith("#")).toList();
    assertEquals(words.stream().sorted().distinct().toList(), words);
    Set<String> unknown = new HashSet<>();
    Prose list = new Prose("words", "words", String.join("\n", words));
    for (String finding : new Language().findings(list)) {
      unknown.add(finding.substring(finding.lastIndexOf(' ') + 1));
    }
    assertEquals(List.of(), words.stream().filter(word -> !unknown.contains(word)).toList());
  }

  private List<String> findings(String markdown) throws IOException {
    Path phrases = folder.resolve("phrases.csv");
    Files.writeString(phrases, "phrase,better\n\"\\bby lot\\b\",at random\n");
    Language language = new Language().phrases(phrases);
    return language.findings(new Prose("a", "a", markdown)).stream()
        .map(finding -> finding.substring("a: ".length()))
        .toList();
  }

  @Test
  void oneSpellingIsKnown() throws IOException {
    assertEquals(
        List.of("unknown word color", "unknown word standardise"),
        findings("The color of a neighbour's colour: standardise, standardize, don’t."));
  }

  @Test
  void codeFormulasAndLinksAreNoProse() throws IOException {
    assertEquals(
        List.of(),
        findings("Call `fitt()` for $\\alphq$ [here](xyzzy.md).\n\n```java\nint qwert;\n```\n"));
  }

  @Test
  void aWordTwiceAndAPhraseAreFound() throws IOException {
    assertEquals(
        List.of("twice in a row: the", "\"By lot\"; better: at random"),
        findings("By lot we draw the\nthe point that that method needs."));
  }
}
