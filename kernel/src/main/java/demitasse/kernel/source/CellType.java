package demitasse.kernel.source;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.Tree;
import demitasse.kernel.source.JavaParser.Parsed;
import demitasse.kernel.source.SnippetSplitter.Piece;
import java.util.ArrayList;
import java.util.List;

/**
 * A type that a cell declares.
 *
 * @param start where its text begins in the cell
 * @param text its text, as the parser sees it
 */
record CellType(int start, Parsed text, ClassTree tree) {
  /** Returns the types that stand outside others, in order. */
  static List<CellType> in(String java, SnippetSplitter splitter) {
    List<CellType> types = new ArrayList<>();
    int offset = 0;
    while (offset < java.length()) {
      Piece piece = splitter.next(java, offset);
      Parsed parsed = JavaParser.parse(piece.code());
      parsed.unit().getTypeDecls().stream()
          .filter(ClassTree.class::isInstance)
          .findFirst()
          .ifPresent(tree -> types.add(new CellType(piece.start(), parsed, (ClassTree) tree)));
      offset = Math.max(piece.end(), offset + 1);
    }
    return types;
  }

  /** Where a part of it begins in the cell. */
  int start(Tree part) {
    return start + (int) text.trees().getSourcePositions().getStartPosition(text.unit(), part);
  }

  /** Where a part of it ends in the cell. */
  int end(Tree part) {
    return start + (int) text.trees().getSourcePositions().getEndPosition(text.unit(), part);
  }
}
