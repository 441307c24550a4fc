package demitasse.kernel.source;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.Tree;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * Gives sealed types their {@code permits}. In a file the types that extend one stand beside it,
 * and the clause may be left out; JShell compiles each on its own.
 */
public final class SealedTypes {
  private static final String SEALED = "sealed";

  private SealedTypes() {}

  /** Returns a cell with the clauses that it leaves out, on the lines where the types stand. */
  public static String withPermits(String java, SnippetSplitter splitter) {
    if (!java.contains(SEALED)) {
      return java;
    }
    List<CellType> types = CellType.in(java, splitter);
    StringBuilder complete = new StringBuilder(java);
    for (int i = types.size() - 1; i >= 0; i--) {
      CellType declared = types.get(i);
      ClassTree type = declared.tree();
      List<String> permitted =
          types.stream()
              .filter(other -> isBelow(other.tree(), type.getSimpleName().toString()))
              .map(other -> other.tree().getSimpleName().toString())
              .toList();
      int head = head(declared, java);
      if (type.getModifiers().getFlags().contains(Modifier.SEALED)
          && type.getPermitsClause().isEmpty()
          && !permitted.isEmpty()
          && head >= 0) {
        complete.insert(head, "permits " + String.join(", ", permitted) + " ");
      }
    }
    return complete.toString();
  }

  /**
   * Returns the types of a cell that the session has to forget first: those that a sealed type
   * permits beside one that is new. Until Java 24 the compiler takes such a clause if it knows all
   * of its types, or none yet.
   *
   * @param java a cell that has its clauses
   * @param isKnown tells whether the session has a type of a name
   */
  public static Set<String> toForget(
      String java, SnippetSplitter splitter, Predicate<String> isKnown) {
    if (!java.contains(SEALED)) {
      return Set.of();
    }
    List<CellType> types = CellType.in(java, splitter);
    Set<String> declared =
        types.stream()
            .map(type -> type.tree().getSimpleName().toString())
            .collect(Collectors.toSet());
    return types.stream()
        .map(type -> type.tree().getPermitsClause().stream().map(Tree::toString).toList())
        .filter(names -> names.stream().anyMatch(n -> declared.contains(n) && !isKnown.test(n)))
        .flatMap(List::stream)
        .filter(name -> declared.contains(name) && isKnown.test(name))
        .collect(Collectors.toSet());
  }

  /** Where a clause can be added to the head of a type. */
  private static int head(CellType declared, String java) {
    ClassTree type = declared.tree();
    Stream<? extends Tree> clauses =
        Stream.of(
                Stream.of(type.getModifiers()),
                type.getTypeParameters().stream(),
                Stream.ofNullable(type.getExtendsClause()),
                type.getImplementsClause().stream())
            .flatMap(clause -> clause);
    int end = clauses.mapToInt(declared::end).max().orElse(declared.start());
    return java.indexOf('{', Math.max(declared.start(), end));
  }

  private static boolean isBelow(ClassTree type, String name) {
    return Stream.concat(
            Stream.ofNullable(type.getExtendsClause()), type.getImplementsClause().stream())
        .map(tree -> tree.toString().replaceFirst("<.*", ""))
        .anyMatch(name::equals);
  }
}
