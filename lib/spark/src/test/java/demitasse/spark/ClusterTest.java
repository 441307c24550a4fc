package demitasse.spark;

import static demitasse.layer.Activation.ELU;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.ImageSet;
import demitasse.data.image.ImageShape;
import demitasse.model.Autoencoders;
import demitasse.model.Sequential;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** One cluster of real processes, and what cells and programs do on it. */
@Timeout(300)
class ClusterTest {
  private static Notebook notebook;
  private static SparkCluster cluster;
  private static SparkSession session;
  private static JavaSparkContext context;

  @BeforeAll
  static void start() {
    notebook = new Notebook();
    System.setProperty("demitasse.home", "/the course");
    cluster = SparkCluster.start(2);
    session = cluster.session("test", 2);
    context = JavaSparkContext.fromSparkContext(session.sparkContext());
    notebook.run("import org.apache.spark.api.java.*;");
    notebook.run("import org.apache.spark.sql.*;");
    notebook.run(
        "var context = JavaSparkContext.fromSparkContext("
            + "SparkSession.getDefaultSession().get().sparkContext());");
    notebook.run("var numbers = context.parallelize(List.of(1, 2, 3, 4), 4);");
  }

  @AfterAll
  static void stop() {
    List<ProcessHandle> processes = cluster.processes();
    System.clearProperty("demitasse.home");
    end(processes.get(0)); // the master
    assertEquals(SparkCluster.State.STOPPED, cluster.state());
    cluster.close();
    processes.forEach(ClusterTest::awaitEnd);
    assertThrows(IllegalStateException.class, () -> cluster.session("late", 1));
    notebook.close();
  }

  @Test
  void lambdasOfCellsRunOnExecutors() {
    assertEquals(List.of(2, 4, 6, 8), notebook.value("numbers.map(x -> 2 * x).collect()"));
    assertEquals(
        true,
        notebook.value(
            "numbers.map(x -> ProcessHandle.current().pid()).filter(pid -> pid == %d).isEmpty()"
                .formatted(ProcessHandle.current().pid())));
  }

  @Test
  void executorsKnowWhereTheCourseIs() {
    assertEquals(
        List.of("/the course"),
        notebook.value(
            "numbers.map(x -> System.getProperty(\"demitasse.home\")).distinct().collect()"));
  }

  @Test
  void aClassDeclaredAgainIsTheNewOneInTheNextJob() {
    notebook.run(
        "record Cell(int side) implements java.io.Serializable {"
            + " int size() { return side * side; } }");
    String job = "numbers.map(x -> new Cell(x).size()).collect()";
    assertEquals(List.of(1, 4, 9, 16), notebook.value(job));
    notebook.run(
        "record Cell(int side) implements java.io.Serializable {"
            + " int size() { return 10 * side; } }");
    assertEquals(List.of(10, 20, 30, 40), notebook.value(job));
  }

  @Test
  void variablesOfTheSessionHaveTheirValuesOnExecutors() {
    notebook.run("int factor = 3;");
    notebook.run("float[] weights = {1, 10};");
    notebook.run("int times(int x) { return x * factor; }");
    notebook.run("var scaled = numbers.map(x -> times(x) + (int) weights[1]);");
    assertEquals(List.of(13, 16, 19, 22), notebook.value("scaled.collect()"));
    notebook.run("factor = 5; weights[1] = 0;");
    assertEquals(List.of(5, 10, 15, 20), notebook.value("scaled.collect()"));
  }

  @Test
  void aVariableThatCannotBeSentIsNamed() {
    notebook.run("class Plain { int size = 1; }");
    notebook.run("var plain = new Plain();");
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () -> notebook.run("numbers.map(x -> x + plain.size).collect();"));
    assertTrue(thrown.getMessage().contains("the variable plain"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("NotSerializableException: "), thrown.getMessage());
  }

  @Test
  void aVariableThatFailsWhenItIsWrittenIsNamedAndNoStaleValueIsUsed() {
    notebook.run(
        "class Shy implements java.io.Serializable {"
            + " private void writeObject(java.io.ObjectOutputStream out) {"
            + " throw new IllegalStateException(\"not now\"); } }");
    notebook.run("java.io.Serializable part = 5;");
    String job = "numbers.map(x -> part.equals(5)).distinct().collect()";
    assertEquals(List.of(true), notebook.value(job));
    notebook.run("part = new Shy();");
    try {
      IllegalStateException thrown =
          assertThrows(IllegalStateException.class, () -> notebook.value(job));
      assertTrue(thrown.getMessage().contains("the variable part"), thrown.getMessage());
      assertTrue(thrown.getMessage().contains("not now"), thrown.getMessage());
    } finally {
      notebook.run("part = 5;"); // each stage renews it
    }
  }

  /** The job's tasks must not keep the executors' cores. */
  @Test
  void aStoppedJobLeavesTheExecutorsFree() throws InterruptedException {
    List<ProcessHandle> before = executorsAtWork();
    stopAtWork(ClusterTest::forEver);
    assertEquals(4, context.parallelize(List.of(1, 2, 3, 4), 4).count());
    assertEquals(before, cluster.executors());
  }

  private static int forEver(int x) throws InterruptedException {
    Thread.sleep(Long.MAX_VALUE);
    return x;
  }

  /** Spark gives the task five seconds, and then replaces the executor. */
  @Test
  @EnabledIfEnvironmentVariable(named = "DEMITASSE_NIGHTLY", matches = "true")
  void aStoppedLoopLeavesTheExecutorsFree() throws InterruptedException {
    stopAtWork(
        x -> {
          while (true) {
            Thread.onSpinWait();
          }
        });
    assertEquals(4, context.parallelize(List.of(1, 2, 3, 4), 4).count());
  }

  private static void stopAtWork(Function<Integer, Integer> work) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    // A child of this thread, which has opened the session.
    Thread cell = new Thread(() -> context.parallelize(List.of(1, 2), 2).map(work).collect());
    cell.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
    cell.start();
    while (!bothAtWork()) {
      Thread.sleep(20);
    }
    context.sc().cancelAllJobs();
    cell.join();
    assertInstanceOf(SparkException.class, thrown.get());
  }

  private static boolean bothAtWork() {
    return Arrays.stream(context.statusTracker().getExecutorInfos())
            .mapToInt(executor -> executor.numRunningTasks())
            .sum()
        == 2;
  }

  @Test
  void aVariableMayHaveAnyLetterInItsName() {
    notebook.run("int größe = 4;");
    assertEquals(List.of(4, 8, 12, 16), notebook.value("numbers.map(x -> größe * x).collect()"));
  }

  private static void end(ProcessHandle process) {
    process.destroyForcibly();
    awaitEnd(process);
  }

  private static void awaitEnd(ProcessHandle process) {
    process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Test
  void aLostWorkerIsStartedAnewAndTheSessionUsesIt() {
    assertEquals(0, cluster.restartWorkers());
    ProcessHandle executor = executorsAtWork().get(0);
    end(executor.parent().orElseThrow()); // its worker
    assertEquals(SparkCluster.State.DEGRADED, cluster.state());
    awaitEnd(executor);
    assertEquals(3, context.parallelize(List.of(1, 2, 3), 3).count());
    assertEquals(1, cluster.restartWorkers());
    assertEquals(SparkCluster.State.RUNNING, cluster.state());
    assertEquals(2, executorsAtWork().size());
    assertEquals(3, context.parallelize(List.of(1, 2, 3), 3).count());
  }

  @Test
  void aKilledExecutorCostsNoResults() {
    List<ProcessHandle> before = executorsAtWork();
    awaitOutput(() -> killAnExecutorAtWork(before.get(0)), "Spark has lost executor");
  }

  @Test
  void anExecutorLostBetweenTwoJobsIsReportedWithTheNextOne() throws InterruptedException {
    end(executorsAtWork().get(0));
    while (context.statusTracker().getExecutorInfos().length == 3) {
      Thread.sleep(20); // the driver does not know it yet
    }
    awaitOutput(
        () -> {
          assertEquals(3, context.parallelize(List.of(1, 2, 3), 3).count());
          executorsAtWork();
          assertEquals(3, context.parallelize(List.of(1, 2, 3), 3).count());
        },
        "Since the last job, Spark has lost executor",
        "started executor");
  }

  /** Spark calls listeners later, perhaps after the job's end. */
  private static void awaitOutput(Runnable work, String... texts) {
    PrintStream out = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      work.run();
      for (String text : texts) {
        while (!said.toString(StandardCharsets.UTF_8).contains(text)) {
          Thread.onSpinWait();
        }
      }
    } finally {
      System.setOut(out);
    }
  }

  private static void killAnExecutorAtWork(ProcessHandle executor) {
    CompletableFuture<Integer> job =
        CompletableFuture.supplyAsync(
            () ->
                context
                    .parallelize(IntStream.range(0, 40).boxed().toList(), 40)
                    .map(ClusterTest::slowly)
                    .reduce(Integer::sum));
    while (context.statusTracker().getActiveJobIds().length == 0 && !job.isDone()) {
      Thread.onSpinWait();
    }
    executor.destroyForcibly();
    assertEquals(780, job.orTimeout(120, TimeUnit.SECONDS).join());
    assertEquals(SparkCluster.State.RUNNING, cluster.state());
  }

  private static int slowly(int x) throws InterruptedException {
    Thread.sleep(50);
    return x;
  }

  /** Those that have started and know the driver, which counts itself. */
  private static List<ProcessHandle> executorsAtWork() {
    List<ProcessHandle> executors = cluster.executors();
    while (executors.size() < 2 || context.statusTracker().getExecutorInfos().length < 3) {
      context.parallelize(List.of(1, 2), 2).count();
      executors = cluster.executors();
    }
    return executors;
  }

  @Test
  void generatedImagesDoNotDependOnThePartitions() {
    List<LabelledImage> few = ImagePartitions.generated(context, 700, 7, 1).collect();
    List<LabelledImage> many = ImagePartitions.generated(context, 700, 7, 3).collect();
    assertEquals(700, few.size());
    for (int i = 0; i < 700; i++) {
      assertEquals(few.get(i).label(), many.get(i).label());
      assertArrayEquals(few.get(i).pixels(), many.get(i).pixels());
    }
    assertThrows(IllegalArgumentException.class, () -> ImagePartitions.generated(context, 2, 7, 3));
  }

  @Test
  void executorsEncodeAsThisProcessDoesAndParquetKeepsTheVectors(@TempDir Path folder) {
    List<LabelledImage> images = ImagePartitions.generated(context, 600, 1, 2).collect();
    byte[] pixels = new byte[600 * 784];
    for (int i = 0; i < 600; i++) {
      System.arraycopy(images.get(i).pixels(), 0, pixels, i * 784, 784);
    }
    ImageSet here =
        ImageSet.of("here", new ImageShape(1, 28, 28), pixels, new int[600], List.of("image"));
    Sequential encoder = Autoencoders.encoder(ELU);
    try (Sequential whole = sequential(input(1, 28, 28), encoder)) {
      whole.seed(3);
      float[][] expected = whole.predict(here);
      SparkEncoder onExecutors = SparkEncoder.of(context, encoder, () -> Autoencoders.encoder(ELU));
      JavaRDD<LabelledVector> vectors =
          onExecutors.encode(ImagePartitions.of(context, () -> set(600), 600, 3));
      List<LabelledVector> found = vectors.collect();
      for (int i = 0; i < 600; i++) {
        assertArrayEquals(expected[i], found.get(i).vector(), 1e-5f);
        assertEquals(images.get(i).label(), found.get(i).label());
      }
      String parquet = folder.resolve("vectors").toString();
      Vectors.write(session, vectors, parquet);
      assertTrue(Files.isRegularFile(folder.resolve("vectors/_SUCCESS")));
      List<float[]> read =
          Vectors.read(session, parquet).map(LabelledVector::vector).collect().stream()
              .sorted(Comparator.comparingDouble(vector -> vector[0]))
              .toList();
      List<float[]> written =
          found.stream()
              .map(LabelledVector::vector)
              .sorted(Comparator.comparingDouble(vector -> vector[0]))
              .toList();
      assertEquals(600, read.size());
      assertArrayEquals(written.get(0), read.get(0));
      assertArrayEquals(written.get(599), read.get(599));
    }
  }

  /** The images of {@link ImagePartitions#generated}, as a set that an executor loads. */
  private static ImageSet set(int count) {
    List<LabelledImage> images = ImagePartitions.images(new Range(0, count), 1).toList();
    byte[] pixels = new byte[count * 784];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(images.get(i).pixels(), 0, pixels, i * 784, 784);
      labels[i] = images.get(i).label();
    }
    List<String> names = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    return ImageSet.of("set", new ImageShape(1, 28, 28), pixels, labels, names);
  }

  @Test
  void aModelThatTakesNoImagesIsRefused() {
    try (Sequential dense = Autoencoders.dense784()) {
      assertThrows(
          IllegalArgumentException.class,
          () -> SparkEncoder.of(context, dense, Autoencoders::dense784));
    }
  }
}
