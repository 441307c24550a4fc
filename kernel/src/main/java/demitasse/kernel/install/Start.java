package demitasse.kernel.install;

import demitasse.kernel.classpath.KernelJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The command that starts a kernel with this very Java, and what makes the start quick: options of
 * the JVM, and an archive of the classes that a kernel loads.
 */
final class Start {
  /**
   * Whether this Java keeps classes in a cache, which one run makes; before the flags, which depend
   * on it.
   */
  private static final boolean IS_CACHE = Runtime.version().feature() >= 25;

  // What the user says in JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS or with --jvm-option overrides
  // these: Java reads a file of flags first. The collector is chosen by what the machine is said to
  // be: a second collector named beside another one would keep the JVM from starting.
  //
  // The serial collector starts fastest and is the smallest, which counts in a session of 1 GB; the
  // other collectors want more memory for the same work. Native engines take theirs beside the
  // heap. A small heap costs a few collections in the first second and grows as the session does.
  // Of its young part every page is touched before the first is used again: a small one is a small
  // process, and what is new stays in the processor's cache. It is a third of the heap at least,
  // whatever a file of flags says: hence 20 MB in all.
  //
  // The JVM uses no archive that was made for another kind of pointers, and chooses the kind by the
  // size of the heap. With compressed ones said, the heap has 32 GB at most unless the user says
  // more, and an image that was made on a large machine starts as quickly in a small container.
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
                "+UseCompressedOops",
                "MinHeapSize=20m",
                "InitialHeapSize=20m",
                "NewSize=6800k",
                "MaxRAMPercentage=40",
                "Tier4InvocationThreshold=50000",
                "Tier4MinInvocationThreshold=6000",
                "Tier4CompileThreshold=150000",
                "Tier4BackEdgeThreshold=400000",
                "-UsePerfData",
                "+UnlockDiagnosticVMOptions",
                "ArchiveRelocationMode=0")); // the class archive is mapped, not copied: 15 ms
    if (IS_CACHE) {
      // Profiles in the cache (JEP 515) have the compilers busy at once with what the rehearsal
      // needed: half more processor time to the first answer.
      flags.addAll(List.of("-AOTRecordTraining", "-AOTReplayTraining"));
    }
    return List.copyOf(flags);
  }

  private static final String FLAGS_FILE = "kernel.flags";

  private static final List<String> OPTIONS = options();

  private static List<String> options() {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xlog:disable",
                "-Dfile.encoding=UTF-8", // as from Java 18 on, whatever the locale
                "-Djdk.attach.allowAttachSelf=true", // for libraries that bring an agent
                "-XX:+EnableDynamicAgentLoading", // without a warning from Java 21 on
                "--enable-native-access=ALL-UNNAMED"));
    if (Runtime.version().feature() >= 24) {
      // Libraries that still call it (Tablesaw's classgraph) would have a warning in every
      // notebook.
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    return List.copyOf(options);
  }

  /**
   * How this Java keeps the classes of a run for the next ones.
   *
   * @param use the option that uses it, without the path
   */
  private record Archive(String fileName, String use) {
    static Archive ofThisJava() {
      // JDK 25's cache also holds linked classes (JEP 483, 514).
      return IS_CACHE
          ? new Archive("kernel.aot", "-XX:AOTCache=")
          : new Archive("kernel.jsa", "-XX:SharedArchiveFile=");
    }
  }

  private final Path jar;
  private final Path made;
  private final List<String> options;
  private final Archive archiveKind = Archive.ofThisJava();
  private final Path archive;

  /**
   * A start of the kernel in a folder.
   *
   * @param jars the folder of the kernel's jars
   * @param made the folder of {@link #writeFlags the flags} and the archive
   * @param options what the JVM is told beside what it always is
   */
  Start(Path jars, Path made, List<String> options) {
    this.jar = jars.resolve(KernelJars.kernel().getFileName());
    this.made = made;
    this.options = options;
    this.archive = made.resolve(archiveKind.fileName());
  }

  /** What an archive depends on, beside the jars and the options of the user's. */
  static String kind() {
    return System.getProperty("java.vm.version")
        + System.getProperty("java.home")
        + FLAGS
        + OPTIONS;
  }

  static void writeFlags(Path folder) throws IOException {
    Path file = folder.resolve(FLAGS_FILE);
    Files.deleteIfExists(file); // what an installer has put there may be linked to elsewhere
    Files.write(file, FLAGS);
  }

  boolean hasArchive() {
    return archive.toFile().length() > 0;
  }

  /** Returns the command; the path of a connection file is to follow. */
  List<String> command() {
    List<String> command = new ArrayList<>(StartScript.prefix());
    command.addAll(java(hasArchive() ? archiveKind.use() + archive : null));
    // With its manifest, which names the other jars and opens a package of the JDK.
    command.addAll(List.of("-jar", jar.toString()));
    return command;
  }

  private List<String> java(String archiveOption) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (archiveOption != null) {
      command.add(archiveOption); // the first: the start script looks for it there
    }
    command.add("-XX:Flags=" + made.resolve(FLAGS_FILE));
    command.addAll(OPTIONS);
    command.addAll(options); // of two that contradict each other the last counts
    return command;
  }

  /**
   * Runs the kernel once and keeps the classes that it needed, so that later starts only map them.
   *
   * @param mostSeconds how long that may take; after it there is no archive
   */
  void makeArchive(int mostSeconds) throws IOException, InterruptedException {
    Path unfinished = archive.resolveSibling("unfinished-" + archive.getFileName());
    Path list = archive.resolveSibling("unfinished-classes.txt");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(mostSeconds);
    boolean isMade =
        IS_CACHE
            ? runs(rehearsal("-XX:AOTCacheOutput=" + unfinished), end)
            : runs(rehearsal("-XX:DumpLoadedClassList=" + list), end)
                && runs(dump(list, unfinished), end);
    Files.deleteIfExists(list);
    if (isMade && Files.exists(unfinished)) {
      Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.deleteIfExists(unfinished);
      System.err.println("note: this Java makes no class archive; the kernel will start slower");
    }
  }

  private List<String> rehearsal(String archiveOption) {
    List<String> command = java(archiveOption);
    command.add("-Djava.awt.headless=true");
    command.addAll(List.of("-jar", jar.toString(), Rehearsal.ARGUMENT));
    return command;
  }

  /**
   * The archive of all the classes that a rehearsal has listed. It is mapped as one, and quicker
   * than one that a run adds to the JDK's own.
   */
  private List<String> dump(Path list, Path to) {
    List<String> command = java("-Xshare:dump");
    command.addAll(
        List.of("-XX:SharedClassListFile=" + list, archiveKind.use() + to, "-cp", jar.toString()));
    return command;
  }

  private static boolean runs(List<String> command, long end)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
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
    boolean ended = process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    return ended && process.exitValue() == 0;
  }
}
