package demitasse.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The bytes of a file. */
final class OnnxFile {
  private OnnxFile() {}

  /** Writes, so that the file is replaced as a whole or stays as it was. */
  static void write(Path file, ModelProto model) {
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.createDirectories(target.getParent());
      try (var out = Files.newOutputStream(part)) {
        model.writeTo(out);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      delete(part);
      throw new OnnxException(file, "the model could not be written" + reason(file, e), e);
    }
  }

  /** Leaves nothing behind on a disk that is full. */
  private static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // What keeps it from being deleted has kept it from being written.
    }
  }

  /** Reads all bytes of a file. */
  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new OnnxException(file, "there is no such file", e);
    } catch (IOException e) {
      throw new OnnxException(file, "the model could not be read" + reason(file, e), e);
    }
  }

  /**
   * Takes the bytes of a file apart.
   *
   * @throws OnnxException if they are not those of an ONNX model
   */
  static ModelProto parse(Path file, byte[] bytes) {
    ModelProto model;
    try {
      model = ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxException(file, "this is not an ONNX model, or it is damaged", e);
    }
    // A text or an image may happen to be read without an error, but has no operations.
    if (model.getGraph().getNodeCount() == 0 || model.getOpsetImportCount() == 0) {
      throw new OnnxException(file, "this is not an ONNX model, or it is damaged");
    }
    return model;
  }

  private static String reason(Path file, IOException e) {
    String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return reason == null || reason.equals(file.toString()) ? "" : " (" + reason + ")";
  }
}
