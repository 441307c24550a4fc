package demitasse.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import demitasse.data.format.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes and reads ONNX files. */
final class OnnxFile {
  private OnnxFile() {}

  /** Writes a model; the file is replaced as a whole or stays as it was. */
  static void write(Path file, ModelProto model) {
    try {
      WholeFile.write(file, model::writeTo);
    } catch (IOException e) {
      throw new OnnxException(
          file, "the model could not be written" + WholeFile.reason(file, e), e);
    }
  }

  /**
   * Reads a model.
   *
   * @throws OnnxException if the file cannot be read or is not an ONNX model
   */
  static ModelProto read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new OnnxException(file, "the model could not be read" + WholeFile.reason(file, e), e);
    }
    ModelProto model;
    try {
      model = ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxException(file, "this is not an ONNX model, or it is damaged", e);
    }
    // A text or an image may happen to parse, but then has no operations.
    if (model.getGraph().getNodeCount() == 0 || model.getOpsetImportCount() == 0) {
      throw new OnnxException(file, "this is not an ONNX model, or it is damaged");
    }
    return model;
  }
}
