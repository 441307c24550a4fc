package demitasse.kernel.source;

import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Gives constructors of records the access of their record. JShell makes each type of a cell
 * public, and the compiler then refuses a constructor {@code Point { … }} or {@code protected Point
 * { … }} that is right in a file.
 */
public final class RecordConstructors {
  private static final Set<Modifier> ACCESS =
      EnumSet.of(Modifier.PUBLIC, Modifier.PROTECTED, Modifier.PRIVATE);
  private static final String PROTECTED = "protected";

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
            .filter(MethodTree.class::isInstance)
            .map(MethodTree.class::cast)
            .filter(method -> method.getName().contentEquals("<init>"))
            .sorted((a, b) -> type.start(b) - type.start(a))
            .forEach(constructor -> open(constructor, type, opened));
      }
    }
    return opened.toString();
  }

  private static void open(MethodTree constructor, CellType type, StringBuilder java) {
    Set<Modifier> flags = constructor.getModifiers().getFlags();
    int start = type.start(constructor);
    if (flags.contains(Modifier.PROTECTED)) {
      int at = JavaText.masked(java.substring(start, type.end(constructor))).indexOf(PROTECTED);
      java.replace(start + at, start + at + PROTECTED.length(), "public   ");
    } else if (flags.stream().noneMatch(ACCESS::contains)) {
      java.insert(start, "public ");
    }
  }
}
