package demitasse.inspect;

import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static demitasse.train.Training.sgd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.types.Shape;
import demitasse.cluster.ClusterQuality;
import demitasse.data.ImageSet;
import demitasse.data.Mnist;
import demitasse.model.Sequential;
import demitasse.notebook.Checkpoints;
import demitasse.notebook.Tables;
import demitasse.tribuo.LloydTrainer;
import demitasse.tribuo.TribuoData;
import demitasse.tribuo.TribuoModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MissingArgumentsTest {
  @Test
  void whatLooksIntoModelsNamesWhatIsMissing() {
    ImageSet images = Mnist.generated().test().take(4);
    try (Sequential model = sequential(input(784), dense(10, LINEAR))) {
      refuses("the model must not be null", () -> Classification.of(null, images));
      refuses("the images must not be null", () -> Classification.of(model, null));
      refuses("the model must not be null", () -> DeadUnits.of(null, images));
      refuses("the samples must not be null", () -> DeadUnits.of(model, null));
      refuses("the name of the layer must not be null", () -> Filters.images(model, null));
      refuses("the output must not be null", () -> FeatureMaps.images(null, new Shape(1, 2, 2)));
      refuses("the start must not be null", () -> OptimizerPath.points(sgd(1), null, at -> at, 3));
    }
  }

  @Test
  void clusteringAndTablesNameWhatIsMissing() {
    refuses("the labels must not be null", () -> ClusterQuality.purity(null, new int[1]));
    refuses("the classes must not be null", () -> ClusterQuality.purity(new int[1], null));
    refuses("the options must not be null", () -> new LloydTrainer(null));
    refuses("point 0 must not be null", () -> TribuoData.of("x", new float[1][], new int[1]));
    refuses("the point must not be null", () -> TribuoModel.example(null));
    refuses("the table must not be null", () -> Tables.rounded(null, 2));
    refuses("the images must not be null", () -> Checkpoints.file("dense", null));
  }

  private static void refuses(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
