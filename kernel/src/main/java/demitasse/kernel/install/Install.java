package demitasse.kernel.install;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import demitasse.kernel.base.JupyterData;
import demitasse.kernel.classpath.KernelJars;
import demitasse.kernel.session.Settings;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Installs the kernel into Jupyter: a folder {@code java} with the kernel's own jars, so that it
 * needs nothing of the folder it was built in.
 *
 * <p>The jars and the archive of their classes stand in a folder named after their content, beside
 * {@code kernel.json}, which is replaced last and in one step: a kernel that starts meanwhile finds
 * the old ones or the new ones, and kernels that run keep theirs.
 */
public final class Install {
  // No library reads the arguments: this program installs the very jars that it runs from, and a
  // kernel needs none. With picocli the installer starts in 0.16 s instead of 0.07, and each kernel
  // has 0.4 MB more. Who installs by ./demitasse kernel has picocli's help.
  private static final String USAGE =
      """
      usage: demitasse.kernel.install.Install (--user | --sys-prefix | --prefix DIR | --dir DIR) [option...]
        --user             for the current user
        --sys-prefix       into the active Python environment, or the machine's Jupyter
        --prefix DIR       into DIR/share/jupyter/kernels
        --dir DIR          into DIR, a folder of kernelspecs
        --classpath GLOB   jars that every notebook sees; may be given several times
        --display-name S   the name in Jupyter's menu (default: Java)
        --no-archive       quicker to install, slower to start
        --jvm-option S     one more option for the kernel's JVM; may be given several times""";

  // What the user says in JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS or with --jvm-option goes before
  // these:
  // Java reads a file of flags first. The collector is chosen by what the machine is said to be:
  // a second collector named beside another one would keep the JVM from starting.
  //
  // The serial collector starts fastest and is the smallest, which counts in a session of 1 GB; the
  // other collectors want more memory for the same work. Native engines take theirs beside the
  // heap. A small heap costs a few collections in the first second and grows as the session does.
  // Of its young part every page is touched before the first is used again: 8 MB less of it are 5
  // MB less of the process, and what is new stays in the processor's cache. It is a third of the
  // heap at least, whatever a file of flags says: hence 24 MB in all.
  //
  // In the first second everything runs in javac, and C2 would compile parts of it that are not hot
  // for long, on the core that C1 and this process need. So it begins ten times later than by
  // itself; a loop over numbers gets there in milliseconds still. A hundred times later, the first
  // map takes half a second more. Thresholds for some classes alone (CompileThresholdScaling) cost
  // more than they gain: each of them delays C1, too, and the JVM compares names for each method.
  private static final List<String> FLAGS = flags();

  private static List<String> flags() {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "+NeverActAsServerClassMachine", // the serial collector
                "+TieredCompilation", // and all compilers nevertheless
                "MinHeapSize=24m",
                "InitialHeapSize=24m",
                "NewSize=8m",
                "MaxRAMPercentage=40",
                "Tier4InvocationThreshold=50000",
                "Tier4MinInvocationThreshold=6000",
                "Tier4CompileThreshold=150000",
                "Tier4BackEdgeThreshold=400000",
                "-UsePerfData",
                "+UnlockDiagnosticVMOptions",
                "ArchiveRelocationMode=0")); // the class archive is mapped, not copied: 15 ms
    if (Runtime.version().feature() >= 25) {
      // Profiles in the cache (JEP 515) have the compilers busy at once with what the rehearsal
      // needed: half more processor time to the first answer.
      flags.addAll(List.of("-AOTRecordTraining", "-AOTReplayTraining"));
    }
    return List.copyOf(flags);
  }

  private static final String FLAGS_FILE = "kernel.flags";

  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xlog:disable",
          "-Dfile.encoding=UTF-8", // as from Java 18 on, whatever the locale
          "-Djdk.attach.allowAttachSelf=true", // for libraries that bring an agent, as Mockito
          "-XX:+EnableDynamicAgentLoading", // without a warning from Java 21 on
          "--enable-native-access=ALL-UNNAMED");

  /**
   * How this Java keeps the classes of a run for the next ones.
   *
   * @param make the option that makes the archive, without the path
   * @param use the option that uses it, without the path
   */
  private record Archive(String fileName, String make, String use) {
    static Archive ofThisJava() {
      // JDK 25's cache also holds linked classes (JEP 483, 514).
      return Runtime.version().feature() >= 25
          ? new Archive("kernel.aot", "-XX:AOTCacheOutput=", "-XX:AOTCache=")
          : new Archive("kernel.jsa", "-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile=");
    }
  }

  private final Path kernels;
  private final List<String> classPath;
  private final String displayName;
  private final List<String> jvmOptions;
  private final boolean archiveWanted;

  private Install(
      Path kernels,
      List<String> classPath,
      String displayName,
      List<String> jvmOptions,
      boolean archiveWanted) {
    this.kernels = kernels;
    this.classPath = classPath;
    this.displayName = displayName;
    this.jvmOptions = jvmOptions;
    this.archiveWanted = archiveWanted;
  }

  /**
   * Installs as the arguments say; prints the folder. Exit status 2 for wrong arguments, 1 where
   * the folder cannot be written.
   */
  public static void main(String[] args) throws InterruptedException {
    Install install;
    try {
      install = parse(List.of(args));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + System.lineSeparator() + USAGE);
      System.exit(2);
      return;
    }
    try {
      System.out.println(install.run());
    } catch (IOException e) {
      String what = e instanceof AccessDeniedException ? "no permission to write " : "";
      System.err.println("the kernel could not be installed: " + what + e.getMessage());
      System.exit(1);
    }
  }

  private static Install parse(List<String> args) {
    Path kernels = null;
    List<String> classPath = new ArrayList<>();
    List<String> jvmOptions = new ArrayList<>(JVM_OPTIONS);
    if (Runtime.version().feature() >= 24) {
      // Libraries that still call it (Tablesaw's classgraph) would have a warning in every
      // notebook.
      jvmOptions.add("--sun-misc-unsafe-memory-access=allow");
    }
    String displayName = "Java";
    boolean archive = true;
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      switch (arg) {
        case "--user" -> kernels = JupyterData.ofUser().resolve("kernels");
        case "--sys-prefix" -> kernels = underPrefix(sysPrefix());
        case "--prefix", "--dir", "--classpath", "--display-name", "--jvm-option" -> {
          if (++i == args.size()) {
            throw new IllegalArgumentException(arg + " needs a value");
          }
          String value = args.get(i);
          switch (arg) {
            case "--prefix" -> kernels = underPrefix(Path.of(value));
            case "--dir" -> kernels = Path.of(value);
            case "--classpath" -> classPath.add(absolute(value));
            case "--display-name" -> displayName = value;
            default -> jvmOptions.add(value);
          }
        }
        case "--no-archive" -> archive = false;
        default -> throw new IllegalArgumentException("unknown option " + arg);
      }
    }
    if (kernels == null) {
      throw new IllegalArgumentException(
          "say where to install it: --user, --sys-prefix, --prefix or --dir");
    }
    return new Install(
        kernels.toAbsolutePath().normalize(), classPath, displayName, jvmOptions, archive);
  }

  private static String absolute(String glob) {
    return new File(glob).isAbsolute()
        ? glob
        : new File(System.getProperty("user.dir"), glob).getPath();
  }

  private static Path sysPrefix() {
    for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      String prefix = System.getenv(variable);
      if (prefix != null && !prefix.isEmpty()) {
        return Path.of(prefix);
      }
    }
    // No environment is active: the prefix of the Python that Jupyter runs on.
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path jupyter = Path.of(folder, "jupyter");
      if (Files.isExecutable(jupyter) && Path.of(folder).getParent() != null) {
        return Path.of(folder).getParent();
      }
    }
    throw new IllegalArgumentException(
        "--sys-prefix: no environment is active and no jupyter is on the PATH");
  }

  private static Path underPrefix(Path prefix) {
    return prefix.resolve("share").resolve("jupyter").resolve("kernels");
  }

  private Path run() throws IOException, InterruptedException {
    List<Path> jars = ownJars();
    Path folder = Files.createDirectories(kernels.resolve("java"));
    Path lib = folder.resolve("lib-" + fingerprint(jars));
    Archive kind = Archive.ofThisJava();
    Path archive = lib.resolve(kind.fileName());
    if (!Files.isDirectory(lib)) {
      copy(jars, lib);
    }
    List<String> argv = command(lib);
    String jar = lib.resolve(KernelJars.kernel().getFileName()).toString();
    if (!classPath.isEmpty()) {
      // Not IJAVA_CLASSPATH in the kernelspec's env: that would hide the user's own.
      argv.add(1, "-D" + Settings.CLASS_PATH + "=" + String.join(File.pathSeparator, classPath));
    }
    if (archiveWanted && !Files.exists(archive)) {
      makeArchive(kind, argv, jar, archive);
    }
    if (Files.exists(archive)) {
      argv.add(1, kind.use() + archive);
    }
    // With its manifest, which names the other jars and opens a package of the JDK.
    argv.addAll(List.of("-jar", jar));
    argv.add("{connection_file}");
    argv.addAll(0, StartScript.prefix());
    replace(folder.resolve("kernel.json"), kernelJson(argv));
    removeOthers(folder, lib);
    return folder;
  }

  /** All of them or none: half a kernel would keep a disk full that has no room for a whole one. */
  private static void copy(List<Path> jars, Path lib) throws IOException {
    Path unfinished = Files.createTempDirectory(lib.getParent(), "unfinished-");
    try {
      for (Path jar : jars) {
        Path copy = unfinished.resolve(jar.getFileName());
        if (jar.getFileName().toString().startsWith("asm-")) {
          ModernClasses.copy(jar, copy);
        } else {
          Files.copy(jar, copy);
        }
      }
      Files.write(unfinished.resolve(FLAGS_FILE), FLAGS);
      makeReadable(unfinished);
      Files.move(unfinished, lib, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(unfinished);
      throw e;
    }
  }

  /** The jars this very program runs from. */
  private static List<Path> ownJars() throws IOException {
    List<Path> jars = new ArrayList<>();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(element).toAbsolutePath().normalize();
      if (!element.endsWith(".jar") || !Files.isRegularFile(path)) {
        throw new NoSuchFileException(
            element, null, "is not a jar; install from the packaged kernel");
      }
      jars.add(path);
    }
    KernelJars.renderers().filter(path -> !jars.contains(path)).ifPresent(jars::add);
    return jars;
  }

  private List<String> command(Path lib) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:Flags=" + lib.resolve(FLAGS_FILE));
    command.addAll(jvmOptions);
    return command;
  }

  /** Changes whenever the jars, the Java or its options do. */
  private String fingerprint(List<Path> jars) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path jar : jars) {
        digest.update(jar.getFileName().toString().getBytes());
        digest.update(Files.readAllBytes(jar));
      }
      digest.update(System.getProperty("java.vm.version").getBytes());
      digest.update(System.getProperty("java.home").getBytes());
      digest.update(FLAGS.toString().getBytes());
      digest.update(jvmOptions.toString().getBytes());
      return HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Runs the kernel once and keeps the classes that it needed, so that later starts only map them.
   */
  private static void makeArchive(Archive kind, List<String> command, String jar, Path archive)
      throws IOException, InterruptedException {
    Path unfinished = archive.resolveSibling("unfinished-" + kind.fileName());
    List<String> rehearse = new ArrayList<>(command);
    rehearse.add(1, kind.make() + unfinished);
    rehearse.addAll(List.of("-Djava.awt.headless=true", "-jar", jar, Rehearsal.ARGUMENT));
    ProcessBuilder builder =
        new ProcessBuilder(rehearse)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    // Nothing of the user's runs in it, and it is no part of the history.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("IJAVA_") || name.endsWith("JAVA_OPTIONS"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("DEMITASSE_HISTORY", "");
    // It watches the process that has started it, as a kernel does.
    builder.environment().put("JPY_PARENT_PID", String.valueOf(ProcessHandle.current().pid()));
    Process process = builder.start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    if (ended && process.exitValue() == 0 && Files.exists(unfinished)) {
      Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.deleteIfExists(unfinished);
      System.err.println("note: this Java makes no class archive; the kernel will start slower");
    }
  }

  private String kernelJson(List<String> argv) {
    JsonObject json = new JsonObject();
    JsonArray words = new JsonArray();
    argv.forEach(words::add);
    json.add("argv", words);
    json.addProperty("display_name", displayName);
    json.addProperty("language", "java");
    // A signal would not say which cell it means, and Java cannot catch it without internal
    // classes.
    json.addProperty("interrupt_mode", "message");
    JsonObject metadata = new JsonObject();
    metadata.addProperty("debugger", true);
    json.add("metadata", metadata);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json) + "\n";
  }

  private static void replace(Path file, String text) throws IOException {
    if (Files.exists(file) && Files.readString(file).equals(text)) {
      return;
    }
    Path unfinished = file.resolveSibling("unfinished.json");
    Files.writeString(unfinished, text);
    try {
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void removeOthers(Path folder, Path lib) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.filter(Files::isDirectory).filter(e -> !e.equals(lib)).toList()) {
        delete(entry);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /**
   * A folder made as a temporary one is its owner's alone; the kernel is for whoever sees Jupyter.
   */
  private static void makeReadable(Path folder) {
    folder.toFile().setReadable(true, false);
    folder.toFile().setExecutable(true, false);
  }
}
