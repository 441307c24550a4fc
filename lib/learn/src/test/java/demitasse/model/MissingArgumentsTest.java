package demitasse.model;

import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static demitasse.train.Training.adam;
import static demitasse.train.Training.epochs;
import static demitasse.train.Training.mse;
import static demitasse.train.Training.sgd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import demitasse.data.ImageFolder;
import demitasse.data.Samples;
import demitasse.layer.Layer;
import demitasse.train.Fit;
import demitasse.train.Metric;
import demitasse.train.Schedule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is said where something is missing. */
class MissingArgumentsTest {
  private static final Samples SAMPLES = Samples.of(new float[4][2], new float[4]);

  @Test
  void nothingThatAModelNeedsMayBeNull() {
    Sequential model = sequential(input(2), dense(1, LINEAR)).compile(adam(1e-3), mse());
    refuses("the samples must not be null", () -> model.fit(null, epochs(1)));
    refuses("the fit must not be null", () -> model.fit(SAMPLES, null));
    refuses("the samples must not be null", () -> model.evaluate(null));
    refuses("the loss must not be null", () -> model.evaluate(SAMPLES, null));
    refuses("the samples must not be null", () -> model.predict((Samples) null));
    refuses("the rows must not be null", () -> model.predict((float[][]) null));
    refuses("row 0 must not be null", () -> model.predict(new float[][] {null}));
    refuses("the rows must not be null", () -> model.predictInTraining(null, 0));
    refuses("the file must not be null", () -> model.save(null));
    refuses("the file must not be null", () -> model.load(null));
    refuses("the file must not be null", () -> model.restore(null));
    refuses("array 1 must not be null", () -> model.setWeights(new float[2], null));
    refuses("the optimizer must not be null", () -> model.compile(null, mse()));
    refuses("the loss must not be null", () -> model.compile(adam(1e-3), null));
    refuses("metric 0 must not be null", () -> model.compile(adam(1e-3), mse(), (Metric) null));
    refuses("layer 1 must not be null", () -> sequential(input(2), null));
    refuses("the layers must not be null", () -> sequential((List<Layer>) null));
  }

  @Test
  void norWhatAFitIsToldNorAFolder() {
    Fit fit = epochs(1);
    refuses("the file must not be null", () -> fit.resumable(null));
    refuses("the time must not be null", () -> fit.resumable(Path.of("a.ckpt"), null));
    refuses("the file must not be null", () -> fit.saveBest(null, "loss"));
    refuses("the monitor must not be null", () -> fit.saveBest(Path.of("a.ckpt"), null));
    refuses("the monitor must not be null", () -> fit.earlyStop(null, 1));
    refuses("the learning rate must not be null", () -> adam((Schedule) null));
    refuses("the learning rate must not be null", () -> sgd((Schedule) null));
    refuses("the folder must not be null", () -> ImageFolder.of(null));
  }

  private static void refuses(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
