package demitasse.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./demitasse bench [NAME [OPTION…]]}: measures side by side with the peers. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = "Compares with other libraries; runs all benchmarks if none is named.")
final class BenchCommand implements Callable<Integer> {
  /** What the benchmarks share is none. */
  private static final String SHARED = "sidebyside.py";

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "a benchmark")
  private String name;

  @Parameters(
      index = "1..*",
      paramLabel = "OPTION",
      description = "for the benchmark; ./demitasse bench NAME --help lists them")
  private List<String> forBenchmark = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Project project = Project.around(Path.of(""));
    List<String> all = benchmarks(project);
    if (name != null && !all.contains(name)) {
      throw new IllegalArgumentException(
          "there is no benchmark '" + name + "'; there are: " + String.join(" ", all));
    }
    int worst = 0;
    for (String each : name == null ? all : List.of(name)) {
      worst = Math.max(worst, run(project, each));
    }
    return worst;
  }

  private int run(Project project, String benchmark) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("python3", folder(project).resolve(benchmark + ".py").toString()));
    command.addAll(forBenchmark);
    String classPath = project.root().resolve(".demitasse").resolve("lib") + "/*";
    return Programs.run(Path.of(""), Map.of("DEMITASSE_CLASSPATH", classPath), command);
  }

  private static Path folder(Project project) {
    return project.root().resolve("bench");
  }

  private static List<String> benchmarks(Project project) throws IOException {
    try (Stream<Path> files = Files.list(folder(project))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".py") && !file.equals(SHARED))
          .map(file -> file.substring(0, file.length() - ".py".length()))
          .sorted()
          .toList();
    }
  }
}
