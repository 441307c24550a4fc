package demitasse.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MagicSyntaxTest {
  @Test
  void aLineMagicBecomesACallOnItsLine() {
    assertEquals(
        "int a = 1;\ndemitasse.kernel.Cells.magic(\"maven\", java.util.List.of(\"g:a:1\"));\nint b;",
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
        "lineMagic(\"time\", java.util.List.of(\"f(\\\"a  b\\\", 1)\"));",
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
}
