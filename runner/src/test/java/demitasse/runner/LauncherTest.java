package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code ./demitasse} on made-up machines: a copy of the project in which nothing is
 * built, and a PATH with the system's small tools and stand-ins for the large ones.
 */
class LauncherTest {
  private static final Path PROJECT = Project.around(Path.of("")).root();

  /** What every system has. */
  private static final List<String> TOOLS =
      List.of(
          "awk",
          "basename",
          "bash",
          "cat",
          "chmod",
          "cmp",
          "cp",
          "cut",
          "df",
          "dirname",
          "env",
          "find",
          "getconf",
          "grep",
          "head",
          "id",
          "ls",
          "mkdir",
          "mktemp",
          "mv",
          "paste",
          "readlink",
          "rm",
          "sed",
          "sh",
          "sort",
          "tail",
          "tr",
          "uname");

  @TempDir Path machine;
  private Path course;
  private Path bin;

  @BeforeEach
  void copyTheCourse() throws IOException {
    course = machine.resolve("course");
    bin = Files.createDirectories(machine.resolve("bin"));
    for (String file :
        List.of(
            "demitasse",
            "pom.xml",
            "binder/requirements.txt",
            "runner/src/main/java/demitasse/runner/Storage.java",
            "runner/src/main/resources/demitasse/runner/usage.txt")) {
      Path copy = course.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(PROJECT.resolve(file), copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
    for (String tool : TOOLS) {
      for (String folder : List.of("/usr/bin", "/bin")) {
        Path there = Path.of(folder, tool);
        if (Files.exists(there) && !Files.exists(bin.resolve(tool))) {
          Files.createSymbolicLink(bin.resolve(tool), there);
        }
      }
    }
    Files.createDirectories(machine.resolve("home"));
  }

  /** JUnit warns of links that lead out of a temporary folder. */
  @AfterEach
  void removeLinks() throws IOException {
    try (Stream<Path> programs = Files.list(bin)) {
      for (Path link : programs.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  /** Puts a program of a few lines of sh on the PATH. */
  private void program(String name, String... lines) throws IOException {
    Path file = bin.resolve(name);
    Files.deleteIfExists(file);
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private void anOrdinaryUser() throws IOException {
    program("id", "echo 1000");
  }

  /** apt knows these packages, and what it would install; installing is written down. */
  private void debianWith(String... packages) throws IOException {
    String known = Stream.of(packages).collect(Collectors.joining("|"));
    program("apt-cache", "case $2 in " + known + ") echo \"$2 | 1.0 | main\";; esac");
    program(
        "apt-get",
        "echo \"$*\" >>" + machine.resolve("apt.txt"),
        "case \"$*\" in *assume-no*)",
        "  echo '0 upgraded, 674 newly installed, 0 to remove and 0 not upgraded.'",
        "  echo 'After this operation, 1,034 MB of additional disk space will be used.';; esac");
  }

  private List<String> apt() throws IOException {
    Path log = machine.resolve("apt.txt");
    return Files.exists(log)
        ? Files.readAllLines(log).stream().filter(line -> !line.contains("assume-no")).toList()
        : List.of();
  }

  private record Result(int status, String output) {}

  private Result run(String... arguments) throws IOException, InterruptedException {
    return run(Map.of(), arguments);
  }

  private Result run(Map<String, String> settings, String... arguments)
      throws IOException, InterruptedException {
    return start(List.of(), settings, arguments);
  }

  private Result start(List<String> user, Map<String, String> settings, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(user);
    command.add(course.resolve("demitasse").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of("PATH", bin.toString(), "HOME", machine.resolve("home").toString()));
    builder.environment().putAll(settings);
    Process process = builder.start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Result(process.waitFor(), output);
  }

  private static long lines(Result result, String containing) {
    return result.output().lines().filter(line -> line.contains(containing)).count();
  }

  @Test
  void helpAndVersionNeedNothing() throws Exception {
    for (String[] asked :
        new String[][] {{}, {"help"}, {"--help"}, {"run", "--help"}, {"help", "run"}}) {
      Result help = run(asked);
      assertEquals(0, help.status(), help.output());
      assertTrue(help.output().contains("./demitasse lab"), help.output());
      assertTrue(Files.notExists(course.resolve(".demitasse")), "help sets nothing up");
    }
    Result version = run("--version");
    assertTrue(version.output().matches("demitasse \\d+\\.\\d+\\.\\d+.*"), version.output());
  }

  @Test
  void aLinkToItIsFollowed() throws Exception {
    Path link = Files.createSymbolicLink(bin.resolve("course"), Path.of("../course/demitasse"));
    Files.createSymbolicLink(bin.resolve("again"), link);
    Process version =
        new ProcessBuilder("sh", bin.resolve("again").toString(), "--version")
            .redirectErrorStream(true)
            .start();
    String output = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(output.startsWith("demitasse "), output);
  }

  @Test
  void whatThereIsNotIsRefused() throws Exception {
    Result unknown = run("lap");
    assertEquals(2, unknown.status());
    assertEquals(1, unknown.output().lines().count(), unknown.output());
    assertTrue(unknown.output().contains("there is no command 'lap'"), unknown.output());
    assertEquals(2, run("help", "lap").status());
    Result doctor = run("doctor", "--ful");
    assertEquals(2, doctor.status());
    assertTrue(doctor.output().contains("'--ful'"), doctor.output());
    Result profile = run(Map.of("DEMITASSE_PROFILE", "quik"), "run");
    assertEquals(1, profile.status());
    assertTrue(profile.output().contains("quik is none of quick"), profile.output());
  }

  @Test
  void anOrdinaryUserIsToldEverythingInOneCommandAndItsSize() throws Exception {
    anOrdinaryUser();
    debianWith("openjdk-21-jdk-headless", "jupyterlab");
    Result lab = run("lab");
    assertEquals(1, lab.status());
    assertEquals(1, lines(lab, "sudo"), lab.output());
    assertTrue(lab.output().contains("674 packages, 1,034 MB on the disk"), lab.output());
    assertTrue(
        lab.output()
            .matches("(?s).*sudo .* maven .*jupyterlab jupyter-core python3-jupyterlab-widgets'"),
        lab.output());
    assertEquals(List.of(), apt(), "nothing was tried");
    assertTrue(run("run").output().endsWith("jupyter-nbconvert'"));
    Result browser = run("e2e");
    assertEquals(1, lines(browser, "sudo"), browser.output());
    assertTrue(browser.output().contains("chromium-driver"), browser.output());
  }

  @Test
  void anOlderDebianHasTheClassicNotebook() throws Exception {
    anOrdinaryUser();
    debianWith("openjdk-17-jdk-headless", "jupyter-notebook");
    assertTrue(run("lab").output().endsWith("jupyter-notebook'"));
  }

  @Test
  void aPythonWhoseIndexDoesNotAnswerIsTriedBeforeTheCommandIsTold() throws Exception {
    anOrdinaryUser();
    debianWith("jupyterlab");
    program(
        "python3",
        "case \"$*\" in",
        "  '-m venv '*) mkdir -p \"$3/bin\"; cp \"$0\" \"$3/bin/python\";;",
        "  *'pip install'*) echo 'no such package'; exit 1;;",
        "esac");
    Result lab = run("lab");
    assertTrue(lab.output().contains("Python's index does not answer"), lab.output());
    assertTrue(
        lab.output().endsWith("jupyterlab jupyter-core python3-jupyterlab-widgets'"), lab.output());
    assertFalse(Files.exists(course.resolve(".demitasse/venv")), "half an environment is left");
  }

  @Test
  void offlineNothingIsFetched() throws Exception {
    program("id", "echo 0");
    debianWith("jupyterlab");
    program("python3", "echo \"$*\" >>" + machine.resolve("python.txt"), "exit 1");
    Result lab = run(Map.of("DEMITASSE_OFFLINE", "yes"), "lab");
    assertEquals(1, lab.status());
    assertTrue(lab.output().endsWith("DEMITASSE_OFFLINE forbids to fetch it"), lab.output());
    assertEquals(List.of(), apt());
    Path asked = machine.resolve("python.txt");
    assertFalse(Files.exists(asked) && Files.readString(asked).contains("-m "), "pip or venv");
  }

  @Test
  void withoutRightsToTheFolderThereIsOneLine() throws Exception {
    try (Stream<Path> files = Files.walk(machine)) {
      for (Path each : files.filter(file -> !Files.isSymbolicLink(file)).toList()) {
        assertTrue(each.toFile().setReadable(true, false));
        assertTrue(Files.isRegularFile(each) || each.toFile().setExecutable(true, false));
      }
    }
    assertTrue(course.toFile().setWritable(false));
    try {
      // Root may write everywhere, but can be somebody else.
      List<String> user =
          Files.isWritable(course)
              ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
              : List.of();
      Result run = start(user, Map.of(), "run");
      assertEquals(1, run.status());
      assertEquals(1, run.output().lines().count(), run.output());
      assertTrue(run.output().contains("cannot write to " + course.toRealPath()), run.output());
    } finally {
      assertTrue(course.toFile().setWritable(true));
    }
  }

  @Test
  void theDoctorNeedsNoBuildAndWritesNoColoursIntoAFile() throws Exception {
    debianWith("openjdk-17-jdk-headless", "jupyter-notebook");
    program("mvn", "printf '\\033[1mApache Maven 3.9.9\\033[m\\n'");
    Result doctor = run("doctor");
    assertEquals(1, doctor.status(), "nbconvert is missing");
    assertTrue(doctor.output().contains("maven        Apache Maven 3.9.9"), doctor.output());
    assertTrue(doctor.output().contains("nbconvert    MISSING"), doctor.output());
    assertTrue(doctor.output().contains("(Debian: jupyter-notebook)"), doctor.output());
    assertFalse(doctor.output().contains("\u001b"), doctor.output());
    assertTrue(Files.notExists(course.resolve(".demitasse")), "a doctor changes nothing");
  }

  /** A JDK that writes down what it is to run. */
  private Path jdkThatTells() throws IOException {
    Path jdk = machine.resolve("jdk");
    Files.createDirectories(jdk.resolve("bin"));
    program("javac", "echo javac 17.0.1");
    program("java", "echo \"$PWD from $DEMITASSE_TYPED_IN: $*\"");
    for (String name : List.of("java", "javac")) {
      Files.move(bin.resolve(name), jdk.resolve("bin").resolve(name));
    }
    return jdk;
  }

  private void sourcesFromLongAgo() throws IOException {
    for (String module : List.of("lib", "kernel", "widgets", "data")) {
      Files.createDirectories(course.resolve(module));
    }
    Files.createFile(course.resolve("data/catalogue.csv"));
    try (Stream<Path> files = Files.walk(course)) {
      for (Path old : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(old, FileTime.fromMillis(0));
      }
    }
  }

  /** In a course that counts as built. */
  @Test
  void aPathIsMeantFromWhereItIsTyped() throws Exception {
    Path jdk = jdkThatTells();
    program("mvn", "exit 0");
    program("fc-list", "echo a font");
    sourcesFromLongAgo();
    Files.createDirectories(course.resolve(".demitasse/runner"));
    Files.writeString(
        course.resolve(".demitasse/built"), "MXNet " + jdk + " " + course.toRealPath());
    Result kernel = run(Map.of("JAVA_HOME", jdk.toString()), "kernel", "--prefix", "here");
    String expected =
        course.toRealPath() + " from " + Path.of("").toAbsolutePath() + ": .* kernel --prefix here";
    assertTrue(kernel.output().matches(expected), kernel.output());
  }

  private void unpackedFor(String machineKind) throws IOException {
    sourcesFromLongAgo();
    Files.createDirectories(course.resolve(".demitasse/runner"));
    Files.writeString(course.resolve(".demitasse/packed"), "MXNet\n" + machineKind + "\n");
    program("uname", "case $1 in -sm) echo Linux x86_64;; *) echo Linux;; esac");
    program("fc-list", "echo a font");
    // Whatever could lead to the network tells that it was called.
    for (String fetches : List.of("apt-get", "curl", "wget", "git", "python3")) {
      program(fetches, "echo " + fetches + " >>" + machine.resolve("fetched.txt"), "exit 1");
    }
  }

  @Test
  void aPackedCopyNeedsNeitherMavenNorTheNetwork() throws Exception {
    Path jdk = jdkThatTells();
    unpackedFor("Linux x86_64");
    Map<String, String> settings = Map.of("JAVA_HOME", jdk.toString(), "DEMITASSE_OFFLINE", "true");
    Result first = run(settings, "data");
    assertEquals(0, first.status(), first.output());
    assertTrue(first.output().endsWith(" data"), first.output());
    String built = Files.readString(course.resolve(".demitasse/built")).strip();
    assertEquals("MXNet " + jdk + " " + course.toRealPath(), built);
    Path moved = Files.move(course, machine.resolve("moved"));
    course = moved;
    assertEquals(0, run(settings, "data").status());
    assertTrue(Files.readString(course.resolve(".demitasse/built")).contains(moved.toString()));
    assertTrue(Files.notExists(machine.resolve("fetched.txt")), "the network is left alone");
  }

  @Test
  void aPackedCopyThatIsChangedAsksForMaven() throws Exception {
    Path jdk = jdkThatTells();
    unpackedFor("Linux x86_64");
    Map<String, String> settings = Map.of("JAVA_HOME", jdk.toString(), "DEMITASSE_OFFLINE", "true");
    assertEquals(0, run(settings, "data").status());
    Files.writeString(course.resolve("lib/New.java"), "class New {}");
    Files.setLastModifiedTime(
        course.resolve("lib/New.java"), FileTime.fromMillis(Long.MAX_VALUE / 1_000_000));
    Result changed = run(settings, "data");
    assertEquals(1, changed.status(), changed.output());
    assertTrue(changed.output().contains("install Maven"), changed.output());
  }

  @Test
  void aCopyPackedForOtherMachinesIsRefused() throws Exception {
    Path jdk = jdkThatTells();
    unpackedFor("Darwin arm64");
    Result refused = run(Map.of("JAVA_HOME", jdk.toString()), "data");
    assertEquals(1, refused.status(), refused.output());
    assertTrue(refused.output().contains("packed for Darwin arm64"), refused.output());
    assertTrue(refused.output().contains("this machine is Linux x86_64"), refused.output());
  }

  @Test
  void cleanAllNeedsNoBuild() throws Exception {
    Path half = Files.createDirectories(course.resolve(".demitasse/lib.new")).resolve("half.jar");
    Files.write(half, new byte[2_000_000]);
    // Java asks the system for the user's home, not HOME: what is there must stay.
    Path home = machine.resolve("home");
    Path engine = Files.createDirectories(home.resolve(".djl.ai/mxnet"));
    Map<String, String> settings =
        Map.of(
            "JAVA_HOME",
            System.getProperty("java.home"),
            "JAVA_TOOL_OPTIONS",
            "-Duser.home=" + home);
    Result clean = run(settings, "clean", "--all");
    assertEquals(0, clean.status(), clean.output());
    assertTrue(clean.output().contains("2 MB  .demitasse: removed"), clean.output());
    assertTrue(Files.notExists(course.resolve(".demitasse")));
    assertTrue(Files.notExists(engine));
  }
}
