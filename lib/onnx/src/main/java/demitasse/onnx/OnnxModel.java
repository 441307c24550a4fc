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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A model from an ONNX file, run by ONNX Runtime. Begins with {@link Onnx#read}. It holds native
 * memory, which {@link #close} frees.
 */
public final class OnnxModel implements AutoCloseable {
  /** Larger batches are no faster. */
  private static final int LARGEST_BATCH = 256;

  private final Path file;
  private final ModelProto proto;
  private final Signature signature;
  private final Model model;
  private boolean closed;

  private OnnxModel(Path file, ModelProto proto, Signature signature, Model model) {
    this.file = file;
    this.proto = proto;
    this.signature = signature;
    this.model = model;
  }

  static OnnxModel read(Path file) {
    byte[] bytes = OnnxFile.bytes(file);
    ModelProto proto = OnnxFile.parse(file, bytes);
    Signature signature = Signature.of(file, proto.getGraph());
    Model model = OnnxRuntime.engine().newModel("onnx", null);
    try {
      model.load(new ByteArrayInputStream(bytes));
      return new OnnxModel(file, proto, signature, model);
    } catch (IOException | MalformedModelException e) {
      model.close();
      throw new OnnxException(file, "ONNX Runtime refuses the model: " + OnnxRuntime.reason(e), e);
    }
  }

  /**
   * Returns the shape of one input without the batch dimension; a side that the file leaves open is
   * -1.
   */
  public Shape inputShape() {
    return signature.inputShape();
  }

  /** Returns the names of the outputs, in their order. */
  public List<String> outputs() {
    return signature.outputs();
  }

  /** Returns the texts that the file carries, such as those of its training and its licence. */
  public Map<String, String> metadata() {
    return proto.getMetadataPropsList().stream()
        .collect(
            Collectors.toMap(
                StringStringEntryProto::getKey,
                StringStringEntryProto::getValue,
                (first, second) -> second,
                LinkedHashMap::new));
  }

  /** Returns the version of the standard operator set that the file uses; 0 if it names none. */
  public long opset() {
    return proto.getOpsetImportList().stream()
        .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
        .mapToLong(set -> set.getVersion())
        .findFirst()
        .orElse(0);
  }

  /**
   * Passes the inputs of samples through the model.
   *
   * @return one row for each sample: the first output, flattened
   * @throws IllegalArgumentException if the model takes inputs of another shape
   * @throws OnnxException if ONNX Runtime cannot run the model on them
   * @throws IllegalStateException if the model was closed
   */
  public float[][] predict(Samples samples) {
    given(samples, "the samples");
    Shape shape = signature.shapeOf(samples.inputShape());
    float[][] rows = new float[samples.size()][];
    for (int from = 0; from < rows.length; from += LARGEST_BATCH) {
      int[] indices = IntStream.range(from, Math.min(from + LARGEST_BATCH, rows.length)).toArray();
      float[] input;
      try (NDManager scope = Engines.current().newBaseManager()) {
        input = samples.batch(scope, indices, 0).input().toFloatArray();
      }
      float[][] outputs = run(input, indices.length, shape).get(0);
      System.arraycopy(outputs, 0, rows, from, outputs.length);
    }
    return rows;
  }

  /**
   * Passes rows of numbers through the model.
   *
   * @param rows one flattened input each
   * @return one row for each input: the first output, flattened
   * @throws IllegalArgumentException if a row does not have as many numbers as an input
   * @throws OnnxException if ONNX Runtime cannot run the model on them
   * @throws IllegalStateException if the model was closed
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
    Map<String, float[][]> all = new LinkedHashMap<>();
    outputs().forEach(name -> all.put(name, new float[rows.length][]));
    for (int from = 0; from < rows.length; from += LARGEST_BATCH) {
      float[][] some = Arrays.copyOfRange(rows, from, Math.min(from + LARGEST_BATCH, rows.length));
      Shape shape = signature.shapeOf(new Shape(some[0].length));
      List<float[][]> outputs = run(flat(some, from), some.length, shape);
      for (int i = 0; i < outputs.size(); i++) {
        System.arraycopy(outputs.get(i), 0, all.get(outputs().get(i)), from, some.length);
      }
    }
    return all;
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

  /** Runs inputs in batches of the size that the model takes, and joins the outputs. */
  private List<float[][]> run(float[] inputs, int count, Shape shape) {
    int batch = signature.batch().orElse(count);
    int width = inputs.length / count;
    List<float[][]> all = new ArrayList<>();
    outputs().forEach(name -> all.add(new float[count][]));
    for (int from = 0; from < count; from += batch) {
      // If the model's batch size is fixed, zeros fill up the last batch.
      float[] some = Arrays.copyOfRange(inputs, from * width, (from + batch) * width);
      List<float[]> outputs = run(some, new Shape(batch).addAll(shape));
      for (int i = 0; i < all.size(); i++) {
        int length = outputs.get(i).length / batch;
        for (int row = 0; row < Math.min(batch, count - from); row++) {
          all.get(i)[from + row] =
              Arrays.copyOfRange(outputs.get(i), row * length, (row + 1) * length);
        }
      }
    }
    return all;
  }

  private List<float[]> run(float[] inputs, Shape shape) {
    if (closed) {
      throw new IllegalStateException("the model was closed; read its file again");
    }
    try (NDManager scope = model.getNDManager().newSubManager()) {
      NDList list = new NDList(scope.create(inputs, shape));
      NDList outputs =
          model.getBlock().forward(new ParameterStore(scope, false), list, /* training= */ false);
      return outputs.stream().map(OnnxModel::floats).toList();
    } catch (EngineException e) {
      throw new OnnxException(file, "ONNX Runtime cannot run it: " + OnnxRuntime.reason(e), e);
    }
  }

  private static float[] floats(NDArray array) {
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
    return "%s: input %s, outputs %s, opset %d"
        .formatted(file.getFileName(), inputShape(), outputs(), opset());
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
