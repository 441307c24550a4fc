package demitasse.kernel.debug;

import com.sun.source.tree.Tree;
import demitasse.kernel.base.CellStopped;
import demitasse.kernel.base.Sneaky;
import demitasse.kernel.session.CellThread;
import demitasse.kernel.session.Evaluated;
import demitasse.kernel.source.CellNames;
import demitasse.kernel.source.JavaParser;
import demitasse.kernel.source.JavaText;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Evaluates expressions where a thread stands. An expression becomes a function of the variables
 * that are in scope there, compiled like a cell: it also sees what the notebook has declared.
 */
final class Expressions {
  // Of the JDK's functions the one that takes an array and may throw anything.
  private static final String FUNCTION = "java.lang.reflect.InvocationHandler";
  private static final String SELF = "$this";
  private static final String FIELD_OF_SELF = "$this$";

  /** {@code this}, perhaps with a field of it; or a method that stands alone. */
  private static final Pattern OF_SELF =
      Pattern.compile(
          "\\bthis\\b(?:\\s*\\.\\s*(\\w+)\\b(?!\\s*\\())?|(?<![\\w$.])(\\w+)(?=\\s*\\()");

  private static final Set<Tree.Kind> TARGETS =
      Set.of(Tree.Kind.IDENTIFIER, Tree.Kind.MEMBER_SELECT, Tree.Kind.ARRAY_ACCESS);

  private static final Set<String> PRIMITIVES =
      Set.of("boolean", "byte", "char", "short", "int", "long", "float", "double");

  private static final Pattern IN_BRACES = Pattern.compile("\\{([^{}]+)\\}");

  private final CellThread cells;
  private final Map<String, Object> compiled = new ConcurrentHashMap<>(); // for this cell
  private volatile String cell = "";

  Expressions(CellThread cells) {
    this.cells = cells;
  }

  /** An expression does not compile, or throws. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(String message) {
      super(message);
    }
  }

  /**
   * A variable that an expression may name.
   *
   * @param assign gives it another value
   */
  private record Known(String type, String erased, Object value, Consumer<Object> assign) {}

  /**
   * Returns the value of an expression, null also of a statement. On the thread of the frame.
   *
   * @throws Failed if it does not compile, throws, or assigns to a variable in scope
   */
  Object value(String expression, Frame frame) {
    return evaluate(
        expression,
        known(frame),
        (name, value) -> {
          throw new Failed("a condition or message cannot assign to " + name);
        });
  }

  /**
   * The same, and variables in scope take the values that the expression assigns to them.
   *
   * @throws Failed if it does not compile or throws, or if a variable cannot be assigned there
   */
  Object run(String expression, Frame frame) {
    Map<String, Known> known = known(frame);
    return evaluate(expression, known, (name, value) -> known.get(name).assign().accept(value));
  }

  /**
   * Assigns to a variable, a field or an element of an array; returns what it then holds.
   *
   * @throws Failed if it cannot be assigned there, or the value does not fit
   */
  Object assign(String target, String value, Frame frame) {
    if (!JavaParser.kindOfExpression(target).filter(TARGETS::contains).isPresent()) {
      throw new Failed(target + " is no variable, field or element of an array");
    }
    if (JavaParser.kindOfExpression(value).isEmpty()) {
      throw new Failed(value + " is no expression");
    }
    return run(target + " = " + value, frame);
  }

  private Object evaluate(
      String expression, Map<String, Known> known, BiConsumer<String, Object> assign) {
    String code = expression.strip().replaceAll(";+$", "");
    if (known.containsKey(SELF)) {
      code = onSelf(code, known);
    }
    Object[] values = known.values().stream().map(Known::value).toArray();
    Object result = call(function(code, known), values);
    int i = 0;
    for (Map.Entry<String, Known> one : known.entrySet()) {
      if (!isSame(one.getValue(), values[i])) {
        assign.accept(one.getKey(), values[i]);
      }
      i++;
    }
    return result;
  }

  /** Primitive values come in a box of their own each time. */
  private static boolean isSame(Known before, Object now) {
    return before.value() == now
        || PRIMITIVES.contains(before.type()) && now.equals(before.value());
  }

  /** Names the object whose method it is: an expression is compiled outside of its class. */
  private static String onSelf(String code, Map<String, Known> known) {
    Set<String> methods = methods(known.get(SELF).value());
    StringBuilder text = new StringBuilder();
    Matcher matcher = OF_SELF.matcher(JavaText.masked(code)); // not what stands in a string
    int from = 0;
    while (matcher.find()) {
      text.append(code, from, matcher.start());
      String field = matcher.group(1);
      if (field != null && known.containsKey(FIELD_OF_SELF + field)) {
        text.append(FIELD_OF_SELF).append(field); // also where it is private
      } else if (matcher.group(2) == null) {
        text.append(SELF).append(matcher.group().substring("this".length()));
      } else {
        text.append(methods.contains(matcher.group(2)) ? SELF + "." : "").append(matcher.group());
      }
      from = matcher.end();
    }
    return text.append(code.substring(from)).toString();
  }

  private static Set<String> methods(Object self) {
    Set<String> names = new HashSet<>();
    for (Class<?> type = self.getClass();
        type != Object.class && type != null;
        type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        names.add(method.getName());
      }
    }
    for (Method method : self.getClass().getMethods()) {
      names.add(method.getName());
    }
    return names;
  }

  /** Fills in the values of the expressions that a text has in braces. */
  String filled(String text, Frame frame) {
    return IN_BRACES
        .matcher(text)
        .replaceAll(
            found -> {
              try {
                return Matcher.quoteReplacement(String.valueOf(value(found.group(1), frame)));
              } catch (Failed e) {
                return Matcher.quoteReplacement("{" + e.getMessage() + "}");
              }
            });
  }

  /** The variables in scope, and the fields of the object whose method it is. */
  private static Map<String, Known> known(Frame frame) {
    Map<String, Known> known = new LinkedHashMap<>();
    List<Site.Local> locals = frame.site.locals();
    Object[] values = frame.values == null ? new Object[0] : frame.values;
    Object self = null;
    for (int i = 0; i < values.length; i++) {
      Site.Local local = locals.get(i);
      boolean isThis = local.name().equals("this");
      self = isThis ? values[i] : self;
      int index = i;
      known.put(
          isThis ? SELF : local.name(),
          new Known(
              JavaTypes.source(local, frame.site.loader()),
              JavaTypes.erased(local, frame.site.loader()),
              values[i],
              value -> assignLocal(frame, index, value)));
    }
    if (self != null) {
      addFields(frame.site.type(), self, known);
    }
    return known;
  }

  private static void assignLocal(Frame frame, int index, Object value) {
    Site.Local local = frame.site.locals().get(index);
    if (local.name().equals("this")) {
      throw new Failed("this cannot be assigned");
    }
    if (!frame.isAtLine) {
      throw new Failed(
          local.name()
              + " cannot be assigned in the middle of a line: step to the next line of its method");
    }
    if (!local.isAssignable()) {
      throw new Failed(
          local.name()
              + " cannot be assigned: its type is hidden in a library, or its method is too large");
    }
    frame.values[index] = value;
    frame.assigned = frame.values;
  }

  /** Adds the fields that code of a class names: its own, and those that it inherits. */
  private static void addFields(Class<?> around, Object self, Map<String, Known> known) {
    for (Class<?> type = around;
        type != null && !type.getModule().isNamed();
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        boolean isHidden = type != around && Modifier.isPrivate(field.getModifiers());
        if (!isHidden && !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
          addField(field, self, known);
        }
      }
    }
  }

  private static void addField(Field field, Object self, Map<String, Known> known) {
    try {
      field.setAccessible(true);
      String type = JavaTypes.canonical(field.getType());
      Known value =
          new Known(type, type, field.get(self), assigned -> assignField(field, self, assigned));
      known.putIfAbsent(field.getName(), value);
      known.putIfAbsent(FIELD_OF_SELF + field.getName(), value);
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      // the expression is told that there is no such name
    }
  }

  private static void assignField(Field field, Object self, Object value) {
    if (Modifier.isFinal(field.getModifiers())) {
      // Reflection could assign it, but code that holds its value already would not see that.
      throw new Failed(field.getName() + " is final");
    }
    try {
      field.set(self, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private InvocationHandler function(String code, Map<String, Known> known) {
    String running = cells.session().places().running().source().name();
    if (!running.equals(cell)) { // what was declared since may go by the same names
      compiled.clear();
      cell = running;
    }
    List<String> values = List.of(text(code, known, false, true), text(code, known, true, true));
    String statement = text(code, known, false, false);
    // Looked for before the code is parsed: a condition in a loop is evaluated each time round.
    return (InvocationHandler)
        Stream.concat(values.stream(), Stream.of(statement))
            .map(compiled::get)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseGet(() -> compile(ways(code, values, statement)));
  }

  /** The texts to compile, until one of them does: a call may have no value. */
  private static List<String> ways(String code, List<String> values, String statement) {
    Optional<Tree.Kind> kind = JavaParser.kindOfExpression(code);
    List<String> ways = new ArrayList<>(kind.isPresent() ? values : List.of());
    if (kind.isEmpty() || kind.get() == Tree.Kind.METHOD_INVOCATION) {
      ways.add(statement);
    }
    return ways;
  }

  private Object compile(List<String> ways) {
    Evaluated last = null;
    for (String way : ways) {
      Evaluated evaluated = cells.session().evaluateAside(way);
      if (evaluated.error() == null) {
        compiled.put(way, evaluated.value());
        return evaluated.value();
      }
      last = last == null ? evaluated : last;
    }
    throw new Failed(last.error());
  }

  private static String text(
      String code, Map<String, Known> known, boolean erased, boolean isExpression) {
    StringBuilder text = new StringBuilder();
    StringBuilder back = new StringBuilder();
    text.append("((").append(FUNCTION).append(") ($proxy, $method, $values) -> {");
    int i = 0;
    for (Map.Entry<String, Known> one : known.entrySet()) {
      String type = erased ? one.getValue().erased() : one.getValue().type();
      String name = one.getKey();
      if (code.contains(name)) {
        text.append(' ').append(type).append(' ').append(name);
        text.append(" = (").append(type).append(") $values[").append(i).append("];");
        back.append(" $values[").append(i).append("] = ").append(name).append(';');
      }
      i++;
    }
    text.append(isExpression ? " Object $result = " : " ").append(code).append(';').append(back);
    return text.append(isExpression ? " return $result; })" : " return null; })").toString();
  }

  private static Object call(InvocationHandler function, Object[] values) {
    try {
      return function.invoke(null, null, values);
    } catch (CellStopped e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      String message = e.getLocalizedMessage();
      throw new Failed(
          CellNames.plain(e.getClass().getName() + (message == null ? "" : ": " + message)));
    } catch (Throwable e) {
      throw Sneaky.rethrow(e);
    }
  }
}
