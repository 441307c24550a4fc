package demitasse.onnx;

import static demitasse.numeric.Arguments.given;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import demitasse.data.Samples;
import demitasse.engine.Engines;
import demitasse.numeric.Parallel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A model from an ONNX file, run by ONNX Runtime. Begins with {@link Onnx#read}. It holds native
 * memory, which {@link #close} frees.
 *
 * <p>Numbers are converted to the types of the inputs, such as bytes or 64-bit integers. A model
 * for integers refuses other numbers. Inputs with a default keep it. Outputs that are not numbers,
 * such as the names of classes, are left out.
 */
public final class OnnxModel implements AutoCloseable {
  /** Larger batches are no faster. */
  private static final int LARGEST_BATCH = 256;

  /** Nor are those of so many numbers; a stop waits for the batch at hand. */
  private static final int MOST_NUMBERS = 1 << 20;

  private final Path file;
  private final Signature signature;
  private final Map<String, String> metadata;
  private final long opset;
  private final Model model;
  private boolean closed;

  private OnnxModel(Path file, ModelProto proto, Signature signature, Model model) {
    this.file = file;
    this.signature = signature;
    this.metadata = metadataOf(proto);
    this.opset = opsetOf(proto);
    this.model = model;
  }

  static OnnxModel read(Path file) {
    ModelProto proto = OnnxFile.read(file);
    Signature signature = Signature.of(file, proto.getGraph());
    Model model = OnnxRuntime.engine().newModel("onnx", null);
    try {
      // By its path, because weights may lie in a file beside it.
      model.load(file);
      return new OnnxModel(file, proto, signature, model);
    } catch (IOException | MalformedModelException e) {
      model.close();
      throw new OnnxException(file, "ONNX Runtime refuses the model: " + OnnxRuntime.reason(e), e);
    }
  }

  private static Map<String, String> metadataOf(ModelProto proto) {
    return Collections.unmodifiableMap(
        proto.getMetadataPropsList().stream()
            .collect(
                Collectors.toMap(
                    StringStringEntryProto::getKey,
                    StringStringEntryProto::getValue,
                    (first, second) -> second,
                    LinkedHashMap::new)));
  }

  private static long opsetOf(ModelProto proto) {
    return proto.getOpsetImportList().stream()
        .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
        .mapToLong(set -> set.getVersion())
        .findFirst()
        .orElse(0);
  }

  /** Returns the names of the inputs that have no default, in their order. */
  public List<String> inputs() {
    return signature.names();
  }

  /**
   * Returns the shape of the only input without the batch dimension; a side that the file leaves
   * open is -1.
   *
   * @throws IllegalArgumentException if there are several inputs
   */
  public Shape inputShape() {
    return signature.only().shape();
  }

  /**
   * Returns the shape of an input, see {@link #inputShape()}.
   *
   * @param input its name
   * @throws IllegalArgumentException if there is no such input
   */
  public Shape inputShape(String input) {
    return signature.inputs().stream()
        .filter(each -> each.name().equals(input))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the model has no input %s, only %s".formatted(input, inputs())))
        .shape();
  }

  /** Returns the names of the outputs, in their order. */
  public List<String> outputs() {
    return signature.outputs();
  }

  /** Returns the texts that the file carries, such as those of its training and its licence. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** Returns the version of the standard operator set that the file uses; 0 if it names none. */
  public long opset() {
    return opset;
  }

  /**
   * Passes the inputs of samples through the model. A model that takes images as (height, width,
   * channels), as TensorFlow's do, gets them so.
   *
   * @return one row for each sample: the first output, flattened
   * @throws IllegalArgumentException if the model takes inputs of another shape or several inputs,
   *     or cannot take one of the numbers
   * @throws OnnxException if ONNX Runtime cannot run the model on them
   * @throws IllegalStateException if the model was closed
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public float[][] predict(Samples samples) {
    given(samples, "the samples");
    Input input = signature.only();
    boolean channelsLast = input.takesChannelsLast(samples.inputShape());
    Shape sample = channelsLast ? Input.channelsLast(samples.inputShape()) : samples.inputShape();
    Shape shape = input.shapeOf(sample);
    float[][] rows = new float[samples.size()][];
    int batchSize = batchSize(shape.size());
    for (int from = 0; from < rows.length; from += batchSize) {
      int[] indices = IntStream.range(from, Math.min(from + batchSize, rows.length)).toArray();
      float[] numbers;
      try (NDManager scope = Engines.current().newBaseManager()) {
        NDArray batch = samples.batch(scope, indices, 0).input();
        numbers = (channelsLast ? batch.transpose(0, 2, 3, 1) : batch).toFloatArray();
      }
      List<Filled> filled = List.of(new Filled(input, numbers, shape));
      float[][] outputs = run(filled, indices.length).get(outputs().get(0));
      System.arraycopy(outputs, 0, rows, from, outputs.length);
    }
    return rows;
  }

  /**
   * Passes rows of numbers through the model.
   *
   * @param rows one flattened input each, in the model's own order
   * @return one row for each input: the first output, flattened
   * @throws IllegalArgumentException if a row does not have as many numbers as an input, if the
   *     model takes several inputs, or cannot take one of the numbers
   * @throws OnnxException if ONNX Runtime cannot run the model on them
   * @throws IllegalStateException if the model was closed
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public float[][] predict(float[][] rows) {
    return predictAll(rows).get(outputs().get(0));
  }

  /**
   * Passes rows of numbers through the model, see {@link #predict(float[][])}.
   *
   * @return all outputs by their names, in their order
   */
  public Map<String, float[][]> predictAll(float[][] rows) {
    given(rows, "the rows", "row");
    return predictAll(Map.of(signature.only().name(), rows));
  }

  /**
   * Passes rows of numbers through a model of several inputs, see {@link #predict(float[][])}.
   *
   * @param inputs the rows of each input by its name, equally many for each
   * @return all outputs by their names, in their order
   * @throws IllegalArgumentException also if these are not the model's inputs, or one has fewer
   *     rows than another
   */
  public Map<String, float[][]> predictAll(Map<String, float[][]> inputs) {
    int size = sizeOf(inputs);
    Map<String, float[][]> all = new LinkedHashMap<>();
    outputs().forEach(name -> all.put(name, new float[size][]));
    long numbers = inputs.values().stream().mapToLong(rows -> size == 0 ? 0 : rows[0].length).sum();
    int batchSize = batchSize(numbers);
    for (int from = 0; from < size; from += batchSize) {
      int first = from;
      int count = Math.min(batchSize, size - from);
      List<Filled> filled =
          signature.inputs().stream()
              .map(input -> filled(input, inputs.get(input.name()), first, count))
              .toList();
      run(filled, count)
          .forEach((name, rows) -> System.arraycopy(rows, 0, all.get(name), first, count));
    }
    return all;
  }

  /**
   * Returns how many samples pass through the model at a time: as many as it takes, where that is
   * fixed.
   *
   * @param numbers of one sample
   */
  private int batchSize(long numbers) {
    long most = Math.min(LARGEST_BATCH, MOST_NUMBERS / Math.max(1, numbers));
    return signature.batch().orElse((int) Math.max(1, most));
  }

  private int sizeOf(Map<String, float[][]> inputs) {
    given(inputs, "the inputs");
    if (!inputs.keySet().equals(Set.copyOf(inputs()))) {
      throw new IllegalArgumentException(
          "the model takes the inputs %s, not %s".formatted(inputs(), inputs.keySet()));
    }
    int size = -1;
    for (String name : inputs()) {
      float[][] rows = inputs.get(name);
      given(rows, "the rows of " + name, "row");
      if (size >= 0 && size != rows.length) {
        throw new IllegalArgumentException(
            "the input %s has %d rows, and %s has %d"
                .formatted(inputs().get(0), size, name, rows.length));
      }
      size = rows.length;
    }
    return size;
  }

  /**
   * An input with the numbers of some samples.
   *
   * @param shape of one sample
   */
  private record Filled(Input input, float[] numbers, Shape shape) {}

  private static Filled filled(Input input, float[][] rows, int first, int count) {
    float[][] some = Arrays.copyOfRange(rows, first, first + count);
    Shape shape = input.shapeOf(new Shape(some[0].length));
    return new Filled(input, flat(some, first), shape);
  }

  private static float[] flat(float[][] rows, int first) {
    int width = rows[0].length;
    float[] flat = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != width) {
        throw new IllegalArgumentException(
            "row %d has %d numbers, and the rows before it %d"
                .formatted(first + i, rows[i].length, width));
      }
      System.arraycopy(rows[i], 0, flat, i * width, width);
    }
    return flat;
  }

  /** Runs one batch. If the size of the model's batches is fixed, zeros fill it up. */
  private Map<String, float[][]> run(List<Filled> inputs, int count) {
    Parallel.checkInterrupt();
    int batch = signature.batch().orElse(count);
    Map<String, float[]> outputs = run(inputs, count, batch);
    Map<String, float[][]> all = new LinkedHashMap<>();
    for (String name : outputs()) {
      float[] output = outputs.get(name);
      int length = output.length / batch;
      float[][] rows = new float[count][];
      Arrays.setAll(rows, row -> Arrays.copyOfRange(output, row * length, (row + 1) * length));
      all.put(name, rows);
    }
    return all;
  }

  private Map<String, float[]> run(List<Filled> inputs, int count, int batch) {
    if (closed) {
      throw new IllegalStateException("the model was closed; read its file again");
    }
    try (NDManager scope = model.getNDManager().newSubManager()) {
      NDList list = new NDList();
      for (Filled each : inputs) {
        int width = each.numbers().length / count;
        float[] some = Arrays.copyOf(each.numbers(), batch * width);
        list.add(each.input().array(scope, some, new Shape(batch).addAll(each.shape())));
      }
      NDList outputs =
          model.getBlock().forward(new ParameterStore(scope, false), list, /* training= */ false);
      return outputs.stream()
          .filter(each -> outputs().contains(each.getName()))
          .collect(Collectors.toMap(NDArray::getName, each -> floats(each, batch)));
    } catch (EngineException e) {
      throw new OnnxException(file, "ONNX Runtime cannot run it: " + OnnxRuntime.reason(e), e);
    }
  }

  private float[] floats(NDArray array, int batch) {
    Shape shape = array.getShape();
    if (shape.dimension() == 0 || shape.get(0) != batch) {
      throw new OnnxException(
          file,
          "its output %s has the shape %s for %d inputs: not one row for each"
              .formatted(array.getName(), shape, batch));
    }
    if (array.getDataType() == DataType.FLOAT32) {
      return array.toFloatArray();
    }
    Number[] numbers = array.toArray();
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = numbers[i].floatValue();
    }
    return floats;
  }

  /** Returns the name of the file with what the model takes and returns. */
  @Override
  public String toString() {
    String inputs =
        signature.inputs().stream()
            .map(each -> each.name() + " " + each.shape())
            .collect(Collectors.joining(", "));
    return "%s: input %s, outputs %s, opset %d"
        .formatted(file.getFileName(), inputs, outputs(), opset);
  }

  /** Frees the model; a second time, it does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      model.close();
    }
  }
}
