package demitasse.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./demitasse kernel}: installs the Java kernel into a Jupyter. */
@Command(
    name = "kernel",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = {
      "Installs the Java kernel into a Jupyter, or refreshes it, and prints where it is.",
      "",
      "Without an option it is for you, in whatever Jupyter you start. It has its own jars, but"
          + " takes the course's library from here: repeat this after you move the course.",
      "",
      "It also updates your copy of the chapters, in the folder work, for front ends other than"
          + " that of ./demitasse lab, such as VS Code."
    })
final class KernelCommand implements Callable<Integer> {
  /** Where to; at most one of these. */
  static final class Place {
    @Option(names = "--user", description = "for you (the default)")
    boolean user;

    @Option(
        names = "--sys-prefix",
        description = "into the active Python environment, or the machine's Jupyter")
    boolean sysPrefix;

    @Option(
        names = "--prefix",
        paramLabel = "DIR",
        description = "into DIR/share/jupyter/kernels, for another environment's Jupyter")
    Path prefix;

    @Option(names = "--dir", paramLabel = "DIR", description = "into DIR, a folder of kernelspecs")
    Path folder;

    @Option(
        names = "--wheel",
        arity = "0..1",
        fallbackValue = "target",
        paramLabel = "DIR",
        description =
            "instead writes the kernel without the course as a Python wheel into DIR (default:"
                + " target), for pip install")
    Path wheel;

    @Option(
        names = "--zip",
        arity = "0..1",
        fallbackValue = "target",
        paramLabel = "DIR",
        description = "instead writes it as a zip file with a script that installs it")
    Path zip;

    List<String> forInstaller() {
      if (sysPrefix) {
        return List.of("--sys-prefix");
      }
      return prefix != null
          ? List.of("--prefix", prefix.toString())
          : folder != null ? List.of("--dir", folder.toString()) : List.of("--user");
    }
  }

  @ArgGroup private Place place = new Place();

  @Option(
      names = "--display-name",
      paramLabel = "NAME",
      description = "the name in Jupyter's menu (default: Java)")
  private String displayName;

  @Option(
      names = "--jvm-option",
      paramLabel = "OPTION",
      description = "one more option for the kernel's JVM; may be given several times")
  private List<String> jvmOptions = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Project project = Project.around(Path.of(""));
    if (place.wheel != null || place.zip != null) {
      return pack(project);
    }
    Process process =
        new ProcessBuilder(command(project)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String folder =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int status = process.waitFor();
    if (status == 0) {
      System.out.println("the kernel is installed in " + folder);
      if (!Path.of(folder).startsWith(project.root())) {
        Files.writeString(
            Storage.installedKernels(project.root()),
            folder + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
        layChapters(project);
      }
    }
    return status;
  }

  private int pack(Project project) throws IOException, InterruptedException {
    List<String> command = kernelProgram(project, "Packages");
    command.addAll(
        place.wheel != null
            ? List.of("--wheel", place.wheel.toString())
            : List.of("--zip", place.zip.toString()));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /** For other front ends: the copy that lab would open. */
  private static void layChapters(Project project) throws IOException {
    WorkingCopy.refresh(project.notebooks(), project.work()).forEach(System.out::println);
    System.out.println("your copy of the chapters is in " + project.work());
  }

  /**
   * Returns a command that runs on the kernel's jars alone: some programs copy what they run on.
   */
  static List<String> kernelProgram(Project project, String name) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            project.root().resolve(".demitasse/kernel") + "/*",
            "demitasse.kernel.install." + name));
  }

  private List<String> command(Project project) {
    List<String> command = kernelProgram(project, "Install");
    command.addAll(place.forInstaller());
    // The second folder is there once ./demitasse spark has made it; Spark itself comes by %maven.
    // One pattern for both: a kernel notes a pattern that finds nothing.
    Path module = project.sparkModule();
    command.addAll(
        List.of("--classpath", module.resolveSibling("{lib," + module.getFileName() + "}") + "/*"));
    if (displayName != null) {
      command.addAll(List.of("--display-name", displayName));
    }
    // The chapters are in English, and so are their numbers.
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Ddemitasse.home=" + project.root(),
                "-Duser.language.format=en",
                "-Duser.country.format=US",
                // Libraries that came with this copy; the folder may be filled later.
                "-Dmaven.repo.local.tail=" + project.libraries()));
    options.addAll(jvmOptions);
    options.forEach(option -> command.addAll(List.of("--jvm-option", option)));
    return command;
  }
}
