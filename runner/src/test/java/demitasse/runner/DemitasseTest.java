package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DemitasseTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  static Collection<String> commands() {
    return Demitasse.commandLine().getSubcommands().keySet();
  }

  private int run(String... args) {
    CommandLine line = Demitasse.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    return line.execute(args);
  }

  @Test
  void theHelpThatNeedsNoBuildNamesEveryCommand() throws IOException {
    String help;
    try (var in = Demitasse.class.getResourceAsStream("usage.txt")) {
      help = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Set<String> named =
        Pattern.compile("^  \\./demitasse ([a-z0-9]+)", Pattern.MULTILINE)
            .matcher(help)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(commands()), named);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpOfItsOwn(String command) {
    assertEquals(0, run(command, "--help"));
    assertTrue(out.toString().startsWith("Usage: ./demitasse " + command), out.toString());
    assertEquals("", err.toString());
  }

  /** Each answers for itself, as what it prints does not go through the command. */
  @ParameterizedTest
  @ValueSource(strings = {"kmeans", "spark", "training", "tsne"})
  void aBenchmarkStartsAndGetsItsOptions(String benchmark) {
    assertEquals(0, run("bench", benchmark, "--help"), err.toString());
    assertEquals("", out.toString());
    assertEquals(2, run("bench", benchmark, "--nonsense"), err.toString());
    assertEquals("", err.toString());
  }

  @Test
  void aMistypedOptionOrNameIsRefusedByName() {
    assertEquals(2, run("run", "--nonsense"));
    assertTrue(err.toString().contains("Unknown option: '--nonsense'"), err.toString());
    assertEquals(2, run("run", "99"));
    assertTrue(err.toString().contains("no chapter 99; there are: 00-welcome"), err.toString());
    assertEquals(2, run("bench", "nothing"));
    assertTrue(err.toString().contains("there are: first kernel kmeans"), err.toString());
    assertEquals(2, run("kernel", "--user", "--prefix", "x"));
    assertTrue(err.toString().contains("mutually exclusive"), err.toString());
    assertEquals(2, run("data", "cifar10"));
    assertTrue(err.toString().contains("there are: mnist, cifar100"), err.toString());
    assertEquals(2, run("clean", "--all", "3"));
    assertTrue(err.toString().contains("--all stands alone"), err.toString());
  }
}
