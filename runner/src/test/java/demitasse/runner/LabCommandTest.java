package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Jupyter is started with; a stand-in for it tells. */
class LabCommandTest {
  @TempDir Path folder;
  private Path course;
  private Path jupyter;

  @BeforeEach
  void make() throws IOException {
    course = Files.createDirectories(folder.resolve("the course")).toRealPath();
    Files.createFile(course.resolve("pom.xml"));
    Files.createFile(course.resolve("demitasse"));
    Files.createDirectories(course.resolve("notebooks"));
    Files.writeString(course.resolve("notebooks/GLOSSARY.md"), "words");
    jupyter = folder.resolve("jupyter");
    Files.writeString(
        jupyter,
        """
        #!/bin/sh
        echo "in $PWD"
        echo "data $JUPYTER_PATH"
        echo "config $JUPYTER_CONFIG_PATH"
        for word; do echo "word $word"; done
        """);
    assertTrue(jupyter.toFile().setExecutable(true));
  }

  /** Runs the command, then what it hands over. */
  private List<String> lab(String frontEnd, String... arguments) throws Exception {
    Path script = folder.resolve("script");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Demitasse.class.getName(),
                "lab"));
    command.addAll(List.of(arguments));
    ProcessBuilder lab = new ProcessBuilder(command).directory(course.toFile()).inheritIO();
    lab.environment().put(Handover.VARIABLE, script.toString());
    lab.environment().put("DEMITASSE_JUPYTER", jupyter.toString());
    lab.environment().put("DEMITASSE_FRONTEND", frontEnd);
    lab.environment().put("JUPYTER_PATH", "/mine");
    lab.environment().remove("JUPYTER_CONFIG_PATH");
    assertEquals(0, lab.start().waitFor());
    Process shell = new ProcessBuilder("bash", script.toString()).start();
    String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, shell.waitFor());
    return printed.lines().toList();
  }

  @Test
  void opensTheFirstChapterOfALearnersCopy() throws Exception {
    List<String> told = lab("lab", "--no-browser", "--ip", "0.0.0.0");
    assertTrue(told.contains("in " + course.resolve("work")), told.toString());
    assertTrue(told.contains("word --LabApp.default_url=/lab/tree/00-welcome.ipynb"));
    assertEquals(
        List.of("word --no-browser", "word --ip", "word 0.0.0.0"),
        told.subList(told.size() - 3, told.size()));
    assertTrue(
        told.contains(
            "data %1$s/.demitasse/share/jupyter:%1$s/binder/jupyter:/mine".formatted(course)),
        told.toString());
    assertTrue(told.contains("config " + course.resolve("binder/jupyter")), told.toString());
    assertEquals("words", Files.readString(course.resolve("work/GLOSSARY.md")));
  }

  @Test
  void opensTheCoursesOwnFilesForTheirAuthors() throws Exception {
    List<String> told = lab("lab", "--edit");
    assertTrue(told.contains("in " + course.resolve("notebooks")), told.toString());
    assertFalse(told.contains("word --edit"), told.toString());
    assertFalse(Files.exists(course.resolve("work")));
  }

  @Test
  void theClassicNotebookOpensItTooInBothItsGenerations() throws Exception {
    List<String> told = lab("notebook");
    assertTrue(told.contains("word notebook"), told.toString());
    assertTrue(told.contains("word --NotebookApp.default_url=/notebooks/00-welcome.ipynb"));
    assertTrue(told.contains("word --JupyterNotebookApp.default_url=/notebooks/00-welcome.ipynb"));
  }
}
