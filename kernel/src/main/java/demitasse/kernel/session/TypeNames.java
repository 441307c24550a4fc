package demitasse.kernel.session;

import demitasse.kernel.source.CellNames;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Types as Java code names them, whatever is imported. */
final class TypeNames {
  /** Part of the names that JShell gives to classes without one. */
  private static final String ANONYMOUS = "$JShell$anonymous$";

  private TypeNames() {}

  /** Tells whether two types are the same, or one is the other declared anew. */
  static boolean mean(Type a, Type b) {
    return a.equals(b)
        || isNamed(a) && CellNames.plain(a.getTypeName()).equals(CellNames.plain(b.getTypeName()));
  }

  /** Tells whether a type has a name: it may be anonymous, or have such a type as argument. */
  static boolean isNamed(Type type) {
    return !type.getTypeName().contains(ANONYMOUS);
  }

  /** Returns the full name of a type; nothing if code cannot name it. */
  static Optional<String> full(Type type) {
    if (type instanceof Class<?> plain) {
      return Optional.ofNullable(plain.getCanonicalName());
    }
    if (type instanceof GenericArrayType array) {
      return full(array.getGenericComponentType()).map(name -> name + "[]");
    }
    if (type instanceof WildcardType wildcard) {
      return wildcard(wildcard);
    }
    return type instanceof ParameterizedType parameterized
        ? parameterized(parameterized)
        : Optional.empty();
  }

  private static Optional<String> wildcard(WildcardType type) {
    if (type.getLowerBounds().length > 0) {
      return full(type.getLowerBounds()[0]).map(name -> "? super " + name);
    }
    return full(type.getUpperBounds()[0]).map(name -> "? extends " + name);
  }

  private static Optional<String> parameterized(ParameterizedType type) {
    List<String> arguments = new ArrayList<>();
    for (Type argument : type.getActualTypeArguments()) {
      Optional<String> name = full(argument);
      if (name.isEmpty()) {
        return Optional.empty();
      }
      arguments.add(name.get());
    }
    Optional<String> outer =
        type.getOwnerType() instanceof ParameterizedType owner
            ? full(owner).map(name -> name + "." + ((Class<?>) type.getRawType()).getSimpleName())
            : full(type.getRawType());
    return arguments.isEmpty()
        ? outer
        : outer.map(name -> name + "<" + String.join(", ", arguments) + ">");
  }
}
