package demitasse.kernel.session;

import demitasse.kernel.cell.Cells;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The default imports: IJava's, and what JJava and JShell's own tool add to them.
 *
 * <p>Each is a compilation, some 50 ms while the VM is cold. All together they would double the
 * time to the first answer; so a cell waits only for those whose names it mentions, and the others
 * are made while nobody waits.
 */
public final class DefaultImports {
  /** The packages whose types are imported, those first that cells mention most. */
  static final List<String> PACKAGES =
      List.of(
          "java.io",
          "java.util",
          "java.util.function",
          "java.util.stream",
          "java.math",
          "java.net",
          "java.nio.file",
          "java.util.concurrent",
          "java.util.prefs",
          "java.util.regex",
          "java.time");

  private final Evaluator evaluator;
  private final Queue<Import> left = new ArrayDeque<>();
  private final Set<String> looked = new HashSet<>();

  /** Returns the packages whose types are not imported yet. */
  List<String> pendingPackages() {
    return left.stream().map(Import::packageName).flatMap(Optional::stream).toList();
  }

  /** An import and what tells whether a simple name can come from it. */
  private record Import(String code, Predicate<String> offers) {
    private static final Pattern PACKAGE = Pattern.compile("import (java\\..*)\\.\\*;");

    /** The package, if it is not the functions of a class that are imported. */
    Optional<String> packageName() {
      return Optional.of(PACKAGE.matcher(code))
          .filter(Matcher::matches)
          .map(found -> found.group(1));
    }
  }

  DefaultImports(Evaluator evaluator) {
    this.evaluator = evaluator;
    for (String name : PACKAGES) {
      left.add(new Import("import " + name + ".*;", word -> isClass(name + "." + word)));
    }
    Set<String> functions =
        Stream.of(Cells.class.getMethods()).map(Method::getName).collect(Collectors.toSet());
    left.add(new Import("import static " + Cells.class.getName() + ".*;", functions::contains));
  }

  /** Tells whether one of the packages has a type of this name. */
  static boolean haveType(String word) {
    return PACKAGES.stream().anyMatch(name -> isClass(name + "." + word));
  }

  private static boolean isClass(String name) {
    try {
      Class.forName(name, false, ClassLoader.getPlatformClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Makes the imports that this code may need. */
  public void makeFor(String code) {
    if (left.isEmpty()) {
      return;
    }
    Set<String> words = words(code);
    words.removeIf(word -> !looked.add(word)); // to find no class of a name takes long
    for (Iterator<Import> i = left.iterator(); i.hasNext(); ) {
      Import next = i.next();
      if (words.stream().anyMatch(next.offers())) {
        i.remove();
        evaluator.eval(next.code());
      }
    }
  }

  /** Returns the words of a text that may be names. */
  static Set<String> words(String code) {
    Set<String> words = new HashSet<>();
    int start = -1;
    for (int i = 0; i <= code.length(); i++) {
      boolean part = i < code.length() && Character.isJavaIdentifierPart(code.charAt(i));
      if (part && start < 0) {
        start = i;
      } else if (!part && start >= 0) {
        words.add(code.substring(start, i));
        start = -1;
      }
    }
    return words;
  }

  /** Makes one of those that are left; returns whether there was one. */
  public boolean makeNext() {
    Import next = left.poll();
    if (next != null) {
      evaluator.eval(next.code());
    }
    return next != null;
  }

  /** Makes all that are left. */
  public void makeAll() {
    while (!left.isEmpty()) {
      evaluator.eval(left.remove().code());
    }
  }
}
