package demitasse.kernel.completion;

import demitasse.kernel.api.Markup;
import demitasse.kernel.session.JavaSession;
import demitasse.kernel.source.CellContext;
import demitasse.kernel.source.CellImports;
import demitasse.kernel.source.JavaText;
import demitasse.kernel.source.MagicSyntax;
import demitasse.kernel.source.MagicText;
import demitasse.kernel.source.SourceComments.Comment;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import jdk.jshell.VarSnippet;

/** Helps while the user types: completion, and what is known about the thing at the cursor. */
final class Assist {
  private static final long SIGNATURES_NANOS = TimeUnit.MILLISECONDS.toNanos(70);

  /** What a simple name can mean in any class: nothing that a cell is about. */
  private static final Set<String> OBJECT_METHODS =
      Stream.of(Object.class.getDeclaredMethods())
          .map(Method::getName)
          .collect(Collectors.toUnmodifiableSet());

  private final JavaSession session;
  private final JShell shell;
  private final SourceCodeAnalysis analysis;
  private final Set<String> magics;

  /**
   * What can stand at the cursor.
   *
   * @param start where what it replaces begins
   */
  record Completions(int start, List<Completion> completions) {}

  /**
   * One thing that can stand at the cursor.
   *
   * @param type {@code function}, {@code class}, {@code instance}, {@code module}, {@code keyword}
   *     or {@code magic}
   * @param signature its declaration; empty if not known
   */
  record Completion(String text, String type, String signature) {}

  /** What is known about the thing at the cursor, as plain text and as HTML. */
  record Info(String plain, String html) {}

  /**
   * Something that JShell suggests.
   *
   * @param stem what stands before it in the code that JShell was asked about
   * @param text with parentheses if it is a method, and a dot if a package
   */
  private record Found(String stem, String text) {
    String name() {
      int paren = text.indexOf('(');
      return paren < 0 ? text : text.substring(0, paren);
    }
  }

  Assist(JavaSession session, Set<String> magics) {
    this.session = session;
    this.shell = session.shell();
    this.analysis = session.analysis();
    this.magics = magics;
  }

  /** Returns what can stand at {@code cursor}, a character offset into {@code cell}. */
  Completions complete(String cell, int cursor) {
    long begun = System.nanoTime();
    String code = cell.substring(0, cursor);
    int lineStart = code.lastIndexOf('\n') + 1;
    String java = MagicText.withoutMagics(code);
    if (java.substring(lineStart).isBlank() && !code.substring(lineStart).isBlank()) {
      return magics(code.substring(lineStart).stripLeading(), cursor); // or a comment
    }
    int last = code.stripTrailing().length() - 1;
    if (last >= lineStart && java.charAt(last) != code.charAt(last)) { // a magic's value, behind =
      String magic = code.substring(code.lastIndexOf('%', last));
      int blank = magic.indexOf(' ');
      if (blank < 0 || !MagicSyntax.takesCode(magic.substring(1, blank))) {
        return magics(magic, cursor);
      }
    }
    if (JavaText.isInText(java)) {
      return new Completions(cursor, List.of());
    }
    int start = wordStart(code);
    prepare(code, start);
    List<Found> found = find(code, start);
    return new Completions(
        start, completions(found, isReference(code, start), begun + SIGNATURES_NANOS));
  }

  private List<Found> find(String code, int start) {
    CellContext context = CellContext.of(code, analysis);
    CellImports imports = new CellImports(context.imports(), session.classes(), shell);
    List<Found> found = new ArrayList<>();
    packages(code, start, context, found);
    if (context.last().startsWith("import ")) {
      add(context.last(), found);
      return found;
    }
    String before = imports.qualified(context.before());
    if (isReference(code, start)) {
      references(before, code, start, found);
    } else {
      if (!isMember(code, start)) {
        imported(imports, code.substring(start), found);
      }
      add(before + imports.qualified(context.toComplete()), found);
    }
    if (found.isEmpty()) {
      add(before + imports.qualified(context.withoutCall()), found);
    }
    if (!isMember(code, start)) {
      found.removeIf(one -> OBJECT_METHODS.contains(one.name()));
    }
    return found;
  }

  private Completions magics(String typed, int cursor) {
    List<Completion> found =
        magics.stream()
            .filter(name -> typed.startsWith("%") && name.startsWith(typed))
            .map(name -> new Completion(name, "magic", ""))
            .toList();
    return new Completions(cursor - typed.length(), found);
  }

  /** Waits for what JShell must know to answer, and for nothing else: the first Tab is quick. */
  private void prepare(String code, int start) {
    if (isMember(code, start)) {
      session.imports().makeFor(code);
    } else {
      session.imports().makeAll();
    }
  }

  /** What the cell's own imports offer for the beginning of a simple name. */
  private void imported(CellImports imports, String word, List<Found> found) {
    imports
        .names()
        .forEach(
            (name, inFull) -> {
              if (name.startsWith(word)) {
                add(inFull, found);
              }
            });
    imports.owners().forEach(owner -> add(owner + "." + word, found));
  }

  /** The packages in what may be one before the cursor; JShell would have to read all it has. */
  private void packages(String code, int start, CellContext context, List<Found> found) {
    int begin = nameStart(code.substring(0, start));
    String name = code.substring(begin, start);
    boolean isName = !name.isEmpty() && name.charAt(0) != '.';
    if (isName || context.last().startsWith("import ")) {
      String parent = isName ? name.substring(0, name.length() - 1) : "";
      session.packages(parent).stream()
          .filter(one -> one.startsWith(code.substring(start)))
          .forEach(one -> found.add(new Found(name, one + ".")));
    }
  }

  /** The methods behind {@code ::}, of a type and of its instances, or of a value. */
  private void references(String before, String code, int start, List<Found> found) {
    String receiver = code.substring(0, start).stripTrailing();
    receiver = receiver.substring(0, receiver.length() - 2).stripTrailing();
    String name = receiver.substring(nameStart(receiver));
    String word = code.substring(start);
    add(before + name + "." + word, found);
    add(before + "((" + name + ") null)." + word, found);
    found.removeIf(one -> one.name().equals(one.text()));
  }

  private void add(String code, List<Found> found) {
    int[] anchor = {code.length()};
    List<Suggestion> suggestions =
        analysis.completionSuggestions(code, code.length(), anchor).stream()
            .sorted(
                Comparator.comparing(Suggestion::matchesType)
                    .reversed()
                    .thenComparing(Suggestion::continuation))
            .toList();
    String stem = code.substring(0, Math.min(anchor[0], code.length()));
    suggestions.forEach(suggestion -> found.add(new Found(stem, suggestion.continuation())));
  }

  private List<Completion> completions(List<Found> found, boolean isReference, long end) {
    Map<String, Completion> completions = new LinkedHashMap<>();
    for (Found one : found) {
      String text = one.text();
      String name = text.endsWith("(") || isReference ? one.name() : text;
      if (text.contains("$") || completions.containsKey(name)) {
        continue; // what JShell keeps results in, or another method of this name
      }
      // Each signature takes a compilation: the first ones get theirs, at least one.
      String signature =
          completions.isEmpty() || System.nanoTime() < end ? signature(one.stem() + text) : "";
      completions.put(name, new Completion(name, type(text, one.stem()), signature));
    }
    return List.copyOf(completions.values());
  }

  private String signature(String code) {
    String call = code.endsWith(")") ? code.substring(0, code.length() - 1) : code;
    return analysis.documentation(call, call.length(), false).stream()
        .map(documentation -> CellContext.plain(documentation.signature()))
        .findFirst()
        .orElse("");
  }

  private static String type(String text, String stem) {
    if (Character.isLowerCase(text.charAt(0)) && (text.endsWith("(") || text.endsWith(")"))) {
      return "function";
    }
    if (Character.isUpperCase(text.charAt(0))) {
      return text.equals(text.toUpperCase(java.util.Locale.ROOT)) && text.length() > 1
          ? "instance"
          : "class";
    }
    return stem.stripLeading().startsWith("import ") || text.endsWith(".") ? "module" : "instance";
  }

  /** Returns what is known about the thing at {@code cursor}, a character offset. */
  Optional<Info> inspect(String cell, int cursor) {
    session.imports().makeFor(cell);
    int end = cursor;
    while (end < cell.length() && Character.isJavaIdentifierPart(cell.charAt(end))) {
      end++;
    }
    Optional<Info> found = inspect(cell.substring(0, end));
    if (found.isPresent()) {
      return found;
    }
    int call = enclosingCall(cell, cursor);
    return call < 0 ? Optional.empty() : inspect(cell.substring(0, call));
  }

  /** The offset of the parenthesis of the call that the cursor is in; -1 if in none. */
  private static int enclosingCall(String cell, int cursor) {
    String masked = JavaText.masked(cell.substring(0, cursor));
    int depth = 0;
    for (int i = cursor - 1; i >= 0; i--) {
      char c = masked.charAt(i);
      if (c == ')') {
        depth++;
      } else if (c == '(' && depth-- == 0) {
        return i;
      } else if (c == ';' || c == '{' || c == '}') {
        return -1;
      }
    }
    return -1;
  }

  private Optional<Info> inspect(String code) {
    CellContext context = CellContext.of(code, analysis);
    CellImports imports = new CellImports(context.imports(), session.classes(), shell);
    // The mark keeps the last name from being taken for one that is still being typed.
    String last = imports.qualified(context.last().stripTrailing() + " ").stripTrailing();
    StringBuilder plain = new StringBuilder();
    StringBuilder html = new StringBuilder();
    Optional<VarSnippet> variable = variable(last);
    variable.ifPresent(
        v -> {
          String text =
              v.typeName() + " " + v.name() + " = " + session.variables().preview(v.name());
          plain.append(text).append("\n\n");
          html.append("<pre>").append(Markup.escape(text)).append("</pre>\n");
          addDocs(typeOf(v), plain, html);
        });
    if (variable.isEmpty()) {
      addDocs(documentation(imports.qualified(context.before()) + last), plain, html);
    }
    return plain.isEmpty()
        ? Optional.empty()
        : Optional.of(new Info(plain.toString().strip(), html.toString().strip()));
  }

  /** What is known about methods of a name and about other things of that name. */
  private List<Documentation> documentation(String code) {
    if (code.endsWith("(")) {
      return analysis.documentation(code, code.length(), true);
    }
    Map<String, Documentation> found = new LinkedHashMap<>();
    for (String end : List.of("(", "")) {
      String input = code + end;
      // To look for comments takes long: only where there is something new that may have one.
      if (!analysis.documentation(input, input.length(), false).stream()
          .map(Documentation::signature)
          .allMatch(found::containsKey)) {
        analysis
            .documentation(input, input.length(), true)
            .forEach(one -> found.putIfAbsent(one.signature(), one));
      }
    }
    return List.copyOf(found.values());
  }

  private Optional<VarSnippet> variable(String code) {
    int start = wordStart(code);
    String word = code.substring(start);
    return SourceVersion.isIdentifier(word) && !isMember(code, start)
        ? shell
            .variables()
            .filter(v -> v.name().equals(word) && shell.status(v) == Snippet.Status.VALID)
            .findFirst()
        : Optional.empty();
  }

  /** Where the name begins, with dots in it, that code ends with. */
  private static int nameStart(String code) {
    int start = code.length();
    while (start > 0
        && (Character.isJavaIdentifierPart(code.charAt(start - 1))
            || code.charAt(start - 1) == '.')) {
      start--;
    }
    return start;
  }

  private static boolean isMember(String code, int wordStart) {
    return code.substring(0, wordStart).stripTrailing().endsWith(".")
        || isReference(code, wordStart);
  }

  private static boolean isReference(String code, int wordStart) {
    return code.substring(0, wordStart).stripTrailing().endsWith("::");
  }

  private static int wordStart(String code) {
    int start = code.length();
    while (start > 0 && Character.isJavaIdentifierPart(code.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private List<Documentation> typeOf(VarSnippet variable) {
    String type = variable.typeName();
    int arguments = type.indexOf('<');
    String erased = arguments < 0 ? type : type.substring(0, arguments);
    return analysis.documentation(erased, erased.length(), true);
  }

  private void addDocs(List<Documentation> docs, StringBuilder plain, StringBuilder html) {
    for (Documentation doc : docs) {
      String signature = CellContext.plain(doc.signature());
      Optional<Comment> comment =
          doc.javadoc() == null
              ? session.libraryComment(signature)
              : Optional.of(new Comment(doc.javadoc(), false));
      plain.append(signature).append('\n');
      html.append("<pre>").append(Markup.escape(signature)).append("</pre>\n");
      comment
          .filter(one -> !one.text().isBlank())
          .ifPresent(
              one -> {
                plain.append(Javadoc.plain(one).indent(4)).append('\n');
                html.append(Javadoc.html(one)).append('\n');
              });
    }
  }
}
