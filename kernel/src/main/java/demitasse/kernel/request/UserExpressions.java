package demitasse.kernel.request;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.sun.source.tree.Tree;
import demitasse.kernel.base.Failure;
import demitasse.kernel.base.Json;
import demitasse.kernel.display.Display;
import demitasse.kernel.session.CellThread;
import demitasse.kernel.session.JavaSession;
import demitasse.kernel.session.Outcome;
import demitasse.kernel.source.JavaParser;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Answers the expressions that a front end sends with a cell. */
final class UserExpressions {
  private final CellThread cells;
  private final Display display;

  UserExpressions(CellThread cells, Display display) {
    this.cells = cells;
    this.display = display;
  }

  /** Returns an answer for each of the expressions in a request to run a cell. */
  JsonObject answers(JsonObject request) {
    JsonObject answers = new JsonObject();
    Json.object(request, "user_expressions")
        .entrySet()
        .forEach(entry -> answers.add(entry.getKey(), answer(entry.getValue())));
    return answers;
  }

  private JsonObject answer(JsonElement expression) {
    if (!expression.isJsonPrimitive()) {
      return Failure.plain("IllegalArgument", "an expression is a string").reply();
    }
    return cells.call(() -> answer(expression.getAsString()));
  }

  private JsonObject answer(String code) {
    JavaSession session = cells.session();
    Outcome<DisplayData> outcome = session.run("user expression", code, display::render);
    if (outcome.failed()) {
      return outcome.failure().reply();
    }
    DisplayData data = outcome.value();
    if (data == null) {
      data = isValue(code, session) ? display.render(null) : new DisplayData();
    }
    JsonObject content = Display.content(data);
    JsonObject answer = Json.ok();
    answer.add("data", content.get("data"));
    answer.add("metadata", content.get("metadata"));
    return answer;
  }

  /** A statement has no value; null is one. */
  private static boolean isValue(String code, JavaSession session) {
    String type = session.analysis().analyzeType(code, code.length());
    return type != null
        && !type.equals("void")
        && JavaParser.kindOfExpression(code).filter(k -> k != Tree.Kind.ASSIGNMENT).isPresent();
  }
}
