package demitasse.kernel.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MagicSyntaxTest {
  @Test
  void aLineMagicBecomesACallOnItsLine() {
    assertEquals(
        "int a = 1;\ndemitasse.kernel.cell.Cells.magic(\"maven\", java.util.List.of(\"g:a:1\"));\nint b;",
        MagicSyntax.toJava("int a = 1;\n%maven g:a:1\nint b;"));
  }

  @Test
  void theValueOfAMagicCanBeAssigned() {
    assertEquals(
        "List<String> jars = lineMagic(\"jars\", java.util.List.of(\"a b\", \"c\\\\d\"));",
        MagicSyntax.toJava("List<String> jars = %jars \"a b\" c\\\\d"));
  }

  @Test
  void aMagicThatTakesCodeGetsItAsItIs() {
    assertEquals(
        "demitasse.kernel.cell.Cells.magic(\"time\", java.util.List.of(\"f(\\\"a  b\\\", 1)\"));",
        MagicSyntax.toJava("%time f(\"a  b\", 1)"));
  }

  @Test
  void aCellMagicTakesTheRestOfTheCell() {
    assertEquals(
        "cellMagic(\"name\", java.util.List.of(\"x\"), \"a\\n%b \\\"c\\\"\");",
        MagicSyntax.toJava("%%name x\na\n%b \"c\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
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
    assertTrue(java.contains("String.join(\"\", \"xxx"), java.substring(0, 100));
  }

  @Test
  void aCellMagicMayStandBelowCommentsAndBlankLines() {
    assertEquals(
        "\n\n\n\ncellMagic(\"name\", java.util.List.of(), \"body\");",
        MagicSyntax.toJava("// one\n\n/* two\n three */\n%%name\nbody"));
  }

  @Test
  void valuesOfExpressionsAreFilledIn() {
    assertEquals(
        "demitasse.kernel.cell.Cells.magic(\"maven\", java.util.List.of(\"a:b:\" + (v) + \"\", \"\" +"
            + " (g.of(\"x\")) + \":\" + (w) + \"\"));",
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
        "demitasse.kernel.cell.Cells.magic(\"sh\", java.util.List.of(\""
            + command.replace("\\", "\\\\")
            + "\"));",
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
        "demitasse.kernel.cell.Cells.magic(\"mavenRepo\", java.util.List.of(\"x\","
            + " \"http://a/b\"));",
        MagicSyntax.toJava("%mavenRepo x http://a/b"));
  }
}
