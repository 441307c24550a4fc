package demitasse.kernel.debug;

import com.sun.source.tree.Tree;
import demitasse.kernel.base.CellStopped;
import demitasse.kernel.session.CellThread;
import demitasse.kernel.session.Evaluated;
import demitasse.kernel.source.CellNames;
import demitasse.kernel.source.JavaParser;
import demitasse.kernel.source.JavaText;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Evaluates expressions where a thread stands. An expression becomes a function of the variables
 * that are in scope there, compiled like a cell: it also sees what the notebook has declared.
 */
final class Expressions {
  private static final String CALLABLE = "java.util.concurrent.Callable<Object>";
  private static final String SELF = "$this";
  private static final String FIELD_OF_SELF = "$this$";

  /** {@code this}, perhaps with a field of it; or a method that stands alone. */
  private static final Pattern OF_SELF =
      Pattern.compile(
          "\\bthis\\b(?:\\s*\\.\\s*(\\w+)\\b(?!\\s*\\())?|(?<![\\w$.])(\\w+)(?=\\s*\\()");

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

  /** A variable that an expression may name. */
  private record Known(String type, String erased, Object value) {}

  /**
   * Returns the value of an expression, null also of a statement. On the thread of the frame.
   *
   * @throws Failed if it does not compile, or throws
   */
  Object value(String expression, Frame frame) {
    Map<String, Known> known = known(frame);
    String code = expression.strip().replaceAll(";+$", "");
    if (known.containsKey(SELF)) {
      code = onSelf(code, known);
    }
    return call(function(code, known));
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
      known.put(
          isThis ? SELF : local.name(),
          new Known(
              JavaTypes.source(local, frame.site.loader()),
              JavaTypes.erased(local, frame.site.loader()),
              values[i]));
    }
    if (self != null) {
      addFields(frame.site.type(), self, known);
    }
    return known;
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
      Known value = new Known(type, type, field.get(self));
      known.putIfAbsent(field.getName(), value);
      known.putIfAbsent(FIELD_OF_SELF + field.getName(), value);
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      // the expression is told that there is no such name
    }
  }

  private Callable<?> function(String code, Map<String, Known> known) {
    String running = cells.session().places().running().source().name();
    if (!running.equals(cell)) { // what was declared since may go by the same names
      compiled.clear();
      cell = running;
    }
    List<String> values = List.of(text(code, known, false, true), text(code, known, true, true));
    String statement = text(code, known, false, false);
    // Looked for before the code is parsed: a condition in a loop is evaluated each time round.
    Object function =
        Stream.concat(values.stream(), Stream.of(statement))
            .map(compiled::get)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseGet(() -> compile(ways(code, values, statement)));
    return apply(function, known);
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
    text.append("((java.util.function.Function<Object[], ")
        .append(CALLABLE)
        .append(">) $values -> {");
    int i = 0;
    for (Map.Entry<String, Known> one : known.entrySet()) {
      String type = erased ? one.getValue().erased() : one.getValue().type();
      if (code.contains(one.getKey())) {
        text.append(" final ").append(type).append(' ').append(one.getKey());
        text.append(" = (").append(type).append(") $values[").append(i).append("];");
      }
      i++;
    }
    text.append(" return () -> { ");
    text.append(isExpression ? "return " + code + ";" : code + "; return null;");
    return text.append(" }; })").toString();
  }

  @SuppressWarnings("unchecked") // it was compiled as one
  private static Callable<?> apply(Object function, Map<String, Known> known) {
    Object[] values = known.values().stream().map(Known::value).toArray();
    return ((Function<Object[], Callable<Object>>) function).apply(values);
  }

  private static Object call(Callable<?> expression) {
    try {
      return expression.call();
    } catch (CellStopped e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      String message = e.getLocalizedMessage();
      throw new Failed(
          CellNames.plain(e.getClass().getName() + (message == null ? "" : ": " + message)));
    }
  }
}
