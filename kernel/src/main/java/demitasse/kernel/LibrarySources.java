package demitasse.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Finds documentation comments in the sources of libraries, where a jar of sources lies beside a
 * library's own, as Maven puts it. JShell itself looks into the JDK's sources only.
 */
final class LibrarySources {
  private static final Pattern SIGNATURE =
      Pattern.compile("(?:.*[\\s.>])?(\\w+)(?:<.*?>)?\\.(?:<.*?>)?(\\w+)\\((.*)\\).*");
  private static final Pattern TYPE = Pattern.compile("([\\w.]+?)(?:<.*)?");
  private static final String COMMENT = "/\\*\\*((?:[^*]|\\*(?!/))*)\\*/\\s*";
  private static final String MODIFIERS = "(?:@\\w+(?:\\([^)]*\\))?\\s*|[\\w<>\\[\\],.?&]+\\s+)*";

  private final List<Path> classPath;

  LibrarySources(List<Path> classPath) {
    this.classPath = classPath;
  }

  /** Returns the comment on what JShell describes by this signature. */
  Optional<String> comment(String signature) {
    Matcher method = SIGNATURE.matcher(signature);
    if (method.matches()) {
      return find(method.group(1), member(method.group(2), parameters(method.group(3))));
    }
    Matcher type = TYPE.matcher(signature);
    if (type.matches()) {
      String name = type.group(1).replaceFirst(".*\\.", "");
      return find(
          name,
          Pattern.compile(
              COMMENT
                  + MODIFIERS
                  + "(?:class|interface|enum|record|@interface)\\s+"
                  + name
                  + "\\b"));
    }
    return Optional.empty();
  }

  private static int parameters(String list) {
    int depth = 0;
    int count = list.isBlank() ? 0 : 1;
    for (char c : list.toCharArray()) {
      depth += c == '<' ? 1 : c == '>' ? -1 : 0;
      count += c == ',' && depth == 0 ? 1 : 0;
    }
    return count;
  }

  private static Pattern member(String name, int parameters) {
    String parameter = "[^,()]+(?:<[^()]*>)?[^,()]*";
    String list = parameters == 0 ? "\\s*" : parameter + ("," + parameter).repeat(parameters - 1);
    return Pattern.compile(COMMENT + MODIFIERS + name + "\\s*\\(" + list + "\\)");
  }

  private Optional<String> find(String type, Pattern declaration) {
    for (Path jar : classPath) {
      Path sources =
          jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", "-sources.jar"));
      if (!sources.equals(jar) && Files.isRegularFile(sources)) {
        Optional<String> found = find(sources, type, declaration);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> find(Path sources, String type, Pattern declaration) {
    try (ZipFile zip = new ZipFile(sources.toFile())) {
      Optional<? extends ZipEntry> entry =
          zip.stream().filter(e -> e.getName().endsWith("/" + type + ".java")).findFirst();
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      String text =
          new String(zip.getInputStream(entry.get()).readAllBytes(), StandardCharsets.UTF_8);
      Matcher found = declaration.matcher(text);
      return found.find()
          ? Optional.of(found.group(1).replaceAll("(?m)^\\s*\\* ?", "").strip())
          : Optional.empty();
    } catch (IOException e) {
      Log.note("cannot read " + sources + ": " + e);
      return Optional.empty();
    }
  }
}
