package demitasse.onnx;

import static demitasse.numeric.Arguments.given;

import demitasse.cluster.KMeansResult;
import demitasse.model.Sequential;
import java.nio.file.Path;

/**
 * Models as ONNX files.
 *
 * <pre>{@code
 * Onnx.write(model, Path.of("digits.onnx"));
 * Onnx.of(model).outputs("conv2d", "dense_2").licence("Apache-2.0").write(path);
 * try (OnnxModel other = Onnx.read(path)) {
 *   float[][] probabilities = other.predict(images);
 * }
 * }</pre>
 *
 * <p>Files use {@link #OPSET opset} 17 and IR version 8 (2022). The input is called {@code input},
 * and each output has the name of its layer; the batch dimension is open. ONNX: Open Neural Network
 * Exchange, IR specification and operator schemas.
 */
public final class Onnx {
  /** The version of the operator set that files are written in. */
  public static final int OPSET = 17;

  private Onnx() {}

  /**
   * Begins an export of a model or of a part of one, such as an encoder alone.
   *
   * @throws IllegalStateException if the model does not know the shape of its inputs yet, or was
   *     closed
   */
  public static OnnxExport of(Sequential model) {
    return new OnnxExport(new ModelSource(given(model, "the model")));
  }

  /**
   * Begins an export of cluster centres. The input is (batch, d); the outputs are {@code cluster},
   * the index of the nearest centre, and {@code squared_distances}, (batch, k), those to all
   * centres.
   */
  public static OnnxExport of(KMeansResult clusters) {
    return new OnnxExport(new CentersSource(given(clusters, "the clusters").centroids()));
  }

  /**
   * Writes a model, or a part of one, with the history of its training.
   *
   * @param file is replaced as a whole or not at all; its folder is made
   * @throws OnnxException if it cannot be written; the message says why
   * @throws UnsupportedOperationException if a layer has no {@code export}; the message names it
   * @throws IllegalStateException if the model does not know the shape of its inputs yet, or was
   *     closed
   */
  public static void write(Sequential model, Path file) {
    of(model).write(file);
  }

  /** Writes cluster centres, see {@link #of(KMeansResult)} and {@link #write(Sequential, Path)}. */
  public static void write(KMeansResult clusters, Path file) {
    of(clusters).write(file);
  }

  /**
   * Reads any ONNX model, to run it in ONNX Runtime. ONNX Runtime (137 MB) is not among the
   * course's libraries; a notebook adds it with {@code %maven
   * ai.djl.onnxruntime:onnxruntime-engine:VERSION}, in DJL's version.
   *
   * @throws OnnxException if the file cannot be read, is damaged or not an ONNX model, takes
   *     something else than batches of numbers, or uses an operation that ONNX Runtime does not
   *     know; the message says which
   * @throws IllegalStateException if ONNX Runtime is missing; the message says how to add it
   */
  public static OnnxModel read(Path file) {
    return OnnxModel.read(given(file, "the file"));
  }
}
