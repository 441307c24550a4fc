package demitasse.kernel.debug;

import demitasse.kernel.execution.CellClasses;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.objectweb.asm.Type;

/**
 * The types that code of cells can name. A variable declared with {@code var} can have a type that
 * a library does not make public: a cast to it would fail.
 */
final class NameableTypes implements Predicate<Type> {
  private final ClassLoader loader;
  private final Map<String, Boolean> known = new HashMap<>();

  /**
   * Creates it.
   *
   * @param loader finds classes as the code does
   */
  NameableTypes(ClassLoader loader) {
    this.loader = loader;
  }

  @Override
  public boolean test(Type type) {
    Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
    return element.getSort() != Type.OBJECT
        || known.computeIfAbsent(element.getClassName(), this::isNameable);
  }

  private boolean isNameable(String name) {
    if (CellClasses.isOfCell(name)) {
      return true; // one package; and it may be the very class that is being loaded
    }
    try {
      Class<?> type = Class.forName(name, false, loader);
      return Modifier.isPublic(type.getModifiers())
          && type.getModule().isExported(type.getPackageName());
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
