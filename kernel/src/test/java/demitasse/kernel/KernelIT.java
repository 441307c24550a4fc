package demitasse.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import demitasse.kernel.KernelProcess.Result;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code src/test/python} against the installed kernel; each test there is a test here. */
class KernelIT {
  @TempDir static Path kernels;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    KernelProcess.installInto(kernels);
  }

  @TestFactory
  List<DynamicTest> ours() throws IOException, InterruptedException {
    return testsIn(
        "test_*.py", KernelProcess.python("jupyter_client, nbconvert, nbformat, zmq"), kernels);
  }

  /** What Java 17 has not, on a newer one where it lies beside the one that runs these tests. */
  @TestFactory
  List<DynamicTest> onNewerJava(@TempDir Path folder) throws IOException, InterruptedException {
    Path java = KernelProcess.newerJava(21);
    KernelProcess.installInto(folder, java);
    return testsIn("java21_*.py", KernelProcess.python("jupyter_client, zmq"), folder);
  }

  /** Not every Python that can drive the kernel has Jupyter's own suite. */
  @TestFactory
  List<DynamicTest> jupytersConformanceSuite() throws IOException, InterruptedException {
    return testsIn(
        "conformance.py", KernelProcess.python("jupyter_client, jupyter_kernel_test"), kernels);
  }

  private static List<DynamicTest> testsIn(String files, String python, Path kernels)
      throws IOException, InterruptedException {
    return testsIn(
        files,
        python,
        Map.of(
            "DEMITASSE_KERNELS", kernels.toString(),
            "DEMITASSE_TEST_JAVA_HOME", System.getProperty("java.home"),
            "DEMITASSE_TEST_LIBRARIES", libraries(),
            "DEMITASSE_TEST_COORDINATE",
                "com.google.code.gson:gson:" + System.getProperty("gson.version")));
  }

  /** Runs files of {@code src/test/python} in such an environment. */
  static List<DynamicTest> testsIn(String files, String python, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path script = Path.of("src", "test", "python", "run_tests.py").toAbsolutePath();
    Result result = KernelProcess.run(List.of(python, "-B", script.toString(), files), environment);
    List<DynamicTest> tests = new ArrayList<>();
    tests.add(
        dynamicTest("ran to the end", () -> assertEquals(0, result.status(), result.output())));
    for (String line : result.output().lines().toList()) {
      String[] parts = line.split("\t", 3);
      if (parts.length == 3) {
        String detail = parts[2].replace("\\n", "\n").replace("\\\\", "\\");
        tests.add(dynamicTest(parts[1], () -> report(parts[0], detail)));
      }
    }
    return tests;
  }

  /** The libraries that the renderers are for: on the class path of this module's tests. */
  private static String libraries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(element -> element.endsWith(".jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void report(String outcome, String detail) {
    switch (outcome) {
      case "ok" -> {}
      case "skipped" -> {
        if (Boolean.parseBoolean(System.getenv("DEMITASSE_REQUIRE_ALL"))) {
          fail("skipped: " + detail);
        }
        Assumptions.abort(detail);
      }
      default -> fail(detail);
    }
  }
}
