package demitasse.kernel;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import jdk.jshell.VarSnippet;

/** Helps while the user types: completion, and what is known about the thing at the cursor. */
final class Assist {
  private static final Pattern MAGIC_LINE = Pattern.compile("(?m)^([ \\t]*)%[^\\n]*$");
  private static final long SIGNATURES_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

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

  Assist(JavaSession session, Set<String> magics) {
    this.session = session;
    this.shell = session.shell();
    this.analysis = session.analysis();
    session.imports().makeAll();
    session.awaitIndex();
    this.magics = magics;
  }

  /** Returns what can stand at {@code cursor}, a character offset into {@code cell}. */
  Completions complete(String cell, int cursor) {
    String line = cell.substring(cell.lastIndexOf('\n', cursor - 1) + 1, cursor);
    if (line.matches("\\s*%{1,2}\\w*")) {
      int start = cursor - line.strip().length();
      return new Completions(
          start,
          magics.stream()
              .filter(name -> name.startsWith(line.strip()))
              .map(name -> new Completion(name, "magic", ""))
              .toList());
    }
    Context context = context(cell.substring(0, cursor));
    Completions plain = suggestions("", context.last(), cursor);
    if (!plain.completions().isEmpty() || context.earlier().isEmpty()) {
      return plain;
    }
    // A variable that this very cell declares, not run yet: as if all of it stood in one block.
    return suggestions("{ " + context.earlier(), context.last(), cursor);
  }

  /**
   * The code up to the cursor.
   *
   * @param earlier the whole statements before the last one, without what cannot stand in a block
   * @param last the statement that the cursor is in
   */
  private record Context(String earlier, String last) {}

  private Context context(String code) {
    String rest = MAGIC_LINE.matcher(code).replaceAll(m -> " ".repeat(m.group().length()));
    StringBuilder earlier = new StringBuilder();
    while (true) {
      CompletionInfo info = analysis.analyzeCompletion(rest);
      if (!info.completeness().isComplete() || info.remaining().isEmpty()) {
        return new Context(earlier.toString(), rest);
      }
      List<Snippet> snippets = analysis.sourceToSnippets(info.source());
      if (!snippets.isEmpty()
          && snippets.get(0).kind() != Snippet.Kind.IMPORT
          && snippets.get(0).kind() != Snippet.Kind.METHOD
          && snippets.get(0).kind() != Snippet.Kind.ERRONEOUS) {
        earlier.append(info.source()).append('\n');
      }
      rest = info.remaining();
    }
  }

  private Completions suggestions(String before, String code, int cursor) {
    int[] anchor = {code.length()};
    String input = before + code;
    Map<String, Suggestion> unique = new LinkedHashMap<>();
    analysis.completionSuggestions(input, input.length(), anchor).stream()
        .sorted(
            Comparator.comparing(Suggestion::matchesType)
                .reversed()
                .thenComparing(Suggestion::continuation))
        .forEach(suggestion -> unique.putIfAbsent(suggestion.continuation(), suggestion));
    int start = Math.max(0, cursor - (input.length() - anchor[0]));
    String stem = input.substring(0, Math.min(anchor[0], input.length()));
    long end = System.nanoTime() + SIGNATURES_NANOS;
    Map<String, Completion> completions = new LinkedHashMap<>();
    for (String text : unique.keySet()) {
      if (text.contains("$")) {
        continue; // what JShell keeps results in
      }
      // Each signature takes a compilation: the first ones get theirs.
      String signature = System.nanoTime() < end ? signature(stem + text) : "";
      String name = text.replaceFirst("\\($", "");
      completions.putIfAbsent(name, new Completion(name, type(text, stem), signature));
    }
    return new Completions(start, List.copyOf(completions.values()));
  }

  private String signature(String code) {
    String call = code.endsWith(")") ? code.substring(0, code.length() - 1) : code;
    return analysis.documentation(call, call.length(), false).stream()
        .map(Documentation::signature)
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
    int end = cursor;
    while (end < cell.length() && Character.isJavaIdentifierPart(cell.charAt(end))) {
      end++;
    }
    Optional<Info> found = inspect(context(cell.substring(0, end)));
    if (found.isPresent()) {
      return found;
    }
    int call = enclosingCall(cell, cursor);
    return call < 0 ? Optional.empty() : inspect(context(cell.substring(0, call)));
  }

  /** The offset of the parenthesis of the call that the cursor is in; -1 if in none. */
  private static int enclosingCall(String cell, int cursor) {
    int depth = 0;
    for (int i = cursor - 1; i >= 0; i--) {
      char c = cell.charAt(i);
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

  private Optional<Info> inspect(Context context) {
    String code = context.last().stripTrailing();
    Optional<VarSnippet> variable = variable(code);
    Set<Documentation> found = new LinkedHashSet<>();
    for (String before : List.of("", "{ " + context.earlier())) {
      for (String end : List.of("(", "")) {
        String input = before + code + end;
        found.addAll(analysis.documentation(input, input.length(), true));
      }
      if (!found.isEmpty() || context.earlier().isEmpty()) {
        break;
      }
    }
    if (variable.isEmpty() && found.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder plain = new StringBuilder();
    StringBuilder html = new StringBuilder();
    variable.ifPresent(
        v -> {
          String text =
              v.typeName() + " " + v.name() + " = " + session.variables().preview(v.name());
          plain.append(text).append("\n\n");
          html.append("<pre>").append(Javadoc.escape(text)).append("</pre>\n");
          addDocs(typeOf(v), plain, html);
        });
    if (variable.isEmpty()) {
      addDocs(List.copyOf(found), plain, html);
    }
    return Optional.of(new Info(plain.toString().strip(), html.toString().strip()));
  }

  private Optional<VarSnippet> variable(String code) {
    String word = code.substring(wordStart(code));
    boolean member = wordStart(code) > 0 && code.charAt(wordStart(code) - 1) == '.';
    return SourceVersion.isIdentifier(word) && !member
        ? shell
            .variables()
            .filter(v -> v.name().equals(word) && shell.status(v) == Snippet.Status.VALID)
            .findFirst()
        : Optional.empty();
  }

  private static int wordStart(String code) {
    int start = code.length();
    while (start > 0 && Character.isJavaIdentifierPart(code.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private List<Documentation> typeOf(VarSnippet variable) {
    String type = variable.typeName().replaceAll("<.*", "");
    return analysis.documentation(type, type.length(), true);
  }

  private void addDocs(List<Documentation> docs, StringBuilder plain, StringBuilder html) {
    for (Documentation doc : docs) {
      String text =
          doc.javadoc() == null
              ? session.libraryComment(doc.signature()).orElse(null)
              : doc.javadoc();
      plain.append(doc.signature()).append('\n');
      html.append("<pre>").append(Javadoc.escape(doc.signature())).append("</pre>\n");
      if (text != null && !text.isBlank()) {
        plain.append(Javadoc.plain(text).indent(4)).append('\n');
        html.append(Javadoc.html(text)).append('\n');
      }
    }
  }
}
