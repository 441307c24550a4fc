package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The picture of the packages in CONTRIBUTING.md, drawn from the classes. With {@code
 * -Dpicture.write} the test renews it.
 */
class ArchitecturePictureTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> MODULES =
      List.of(
          "lib/explore",
          "lib/course",
          "lib/spark",
          "lib/onnx",
          "lib/learn",
          "lib/cluster",
          "lib/embed",
          "lib/numeric",
          "widgets",
          "kernel");
  private static final String BEGIN = "<!-- packages: made by ArchitecturePictureTest -->\n";
  private static final String END = "<!-- end of packages -->\n";

  @Test
  void theGuideShowsThePackagesAsTheyAre() throws IOException {
    for (String module : MODULES) {
      Path classes = classes(module);
      assumeTrue(Files.isDirectory(classes), module + " is not built");
    }
    Path guide = PROJECT.resolve("CONTRIBUTING.md");
    String text = Files.readString(guide);
    int from = text.indexOf(BEGIN) + BEGIN.length();
    int to = text.indexOf(END);
    String picture = picture();
    if (System.getProperty("picture.write") != null) {
      Files.writeString(guide, text.substring(0, from) + picture + text.substring(to));
    } else {
      assertEquals(
          text.substring(from, to),
          picture,
          "An arrow between packages is new or gone. If it should be, renew the picture: "
              + "mvn -pl runner -am test -Dtest=ArchitecturePictureTest -Dpicture.write");
    }
  }

  private static Path classes(String module) {
    return PROJECT.resolve(module).resolve("target/classes");
  }

  private static String picture() {
    var text = new StringBuilder("```mermaid\nflowchart TB\n");
    Map<String, Set<String>> arrows = new TreeMap<>();
    for (String module : MODULES) {
      text.append("  subgraph %s[\"%s\"]\n".formatted(module.replace('/', '_'), module));
      packagesOf(module, arrows)
          .forEach(name -> text.append("    %s[%s]\n".formatted(id(name), shown(name))));
      text.append("  end\n");
    }
    arrows.forEach(
        (from, targets) ->
            targets.stream()
                .filter(to -> arrows.containsKey(to) && !isReachedAnyway(arrows, from, to))
                .forEach(to -> text.append("  %s --> %s\n".formatted(id(from), id(to)))));
    return text.append("```\n").toString();
  }

  /** Returns the packages of a module, and notes what each of them knows. */
  private static Set<String> packagesOf(String module, Map<String, Set<String>> arrows) {
    Set<String> packages = new TreeSet<>();
    for (JavaClass type : new ClassFileImporter().importPath(classes(module))) {
      if (!type.getPackageName().startsWith("demitasse")) {
        continue; // what stands in for other kernels' interfaces
      }
      packages.add(type.getPackageName());
      Set<String> known = arrows.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(Dependency::getTargetClass)
          .map(JavaClass::getPackageName)
          .filter(name -> name.startsWith("demitasse") && !name.equals(type.getPackageName()))
          .forEach(known::add);
    }
    return packages;
  }

  /** An arrow that others make up together would only hide the rest. */
  private static boolean isReachedAnyway(Map<String, Set<String>> arrows, String from, String to) {
    List<String> open = new ArrayList<>(arrows.get(from));
    open.remove(to);
    Set<String> seen = new TreeSet<>(open);
    while (!open.isEmpty()) {
      for (String next : arrows.getOrDefault(open.remove(0), Set.of())) {
        if (next.equals(to)) {
          return true;
        }
        if (seen.add(next)) {
          open.add(next);
        }
      }
    }
    return false;
  }

  private static String id(String name) {
    return name.replace('.', '_');
  }

  private static String shown(String name) {
    return name.equals("demitasse") ? name : name.substring("demitasse.".length());
  }
}
