package demitasse.kernel.source;

import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;

/**
 * The imports that a cell makes and that have not been made yet: gives the names that come from
 * them in full.
 */
public final class CellImports {
  private final ClassLoader classes;
  private final Map<String, String> names = new HashMap<>();
  private final List<String> packages = new ArrayList<>();
  private final Map<String, Set<String>> staticMembers = new HashMap<>();

  /**
   * Reads imports.
   *
   * @param imports as they stand in the cell
   * @param classes knows the classes that cells can see
   */
  public CellImports(List<String> imports, ClassLoader classes, JShell shell) {
    this.classes = classes;
    List<String> made =
        shell.imports().filter(i -> !i.isStatic()).map(ImportSnippet::fullname).toList();
    for (ImportTree tree : JavaParser.parse(String.join("\n", imports)).unit().getImports()) {
      if (tree.getQualifiedIdentifier() instanceof MemberSelectTree name
          && !made.contains(name.toString())) {
        add(name.getExpression().toString(), name.getIdentifier().toString(), tree.isStatic());
      }
    }
  }

  private void add(String owner, String name, boolean isStatic) {
    if (!name.equals("*")) {
      names.put(name, owner + "." + name);
    } else if (isStatic) {
      staticMembers.put(owner, members(owner));
    } else {
      packages.add(owner);
    }
  }

  boolean isEmpty() {
    return names.isEmpty() && packages.isEmpty() && staticMembers.isEmpty();
  }

  /** What can stand before a simple name that begins so: each makes a name in full with it. */
  public Set<String> owners() {
    Set<String> owners = new LinkedHashSet<>(packages);
    owners.addAll(staticMembers.keySet());
    return owners;
  }

  /** The single names that are imported, in full. */
  public Map<String, String> names() {
    return names;
  }

  /** Returns code with the names that come from the imports in full, but for the last one. */
  public String qualified(String code) {
    String masked = JavaText.masked(code);
    StringBuilder qualified = new StringBuilder();
    int at = 0;
    while (at < code.length()) {
      int end = at;
      while (end < code.length() && Character.isJavaIdentifierPart(masked.charAt(end))) {
        end++;
      }
      if (end == at) {
        qualified.append(code.charAt(at++));
        continue;
      }
      String word = code.substring(at, end);
      boolean isFree = end < code.length() && !isMember(masked, at);
      qualified.append(isFree ? inFull(word) : word);
      at = end;
    }
    return qualified.toString();
  }

  private static boolean isMember(String masked, int at) {
    return masked.substring(0, at).stripTrailing().endsWith(".");
  }

  private String inFull(String word) {
    String single = names.get(word);
    if (single != null) {
      return single;
    }
    for (Map.Entry<String, Set<String>> owner : staticMembers.entrySet()) {
      if (owner.getValue().contains(word)) {
        return owner.getKey() + "." + word;
      }
    }
    if (Character.isUpperCase(word.charAt(0))) {
      for (String owner : packages) {
        if (find(owner + "." + word) != null || find(owner + "$" + word) != null) {
          return owner + "." + word;
        }
      }
    }
    return word;
  }

  private Set<String> members(String type) {
    Set<String> members = new LinkedHashSet<>();
    Class<?> found = find(type);
    if (found != null) {
      Stream.<Member>concat(Stream.of(found.getMethods()), Stream.of(found.getFields()))
          .filter(member -> Modifier.isStatic(member.getModifiers()))
          .forEach(member -> members.add(member.getName()));
    }
    return members;
  }

  private Class<?> find(String name) {
    try {
      return Class.forName(name, false, classes);
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }
}
