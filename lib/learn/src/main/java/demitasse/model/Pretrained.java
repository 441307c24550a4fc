package demitasse.model;

import static demitasse.numeric.Arguments.given;

import ai.djl.util.Float16Utils;
import demitasse.data.download.DataFolders;
import demitasse.data.download.Sha256;
import demitasse.data.format.SafetensorsReader;
import demitasse.data.format.SafetensorsWriter;
import demitasse.data.format.Tensor;
import demitasse.layer.Weight;
import demitasse.train.CheckpointException;
import demitasse.train.History;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tech.tablesaw.api.Table;

/**
 * Weights that come with the course: of the long trainings, whose results a learner may look at
 * before, or instead of, training for an hour.
 *
 * <p>A model {@code NAME} has two files: {@code NAME.safetensors}, a format that other tools read
 * too, with the weights as numbers of 16 bits (IEEE 754 binary16; three significant digits, which
 * is enough to use a model, not to train it further with the same result), and {@code NAME.csv}
 * with the history of its training. Their sums stand in {@code SHA256SUMS}. To go on with a
 * training, use {@link Sequential#save} instead.
 */
public final class Pretrained {
  private static final String WEIGHTS = ".safetensors";

  /** What came before {@link #WEIGHTS}. */
  private static final String FORMER = ".weights";

  private static final String SUMS = "SHA256SUMS";

  private Pretrained() {}

  /**
   * Gives a model the weights of the course's own training.
   *
   * @param name such as {@code elu-autoencoder}; what there is stands in {@code
   *     data/pretrained/README.md}
   * @param model its weights are replaced, which are those of its parts too
   * @return the history of the training
   * @throws CheckpointException if there is no such file, if it is damaged, or of another model
   */
  public static History load(String name, Sequential model) {
    return load(folder(), name, model);
  }

  /**
   * Returns the history of a training of the course, also of one whose weights are too large to
   * come with it.
   *
   * @param name as in {@link #load(String, Sequential)}
   * @throws CheckpointException if there is no such file, or if it is damaged
   */
  public static History history(String name) {
    return history(folder(), name);
  }

  /** Returns a history in a folder, see {@link #history(String)}. */
  public static History history(Path folder, String name) {
    given(name, "the name");
    Path file = folder.resolve(name + ".csv");
    verify(file, readSums(folder));
    return readHistory(file);
  }

  private static Path folder() {
    return DataFolders.own().resolve("pretrained");
  }

  /** Gives a model the weights in a folder, see {@link #load(String, Sequential)}. */
  public static History load(Path folder, String name, Sequential model) {
    given(name, "the name");
    given(model, "the model");
    Path weights = folder.resolve(name + WEIGHTS);
    requireNotFormer(weights, folder.resolve(name + FORMER));
    verify(weights, readSums(folder));
    History history = history(folder, name);
    readWeights(weights, model);
    return history;
  }

  /**
   * Writes the weights of a model, and its history.
   *
   * @throws CheckpointException if a file cannot be written, or a weight is too large for 16 bits
   */
  public static void save(Path folder, String name, Sequential model) {
    given(folder, "the folder");
    given(name, "the name");
    given(model, "the model");
    Path weights = folder.resolve(name + WEIGHTS);
    Path history = folder.resolve(name + ".csv");
    try {
      Files.createDirectories(folder);
      writeWeights(weights, model);
      model.history().table().write().csv(history.toFile());
      Map<String, String> sums = new TreeMap<>(readSums(folder));
      sums.put(weights.getFileName().toString(), Sha256.of(weights));
      sums.put(history.getFileName().toString(), Sha256.of(history));
      // The form that the command sha256sum writes and checks.
      List<String> lines = new ArrayList<>();
      sums.forEach((file, sum) -> lines.add(sum + "  " + file));
      Files.write(folder.resolve(SUMS), lines);
    } catch (IOException e) {
      throw new CheckpointException(weights, "the weights could not be written", e);
    }
  }

  private static Map<String, String> readSums(Path folder) {
    Path file = folder.resolve(SUMS);
    Map<String, String> sums = new TreeMap<>();
    if (Files.exists(file)) {
      try {
        for (String line : Files.readAllLines(file)) {
          String[] parts = line.split(" {2}", 2);
          if (parts.length < 2) {
            throw new CheckpointException(file, "not a line of sha256sum: " + line);
          }
          sums.put(parts[1], parts[0]);
        }
      } catch (IOException e) {
        throw new CheckpointException(file, "the sums could not be read", e);
      }
    }
    return sums;
  }

  private static void requireNotFormer(Path weights, Path former) {
    if (!Files.exists(weights) && Files.exists(former)) {
      throw new CheckpointException(
          former,
          "these weights are in the format of an earlier version, which is no longer read: take"
              + " the course's current files, or train anew and save again");
    }
  }

  private static void verify(Path file, Map<String, String> sums) {
    if (!Files.exists(file)) {
      throw new CheckpointException(
          file,
          Files.isDirectory(file.getParent())
              ? "the course has no such training"
              : "the course is not there. Work in its folder, or install the kernel from it again:"
                  + " ./demitasse kernel");
    }
    try {
      if (!Sha256.of(file).equals(sums.get(file.getFileName().toString()))) {
        throw new CheckpointException(file, "its sum is not the one in " + SUMS + ": damaged");
      }
    } catch (IOException e) {
      throw new CheckpointException(file, "it could not be read", e);
    }
  }

  private static void writeWeights(Path file, Sequential model) throws IOException {
    var writer = new SafetensorsWriter();
    model.network().namedWeights().forEach((name, weight) -> add(file, writer, name, weight));
    try (var out = Files.newOutputStream(file)) {
      writer.write(out);
    }
  }

  private static void add(Path file, SafetensorsWriter writer, String name, Weight weight) {
    float[] values = weight.array().toFloatArray();
    for (float value : values) {
      if (!Float.isFinite(Float16Utils.halfToFloat(Float16Utils.floatToHalf(value)))) {
        throw new CheckpointException(
            file, name + " has a weight that 16 bits cannot hold: " + value);
      }
    }
    writer.add(name, Tensor.Type.F16, shape(weight), () -> FloatBuffer.wrap(values));
  }

  private static List<Long> shape(Weight weight) {
    return Arrays.stream(weight.shape().getShape()).boxed().toList();
  }

  private static void readWeights(Path file, Sequential model) {
    Map<String, Weight> weights = model.network().namedWeights();
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      requireSame(file, reader.tensors(), weights);
      for (Tensor tensor : reader.tensors()) {
        weights.get(tensor.name()).set(reader.read(tensor));
      }
    } catch (IOException e) {
      throw new CheckpointException(file, "the weights could not be read", e);
    }
  }

  /** Other tools order the arrays otherwise, so their order says nothing. */
  private static void requireSame(Path file, List<Tensor> there, Map<String, Weight> here) {
    Map<String, List<Long>> found = new TreeMap<>();
    there.forEach(tensor -> found.put(tensor.name(), tensor.shape()));
    Map<String, List<Long>> needed = new TreeMap<>();
    here.forEach((name, weight) -> needed.put(name, shape(weight)));
    if (!found.equals(needed)) {
      throw new CheckpointException(
          file,
          "the weights are of another model: the file has %s, and the model %s"
              .formatted(found, needed));
    }
  }

  private static History readHistory(Path file) {
    Table table = Table.read().csv(file.toFile());
    Map<String, List<Double>> metrics = new LinkedHashMap<>();
    List<Integer> epochs = Arrays.asList(table.intColumn(0).asObjectArray());
    for (int column = 1; column < table.columnCount(); column++) {
      double[] values = table.numberColumn(column).asDoubleArray();
      metrics.put(table.column(column).name(), Arrays.stream(values).boxed().toList());
    }
    return new History(epochs, metrics);
  }
}
