package demitasse.kernel.source;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import demitasse.kernel.source.JavaParser.Parsed;
import demitasse.kernel.source.SnippetSplitter.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * Gives sealed types their {@code permits}. In a file the types that extend one stand beside it,
 * and the clause may be left out; JShell compiles each on its own.
 */
public final class SealedTypes {
  private static final String SEALED = "sealed";

  private SealedTypes() {}

  /** A type of a cell and where its text begins. */
  private record Declared(int start, Parsed text, ClassTree type) {
    int end(Tree tree) {
      SourcePositions positions = text.trees().getSourcePositions();
      return (int) positions.getEndPosition(text.unit(), tree);
    }

    /** Where a clause can be added to its head. */
    int head(String java) {
      Stream<? extends Tree> clauses =
          Stream.of(
                  Stream.of(type.getModifiers()),
                  type.getTypeParameters().stream(),
                  Stream.ofNullable(type.getExtendsClause()),
                  type.getImplementsClause().stream())
              .flatMap(clause -> clause);
      int end = clauses.mapToInt(this::end).max().orElse(0);
      return java.indexOf('{', start + Math.max(0, end));
    }

    boolean extendsType(String name) {
      return Stream.concat(
              Stream.ofNullable(type.getExtendsClause()), type.getImplementsClause().stream())
          .map(tree -> tree.toString().replaceFirst("<.*", ""))
          .anyMatch(name::equals);
    }
  }

  /** Returns a cell with the clauses that it leaves out, on the lines where the types stand. */
  public static String withPermits(String java, SnippetSplitter splitter) {
    if (!java.contains(SEALED)) {
      return java;
    }
    List<Declared> types = types(java, splitter);
    StringBuilder complete = new StringBuilder(java);
    for (int i = types.size() - 1; i >= 0; i--) {
      Declared declared = types.get(i);
      ClassTree type = declared.type();
      List<String> permitted =
          types.stream()
              .filter(other -> other.extendsType(type.getSimpleName().toString()))
              .map(other -> other.type().getSimpleName().toString())
              .toList();
      int head = declared.head(java);
      if (type.getModifiers().getFlags().contains(Modifier.SEALED)
          && type.getPermitsClause().isEmpty()
          && !permitted.isEmpty()
          && head >= 0) {
        complete.insert(head, "permits " + String.join(", ", permitted) + " ");
      }
    }
    return complete.toString();
  }

  private static List<Declared> types(String java, SnippetSplitter splitter) {
    List<Declared> types = new ArrayList<>();
    int offset = 0;
    while (offset < java.length()) {
      Piece piece = splitter.next(java, offset);
      type(piece).ifPresent(types::add);
      offset = Math.max(piece.end(), offset + 1);
    }
    return types;
  }

  private static Optional<Declared> type(Piece piece) {
    Parsed parsed = JavaParser.parse(piece.code());
    return parsed.unit().getTypeDecls().stream()
        .filter(ClassTree.class::isInstance)
        .map(tree -> new Declared(piece.start(), parsed, (ClassTree) tree))
        .findFirst();
  }
}
