package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is held of each Java file of the project, by what the compiler reads in it. */
class SourceRulesTest {
  private static final int MOST_LINES = 50;

  @TempDir Path folder;

  @Test
  void noMethodIsLongerThanAScreen() throws IOException {
    assertEquals("", String.join("\n", findings(sources(), true)));
  }

  @Test
  void noConstructorGivesItsObjectAwayBeforeItIsWhole() throws IOException {
    List<Path> main =
        sources().stream().filter(file -> file.toString().contains("src/main/java")).toList();
    assertEquals("", String.join("\n", findings(main, false)));
  }

  /** The rules themselves: each of these lines breaks one. */
  @Test
  void findsWhatBreaksARule() throws IOException {
    Path file = folder.resolve("Bad.java");
    List<String> lines = new ArrayList<>();
    lines.add("class Bad {");
    lines.add("final Object early = java.util.List.of(this);");
    lines.add("Bad(java.util.List<Object> all) { all.add(this); }");
    lines.add("Bad(Thread thread) { new Thread(this::run).start(); }");
    lines.add("Bad(Runnable[] all) { all[0] = () -> all.clone()[0] = new Inner(Bad.this); }");
    lines.add("Bad() { this(new Thread()); this.late = 1; }");
    lines.add("int late;");
    lines.add("static final Object FINE = new Object() { Object me = null; };");
    lines.add("void run() { java.util.List.of(this);" + "\n".repeat(50) + "}");
    lines.add("void longEnough() {" + "\n".repeat(49) + "}");
    lines.add("record Inner(Bad bad) implements Runnable { public void run() {} }");
    lines.add("}");
    Files.write(file, lines);
    List<String> leaks = findings(List.of(file), false);
    assertEquals(4, leaks.size(), leaks.toString());
    assertTrue(leaks.get(0).contains("Bad.java:2: "), leaks.toString());
    assertTrue(leaks.get(3).contains("Bad.java:5: "), leaks.toString());
    List<String> lengths = findings(List.of(file), true);
    assertEquals(1, lengths.size(), lengths.toString());
    assertTrue(lengths.get(0).contains("run() has 51 lines"), lengths.toString());
  }

  private static List<Path> sources() throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    List<Path> all = new ArrayList<>();
    for (String top : List.of("lib", "kernel", "widgets", "runner", "e2e", "bench")) {
      try (Stream<Path> files = Files.walk(root.resolve(top))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !root.relativize(file).toString().contains("target"))
            .forEach(all::add);
      }
    }
    assertTrue(all.size() > 300, "the sources were not found: " + root);
    return all;
  }

  private static List<String> findings(List<Path> files, boolean lengths) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    List<String> findings = new ArrayList<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  problem -> {},
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      Trees trees = Trees.instance(task);
      for (CompilationUnitTree file : task.parse()) {
        new Rules(file, trees, lengths, findings).scan(file, null);
      }
    }
    return findings;
  }

  private static final class Rules extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree file;
    private final Trees trees;
    private final boolean lengths;
    private final List<String> findings;

    Rules(CompilationUnitTree file, Trees trees, boolean lengths, List<String> findings) {
      this.file = file;
      this.trees = trees;
      this.lengths = lengths;
      this.findings = findings;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      int lines =
          method.getBody() == null
              ? 0
              : line(trees.getSourcePositions().getEndPosition(file, method) - 1)
                  - line(start(method.getBody()))
                  + 1;
      if (lengths && lines > MOST_LINES) {
        found(
            method,
            "%s() has %d lines, and %d are a screen: give its steps names"
                .formatted(method.getName(), lines, MOST_LINES));
      }
      return super.visitMethod(method, nothing);
    }

    @Override
    public Void visitIdentifier(IdentifierTree identifier, Void nothing) {
      if (identifier.getName().contentEquals("this")) {
        leak(identifier);
      }
      return super.visitIdentifier(identifier, nothing);
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree select, Void nothing) {
      if (select.getIdentifier().contentEquals("this")) {
        leak(select);
      }
      return super.visitMemberSelect(select, nothing);
    }

    private void leak(Tree self) {
      Tree parent = getCurrentPath().getParentPath().getLeaf();
      boolean part =
          parent instanceof MemberSelectTree
              || parent instanceof MethodInvocationTree call && call.getMethodSelect() == self;
      if (!lengths && !part && isUnderConstruction()) {
        found(
            self,
            "the constructor gives `this` away before the object is whole: make the object first,"
                + " in a static method, and then tell others of it");
      }
    }

    /** Tells whether this is code of a constructor, or of what a field starts with. */
    private boolean isUnderConstruction() {
      Tree inner = null;
      for (Tree tree : getCurrentPath()) {
        if (tree instanceof MethodTree method) {
          return method.getReturnType() == null;
        }
        if (tree instanceof ClassTree) {
          return inner instanceof VariableTree;
        }
        if (tree instanceof NewClassTree made && made.getClassBody() != null) {
          return false;
        }
        inner = tree;
      }
      return false;
    }

    private long start(Tree tree) {
      return trees.getSourcePositions().getStartPosition(file, tree);
    }

    private int line(long position) {
      return (int) file.getLineMap().getLineNumber(position);
    }

    private void found(Tree tree, String problem) {
      findings.add(
          "%s:%d: %s".formatted(file.getSourceFile().getName(), line(start(tree)), problem));
    }
  }
}
