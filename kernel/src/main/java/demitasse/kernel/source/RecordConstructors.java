package demitasse.kernel.source;

import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Gives constructors of records the access of their record. JShell makes each type of a cell
 * public, and the compiler then refuses a constructor {@code Point { … }} that is right in a file.
 */
public final class RecordConstructors {
  private static final Set<Modifier> ACCESS =
      EnumSet.of(Modifier.PUBLIC, Modifier.PROTECTED, Modifier.PRIVATE);

  private RecordConstructors() {}

  /** Returns a cell whose records can be made public, every line where it is. */
  public static String opened(String java, SnippetSplitter splitter) {
    if (!java.contains("record")) {
      return java;
    }
    StringBuilder opened = new StringBuilder(java);
    List<CellType> types = CellType.in(java, splitter);
    for (int i = types.size() - 1; i >= 0; i--) {
      CellType type = types.get(i);
      if (type.tree().getKind() == Tree.Kind.RECORD) {
        type.tree().getMembers().stream()
            .filter(RecordConstructors::isConstructor)
            .map(type::start)
            .sorted((a, b) -> b - a)
            .forEach(at -> opened.insert(at, "public "));
      }
    }
    return opened.toString();
  }

  /** Tells whether a member is a constructor that says nothing of its access. */
  private static boolean isConstructor(Tree member) {
    return member instanceof MethodTree method
        && method.getName().contentEquals("<init>")
        && method.getModifiers().getFlags().stream().noneMatch(ACCESS::contains);
  }
}
