package demitasse.kernel.session;

import demitasse.kernel.execution.CellExecution;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Kind;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/**
 * Two things of one simple name, one declared and one imported: the later one wins.
 *
 * <p>JShell imports what a session has declared, beside what the user imports. To the compiler two
 * imports of one name are an error, in every later snippet.
 */
final class NameClashes {
  /** Names of {@code java.lang} that JShell's code around a snippet uses. */
  private static final Set<String> NEEDED = Set.of("Object", "Throwable", "SuppressWarnings");

  /** A package that also a variable would hide, from what magics become. */
  private static final String KERNEL = "demitasse";

  /** Packages that a type of the same name would hide. */
  private static final Set<String> PACKAGES = Set.of("java", "REPL", KERNEL);

  private final JShell shell;
  private final CellExecution execution;

  NameClashes(JShell shell, CellExecution execution) {
    this.shell = shell;
    this.execution = execution;
  }

  /** Refuses a name without which no later snippet would compile. */
  Optional<Evaluation> refuse(List<Snippet> snippets) {
    return snippets.stream()
        .flatMap(this::hidden)
        .findFirst()
        .map(
            name ->
                Evaluation.failed(
                    "CompileError",
                    "the session itself needs the name " + name + ": choose another"));
  }

  private Stream<String> hidden(Snippet snippet) {
    if (snippet instanceof TypeDeclSnippet type) {
      return Stream.of(type.name())
          .filter(name -> NEEDED.contains(name) || PACKAGES.contains(name));
    }
    if (snippet instanceof VarSnippet variable) {
      return Stream.of(variable.name()).filter(KERNEL::equals);
    }
    if (!(snippet instanceof ImportSnippet added) || added.fullname().startsWith("java.")) {
      return Stream.of();
    }
    if (added.subKind() == SubKind.SINGLE_TYPE_IMPORT_SUBKIND) {
      return Stream.of(added.name()).filter(NEEDED::contains);
    }
    return added.subKind() == SubKind.TYPE_IMPORT_ON_DEMAND_SUBKIND
        ? NEEDED.stream().filter(name -> type(added.fullname().replace("*", name)).isPresent())
        : Stream.of();
  }

  /** Takes out of the session what these snippets stand in the place of. */
  void dropDisplaced(List<Snippet> snippets) {
    for (Snippet snippet : snippets) {
      if (shell.status(snippet).isActive()) {
        displaced(snippet).toList().forEach(shell::drop);
      }
    }
  }

  private Stream<? extends Snippet> displaced(Snippet snippet) {
    if (snippet instanceof ImportSnippet added) {
      return isSingle(added)
          ? active(shell.snippets()).filter(declared -> clash(declared, added))
          : Stream.of();
    }
    return active(shell.imports()).filter(added -> isSingle(added) && clash(snippet, added));
  }

  private <T extends Snippet> Stream<T> active(Stream<T> snippets) {
    return snippets.filter(snippet -> shell.status(snippet).isActive());
  }

  private static boolean isSingle(ImportSnippet added) {
    return added.subKind() == SubKind.SINGLE_TYPE_IMPORT_SUBKIND
        || added.subKind() == SubKind.SINGLE_STATIC_IMPORT_SUBKIND;
  }

  private boolean clash(Snippet declared, ImportSnippet added) {
    if (!(declared instanceof PersistentSnippet named)
        || declared.kind() == Kind.IMPORT
        || !named.name().equals(added.name())) {
      return false;
    }
    if (!added.isStatic()) {
      return declared instanceof TypeDeclSnippet;
    }
    String full = added.fullname();
    Optional<Class<?>> owner = type(full.substring(0, full.lastIndexOf('.')));
    if (declared instanceof MethodSnippet method) {
      return owner.isPresent() && haveSameParameters(method, owner.get());
    }
    if (declared instanceof VarSnippet) {
      return owner.stream()
          .flatMap(type -> Arrays.stream(type.getFields()))
          .filter(field -> Modifier.isStatic(field.getModifiers()))
          .map(Field::getName)
          .anyMatch(added.name()::equals);
    }
    return type(full).isPresent();
  }

  private boolean haveSameParameters(MethodSnippet declared, Class<?> owner) {
    String wrapper = shell.sourceCodeAnalysis().wrapper(declared).fullClassName();
    List<Method> own = execution.methods(wrapper, declared.name());
    return Arrays.stream(owner.getMethods())
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getName().equals(declared.name()))
        .anyMatch(
            method ->
                own.stream()
                    .anyMatch(
                        mine ->
                            Arrays.equals(mine.getParameterTypes(), method.getParameterTypes())));
  }

  /** Finds a type by the name it has in an import: dots stand before nested types too. */
  private Optional<Class<?>> type(String name) {
    String binaryName = name;
    while (true) {
      try {
        return Optional.of(Class.forName(binaryName, false, execution.classLoader()));
      } catch (ClassNotFoundException | LinkageError e) {
        int dot = binaryName.lastIndexOf('.');
        if (dot < 0) {
          return Optional.empty();
        }
        binaryName = binaryName.substring(0, dot) + "$" + binaryName.substring(dot + 1);
      }
    }
  }
}
