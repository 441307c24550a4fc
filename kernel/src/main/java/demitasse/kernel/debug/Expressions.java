package demitasse.kernel.debug;

import com.sun.source.tree.Tree;
import demitasse.kernel.base.CellStopped;
import demitasse.kernel.base.Sneaky;
import demitasse.kernel.session.CellThread;
import demitasse.kernel.session.Evaluated;
import demitasse.kernel.session.Preview;
import demitasse.kernel.source.CellNames;
import demitasse.kernel.source.JavaParser;
import demitasse.kernel.source.JavaText;
import java.lang.reflect.InvocationHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Evaluates expressions where a thread stands. An expression becomes a function of the variables
 * that are in scope there, compiled like a cell: it also sees what the notebook has declared.
 */
final class Expressions {
  // Of the JDK's functions the one that takes an array and may throw anything.
  private static final String FUNCTION = "java.lang.reflect.InvocationHandler";
  private static final Set<Tree.Kind> TARGETS =
      Set.of(Tree.Kind.IDENTIFIER, Tree.Kind.MEMBER_SELECT, Tree.Kind.ARRAY_ACCESS);

  private static final Set<String> PRIMITIVES =
      Set.of("boolean", "byte", "char", "short", "int", "long", "float", "double");

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
   * Returns the value of an expression, null also of a statement. On the thread of the frame.
   *
   * @throws Failed if it does not compile, throws, or assigns to a variable in scope
   */
  Object value(String expression, Frame frame) {
    return evaluate(
        expression,
        frame,
        (name, known) -> {
          throw new Failed("a condition or message cannot assign to " + Names.plain(name));
        });
  }

  /**
   * The same, and variables in scope take the values that the expression assigns to them.
   *
   * @throws Failed if it does not compile or throws, or if a variable cannot be assigned there
   */
  Object run(String expression, Frame frame) {
    return evaluate(expression, frame, (name, known) -> {});
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

  /**
   * Evaluates an expression.
   *
   * @param assigning is told before a variable takes another value, and may fail
   */
  private Object evaluate(
      String expression, Frame frame, BiConsumer<String, Names.Known> assigning) {
    Names names = new Names(frame);
    String code = names.qualified(expression.strip().replaceAll(";+$", ""));
    Map<String, Names.Known> known = names.in(code);
    Object[] values = known.values().stream().map(Names.Known::value).toArray();
    Object result = call(function(code, known), values);
    int i = 0;
    for (Map.Entry<String, Names.Known> one : known.entrySet()) {
      Object value = values[i++];
      if (!isSame(one.getValue(), value)) {
        assigning.accept(one.getKey(), one.getValue());
        one.getValue().assign().accept(value);
      }
    }
    return result;
  }

  /** Primitive values come in a box of their own each time. */
  private static boolean isSame(Names.Known before, Object now) {
    return before.value() == now
        || PRIMITIVES.contains(before.type()) && now.equals(before.value());
  }

  /** Fills in the values of the expressions that a text has in braces. */
  String filled(String text, Frame frame) {
    StringBuilder filled = new StringBuilder();
    int from = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
      int close = closing(text, open);
      if (close < 0) {
        break;
      }
      filled.append(text, from, open).append(shown(text.substring(open + 1, close), frame));
      from = close + 1;
    }
    return filled.append(text.substring(from)).toString();
  }

  /** Returns where the brace stands that closes one; -1 if none does. */
  private static int closing(String text, int open) {
    String masked = JavaText.masked(text.substring(open + 1)); // braces in strings do not count
    int depth = 1;
    for (int i = 0; i < masked.length(); i++) {
      depth += masked.charAt(i) == '{' ? 1 : masked.charAt(i) == '}' ? -1 : 0;
      if (depth == 0) {
        return open + 1 + i;
      }
    }
    return -1;
  }

  private String shown(String expression, Frame frame) {
    try {
      Object value = expression.isBlank() ? "{}" : value(expression, frame);
      return value != null && value.getClass().isArray()
          ? Preview.beginning(value)
          : String.valueOf(value);
    } catch (Failed e) {
      return "{" + e.getMessage() + "}";
    }
  }

  private InvocationHandler function(String code, Map<String, Names.Known> known) {
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
    throw new Failed(Names.plain(last.error()));
  }

  private static String text(
      String code, Map<String, Names.Known> known, boolean erased, boolean isExpression) {
    StringBuilder text = new StringBuilder();
    StringBuilder back = new StringBuilder();
    text.append("((").append(FUNCTION).append(") ($proxy, $method, $values) -> {");
    int i = 0;
    for (Map.Entry<String, Names.Known> one : known.entrySet()) {
      String type = erased ? one.getValue().erased() : one.getValue().type();
      String name = one.getKey();
      text.append(' ').append(type).append(' ').append(name);
      text.append(" = (").append(type).append(") $values[").append(i).append("];");
      back.append(" $values[").append(i).append("] = ").append(name).append(';');
      i++;
    }
    // The code may end in a comment; and what follows a "throw" would be unreachable.
    return isExpression
        ? text + " Object $result = " + code + "\n;" + back + " return $result; })"
        : text + " if (true) { " + code + "\n; }" + back + " return null; })";
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
