package demitasse.explore;

import demitasse.plot.LossCurve;
import demitasse.train.FitView.Moment;
import java.util.ArrayList;
import java.util.List;

/** The losses of a fit so far, in few enough points to draw them quickly. */
final class Track {
  private static final int MOST = 300;

  private final List<LossCurve.Point> training = new ArrayList<>();
  private final List<LossCurve.Point> validation = new ArrayList<>();
  private Moment before;
  private int first;
  private int last;

  /** Adds the mean loss of the steps since the moment before. */
  void add(Moment now) {
    if (before == null) {
      first = now.epoch() - 1;
    }
    last = now.last();
    boolean same = before != null && before.epoch() == now.epoch() && before.done() < now.done();
    double sum = now.loss() * now.done() - (same ? before.loss() * before.done() : 0);
    int done = now.done() - (same ? before.done() : 0);
    double middle = (now.done() - done / 2.0) / now.samples();
    before = now;
    if (training.size() == MOST) {
      thinOut();
    }
    training.add(new LossCurve.Point(now.epoch() - 1 + middle, sum / done));
  }

  /** Replaces each two neighbouring points by their mean. */
  private void thinOut() {
    List<LossCurve.Point> fewer = new ArrayList<>();
    for (int i = 0; i + 1 < training.size(); i += 2) {
      LossCurve.Point one = training.get(i);
      LossCurve.Point other = training.get(i + 1);
      fewer.add(
          new LossCurve.Point(
              (one.epochs() + other.epochs()) / 2, (one.loss() + other.loss()) / 2));
    }
    training.clear();
    training.addAll(fewer);
  }

  void addValidation(int epoch, double loss) {
    validation.add(new LossCurve.Point(epoch, loss));
  }

  /** Draws the curve so far; at least one moment must have been added. */
  String svg() {
    return LossCurve.svg(training, validation, first, last);
  }
}
