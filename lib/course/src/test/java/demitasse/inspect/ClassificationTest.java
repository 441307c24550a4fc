package demitasse.inspect;

import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Activation.SOFTMAX;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.flatten;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.ImageSet;
import demitasse.data.Mnist;
import demitasse.model.Sequential;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class ClassificationTest {
  private static final ImageSet DIGITS = Mnist.generated().test().take(400);

  /** Always says the same: 3 with probability ½, then 1, and the others alike. */
  private static Sequential threeOrOne() {
    Sequential model = sequential(input(1, 28, 28), flatten(), dense(10, SOFTMAX));
    model.seed(1);
    model.network().weights().get(0).set(new float[7840]);
    float[] logits = new float[10];
    logits[3] = (float) Math.log(16);
    logits[1] = (float) Math.log(8);
    model.network().weights().get(1).set(logits);
    return model;
  }

  private static long count(int label) {
    return IntStream.of(DIGITS.labels()).filter(each -> each == label).count();
  }

  @Test
  void countsRightAndWrong() {
    try (var model = threeOrOne()) {
      Classification result = Classification.of(model, DIGITS);
      assertEquals(400, result.size());
      assertEquals(3, result.predicted(17));
      assertArrayEquals(new int[] {3, 1, 0}, result.top(17, 3));
      assertEquals(0.5, result.probability(17, 3), 1e-5);
      assertEquals(0.25, result.probability(17, 1), 1e-5);
      assertEquals(count(3) / 400.0, result.accuracy(), 1e-12);
      assertEquals((count(3) + count(1)) / 400.0, result.topAccuracy(2), 1e-12);
      assertEquals(1, result.topAccuracy(10));
      assertTrue(result.toString().startsWith("400 images in 10 classes, accuracy 0."));
      int[][] confusion = result.confusion();
      assertEquals(count(7), confusion[7][3]);
      assertEquals(count(3), confusion[3][3]);
      assertEquals(0, confusion[3][7]);
    }
  }

  @Test
  void decidesForOneClassByAThreshold() {
    try (var model = threeOrOne()) {
      Classification result = Classification.of(model, DIGITS);
      int threes = (int) count(3);
      int ones = (int) count(1);
      Decisions yes = result.decisions(3, 0.4);
      assertEquals(new Decisions(threes, 400 - threes, 0, 0), yes);
      assertEquals(threes / 400.0, yes.precision(), 1e-12);
      assertEquals(1, yes.recall());
      // The second most probable class is enough, if its probability is.
      assertEquals(new Decisions(ones, 400 - ones, 0, 0), result.decisions(1, 0.2));
      Decisions no = result.decisions(3, 0.6);
      assertEquals(new Decisions(0, 0, threes, 400 - threes), no);
      assertTrue(Double.isNaN(no.precision()));
      assertEquals(0, no.recall());
      assertArrayEquals(new int[] {0, threes}, no.confusion()[0]);
      assertArrayEquals(new int[] {0, 400 - threes}, no.confusion()[1]);
      Table table = result.precisionRecallCurve(3);
      assertEquals(99, table.rowCount());
      assertEquals(1, table.doubleColumn("recall").get(48)); // at 0.49
      assertEquals(0, table.doubleColumn("recall").get(50)); // at 0.51
      assertTrue(table.doubleColumn("precision").isMissing(50));
      assertThrows(IllegalArgumentException.class, () -> result.decisions(10, 0.5));
      assertThrows(IllegalArgumentException.class, () -> result.decisions(3, Double.NaN));
    }
  }

  @Test
  void tellsPerClassWhatItIsMistakenFor() {
    try (var model = threeOrOne()) {
      Table table = Classification.of(model, DIGITS).perClass();
      assertEquals(10, table.rowCount());
      assertEquals(1.0, table.doubleColumn("accuracy").get(3));
      assertEquals("", table.stringColumn("mistaken for").get(3));
      assertEquals(0.0, table.doubleColumn("accuracy").get(7));
      assertEquals("3", table.stringColumn("mistaken for").get(7));
      assertEquals((int) count(7), table.intColumn("images").get(7));
    }
  }

  @Test
  void worstMistakesAreTheMostConfidentOnes() {
    try (var model = sequential(input(1, 28, 28), flatten(), dense(10, LINEAR))) {
      model.seed(1);
      Classification result = Classification.of(model, DIGITS);
      int[] worst = result.worstMistakes(30);
      assertEquals(30, worst.length);
      for (int i = 0; i < worst.length; i++) {
        assertTrue(result.predicted(worst[i]) != result.label(worst[i]));
        double confidence = result.probability(worst[i], result.predicted(worst[i]));
        double next =
            i == 29
                ? Double.NEGATIVE_INFINITY
                : result.probability(worst[i + 1], result.predicted(worst[i + 1]));
        assertTrue(confidence >= next);
      }
      String caption = result.caption(worst[0]);
      assertTrue(caption.endsWith(", is " + DIGITS.className(worst[0])), caption);
    }
  }

  @Test
  void refusesAModelForOtherClasses() {
    try (var model = sequential(input(1, 28, 28), flatten(), dense(9, SOFTMAX))) {
      model.seed(1);
      assertThrows(IllegalArgumentException.class, () -> Classification.of(model, DIGITS));
      assertThrows(IllegalArgumentException.class, () -> Classification.of(model, DIGITS.take(0)));
    }
  }

  @Test
  void whatIsNoNumberIsNoPrediction() {
    try (var model = threeOrOne()) {
      float[] biases = new float[10];
      biases[0] = Float.NaN;
      model.network().weights().get(1).set(biases);
      Classification result = Classification.of(model, DIGITS);
      assertEquals(0, result.accuracy());
      assertEquals(0, Stream.of(result.confusion()).flatMapToInt(IntStream::of).sum());
      Table table = result.perClass();
      assertEquals((int) count(0), table.intColumn("images").get(0));
      assertEquals(0, table.intColumn("right").get(0));
      assertEquals(0.0, table.doubleColumn("accuracy").get(0));
      assertEquals(30, result.worstMistakes(30).length);
    }
  }

  @Test
  void numbersOfClassesAndMistakesAreChecked() {
    try (var model = threeOrOne()) {
      Classification result = Classification.of(model, DIGITS);
      assertEquals(10, result.top(0, 99).length);
      assertEquals(0, result.worstMistakes(0).length);
      assertThrows(IllegalArgumentException.class, () -> result.top(0, 0));
      assertThrows(IllegalArgumentException.class, () -> result.topAccuracy(0));
      assertThrows(IllegalArgumentException.class, () -> result.worstMistakes(-1));
    }
  }
}
