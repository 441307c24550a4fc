package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Widgets and watched fits on the project's own kernel, as a front end speaks with it. */
class WidgetsTest {
  private static final Project PROJECT = Project.around(Path.of(""));
  private static final Path RUNNER = Path.of("src", "test", "python").toAbsolutePath();

  @TestFactory
  List<DynamicTest> onTheKernel() throws IOException, InterruptedException {
    String python = System.getenv("DEMITASSE_PYTHON");
    assumeTrue(python != null, "DEMITASSE_PYTHON is not set: ./demitasse test sets it");
    Path kernel = PROJECT.root().resolve("kernel/src/test/python");
    var builder =
        new ProcessBuilder(
            python,
            "-B",
            kernel.resolve("run_tests.py").toString(),
            "test_*.py",
            RUNNER.toString());
    builder
        .environment()
        .put("DEMITASSE_KERNELS", PROJECT.jupyterData().resolve("kernels").toString());
    builder.environment().put("PYTHONPATH", kernel.toString());
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<DynamicTest> tests = new ArrayList<>();
    tests.add(dynamicTest("ran to the end", () -> assertEquals(0, process.waitFor(), output)));
    for (String line : output.lines().toList()) {
      String[] parts = line.split("\t", 3);
      if (parts.length == 3) {
        tests.add(dynamicTest(parts[1], () -> report(parts[0], parts[2])));
      }
    }
    assertTrue(tests.size() > 1, output);
    return tests;
  }

  private static void report(String outcome, String detail) {
    assumeFalse(outcome.equals("skipped"), detail);
    if (!outcome.equals("ok")) {
      fail(outcome + ": " + detail.replace("\\n", "\n"));
    }
  }
}
