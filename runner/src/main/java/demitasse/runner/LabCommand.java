package demitasse.runner;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code ./demitasse lab}: opens the chapters in JupyterLab, or the classic Notebook. */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = {
      "Opens the chapters in JupyterLab, or the classic Notebook.",
      "",
      "You work in a copy of them, in the folder work: git pull brings new versions without"
          + " touching what you have run or written. A chapter that you have not touched follows"
          + " the course; for one that you have, the newer version is put beside yours. To start a"
          + " chapter over, delete your copy.",
      "",
      "Other options go to Jupyter, such as --no-browser, --port 8890 or --ip 0.0.0.0."
    })
final class LabCommand implements Callable<Integer> {
  private static final String FIRST = "00-welcome.ipynb";

  @Option(
      names = "--edit",
      description = "open the course's own files in notebooks, as their authors do")
  private boolean edit;

  @Unmatched private List<String> forJupyter = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Project project = Project.around(Path.of(""));
    Path folder = edit ? project.notebooks() : project.work();
    if (!edit) {
      WorkingCopy.refresh(project.notebooks(), folder).forEach(System.err::println);
    }
    String frontEnd = System.getenv().getOrDefault("DEMITASSE_FRONTEND", "lab");
    List<String> command = new ArrayList<>();
    command.add(System.getenv().getOrDefault("DEMITASSE_JUPYTER", "jupyter"));
    command.add(frontEnd);
    command.addAll(opening(frontEnd));
    if (System.getProperty("user.name").equals("root")) {
      // Jupyter refuses to run as root unless it is told; in a container one often is root.
      command.add("--allow-root");
    }
    command.addAll(forJupyter);
    Handover.to(folder, environment(project), command);
    return 0;
  }

  /** The first chapter, whatever the generation of the front end calls that. */
  private static List<String> opening(String frontEnd) {
    return frontEnd.equals("lab")
        ? List.of("--LabApp.default_url=/lab/tree/" + FIRST)
        : List.of(
            "--NotebookApp.default_url=/notebooks/" + FIRST,
            "--JupyterNotebookApp.default_url=/notebooks/" + FIRST);
  }

  /** The project's own kernel and defaults of the front end, before those of the machine. */
  private static Map<String, String> environment(Project project) {
    Map<String, String> environment = new LinkedHashMap<>();
    String data = project.jupyterData() + File.pathSeparator + project.jupyterDefaults();
    environment.put("JUPYTER_PATH", before("JUPYTER_PATH", data));
    String defaults = project.jupyterDefaults().toString();
    environment.put("JUPYTER_CONFIG_PATH", before("JUPYTER_CONFIG_PATH", defaults));
    return environment;
  }

  private static String before(String variable, String folders) {
    String given = System.getenv(variable);
    return given == null || given.isEmpty() ? folders : folders + File.pathSeparator + given;
  }
}
