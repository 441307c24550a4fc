package demitasse.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import demitasse.kernel.install.Install;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Installs the packaged kernel and runs Python programs against it. */
final class KernelProcess {
  private static final Pattern RELEASE = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  /** The Python that the launcher has set up, and where else there may be one. */
  private static final List<String> PYTHONS =
      Stream.of(System.getenv("DEMITASSE_PYTHON"), "python3", "/usr/bin/python3")
          .filter(Objects::nonNull)
          .distinct()
          .toList();

  private static final String INSTRUMENTED =
      ",includes=demitasse.kernel.*:io.github.spencerpark.*:org.dflib.jjava.kernel.*";

  private KernelProcess() {}

  /** The result of a program: its exit status and what it wrote. */
  record Result(int status, String output) {}

  /** Runs the installer of the packaged kernel. */
  static Result install(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    return install(Path.of(System.getProperty("java.home")), environment, args);
  }

  /** Runs another program of the packaged kernel. */
  static Result runKernelProgram(String name, String... args)
      throws IOException, InterruptedException {
    return run(Path.of(System.getProperty("java.home")), Map.of(), name, args);
  }

  private static Result install(Path java, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    return run(java, environment, Install.class.getName(), args);
  }

  private static Result run(
      Path java, Map<String, String> environment, String program, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java.resolve("bin").resolve("java").toString());
    command.addAll(coverageAgent());
    command.add("-cp");
    command.add(classPath());
    command.add(program);
    command.addAll(List.of(args));
    return run(command, environment);
  }

  private static String classPath() throws IOException {
    List<String> jars = new ArrayList<>();
    jars.add(System.getProperty("kernel.jar"));
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("kernel.dependencies")))) {
      files.map(Path::toString).sorted().forEach(jars::add);
    }
    return String.join(File.pathSeparator, jars);
  }

  static Result run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("demitasse", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(20, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
        fail("no end of " + command + "\n" + Files.readString(output));
      }
      return new Result(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }

  /**
   * Returns a Python that has the given modules. Where none has, the test is skipped; it fails
   * where {@code DEMITASSE_REQUIRE_ALL} is true, as in CI.
   */
  static String python(String modules) throws IOException, InterruptedException {
    List<String> tried = new ArrayList<>();
    for (String python : PYTHONS) {
      try {
        Result result = run(List.of(python, "-c", "import " + modules), Map.of());
        if (result.status() == 0) {
          return python;
        }
        tried.add(python + ": " + result.output().strip().replaceFirst("(?s).*\n", ""));
      } catch (IOException e) {
        tried.add(python + ": " + e.getMessage());
      }
    }
    String why =
        "these tests of the kernel's process need Python with " + modules + "; tried " + tried;
    if (Boolean.parseBoolean(System.getenv("DEMITASSE_REQUIRE_ALL"))) {
      fail(why);
    }
    return abort(why);
  }

  /** Installs the kernel for another Java, with what takes a while left out. */
  static void installInto(Path kernels, Path java) throws IOException, InterruptedException {
    Result result = install(java, Map.of(), "--dir", kernels.toString(), "--no-archive");
    assertEquals(0, result.status(), result.output());
  }

  /**
   * Returns the home of a Java of this version or a newer one: the one that runs the tests, or one
   * beside it. Where there is none the test is skipped, everywhere: 17 is what the course needs.
   */
  static Path newerJava(int version) throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    if (Runtime.version().feature() >= version) {
      return own;
    }
    try (Stream<Path> homes = Files.list(own.getParent())) {
      for (Path home : homes.sorted(Comparator.reverseOrder()).toList()) {
        Path release = home.resolve("release");
        if (Files.exists(home.resolve("bin").resolve("java")) && Files.exists(release)) {
          Matcher number = RELEASE.matcher(Files.readString(release));
          if (number.find() && Integer.parseInt(number.group(1)) >= version) {
            return home;
          }
        }
      }
    }
    return abort("there is no Java " + version + " or newer beside " + own);
  }

  /** Installs the kernel into a folder of kernelspecs; what it runs counts as covered. */
  static void installInto(Path kernels) throws IOException, InterruptedException {
    List<String> args = new ArrayList<>(List.of("--dir", kernels.toString()));
    coverageAgent().forEach(agent -> args.addAll(List.of("--jvm-option", agent)));
    Result result = install(Map.of(), args.toArray(String[]::new));
    assertEquals(0, result.status(), result.output());
  }

  /** The option with which these tests themselves are measured, if they are. */
  private static List<String> coverageAgent() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-javaagent:") && option.contains("jacoco"))
        .map(option -> option + INSTRUMENTED)
        .toList();
  }
}
