package demitasse.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import demitasse.kernel.KernelProcess.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Installs the kernel's wheel with pip, and its zip file with its script, and starts it. */
class PackagesIT {
  @TestFactory
  List<DynamicTest> asAUserInstallsThem(@TempDir Path folder)
      throws IOException, InterruptedException {
    return KernelIT.testsIn(
        "packages.py",
        KernelProcess.python("ensurepip, venv, jupyter_client"),
        Map.of(
            "DEMITASSE_TEST_JAVA_HOME", System.getProperty("java.home"),
            "DEMITASSE_TEST_WHEEL", pack("--wheel", folder),
            "DEMITASSE_TEST_ZIP", pack("--zip", folder)));
  }

  private static String pack(String kind, Path folder) throws IOException, InterruptedException {
    Result result =
        KernelProcess.runKernelProgram(
            "demitasse.kernel.install.Packages", kind, folder.toString());
    assertEquals(0, result.status(), result.output());
    return result.output().strip();
  }
}
