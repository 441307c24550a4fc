package demitasse.kernel.debug;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Types of variables, which a class file has, as an expression names them. */
final class JavaTypes {
  private static final String OBJECT = "Object";

  private final String signature;
  private final ClassLoader loader;
  private int at;

  private JavaTypes(String signature, ClassLoader loader) {
    this.signature = signature;
    this.loader = loader;
  }

  /**
   * Returns a type as Java code names it; a class above it where code cannot.
   *
   * @param variable knows the type, with arguments and without
   * @param loader finds the classes
   */
  static String source(Site.Local variable, ClassLoader loader) {
    try {
      return new JavaTypes(variable.signature(), loader).type();
    } catch (Unnamed e) {
      return erased(variable, loader);
    }
  }

  /** Returns the type without its arguments. */
  static String erased(Site.Local variable, ClassLoader loader) {
    return new JavaTypes(variable.descriptor(), loader).type();
  }

  /** Returns the type of a field as Java code names it. */
  static String source(Field field) {
    try {
      return source(field.getGenericType());
    } catch (Unnamed e) {
      return canonical(field.getType());
    }
  }

  private static String source(Type type) {
    if (type instanceof Class<?> plain) {
      return canonical(plain);
    }
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      String raw = source(generic.getRawType());
      return arguments.length == 0 ? raw : raw + "<" + sources(arguments) + ">";
    }
    if (type instanceof GenericArrayType array) {
      return source(array.getGenericComponentType()) + "[]";
    }
    if (type instanceof WildcardType wildcard) {
      return wildcard.getLowerBounds().length > 0
          ? "? super " + sources(wildcard.getLowerBounds())
          : "? extends " + sources(wildcard.getUpperBounds());
    }
    throw new Unnamed();
  }

  private static String sources(Type[] types) {
    return Stream.of(types).map(JavaTypes::source).collect(Collectors.joining(", "));
  }

  /** A type variable means nothing outside of its method. */
  private static final class Unnamed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private String type() {
    char kind = signature.charAt(at++);
    return switch (kind) {
      case 'Z' -> "boolean";
      case 'B' -> "byte";
      case 'C' -> "char";
      case 'S' -> "short";
      case 'I' -> "int";
      case 'J' -> "long";
      case 'F' -> "float";
      case 'D' -> "double";
      case '[' -> type() + "[]";
      case 'L' -> classType();
      default -> throw new Unnamed();
    };
  }

  private String classType() {
    StringBuilder name = new StringBuilder();
    String arguments = "";
    while (true) {
      char c = signature.charAt(at++);
      if (c == ';') {
        return canonical(name.toString()) + arguments;
      }
      if (c == '<') {
        arguments = arguments();
      } else {
        name.append(c == '/' ? '.' : c == '.' ? '$' : c);
        arguments = c == '.' ? "" : arguments; // those of a class around it
      }
    }
  }

  private String arguments() {
    StringBuilder arguments = new StringBuilder("<");
    while (signature.charAt(at) != '>') {
      arguments.append(arguments.length() == 1 ? "" : ", ");
      switch (signature.charAt(at)) {
        case '*' -> {
          at++;
          arguments.append('?');
        }
        case '+' -> {
          at++;
          arguments.append("? extends ").append(type());
        }
        case '-' -> {
          at++;
          arguments.append("? super ").append(type());
        }
        default -> arguments.append(type());
      }
    }
    at++;
    return arguments.append('>').toString();
  }

  private String canonical(String name) {
    try {
      return canonical(Class.forName(name, false, loader));
    } catch (ClassNotFoundException | LinkageError e) {
      return OBJECT;
    }
  }

  /** Returns the name of a class, or of the nearest one above it that has a name. */
  static String canonical(Class<?> type) {
    for (Class<?> named = type; named != null; named = named.getSuperclass()) {
      if (named.getCanonicalName() != null
          && !isPrivate(named)
          && (named.getSuperclass() != null || named.isPrimitive() || named.isInterface())) {
        return named.getCanonicalName();
      }
    }
    return type.getInterfaces().length == 0 ? OBJECT : canonical(type.getInterfaces()[0]);
  }

  private static boolean isPrivate(Class<?> type) {
    return Modifier.isPrivate(type.getModifiers())
        || type.getEnclosingClass() != null && isPrivate(type.getEnclosingClass());
  }
}
