package demitasse.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code ./demitasse doctor}: says what is there and what is missing. The script has told of what
 * it finds itself: Java, Maven, fonts, Jupyter.
 */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = {
      "Shows what is there, what is missing, and how much disk space the course takes.",
      "",
      "It changes nothing and needs no network."
    })
final class DoctorCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException, InterruptedException {
    Project project = Project.around(Path.of(""));
    Path kernel = project.jupyterData().resolve("kernels").resolve("java");
    line(
        "kernel",
        Files.exists(kernel.resolve("kernel.json"))
            ? "installed, " + kernel
            : "not installed: the next ./demitasse lab, run or kernel does it");
    data();
    Storage.of(project.root()).list().forEach(System.out::println);
    return 0;
  }

  /** The command for the data, kept from fetching; what it says of that is not the user's doing. */
  private static void data() throws IOException, InterruptedException {
    ProcessBuilder data =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Demitasse.class.getName(),
                "data")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    data.environment().put("DEMITASSE_OFFLINE", "true");
    Process process = data.start();
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines
          .lines()
          .filter(line -> !line.contains("DEMITASSE_OFFLINE"))
          .forEach(System.out::println);
    }
    if (process.waitFor() != 0) {
      line("data", "not complete: ./demitasse data fetches what is missing");
    }
  }

  private static void line(String what, String text) {
    System.out.printf("%-12s %s%n", what, text);
  }
}
