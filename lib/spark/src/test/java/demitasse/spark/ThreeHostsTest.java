package demitasse.spark;

import static demitasse.layer.Activation.ELU;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.model.Autoencoders;
import demitasse.model.Sequential;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster that others have started, on other hosts, which have Spark and nothing of the course.
 * The hosts are network namespaces of Linux, each with an address of its own; only root can make
 * them.
 */
@EnabledIfEnvironmentVariable(named = "DEMITASSE_NIGHTLY", matches = "true")
class ThreeHostsTest {
  private static final List<String> HOSTS = List.of("10.77.0.1", "10.77.0.2", "10.77.0.3");
  private static final String MASTER = "spark://10.77.0.2:7077";
  private static final String BRIDGE = "dmbridge";

  private final List<Process> started = new ArrayList<>();

  /** The notebook's side, on the first host. */
  static final class Driver {
    private Driver() {}

    public static void main(String[] args) {
      Sequential encoder = Autoencoders.encoder(ELU);
      try (SparkCluster cluster = SparkCluster.current(2);
          Sequential whole = sequential(input(1, 28, 28), encoder);
          Notebook notebook = new Notebook()) {
        var spark = cluster.session("hosts", 2).sparkContext();
        var context = JavaSparkContext.fromSparkContext(spark);
        TreeSet<String> hosts = new TreeSet<>();
        while (hosts.size() < 2) { // until both have come
          hosts.addAll(context.parallelize(List.of(1, 2), 2).map(Driver::host).collect());
        }
        System.out.println("hosts " + String.join(" ", hosts));
        notebook.run("import org.apache.spark.api.java.*;");
        notebook.run(
            "var context = JavaSparkContext.fromSparkContext(org.apache.spark.sql."
                + "SparkSession.getDefaultSession().get().sparkContext());");
        notebook.run("int factor = 3;");
        System.out.println(
            "cell "
                + notebook.value(
                    "context.parallelize(List.of(1, 2, 3), 2).map(x -> factor * x).collect()"));
        whole.seed(1);
        var vectors =
            SparkEncoder.of(context, encoder, () -> Autoencoders.encoder(ELU))
                .encode(ImagePartitions.generated(context, 600, 1, 2));
        System.out.println("vectors " + vectors.count());
      }
    }

    private static String host(int any) throws InterruptedException {
      Thread.sleep(200); // so that one executor does not do both
      return SparkEnv.get().blockManager().blockManagerId().host();
    }
  }

  @BeforeEach
  void connect() throws InterruptedException {
    assertTrue(ip("netns", "add", host(0)), "this test makes network namespaces, as root");
    ip("netns", "add", host(1));
    ip("netns", "add", host(2));
    assertTrue(ip("link", "add", BRIDGE, "type", "bridge"), "this test makes a bridge, as root");
    ip("link", "set", BRIDGE, "up");
    for (int i = 0; i < HOSTS.size(); i++) {
      ip("link", "add", "dmcable" + i, "type", "veth", "peer", "name", "eth0", "netns", host(i));
      ip("link", "set", "dmcable" + i, "master", BRIDGE, "up");
      ip("-n", host(i), "link", "set", "lo", "up");
      ip("-n", host(i), "address", "add", HOSTS.get(i) + "/24", "dev", "eth0");
      ip("-n", host(i), "link", "set", "eth0", "up");
    }
  }

  @AfterEach
  void disconnect() throws InterruptedException {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    for (int i = 0; i < HOSTS.size(); i++) {
      ip("netns", "delete", host(i)); // and with it both ends of its cable
    }
    ip("link", "delete", BRIDGE);
  }

  private static String host(int number) {
    return "dmhost" + number;
  }

  private static boolean ip(String... words) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  @Test
  @Timeout(400)
  void cellsAndModelsReachExecutorsElsewhere(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path spark = installation(folder.resolve("spark"));
    String jars = spark.resolve("jars") + "/*";
    Map<String, String> elsewhere =
        Map.of(
            "SPARK_HOME", spark.toString(),
            "SPARK_SCALA_VERSION", "2.13",
            "JAVA_HOME", System.getProperty("java.home"));
    start(
        java(1, elsewhere, jars, "org.apache.spark.deploy.master.Master", "--host", HOSTS.get(1)),
        folder.resolve("master.log"));
    for (int i = 1; i <= 2; i++) {
      start(
          java(
              i,
              elsewhere,
              jars,
              "org.apache.spark.deploy.worker.Worker",
              "--host",
              HOSTS.get(i),
              "--cores",
              "1",
              "--work-dir",
              folder.resolve("work-" + i).toString(),
              MASTER),
          folder.resolve("worker-" + i + ".log"));
    }
    for (int i = 1; i <= 2; i++) {
      await(folder.resolve("worker-" + i + ".log"), "Successfully registered with master");
    }
    Path errors = folder.resolve("driver.log");
    Process driver =
        java(
                0,
                Map.of(SparkCluster.MASTER_VARIABLE, MASTER),
                asJars(folder),
                Driver.class.getName())
            .redirectError(errors.toFile())
            .start();
    started.add(driver);
    try (var out =
        new BufferedReader(
            new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals(
          List.of("hosts 10.77.0.2 10.77.0.3", "cell [3, 6, 9]", "vectors 600"),
          out.lines().filter(line -> line.matches("(hosts|cell|vectors) .*")).toList(),
          () -> text(errors));
    }
    assertEquals(0, driver.waitFor());
  }

  private static void await(Path log, String line) throws InterruptedException {
    for (int i = 0; !text(log).contains(line); i++) {
      assertTrue(i < 1000, () -> text(log));
      Thread.sleep(100);
    }
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void start(ProcessBuilder program, Path log) throws IOException {
    started.add(program.redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  private static ProcessBuilder java(
      int host, Map<String, String> environment, String classPath, String... program) {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", host(host)));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(List.of("-cp", classPath));
    command.addAll(List.of(program));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_LOCAL_IP", HOSTS.get(host));
    builder.environment().putAll(environment);
    return builder;
  }

  private static Stream<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::exists);
  }

  /** A folder with what Spark needs, as an administrator would have it: nothing of the course's. */
  private static Path installation(Path folder) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            classPath()
                .filter(Files::isRegularFile)
                .filter(jar -> !jar.toString().matches(".*(/ai/djl/|demitasse|slf4j-nop|junit).*"))
                .map(jar -> jar.toUri().toString())
                .collect(Collectors.joining(" ")));
    Path jars = Files.createDirectories(folder.resolve("jars"));
    try (var out = Files.newOutputStream(jars.resolve("class-path.jar"))) {
      new JarOutputStream(out, manifest).close();
    }
    return folder;
  }

  /** This test's class path, its folders as jars: only jars travel. */
  private static String asJars(Path folder) throws IOException {
    List<String> elements = new ArrayList<>();
    for (Path element : classPath().toList()) {
      if (Files.isDirectory(element)) {
        Path jar = folder.resolve("part-" + elements.size() + ".jar");
        int status =
            ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "cf", jar.toString(), "-C", element.toString(), ".");
        assertEquals(0, status);
        elements.add(jar.toString());
      } else {
        elements.add(element.toString());
      }
    }
    return String.join(File.pathSeparator, elements);
  }
}
