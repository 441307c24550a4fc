package demitasse.kernel.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MagicSyntaxTest {
  private static final String CALLS = "demitasse.kernel.cell.MagicCalls.";

  @Test
  void aLineMagicBecomesACallOnItsLine() {
    assertEquals(
        "int a = 1;\n" + CALLS + "statement(\"maven\", \"g:a:1\");\nint b;",
        MagicSyntax.toJava("int a = 1;\n%maven g:a:1\nint b;"));
  }

  @Test
  void theValueOfAMagicCanBeAssigned() {
    assertEquals(
        "List<String> jars = " + CALLS + "line(\"jars\", \"a b\", \"c\\\\d\");",
        MagicSyntax.toJava("List<String> jars = %jars \"a b\" c\\\\d"));
  }

  @Test
  void aMagicThatTakesCodeGetsItAsItIs() {
    assertEquals(
        CALLS + "statement(\"time\", \"f(\\\"a  b\\\", 1)\");",
        MagicSyntax.toJava("%time f(\"a  b\", 1)"));
  }

  @Test
  void aCellMagicTakesTheRestOfTheCell() {
    assertEquals(
        CALLS + "cell(\"name\", \"a\\n%b \\\"c\\\"\", \"x\");",
        MagicSyntax.toJava("%%name x\na\n%b \"c\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "if (f(a) && (b))",
        "if (a) b(); else // or",
        "for (int i = 0; i < 3; i++)",
        "while (a())",
        "do",
        "switch (a) {\n  case 1 ->",
        "switch (a) {\n  default:"
      })
  void aMagicStandsWhereAStatementCan(String above) {
    assertEquals(
        above + "\n  " + CALLS + "statement(\"sh\", \"ls\");",
        MagicSyntax.toJava(above + "\n  %sh ls"));
    assertEquals(above + "\n" + " ".repeat(8), MagicText.withoutMagics(above + "\n  %sh ls"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int a = (b)\n  %c;",
        "int a = f(b)\n  %c;",
        "int a = elseif(b)\n  %c;",
        "int a = leído\n  %c;",
        "int a = a$do\n  %c;",
        "int a = für(b)\n  %c;",
        "int a = b\n  % c;",
        "int a = b\n  %c;",
        "// %maven x",
        "/*\n%maven x\n*/",
        "String s = \"\"\"\n%maven x\n\"\"\";",
        "String s = \"\"\"\n\\\"\"\"\n%maven x\n\"\"\";",
        "char c = '\"';\nint d = 7 % e;",
        "String.format(\"%d%n\", 1)",
        "String s = \"= %d\";"
      })
  void aPercentSignElsewhereIsLeftAlone(String code) {
    assertEquals(code, MagicSyntax.toJava(code));
  }

  @Test
  void linesStayWhereTheyAre() {
    String code = "%a 1\n\n// x\nint y;\n  %b \"2\" // three\nint z = %c\n}";
    assertEquals(code.lines().count(), MagicSyntax.toJava(code).lines().count());
  }

  @Test
  void aLongBodyIsCutIntoConstantsThatAClassFileCanHold() {
    String java = MagicSyntax.toJava("%%name\n" + "x".repeat(100_000));
    assertTrue(java.contains(CALLS + "text(\"xxx"), java.substring(0, 100));
  }

  @Test
  void aCellMagicMayStandBelowCommentsAndBlankLines() {
    assertEquals(
        "\n\n\n\n" + CALLS + "cell(\"name\", \"body\");",
        MagicSyntax.toJava("// one\n\n/* two\n three */\n%%name\nbody"));
  }

  @Test
  void valuesOfExpressionsAreFilledIn() {
    assertEquals(
        CALLS
            + "statement(\"maven\", \"a:b:\" + (v) + \"\", \"\" + (g.of(\"x\")) + \":\" + (w) + \"\");",
        MagicSyntax.toJava("%maven a:b:\\{v} \\{g.of(\"x\")}:${w}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "find . -exec ls \\{\\} \\;",
        "grep 'a\\{2,3\\}'",
        "awk '\\{print $1\\}'",
        "echo ${HOME} {a,b}",
        "echo \\\\{name}"
      })
  void whatAShellMeansIsLeftAlone(String command) {
    assertEquals(
        CALLS + "statement(\"sh\", \"" + command.replace("\\", "\\\\") + "\");",
        MagicSyntax.toJava("%sh " + command));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%maven a:b:1;", "%maven a:b:1 // why", "%maven  a:b:1 ;; // why"})
  void semicolonsAndCommentsAfterAMagicAreNoArguments(String code) {
    assertEquals(MagicSyntax.toJava("%maven a:b:1"), MagicSyntax.toJava(code));
  }

  @Test
  void aUrlIsNoComment() {
    assertEquals(
        CALLS + "statement(\"mavenRepo\", \"x\", \"http://a/b\");",
        MagicSyntax.toJava("%mavenRepo x http://a/b"));
  }
}
