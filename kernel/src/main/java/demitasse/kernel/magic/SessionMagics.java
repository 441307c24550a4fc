package demitasse.kernel.magic;

import demitasse.kernel.api.Notebook;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.TypeDeclSnippet;

/** Imports as BeakerX has them, and the lists of rapaio-jupyter-kernel and JShell. */
final class SessionMagics {
  private final Notebook notebook;

  SessionMagics(Notebook notebook) {
    this.notebook = notebook;
  }

  void addTo(Magics magics) {
    magics.help("%import [static] name", "imports a type, a package (.*) or a static member");
    magics.help("%jshell /vars, /methods, /types, /imports, /list", "shows what the session holds");
    magics.quiet(this::imports, "import");
    magics.line(this::jshell, "jshell");
  }

  private Object imports(List<String> args) {
    String name = String.join(" ", args);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("%import needs the name of a type or package");
    }
    return notebook.eval("%import", "import " + name + ";");
  }

  private Object jshell(List<String> args) {
    JShell shell = notebook.shell();
    Stream<String> lines =
        switch (args.isEmpty() ? "" : args.get(0)) {
          case "/vars" ->
              shell
                  .variables()
                  .filter(variable -> !variable.name().startsWith("$"))
                  .map(variable -> variable.typeName() + " " + variable.name());
          case "/methods" -> shell.methods().map(SessionMagics::method);
          case "/types" -> shell.types().map(SessionMagics::type);
          case "/imports" -> shell.imports().map(i -> i.source().strip());
          case "/list" ->
              shell
                  .snippets()
                  .filter(snippet -> shell.status(snippet) == Snippet.Status.VALID)
                  .map(snippet -> snippet.source().strip());
          default ->
              throw new IllegalArgumentException(
                  "%jshell needs /vars, /methods, /types, /imports or /list");
        };
    return lines.distinct().collect(Collectors.joining("\n"));
  }

  private static String method(MethodSnippet method) {
    return method.name() + "(" + method.parameterTypes() + ")";
  }

  private static String type(TypeDeclSnippet type) {
    String kind =
        switch (type.subKind()) {
          case INTERFACE_SUBKIND -> "interface ";
          case ENUM_SUBKIND -> "enum ";
          case ANNOTATION_TYPE_SUBKIND -> "@interface ";
          default -> type.subKind().name().startsWith("RECORD") ? "record " : "class ";
        };
    return kind + type.name();
  }
}
