"""Documentation comments in Markdown, which Java has from 23 on."""

import zipfile

from kerneltest import KernelTest, library

SOURCE = """package lib;

/// A **tool** for [java.util.List] and [its size][java.util.List#size()].
///
/// - `one` thing
/// - {@code a * b * c}
///
/// ```java
/// @Override int size() { return 1 < 2 ? 1 : 2; }
/// ```
///
/// | a | b |
/// |---|---|
/// | 1 | 2 |
///
/// @since *long* ago
public class Tool {
  /// Twice a _number_: see [#thrice(int)].
  ///
  /// @param n the **number**
  /// @return `2 * n`
  public static int twice(int n) { return 2 * n; }

  /// Three times.
  public static int thrice(int n) { return 3 * n; }

  /** Plain <b>HTML</b> with 2 * 3 * 4 and a_b_c, {@link java.util.List List&lt;E&gt;}. */
  public static int html(int n) { return n; }

  /** The **same** in the old form stays as it is.
   *
   * @return `n` */
  public static int stars(int n) { return n; }
}
"""


class MarkdownComments(KernelTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        test = cls("ok")
        if int(test.ok("Runtime.version().feature()").value) < 23:
            cls.tearDownClass()
            test.skipTest("Java has had such comments since 23")
        jar = library("tool-1.jar", {"lib/Tool.java": SOURCE})
        with zipfile.ZipFile(jar.replace(".jar", "-sources.jar"), "w") as sources:
            sources.writestr("lib/Tool.java", SOURCE)
        test.ok("%%jars %s\nimport lib.*;" % jar)

    def shown(self, code):
        return self.reply(self.kc.inspect(code))["content"]["data"]

    def test_a_type(self):
        data = self.shown("Tool")
        for part in (
            "A <strong>tool</strong> for <code>java.util.List</code> and <code>its size</code>",
            "<li><code>one</code> thing</li>", "<li><code>a * b * c</code></li>",
            "@Override int size() { return 1 &lt; 2 ? 1 : 2; }",
            "<td>1</td>", "<dt>Since</dt><dd><em>long</em> ago</dd>",
        ):
            self.assertIn(part, data["text/html"])
        self.assertIn("A **tool** for java.util.List and its size.", data["text/plain"])
        self.assertIn("Since *long* ago", data["text/plain"])

    def test_a_method(self):
        html = self.shown("Tool.twice(")["text/html"]
        self.assertIn("Twice a <em>number</em>: see <code>thrice(int)</code>.", html)
        self.assertIn("<dt>Parameter</dt><dd>n the <strong>number</strong></dd>", html)
        self.assertIn("<dt>Returns</dt><dd><code>2 * n</code></dd>", html)

    def test_a_comment_that_is_none(self):
        html = self.shown("Tool.html(")["text/html"]
        self.assertIn("Plain <b>HTML</b> with 2 * 3 * 4 and a_b_c, <code>List&lt;E&gt;</code>.", html)
        html = self.shown("Tool.stars(")["text/html"]
        self.assertIn("The **same**", html)
        self.assertIn("<dd>`n`</dd>", html)
