package demitasse.kernel.source;

import com.sun.source.tree.PackageTree;
import demitasse.kernel.base.Notes;
import java.util.HashSet;
import java.util.Set;

/**
 * The packages that cells say they are in. What a cell declares is in none: JShell has its own. So
 * the declaration is left out, and an import from such a package with it.
 */
public final class CellPackages {
  private final Set<String> names = new HashSet<>();

  /** Returns a cell with blanks in the place of its package declaration. */
  public String leaveOut(String java) {
    int start = JavaText.firstToken(java, 0);
    if (!java.startsWith("package", start)) {
      return java;
    }
    int end = JavaText.masked(java).indexOf(';', start) + 1;
    String head = java.substring(0, end);
    PackageTree declaration = JavaParser.parse(head).unit().getPackage();
    if (declaration == null) {
      return java;
    }
    String name = declaration.getPackageName().toString();
    names.add(name);
    Notes.say("Note: cells have no package; package " + name + " is ignored.");
    return JavaParser.withoutPackage(head) + java.substring(end);
  }

  /** Tells whether code is an import from such a package: its types are there without one. */
  public boolean isImportFrom(String code) {
    return !names.isEmpty()
        && code.startsWith("import")
        && JavaParser.parse(code).unit().getImports().stream()
            .filter(tree -> !tree.isStatic())
            .map(tree -> tree.getQualifiedIdentifier().toString())
            .anyMatch(name -> names.contains(name.substring(0, name.lastIndexOf('.'))));
  }
}
