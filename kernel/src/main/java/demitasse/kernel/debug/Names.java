package demitasse.kernel.debug;

import demitasse.kernel.execution.CellClasses;
import demitasse.kernel.source.JavaText;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What code can name where a thread stands: the variables in scope, and the members of the objects
 * and classes around. An expression is compiled outside these classes, so the owner of each member
 * is written before it.
 */
final class Names {
  private static final String THIS = "this";

  /** How names begin that stand for the objects around, the innermost first. */
  private static final String AROUND = "$around";

  /** How the compiler calls the fields for the object around, and for captured variables. */
  private static final String OUTER = "this$";

  private static final String CAPTURED = "val$";

  /** {@code this}, perhaps of a class around, perhaps with a field; or a method called alone. */
  private static final Pattern OF_OBJECTS =
      Pattern.compile(
          "(?:(?<![\\w$.])(\\w+)\\s*\\.\\s*)?\\bthis\\b(?:\\s*\\.\\s*(\\w+)\\b(?!\\s*\\())?"
              + "|(?<![\\w$.])(\\w+)(?=\\s*\\()");

  private static final Pattern OF_AROUND = Pattern.compile("\\$around(\\d+)(?:\\$(.+))?");

  private static final Pattern PARAMETERS = Pattern.compile("(\\w+)\\s*->|\\(([^()]*)\\)\\s*->");

  private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

  private final Frame frame;
  private final List<Around> around = new ArrayList<>();

  /**
   * A class whose code it is, or one around that.
   *
   * @param object null where the code belongs to no object
   */
  private record Around(Class<?> type, Object object) {}

  /**
   * A variable.
   *
   * @param type as code names it
   * @param erased the same without type arguments
   * @param assign gives it another value, or says why it cannot
   */
  record Known(String type, String erased, Object value, Consumer<Object> assign) {}

  /** Creates it for a call that has come to a line. */
  Names(Frame frame) {
    this.frame = frame;
    Object object = local(THIS).map(Known::value).orElse(null);
    Class<?> type = frame.site.type();
    while (type != null && CellClasses.isOfCell(type.getName()) && !isWrapper(type)) {
      around.add(new Around(type, object));
      object = outer(type, object);
      type = object == null ? type.getEnclosingClass() : typeOfOuter(type);
    }
  }

  private static boolean isWrapper(Class<?> type) {
    return CellClasses.isWrapper(type.getName());
  }

  /** Returns what a name stands for; nothing if that is none of these variables. */
  Optional<Known> find(String name) {
    return local(name).or(() -> ofAround(name)).or(() -> field(name));
  }

  /** Returns the variables that code names, by their names. */
  Map<String, Known> in(String code) {
    Map<String, Known> found = new LinkedHashMap<>();
    String masked = JavaText.masked(code);
    for (String name : names(masked)) {
      find(name).ifPresent(known -> found.put(name, known));
    }
    // The parameter of a lambda may go by the name of a field.
    PARAMETERS
        .matcher(masked)
        .results()
        .flatMap(lambda -> names(lambda.group()).stream())
        .filter(name -> local(name).isEmpty())
        .forEach(found::remove);
    return found;
  }

  private static Set<String> names(String masked) {
    return NAME.matcher(masked)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Returns a text about qualified code as one about the code that was written. */
  static String plain(String text) {
    return text.replaceAll("\\$around\\d+\\$", "this.").replaceAll("\\$around\\d+", THIS);
  }

  /** Returns code with the owner of each member before it. */
  String qualified(String code) {
    StringBuilder text = new StringBuilder();
    Matcher matcher = OF_OBJECTS.matcher(JavaText.masked(code)); // not what stands in a string
    int from = 0;
    while (matcher.find()) {
      text.append(code, from, matcher.start());
      text.append(
          matcher.group(3) == null
              ? object(matcher.group(), matcher.group(1), matcher.group(2))
              : owner(matcher.group(3)).map(owner -> owner + ".").orElse("") + matcher.group());
      from = matcher.end();
    }
    return text.append(code.substring(from)).toString();
  }

  private String object(String text, String type, String field) {
    for (int i = 0; i < around.size(); i++) {
      Around one = around.get(i);
      boolean isMeant = type == null ? i == 0 : one.type().getSimpleName().equals(type);
      if (isMeant && one.object() != null) {
        if (field == null) {
          return AROUND + i;
        }
        // A field by a name of its own: also where it is private.
        return AROUND + i + (field(one, field).isPresent() ? "$" : ".") + field;
      }
    }
    return text;
  }

  /** Returns what stands before the name of a method that is called alone. */
  private Optional<String> owner(String method) {
    for (int i = 0; i < around.size(); i++) {
      Around one = around.get(i);
      if (methods(one.type())
          .anyMatch(
              found ->
                  found.getName().equals(method)
                      && (one.object() != null || Modifier.isStatic(found.getModifiers())))) {
        return one.object() != null
            ? Optional.of(AROUND + i)
            : Optional.ofNullable(one.type().getCanonicalName());
      }
    }
    return Optional.empty();
  }

  private static Stream<Method> methods(Class<?> type) {
    Stream<Method> methods = Stream.of(type.getMethods());
    for (Class<?> one = type; one != null && one != Object.class; one = one.getSuperclass()) {
      methods = Stream.concat(methods, Stream.of(one.getDeclaredMethods()));
    }
    return methods;
  }

  private Optional<Known> local(String name) {
    List<Site.Local> locals = frame.site.locals();
    for (int i = 0; frame.values != null && i < frame.values.length; i++) {
      if (locals.get(i).name().equals(name)) {
        int index = i;
        return Optional.of(
            new Known(
                JavaTypes.source(locals.get(i), frame.site.loader()),
                JavaTypes.erased(locals.get(i), frame.site.loader()),
                frame.values[i],
                value -> assignLocal(index, value)));
      }
    }
    return Optional.empty();
  }

  private void assignLocal(int index, Object value) {
    Site.Local local = frame.site.locals().get(index);
    if (!frame.isAtLine) {
      throw new Expressions.Failed(
          local.name()
              + " cannot be assigned in the middle of a line: step to the next line of its method");
    }
    if (!local.isAssignable()) {
      throw new Expressions.Failed(
          local.name()
              + " cannot be assigned: its type is hidden in a library, or its method is too large");
    }
    frame.values[index] = value;
    frame.assigned = frame.values;
  }

  /** Finds an object around, or a field of one. */
  private Optional<Known> ofAround(String name) {
    Matcher parts = OF_AROUND.matcher(name);
    if (!parts.matches() || Integer.parseInt(parts.group(1)) >= around.size()) {
      return Optional.empty();
    }
    Around one = around.get(Integer.parseInt(parts.group(1)));
    if (parts.group(2) != null) {
      return field(one, parts.group(2));
    }
    String type = JavaTypes.canonical(one.type());
    Known plain =
        new Known(
            type,
            type,
            one.object(),
            value -> {
              throw new Expressions.Failed("this cannot be assigned");
            });
    return Optional.of(
        local(THIS)
            .filter(self -> self.value() == one.object())
            .map(self -> new Known(self.type(), type, self.value(), plain.assign()))
            .orElse(plain));
  }

  private Optional<Known> field(String name) {
    return around.stream().flatMap(one -> field(one, name).stream()).findFirst();
  }

  /** Finds a field that code of a class names: its own, or one that it inherits. */
  private static Optional<Known> field(Around one, String name) {
    for (Class<?> type = one.type();
        type != null && !type.getModule().isNamed();
        type = type.getSuperclass()) {
      boolean isOwn = type == one.type();
      for (Field field : type.getDeclaredFields()) {
        boolean isMeant =
            field.isSynthetic()
                ? isOwn && field.getName().equals(CAPTURED + name)
                : field.getName().equals(name)
                    && (isOwn || !Modifier.isPrivate(field.getModifiers()));
        if (isMeant && (one.object() != null || Modifier.isStatic(field.getModifiers()))) {
          return known(field, name, one.object());
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Known> known(Field field, String name, Object object) {
    return value(field, object)
        .map(
            held ->
                new Known(
                    JavaTypes.source(field),
                    JavaTypes.canonical(field.getType()),
                    held[0],
                    value -> assignField(field, name, object, value)));
  }

  /** The value in a box, because it may be null; nothing if it cannot be read. */
  private static Optional<Object[]> value(Field field, Object object) {
    try {
      field.setAccessible(true);
      return Optional.of(new Object[] {field.get(object)});
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      return Optional.empty(); // the expression is told that there is no such name
    }
  }

  private static void assignField(Field field, String name, Object object, Object value) {
    if (field.isSynthetic()) {
      throw new Expressions.Failed(name + " is captured: it cannot be assigned");
    }
    if (Modifier.isFinal(field.getModifiers())) {
      // Reflection could assign it, but code that holds its value already would not see that.
      throw new Expressions.Failed(name + " is final");
    }
    try {
      field.set(object, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The object around an object of an inner class; null if there is none. */
  private static Object outer(Class<?> type, Object object) {
    return object == null
        ? null
        : fieldOfOuter(type)
            .flatMap(field -> value(field, object))
            .map(held -> held[0])
            .orElse(null);
  }

  private static Class<?> typeOfOuter(Class<?> type) {
    return fieldOfOuter(type).orElseThrow().getType();
  }

  private static Optional<Field> fieldOfOuter(Class<?> type) {
    return Stream.of(type.getDeclaredFields())
        .filter(field -> field.isSynthetic() && field.getName().startsWith(OUTER))
        .findFirst();
  }

  /** The variables that the object whose code it is has captured, by their names. */
  List<Variables.Named> captured() {
    if (around.isEmpty() || around.get(0).object() == null) {
      return List.of();
    }
    List<Variables.Named> captured = new ArrayList<>();
    for (Field field : around.get(0).type().getDeclaredFields()) {
      if (field.isSynthetic() && field.getName().startsWith(CAPTURED)) {
        String type = field.getType().isPrimitive() ? field.getType().getName() : null;
        value(field, around.get(0).object())
            .map(
                held ->
                    new Variables.Named(
                        field.getName().substring(CAPTURED.length()), held[0], type))
            .ifPresent(captured::add);
      }
    }
    return captured;
  }
}
