package demitasse.kernel.source;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;
import demitasse.kernel.source.JavaParser.Parsed;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;

/**
 * Finds the lines of a piece of Java for which javac writes a line number, as the Java Virtual
 * Machine Specification (4.7.12) has them.
 */
final class LineScanner extends TreeScanner<Void, Void> {
  /** What has a line number where it begins. */
  private static final Set<Tree.Kind> NUMBERED =
      EnumSet.of(
          Tree.Kind.ASSERT,
          Tree.Kind.BREAK,
          Tree.Kind.CATCH,
          Tree.Kind.CONTINUE,
          Tree.Kind.EXPRESSION_STATEMENT,
          Tree.Kind.IF,
          Tree.Kind.NEW_CLASS,
          Tree.Kind.RETURN,
          Tree.Kind.SWITCH,
          Tree.Kind.SYNCHRONIZED,
          Tree.Kind.THROW,
          Tree.Kind.YIELD);

  private final Parsed parsed;
  private final String text;
  private final Set<Integer> lines = new TreeSet<>();

  private LineScanner(Parsed parsed, String text) {
    this.parsed = parsed;
    this.text = text;
  }

  /** Returns these lines of a piece, counted from 1; nothing if the piece is something else. */
  static Optional<Set<Integer>> lines(Around around, String piece) {
    Parsed parsed = around.parse(piece);
    if (!parsed.errors().isEmpty()) {
      return Optional.empty();
    }
    LineScanner scanner = new LineScanner(parsed, around.before() + piece);
    scanner.scan();
    return Optional.of(scanner.lines);
  }

  private void scan() {
    // What stands around the piece has no lines of its own.
    ClassTree around = (ClassTree) parsed.unit().getTypeDecls().get(0);
    for (Tree member : around.getMembers()) {
      if (member instanceof MethodTree method && method.getName().contentEquals("$")) {
        method.getBody().getStatements().forEach(this::statement);
      } else if (member instanceof VariableTree value && value.getName().contentEquals("$")) {
        start(value.getInitializer());
        scan(value.getInitializer(), null);
      } else {
        scan(member, null);
      }
    }
  }

  /** Of a variable of the session only the value runs: JShell makes the variable a field. */
  private void statement(StatementTree statement) {
    if (statement instanceof VariableTree variable) {
      if (variable.getInitializer() != null) {
        start(variable.getInitializer());
      }
      scan(variable.getInitializer(), null);
    } else {
      scan(statement, null);
    }
  }

  private int startOf(Tree tree) {
    return (int) parsed.trees().getSourcePositions().getStartPosition(parsed.unit(), tree);
  }

  private int endOf(Tree tree) {
    return (int) parsed.trees().getSourcePositions().getEndPosition(parsed.unit(), tree);
  }

  private void add(int position) {
    lines.add(1 + CellPlaces.lineBreaks(text, Math.min(position, text.length())));
  }

  private void start(Tree tree) {
    add(startOf(tree));
  }

  @Override
  public Void scan(Tree tree, Void nothing) {
    if (tree == null || tree instanceof AnnotationTree || isPlainSuper(tree)) {
      return null;
    }
    numbered(tree).forEach(this::start);
    return super.scan(tree, nothing);
  }

  /** Tells whether a statement is {@code super();}, which changes nothing. */
  private static boolean isPlainSuper(Tree tree) {
    return tree instanceof ExpressionStatementTree statement
        && statement.getExpression() instanceof MethodInvocationTree call
        && call.getArguments().isEmpty()
        && call.getMethodSelect().toString().equals("super");
  }

  /** Returns the parts of a tree whose beginning has a line number, or the tree itself. */
  private static List<Tree> numbered(Tree tree) {
    if (NUMBERED.contains(tree.getKind())) {
      return List.of(tree);
    }
    if (tree instanceof ConditionalExpressionTree choice) {
      return List.of(choice.getTrueExpression(), choice.getFalseExpression());
    }
    if (tree instanceof LambdaExpressionTree lambda) {
      return lambda.getBody() instanceof ExpressionTree value ? List.of(value) : List.of();
    }
    if (tree instanceof CaseTree one) {
      return one.getBody() instanceof ExpressionTree value ? List.of(value) : List.of();
    }
    if (tree instanceof WhileLoopTree loop) {
      return List.of(loop.getCondition());
    }
    if (tree instanceof DoWhileLoopTree loop) {
      return List.of(loop.getCondition());
    }
    if (tree instanceof ForLoopTree loop) {
      return loop.getCondition() == null ? List.of() : List.of(loop.getCondition());
    }
    return tree instanceof EnhancedForLoopTree loop ? List.of(loop.getExpression()) : List.of();
  }

  /** The constructor that no one writes stands at the head: a record's sets its fields there. */
  @Override
  public Void visitClass(ClassTree type, Void nothing) {
    if (type.getKind() == Tree.Kind.RECORD
        && type.getMembers().stream()
            .noneMatch(one -> one instanceof MethodTree m && m.getName().contentEquals("<init>"))) {
      add(text.indexOf(type.getSimpleName().toString(), endOf(type.getModifiers())));
    }
    return super.visitClass(type, nothing);
  }

  @Override
  public Void visitMethod(MethodTree method, Void nothing) {
    Tree type = method.getReturnType();
    boolean isVoid =
        type == null
            || type instanceof PrimitiveTypeTree one && one.getPrimitiveTypeKind() == TypeKind.VOID;
    if (isVoid && method.getBody() != null && !isEmptyConstructor(method)) {
      end(method.getBody());
    }
    return scan(method.getBody(), nothing);
  }

  /** Tells whether a constructor on one line does nothing, like one that no one writes. */
  private boolean isEmptyConstructor(MethodTree method) {
    BlockTree body = method.getBody();
    return method.getReturnType() == null
        && body.getStatements().stream().allMatch(LineScanner::isPlainSuper)
        && text.substring(startOf(body), endOf(body)).lines().count() == 1;
  }

  /** The return that no one writes stands at the closing brace. */
  private void end(BlockTree body) {
    List<? extends StatementTree> all = body.getStatements();
    if (all.isEmpty() || canComplete(all.get(all.size() - 1))) {
      add(endOf(body) - 1);
    }
  }

  private boolean canComplete(StatementTree last) {
    return last.getKind() != Tree.Kind.RETURN
        && last.getKind() != Tree.Kind.THROW
        && !(last instanceof WhileLoopTree loop && loop.getCondition().toString().equals("(true)"))
        && !(last instanceof ForLoopTree each && each.getCondition() == null);
  }

  @Override
  public Void visitVariable(VariableTree variable, Void nothing) {
    ExpressionTree value = variable.getInitializer();
    Set<Modifier> flags = variable.getModifiers().getFlags();
    boolean isConstant =
        value instanceof LiteralTree
            && flags.contains(Modifier.STATIC)
            && flags.contains(Modifier.FINAL);
    if (value != null && !isConstant) {
      add(nameOf(variable));
    }
    return scan(value, nothing);
  }

  /** Returns where the name stands. An enum constant has no other value than its name. */
  private int nameOf(VariableTree variable) {
    int value = startOf(variable.getInitializer());
    int name = text.lastIndexOf(variable.getName().toString(), value - 1);
    return name < startOf(variable) ? value : name;
  }

  @Override
  public Void visitLambdaExpression(LambdaExpressionTree lambda, Void nothing) {
    if (lambda.getBody() instanceof BlockTree block && !returnsValue(block)) {
      end(block);
    }
    return super.visitLambdaExpression(lambda, nothing);
  }

  private static boolean returnsValue(BlockTree block) {
    boolean[] found = {false};
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitReturn(ReturnTree end, Void nothing) {
        found[0] |= end.getExpression() != null;
        return null;
      }

      @Override
      public Void visitLambdaExpression(LambdaExpressionTree other, Void nothing) {
        return null;
      }

      @Override
      public Void visitClass(ClassTree other, Void nothing) {
        return null;
      }
    }.scan(block, null);
    return found[0];
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
    add(endOf(call.getMethodSelect()) - 1);
    return super.visitMethodInvocation(call, nothing);
  }
}
