package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Installs the light modules from a copy of the sources into a local repository of their own, and
 * builds and runs the programs of their READMEs against it, in fresh projects.
 */
class OwnProjectTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir static Path folder;

  /** Where this build has its plugins and libraries: whence they come when there is no network. */
  private static Path here;

  @BeforeAll
  static void install() throws Exception {
    here =
        Path.of(
            System.getProperty(
                "localRepository", System.getProperty("user.home") + "/.m2/repository"));
    Path copy = folder.resolve("clone");
    copySources(copy);
    mvn(
        copy,
        "-DskipTests",
        "-Djacoco.skip=true",
        "-Dspotless.check.skip=true",
        "-pl",
        "lib/embed,lib/cluster",
        "-am",
        "install");
  }

  private static void copySources(Path copy) throws IOException {
    Set<String> left =
        Set.of(".git", ".demitasse", "target", "data", "docs", "notebooks", "shared");
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            boolean top = dir.getParent().equals(ROOT);
            String name = dir.getFileName().toString();
            if (name.equals("target") || top && left.contains(name)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(copy.resolve(ROOT.relativize(dir)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, copy.resolve(ROOT.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void mvn(Path project, String... arguments) throws Exception {
    Path settings = folder.resolve("settings.xml");
    String repository =
        """
        <id>here</id>
        <url>%s</url>
        """
            .formatted(here.toUri());
    Files.writeString(
        settings,
        """
        <settings>
          <profiles>
            <profile>
              <id>here</id>
              <repositories><repository>%1$s</repository></repositories>
              <pluginRepositories><pluginRepository>%1$s</pluginRepository></pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>here</activeProfile></activeProfiles>
        </settings>
        """
            .formatted(repository));
    List<String> command = new ArrayList<>(List.of("mvn", "--batch-mode", "-q"));
    command.addAll(List.of("-gs", settings.toString()));
    command.add("-Dmaven.repo.local=" + folder.resolve("repository"));
    if (Boolean.parseBoolean(System.getenv("DEMITASSE_OFFLINE"))) {
      command.addAll(List.of("--offline", "-Daether.offline.protocols=file"));
    }
    Collections.addAll(command, arguments);
    run(project, command);
  }

  private static String run(Path project, List<String> command) throws Exception {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(process.waitFor(10, TimeUnit.MINUTES), "hangs: " + command);
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output);
    assertEquals(0, process.exitValue(), command + "\n" + text);
    return text;
  }

  private static String block(String text, String language) {
    Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(text);
    assertTrue(block.find(), "no " + language + " in the README");
    return block.group(1);
  }

  /** Returns the version of a plugin that the project uses, which is there. */
  private static String version(String plugin) throws IOException {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    Matcher version =
        Pattern.compile("<artifactId>" + plugin + "</artifactId>\\s*<version>(.*?)</version>")
            .matcher(pom);
    assertTrue(version.find(), plugin);
    return version.group(1);
  }

  private record Ran(String output, List<Path> classPath) {}

  /** Makes a project of a README's dependency and program, builds it and runs it. */
  private static Ran program(String module) throws Exception {
    String readme = Files.readString(ROOT.resolve("lib").resolve(module).resolve("README.md"));
    String program = block(readme, "java");
    Matcher name = Pattern.compile("public class (\\w+)").matcher(program);
    assertTrue(name.find());
    Path project = Files.createDirectories(folder.resolve("own-" + module));
    Path sources = Files.createDirectories(project.resolve("src/main/java"));
    Files.writeString(sources.resolve(name.group(1) + ".java"), program);
    StringBuilder plugins = new StringBuilder();
    for (String plugin : List.of("maven-resources-plugin", "maven-compiler-plugin")) {
      plugins.append(
          "<plugin><artifactId>%s</artifactId><version>%s</version></plugin>"
              .formatted(plugin, version(plugin)));
    }
    Files.writeString(
        project.resolve("pom.xml"),
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>own</groupId>
          <artifactId>own</artifactId>
          <version>1</version>
          <properties>
            <maven.compiler.release>17</maven.compiler.release>
            <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
          </properties>
          <dependencies>%s</dependencies>
          <build><plugins>%s</plugins></build>
        </project>
        """
            .formatted(block(readme, "xml"), plugins));
    mvn(
        project,
        "compile",
        "org.apache.maven.plugins:maven-dependency-plugin:%s:build-classpath"
            .formatted(version("maven-dependency-plugin")),
        "-Dmdep.outputFile=classpath.txt");
    String classPath = Files.readString(project.resolve("classpath.txt")).strip();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String output =
        run(
            project,
            List.of(java, "-cp", "target/classes" + File.pathSeparator + classPath, name.group(1)));
    return new Ran(
        output, Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).toList());
  }

  private static List<String> names(Ran ran) {
    return ran.classPath.stream().map(jar -> jar.getFileName().toString()).toList();
  }

  @Test
  void tSneComesAlone() throws Exception {
    Ran ran = program("embed");
    assertTrue(ran.output.contains("map of 600 points in 2 dimensions: KL "), ran.output);
    assertEquals(
        List.of("demitasse-embed-0.1.0-SNAPSHOT.jar", "demitasse-numeric-0.1.0-SNAPSHOT.jar"),
        names(ran));
  }

  @Test
  void kMeansComesAlone() throws Exception {
    Ran ran = program("cluster");
    assertTrue(ran.output.contains("600 points in 5 clusters: inertia "), ran.output);
    assertEquals(
        List.of("demitasse-cluster-0.1.0-SNAPSHOT.jar", "demitasse-numeric-0.1.0-SNAPSHOT.jar"),
        names(ran));
  }

  @Test
  void eachArtifactIsThereWithSourcesAndJavadoc() throws IOException {
    for (String module : List.of("numeric", "cluster", "embed")) {
      String name = "demitasse-" + module;
      Path at =
          folder.resolve("repository/org/example/demitasse/" + name + "/0.1.0-SNAPSHOT/" + name);
      for (String kind : List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar")) {
        Path file = Path.of(at + "-0.1.0-SNAPSHOT" + kind);
        assertTrue(Files.isRegularFile(file), file.toString());
      }
    }
    String parent =
        Files.readString(
            folder.resolve(
                "repository/org/example/demitasse/demitasse-parent/0.1.0-SNAPSHOT/"
                    + "demitasse-parent-0.1.0-SNAPSHOT.pom"));
    for (String wanted : List.of("<license>", "<scm", "<developer>", "<url>", "<description>")) {
      assertTrue(parent.contains(wanted), wanted);
    }
  }
}
