package demitasse.kernel.classpath;

import demitasse.kernel.base.Log;
import demitasse.kernel.source.SourceComments;
import demitasse.kernel.source.SourceComments.Comment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Finds documentation comments in the sources of libraries, where a jar of sources lies beside a
 * library's own, as Maven puts it. JShell itself looks into the JDK's sources only.
 */
public final class LibrarySources {
  private final List<Path> classPath;

  public LibrarySources(List<Path> classPath) {
    this.classPath = classPath;
  }

  /**
   * Returns the comment on what JShell describes by this signature: {@code int lib.Tool.turn(int
   * n)}, {@code lib.Tool(int n)}, {@code Tool.SIZE:int} or {@code lib.Tool<T>}.
   */
  public Optional<Comment> comment(String signature) {
    int end = signature.lastIndexOf(')');
    if (end >= 0 && signature.indexOf(':', end) < 0) {
      int start = opening(signature, end);
      List<String> name = name(signature.substring(0, start));
      List<String> parameters = parameters(signature.substring(start + 1, end));
      return find(beforeLast(name), (in, type) -> in.ofMethod(type, last(name), parameters))
          .or(() -> find(name, (in, type) -> in.ofMethod(type, "<init>", parameters)))
          .or(() -> find(name, SourceComments::ofType)); // a record, with its components
    }
    int colon = signature.indexOf(':');
    if (colon >= 0) {
      List<String> name = name(signature.substring(0, colon));
      return find(beforeLast(name), (in, type) -> in.ofField(type, last(name)));
    }
    List<String> name = name(signature);
    Optional<Comment> type = find(name, SourceComments::ofType);
    return type.isPresent() ? type : find(beforeLast(name), (in, t) -> in.ofField(t, last(name)));
  }

  private interface Lookup {
    Optional<Comment> in(SourceComments file, List<String> type);
  }

  /** Where the parenthesis opens that closes at {@code end}. */
  private static int opening(String signature, int end) {
    int depth = 0;
    int at = end;
    do {
      depth += signature.charAt(at) == ')' ? 1 : signature.charAt(at) == '(' ? -1 : 0;
      at--;
    } while (depth > 0 && at >= 0);
    return at + 1;
  }

  /** The parts of the last name in a text, without type arguments and a record's components. */
  private static List<String> name(String text) {
    StringBuilder plain = new StringBuilder();
    int depth = 0;
    for (char c : text.toCharArray()) {
      depth += c == '<' || c == '(' ? 1 : 0;
      if (depth == 0) {
        plain.append(c);
      }
      depth -= c == '>' || c == ')' ? 1 : 0;
    }
    String words = plain.toString().strip();
    return List.of(words.substring(words.lastIndexOf(' ') + 1).split("\\."));
  }

  private static List<String> beforeLast(List<String> name) {
    return name.subList(0, name.size() - 1);
  }

  private static String last(List<String> name) {
    return name.get(name.size() - 1);
  }

  /** The types of parameters, each of which has a name after it. */
  private static List<String> parameters(String list) {
    List<String> types = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= list.length(); i++) {
      char c = i < list.length() ? list.charAt(i) : ',';
      depth += c == '<' ? 1 : c == '>' ? -1 : 0;
      if (c == ',' && depth == 0 && !list.isBlank()) {
        String parameter = list.substring(start, i).strip();
        int blank = parameter.lastIndexOf(' ');
        types.add(SourceComments.erased(blank < 0 ? parameter : parameter.substring(0, blank)));
        start = i + 1;
      }
    }
    return types;
  }

  /** Looks into the files that may hold a type: packages before it are known, or not. */
  private Optional<Comment> find(List<String> type, Lookup lookup) {
    int outermost = 0;
    while (outermost < type.size() - 1 && Character.isLowerCase(type.get(outermost).charAt(0))) {
      outermost++;
    }
    if (type.isEmpty()) {
      return Optional.empty();
    }
    String file = String.join("/", type.subList(0, outermost + 1)) + ".java";
    List<String> names = type.subList(outermost, type.size());
    for (Path jar : classPath) {
      Path sources = ClassPathElement.sources(jar);
      if (Files.isRegularFile(sources)) {
        Optional<Comment> found =
            text(sources, file).flatMap(text -> lookup.in(SourceComments.of(text), names));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> text(Path sources, String file) {
    try (ZipFile zip = new ZipFile(sources.toFile())) {
      Optional<? extends ZipEntry> entry =
          zip.stream()
              .filter(e -> e.getName().equals(file) || e.getName().endsWith("/" + file))
              .findFirst();
      return entry.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new String(zip.getInputStream(entry.get()).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      Log.note("cannot read " + sources + ": " + e);
      return Optional.empty();
    }
  }
}
