package demitasse.notebook;

import static demitasse.numeric.Arguments.given;

import demitasse.data.ImageSet;
import demitasse.data.download.DataFolders;
import demitasse.engine.Engines;
import demitasse.train.Trainer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Where the chapters keep what they have trained, so that another chapter, or another day, can go
 * on from it.
 */
public final class Checkpoints {
  /** The environment variable that names another folder than the course's own. */
  public static final String VARIABLE = "DEMITASSE_CHECKPOINTS";

  private Checkpoints() {}

  /**
   * Returns the file for a model, for {@code model.save} and {@code load}. Each profile and each
   * engine has its own, and so have models that were trained on generated images: none of them is
   * taken for another.
   *
   * @param model a name such as {@code elu-autoencoder}
   * @param images what the model is trained on
   */
  public static Path file(String model, ImageSet images) {
    return file(model, images, ".safetensors");
  }

  /**
   * Returns the ONNX file for a model, in the same folder as {@link #file(String, ImageSet)}.
   *
   * @param model a name such as {@code elu-autoencoder}
   * @param images what the model was trained on
   */
  public static Path onnx(String model, ImageSet images) {
    return file(model, images, ".onnx");
  }

  private static Path file(String model, ImageSet images, String ending) {
    given(model, "the name of the model");
    given(images, "the images");
    return file(
        System.getenv(),
        Profile.current(),
        Engines.current().getEngineName(),
        images.isGenerated(),
        model + ending);
  }

  /**
   * Returns the file in which a training keeps how far it has come, for {@code fit.resumable}:
   * never that of a finished model.
   *
   * @param model as in {@link #file(String, ImageSet)}
   * @param images what the model is trained on
   */
  public static Path resumable(String model, ImageSet images) {
    return file(model + "-resumable", images);
  }

  /**
   * Tells whether a file holds a finished model, that another chapter may take, and not one whose
   * training was stopped.
   *
   * @param file as {@link #file(String, ImageSet)} returns it
   */
  public static boolean isFinished(Path file) {
    given(file, "the file");
    return Trainer.isFinished(file);
  }

  static Path file(
      Map<String, String> settings,
      Profile profile,
      String engine,
      boolean generated,
      String name) {
    String given = settings.getOrDefault(VARIABLE, "").strip();
    Path folder = given.isEmpty() ? DataFolders.own().resolve("checkpoints") : Path.of(given);
    String kind = profile + "-" + engine.toLowerCase(Locale.ROOT) + (generated ? "-generated" : "");
    return folder.toAbsolutePath().normalize().resolve(kind).resolve(name);
  }
}
