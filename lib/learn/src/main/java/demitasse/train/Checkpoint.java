package demitasse.train;

import ai.djl.ndarray.NDArray;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.reflect.TypeToken;
import demitasse.data.format.MalformedFileException;
import demitasse.data.format.SafetensorsReader;
import demitasse.data.format.SafetensorsWriter;
import demitasse.data.format.Tensor;
import demitasse.data.format.WholeFile;
import demitasse.engine.ArrayMemory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Everything that a training needs to go on, in one file in the safetensors format: the weights,
 * moving averages among them, and what the optimizer remembers, {@code NAME.state.0} of the weight
 * {@code NAME}; among the metadata, what the training is of and how far it has come, in JSON.
 */
final class Checkpoint {
  /** The key of what kind of file it is, and of which version. */
  private static final String KIND = "demitasse";

  private static final String THIS_KIND = "checkpoint 4";
  private static final String STATE = "training";
  private static final String DESCRIPTION = "description";

  /** What stood at the beginning, behind two bytes, before there was safetensors. */
  private static final String FORMER = "Demitasse checkpoint";

  private static final String NO_CHECKPOINT =
      "this is not a checkpoint of this version of Demitasse, or it is damaged; delete it to start"
          + " anew";

  /** Metrics that were not measured are NaN. */
  private static final Gson JSON =
      new GsonBuilder().serializeSpecialFloatingPointValues().disableHtmlEscaping().create();

  private Checkpoint() {}

  /**
   * Writes, so that the file is replaced as a whole or stays as it was.
   *
   * @param description of the training, see {@link Description}
   * @throws CheckpointException if it cannot be written
   */
  static void write(
      Path file,
      TrainingState state,
      Map<String, String> description,
      Map<String, NDArray> arrays) {
    var writer =
        new SafetensorsWriter()
            .metadata(KIND, THIS_KIND)
            .metadata(STATE, JSON.toJson(state))
            .metadata(DESCRIPTION, JSON.toJson(description));
    arrays.forEach(
        (name, array) ->
            writer.add(name, Tensor.Type.F32, shape(array), () -> ArrayMemory.of(array)));
    try {
      WholeFile.write(file, writer::write);
    } catch (IOException e) {
      throw new CheckpointException(file, "the checkpoint could not be written", e);
    }
  }

  private static List<Long> shape(NDArray array) {
    return Arrays.stream(array.getShape().getShape()).boxed().toList();
  }

  /**
   * Reads how far the training in a file had come.
   *
   * @throws CheckpointException if the file is damaged, or not a checkpoint
   */
  static TrainingState readState(Path file) {
    try (SafetensorsReader reader = open(file)) {
      return state(file, reader);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Reads a file and sets the arrays.
   *
   * @param description of the training at hand; what it does not tell is not compared
   * @param arrays receive the values; none is changed unless all fit
   * @param states whether what the optimizer remembers is among them
   * @throws CheckpointException if the file is damaged, not a checkpoint, or that of another
   *     training
   */
  static TrainingState read(
      Path file, Map<String, String> description, Map<String, NDArray> arrays, boolean states) {
    try (SafetensorsReader reader = open(file)) {
      TrainingState state = state(file, reader);
      requireSame(file, description(file, reader), description);
      List<Tensor> there =
          reader.tensors().stream().filter(each -> states || !isState(each, arrays)).toList();
      requireSame(file, there, arrays);
      for (Tensor tensor : there) {
        overwrite(arrays.get(tensor.name()), reader.read(tensor));
      }
      return state;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Tells whether this is what an optimizer remembers of a weight. */
  private static boolean isState(Tensor tensor, Map<String, NDArray> weights) {
    int at = tensor.name().lastIndexOf(Trainer.STATE);
    return at > 0 && weights.containsKey(tensor.name().substring(0, at));
  }

  /**
   * Sets an array. Not by {@code array.set}: once a convolution was used for inference, MXNet keeps
   * its weights in a layout of oneDNN's, which cannot be written to directly.
   */
  private static void overwrite(NDArray array, float[] values) {
    try (NDArray plain = array.getManager().create(values, array.getShape())) {
      plain.copyTo(array);
    }
  }

  /** Opens a file, once all of it was found to be whole. */
  private static SafetensorsReader open(Path file) throws IOException {
    SafetensorsReader reader;
    try {
      reader = SafetensorsReader.open(file);
    } catch (MalformedFileException e) {
      throw isFormer(file)
          ? new CheckpointException(
              file,
              "this checkpoint is in the format of an earlier version, which is no longer read:"
                  + " delete it to start anew, or go on with that version")
          : new CheckpointException(file, NO_CHECKPOINT, e);
    }
    Map<String, String> metadata = reader.metadata();
    if (!THIS_KIND.equals(metadata.get(KIND))
        || !metadata.containsKey(SafetensorsReader.CHECKSUM)) {
      reader.close();
      throw new CheckpointException(file, NO_CHECKPOINT);
    }
    return reader;
  }

  private static boolean isFormer(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] first = in.readNBytes(Short.BYTES + FORMER.length());
      return new String(first, StandardCharsets.ISO_8859_1).endsWith(FORMER);
    }
  }

  private static CheckpointException unreadable(Path file, IOException e) {
    return new CheckpointException(file, "the checkpoint could not be read", e);
  }

  private static TrainingState state(Path file, SafetensorsReader reader) {
    return parsed(file, reader, STATE, new TypeToken<>() {});
  }

  private static Map<String, String> description(Path file, SafetensorsReader reader) {
    return parsed(file, reader, DESCRIPTION, new TypeToken<>() {});
  }

  private static <T> T parsed(Path file, SafetensorsReader reader, String key, TypeToken<T> type) {
    try {
      return Objects.requireNonNull(JSON.fromJson(reader.metadata().get(key), type));
    } catch (RuntimeException e) {
      // Gson's own, or what a record does not accept.
      throw new CheckpointException(file, NO_CHECKPOINT + " (" + key + ": " + e.getMessage() + ")");
    }
  }

  private static void requireSame(Path file, Map<String, String> there, Map<String, String> here) {
    Set<String> parts = new LinkedHashSet<>(here.keySet());
    there.keySet().stream().filter(part -> part.startsWith("layer ")).forEach(parts::add);
    for (String part : parts) {
      String was = there.getOrDefault(part, "missing");
      String is = here.getOrDefault(part, "missing");
      if (!was.equals(is)) {
        throw new CheckpointException(
            file,
            "the checkpoint is of another %s: its %s is %s, and here it is %s"
                .formatted(
                    part.startsWith("layer ") || part.equals("input") ? "model" : "training",
                    part,
                    was,
                    is));
      }
    }
  }

  private static void requireSame(Path file, List<Tensor> there, Map<String, NDArray> arrays) {
    List<String> has = there.stream().map(each -> text(each.name(), each.shape())).toList();
    List<String> needs = new ArrayList<>();
    arrays.forEach((name, array) -> needs.add(text(name, shape(array))));
    for (int i = 0; i < Math.max(has.size(), needs.size()); i++) {
      String found = i < has.size() ? has.get(i) : "nothing";
      String needed = i < needs.size() ? needs.get(i) : "nothing";
      if (!found.equals(needed)) {
        throw new CheckpointException(
            file,
            "the checkpoint is of another model: it has %s where this one has %s"
                .formatted(found, needed));
      }
    }
  }

  private static String text(String name, List<Long> shape) {
    return name + " " + shape;
  }
}
