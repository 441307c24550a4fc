package demitasse.kernel.source;

import demitasse.kernel.source.JavaParser.Parsed;

/** What a piece of Java may be, and the code around it that makes it a whole file. */
enum Around {
  STATEMENTS("class $ { void $() { ", "\n;}}"),
  MEMBERS("class $ { ", "\n;}"),
  EXPRESSION("class $ { Object $ = (", "\n);}");

  private final String before;
  private final String after;

  Around(String before, String after) {
    this.before = before;
    this.after = after;
  }

  /** The code before the piece, on the same line as its beginning. */
  String before() {
    return before;
  }

  Parsed parse(String piece) {
    return JavaParser.parse(before + piece + after);
  }
}
