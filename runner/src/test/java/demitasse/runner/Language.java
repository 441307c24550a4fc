package demitasse.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * What a reader of English would stumble over: words that are neither in the dictionary nor among
 * our own, a word twice in a row, and phrases that have a plainer form. The spelling is that of
 * Oxford: colour and neighbour, but standardize and optimization.
 */
final class Language {
  private static final String DICTIONARY = "words.txt.gz";

  /** Letters beside digits are no word but a version, a name in code or a commit. */
  private static final Pattern WORD =
      Pattern.compile("(?<![\\p{L}\\d])\\p{L}+(?:['’]\\p{L}+)?(?![\\p{L}\\d])");

  private static final Pattern TWICE =
      Pattern.compile("(?i)\\b(\\p{L}+)[ \\t]*(?:[ \\t]|\\n)[ \\t]*\\1\\b(?![-'’])");

  /** Says where a number comes from; no reader sees it. */
  private static final Pattern MARK = Pattern.compile("<!--.*?-->");

  /** Words that may stand twice. */
  private static final Set<String> MAY_STAND_TWICE = Set.of("that", "had", "bye");

  private final Set<String> words = new HashSet<>();
  private final Map<Pattern, String> phrases = new LinkedHashMap<>();

  /** Knows only the dictionary. */
  Language() throws IOException {
    var file = Objects.requireNonNull(Language.class.getResourceAsStream(DICTIONARY), DICTIONARY);
    try (var lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
      lines.lines().forEach(words::add);
    }
  }

  /** Adds words, one a line; a line that begins with # is a comment. */
  Language words(Path file) throws IOException {
    Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).forEach(words::add);
    return this;
  }

  /** Adds phrases, patterns that ignore case, and what to write instead. */
  Language phrases(Path file) {
    Table table =
        Table.read()
            .usingOptions(
                CsvReadOptions.builder(file.toFile())
                    .columnTypes(column -> ColumnType.STRING)
                    .escapeChar('\u0000'));
    for (Row row : table) {
      phrases.put(
          Pattern.compile(row.getString("phrase"), Pattern.CASE_INSENSITIVE),
          row.getString("better"));
    }
    return this;
  }

  /** Returns a line for each thing to put right. */
  List<String> findings(Prose prose) {
    String text = MARK.matcher(prose.text()).replaceAll("");
    List<String> findings = new ArrayList<>();
    WORD.matcher(text)
        .results()
        .map(word -> word.group().replace('’', '\''))
        .filter(word -> !isKnown(word))
        .distinct()
        .forEach(word -> findings.add(prose.place() + ": unknown word " + word));
    TWICE
        .matcher(text)
        .results()
        .filter(twice -> !MAY_STAND_TWICE.contains(twice.group(1).toLowerCase(Locale.ROOT)))
        .forEach(twice -> findings.add(prose.place() + ": twice in a row: " + twice.group(1)));
    phrases.forEach(
        (phrase, better) ->
            phrase
                .matcher(text)
                .results()
                .forEach(
                    found ->
                        findings.add(
                            "%s: \"%s\"; better: %s"
                                .formatted(prose.place(), found.group(), better))));
    return findings;
  }

  private boolean isKnown(String word) {
    String base = word.replaceFirst("'s$", "");
    return base.length() == 1
        || base.equals(base.toUpperCase(Locale.ROOT))
        || words.contains(base)
        || words.contains(base.toLowerCase(Locale.ROOT))
        || words.contains(word);
  }
}
