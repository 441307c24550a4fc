package demitasse.kernel.source;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;
import demitasse.kernel.source.JavaParser.Parsed;
import demitasse.kernel.source.SnippetSplitter.Piece;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;

/**
 * Finds the lines of a cell that run: those for which javac writes a line number, as the Java
 * Virtual Machine Specification (4.7.12) has them. A declaration without a value, an import and the
 * head of a method do not run.
 */
public final class CodeLines {
  private static final Set<Tree.Kind> STATEMENTS =
      EnumSet.of(
          Tree.Kind.ASSERT,
          Tree.Kind.BREAK,
          Tree.Kind.CONTINUE,
          Tree.Kind.EXPRESSION_STATEMENT,
          Tree.Kind.IF,
          Tree.Kind.RETURN,
          Tree.Kind.SWITCH,
          Tree.Kind.SYNCHRONIZED,
          Tree.Kind.THROW,
          Tree.Kind.YIELD);

  /** What a piece of a cell may be, as the code around it: statements, a member, an expression. */
  private static final List<Around> WAYS =
      List.of(
          new Around("class $ { void $() { ", "\n;}}"),
          new Around("class $ { ", "\n}"),
          new Around("class $ { Object $ = (", "\n);}"));

  private static final Pattern IMPORT = Pattern.compile("import\\s");

  private final NavigableSet<Integer> lines = new TreeSet<>();

  private CodeLines() {}

  private record Around(String before, String after) {
    Parsed parse(String code) {
      return JavaParser.parse(before + code + after);
    }
  }

  /**
   * Returns the lines of a cell that run, counted from 1. A piece of it that is not Java is taken
   * to run on all lines that have more than brackets.
   */
  public static NavigableSet<Integer> of(String cell, SnippetSplitter splitter) {
    CodeLines found = new CodeLines();
    String java = MagicText.withoutMagics(cell);
    found.magics(cell.lines().toList(), java.lines().toList());
    int offset = 0;
    while (offset < java.length()) {
      Piece piece = splitter.next(java, offset);
      found.piece(piece, CellPlaces.lineBreaks(java, piece.start()));
      offset = Math.max(piece.end(), offset + 1);
    }
    return found.lines;
  }

  /** The line of a magic runs; the body of a cell magic does if it is Java. */
  private void magics(List<String> cell, List<String> java) {
    for (int i = 0; i < cell.size(); i++) {
      boolean isMagic = i >= java.size() || !java.get(i).equals(cell.get(i));
      if (isMagic) {
        lines.add(i + 1);
        if (cell.get(i).strip().startsWith("%%")) {
          return;
        }
      }
    }
  }

  private void piece(Piece piece, int above) {
    String masked = JavaText.masked(piece.code()).stripTrailing();
    if (masked.isEmpty() || IMPORT.matcher(masked).lookingAt()) {
      return;
    }
    String code = piece.code().substring(0, masked.length());
    while (code.endsWith(";")) { // an expression has none
      code = code.substring(0, code.length() - 1).stripTrailing();
    }
    String whole = piece.code();
    String expression = code;
    Optional<Scan> scan =
        Stream.of(0, 1, 2)
            .map(way -> scan(WAYS.get(way), way == 2 ? expression : whole, above))
            .flatMap(Optional::stream)
            .findFirst();
    scan.ifPresentOrElse(Scan::run, () -> plain(masked, above));
  }

  private Optional<Scan> scan(Around around, String code, int above) {
    Parsed parsed = around.parse(code);
    return parsed.errors().isEmpty()
        ? Optional.of(new Scan(parsed, around.before() + code, above))
        : Optional.empty();
  }

  private void plain(String masked, int above) {
    List<String> text = masked.lines().toList();
    for (int i = 0; i < text.size(); i++) {
      if (!text.get(i).matches("[\\s{}();,]*")) {
        lines.add(above + i + 1);
      }
    }
  }

  private final class Scan extends TreeScanner<Void, Void> {
    private final Parsed parsed;
    private final String text;
    private final int above;

    Scan(Parsed parsed, String text, int above) {
      this.parsed = parsed;
      this.text = text;
      this.above = above;
    }

    void run() {
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
      lines.add(above + 1 + CellPlaces.lineBreaks(text, Math.min(position, text.length())));
    }

    private void start(Tree tree) {
      add(startOf(tree));
    }

    @Override
    public Void scan(Tree tree, Void nothing) {
      if (tree != null && STATEMENTS.contains(tree.getKind())) {
        start(tree);
      }
      return tree instanceof AnnotationTree ? null : super.scan(tree, nothing);
    }

    /** The constructor that no one writes stands at the head: a record's sets its fields there. */
    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      if (type.getKind() == Tree.Kind.RECORD
          && type.getMembers().stream()
              .noneMatch(
                  one -> one instanceof MethodTree m && m.getName().contentEquals("<init>"))) {
        add(text.indexOf(type.getSimpleName().toString(), endOf(type.getModifiers())));
      }
      return super.visitClass(type, nothing);
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      Tree type = method.getReturnType();
      boolean isVoid =
          type == null
              || type instanceof PrimitiveTypeTree one
                  && one.getPrimitiveTypeKind() == TypeKind.VOID;
      if (isVoid && method.getBody() != null) {
        end(method.getBody());
      }
      return scan(method.getBody(), nothing);
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
          && !(last instanceof WhileLoopTree loop
              && loop.getCondition().toString().equals("(true)"))
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
      if (lambda.getBody() instanceof BlockTree block) {
        if (!returnsValue(block)) {
          end(block);
        }
      } else {
        start(lambda.getBody());
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

    @Override
    public Void visitNewClass(NewClassTree made, Void nothing) {
      start(made);
      return super.visitNewClass(made, nothing);
    }

    @Override
    public Void visitConditionalExpression(ConditionalExpressionTree choice, Void nothing) {
      start(choice.getTrueExpression());
      start(choice.getFalseExpression());
      return super.visitConditionalExpression(choice, nothing);
    }

    @Override
    public Void visitCase(CaseTree one, Void nothing) {
      if (one.getBody() instanceof ExpressionTree value) {
        start(value);
      }
      return super.visitCase(one, nothing);
    }

    @Override
    public Void visitCatch(CatchTree caught, Void nothing) {
      start(caught);
      return super.visitCatch(caught, nothing);
    }

    @Override
    public Void visitWhileLoop(WhileLoopTree loop, Void nothing) {
      start(loop.getCondition());
      return super.visitWhileLoop(loop, nothing);
    }

    @Override
    public Void visitDoWhileLoop(DoWhileLoopTree loop, Void nothing) {
      start(loop.getCondition());
      return super.visitDoWhileLoop(loop, nothing);
    }

    @Override
    public Void visitForLoop(ForLoopTree loop, Void nothing) {
      if (loop.getCondition() != null) {
        start(loop.getCondition());
      }
      return super.visitForLoop(loop, nothing);
    }

    @Override
    public Void visitEnhancedForLoop(EnhancedForLoopTree loop, Void nothing) {
      start(loop.getExpression());
      return super.visitEnhancedForLoop(loop, nothing);
    }
  }
}
