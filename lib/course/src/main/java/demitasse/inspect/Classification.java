package demitasse.inspect;

import static demitasse.numeric.Arguments.check;
import static demitasse.numeric.Arguments.given;

import demitasse.data.ImageSet;
import demitasse.model.Sequential;
import demitasse.train.Ranking;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/**
 * What a classifier makes of labelled images, one by one: where it is right, where it is wrong, and
 * how sure it was.
 */
public final class Classification {
  private final List<String> classNames;
  private final int[] labels;
  private final float[][] probabilities;

  private Classification(List<String> classNames, int[] labels, float[][] probabilities) {
    this.classNames = classNames;
    this.labels = labels;
    this.probabilities = probabilities;
  }

  /**
   * Classifies all images of a set.
   *
   * @param model ends in as many outputs as the set has classes
   * @throws IllegalArgumentException if there are no images, or if it has another number of outputs
   * @throws IllegalStateException if the model was closed
   */
  public static Classification of(Sequential model, ImageSet images) {
    given(model, "the model");
    given(images, "the images");
    if (images.size() == 0) {
      throw new IllegalArgumentException("there are no images");
    }
    int classes = images.classNames().size();
    if (model.outputShape().size() != classes) {
      throw new IllegalArgumentException(
          "the model returns %s, but %s has %d classes"
              .formatted(model.outputShape(), images.name(), classes));
    }
    return new Classification(images.classNames(), images.labels(), model.predict(images));
  }

  /** Returns the number of images. */
  public int size() {
    return labels.length;
  }

  /** Returns the true class of image {@code i}. */
  public int label(int i) {
    return labels[i];
  }

  /** Returns the class with the largest output for image {@code i}; of equals, the first. */
  public int predicted(int i) {
    return ranked(i)[0];
  }

  /** Returns what the model gives a class for image {@code i}; behind a softmax, a probability. */
  public double probability(int i, int label) {
    return probabilities[i][label];
  }

  /**
   * Returns the {@code k} classes with the largest outputs for image {@code i}, largest first.
   *
   * @param k at least 1; if there are fewer classes, all are returned
   */
  public int[] top(int i, int k) {
    check(k >= 1, "k must be at least 1", k);
    return Arrays.copyOf(ranked(i), Math.min(k, classNames.size()));
  }

  private int[] ranked(int i) {
    return Ranking.order(probabilities[i]);
  }

  private boolean isRight(int i) {
    return isAmong(i, 1);
  }

  private boolean isAmong(int i, int k) {
    return Ranking.rank(probabilities[i], 0, classNames.size(), labels[i]) < k;
  }

  /**
   * Returns the share of the images whose predicted class is the true one. Where an output is not a
   * number, none is.
   */
  public double accuracy() {
    return (double) IntStream.range(0, size()).filter(this::isRight).count() / size();
  }

  /** Returns the share of the images whose true class is among the {@code k} first. */
  public double topAccuracy(int k) {
    check(k >= 1, "k must be at least 1", k);
    return (double) IntStream.range(0, size()).filter(i -> isAmong(i, k)).count() / size();
  }

  /** Tells whether a class is predicted for an image: all outputs are numbers. */
  private boolean isPredicted(int i) {
    return isAmong(i, classNames.size());
  }

  /**
   * Returns the confusion matrix. It leaves out images for which an output is not a number.
   *
   * @return {@code counts[t][p]}: how many images of class t were predicted as class p
   */
  public int[][] confusion() {
    int[][] counts = new int[classNames.size()][classNames.size()];
    for (int i = 0; i < size(); i++) {
      if (isPredicted(i)) {
        counts[labels[i]][predicted(i)]++;
      }
    }
    return counts;
  }

  /**
   * Counts the right and wrong decisions if an image is predicted as a class whenever the
   * probability of that class reaches a threshold, even if another class is more probable.
   *
   * @param label of the class
   * @param threshold the smallest probability for which the class is predicted
   * @throws IllegalArgumentException if there is no such class, or if the threshold is not a number
   */
  public Decisions decisions(int label, double threshold) {
    if (label < 0 || label >= classNames.size()) {
      throw new IllegalArgumentException(
          "the label %d is not one of the %d classes".formatted(label, classNames.size()));
    }
    if (Double.isNaN(threshold)) {
      throw new IllegalArgumentException("the threshold is not a number");
    }
    int[][] counts = new int[2][2];
    for (int i = 0; i < size(); i++) {
      counts[labels[i] == label ? 0 : 1][probabilities[i][label] >= threshold ? 0 : 1]++;
    }
    return new Decisions(counts[0][0], counts[1][0], counts[0][1], counts[1][1]);
  }

  /**
   * Returns one row for each threshold from 0.01 to 0.99, a hundredth apart: threshold, precision,
   * recall. The precision is missing where no image reaches the threshold.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  public Table precisionRecallCurve(int label) {
    var thresholds = DoubleColumn.create("threshold");
    var precision = DoubleColumn.create("precision");
    var recall = DoubleColumn.create("recall");
    for (int hundredth = 1; hundredth < 100; hundredth++) {
      Decisions decisions = decisions(label, hundredth / 100.0);
      thresholds.append(hundredth / 100.0);
      precision.append(decisions.precision());
      recall.append(decisions.recall());
    }
    return Table.create(classNames.get(label), thresholds, precision, recall);
  }

  /**
   * Returns one row for each class that occurs: class, images, right, accuracy, and the class that
   * it was most often mistaken for.
   */
  public Table perClass() {
    var names = StringColumn.create("class");
    var images = IntColumn.create("images");
    var right = IntColumn.create("right");
    var accuracy = DoubleColumn.create("accuracy");
    var mistaken = StringColumn.create("mistaken for");
    int[][] counts = confusion();
    int[] totals = new int[counts.length];
    for (int label : labels) {
      totals[label]++;
    }
    for (int c = 0; c < counts.length; c++) {
      if (totals[c] > 0) {
        names.append(classNames.get(c));
        images.append(totals[c]);
        right.append(counts[c][c]);
        accuracy.append((double) counts[c][c] / totals[c]);
        mistaken.append(mostFrequentMistake(counts, c));
      }
    }
    accuracy.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(3));
    return Table.create("per class", names, images, right, accuracy, mistaken);
  }

  private String mostFrequentMistake(int[][] counts, int label) {
    int most = -1;
    for (int c = 0; c < counts.length; c++) {
      if (c != label && counts[label][c] > (most < 0 ? 0 : counts[label][most])) {
        most = c;
      }
    }
    return most < 0 ? "" : classNames.get(most);
  }

  /**
   * Returns the images that were classified wrongly with the greatest confidence.
   *
   * @param count at most so many, at least 0
   * @return their indices, the most confident first
   */
  public int[] worstMistakes(int count) {
    check(count >= 0, "the number of mistakes must be at least 0", count);
    return IntStream.range(0, size())
        .filter(i -> !isRight(i))
        .boxed()
        .sorted(Comparator.comparing(i -> -probabilities[i][predicted(i)]))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Returns what to write under image {@code i}: predicted class, probability, true class. */
  public String caption(int i) {
    int predicted = predicted(i);
    return String.format(
        Locale.ROOT,
        "%s %.0f%%, is %s",
        classNames.get(predicted),
        100 * probability(i, predicted),
        classNames.get(labels[i]));
  }

  /** Returns one line: the number of images and the accuracy. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d images in %d classes, accuracy %.4f",
        size(),
        classNames.size(),
        accuracy());
  }
}
