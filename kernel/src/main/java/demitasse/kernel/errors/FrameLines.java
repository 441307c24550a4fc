package demitasse.kernel.errors;

import demitasse.kernel.base.Ansi;
import demitasse.kernel.source.CellNames;
import demitasse.kernel.source.CellPlaces;
import demitasse.kernel.source.CellPlaces.Place;
import demitasse.kernel.source.CellPlaces.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The frames of an exception as lines of cells; frames of other code are left out. */
final class FrameLines {
  private static final int FRAMES = 20;

  private final CellPlaces.Search search;
  private final List<String> lines = new ArrayList<>();
  private StackTraceElement shown;
  private String shownAt = "";
  private boolean inner; // whether the last frame is of code within that of the next
  private int frames;
  private int same;
  private int left;

  private FrameLines(CellPlaces.Search search) {
    this.search = search;
  }

  static List<String> of(StackTraceElement[] stack, CellPlaces.Search search) {
    FrameLines lines = new FrameLines(search);
    for (StackTraceElement frame : stack == null ? new StackTraceElement[0] : stack) {
      if (CellPlaces.isOfCell(frame)) {
        lines.add(frame);
      }
    }
    return lines.end();
  }

  private void add(StackTraceElement frame) {
    if (frame.equals(shown)) {
      same++;
      return;
    }
    // Nothing: code around the user's, or a class that has been declared anew since.
    Optional<Spot> spot = search.find(frame);
    if (spot.isPresent() && !isShown(frame, spot.get())) {
      if (frames == FRAMES) {
        left++;
      } else {
        again();
        show(frame, spot.get());
      }
    }
  }

  /** JShell and javac cut the code of one line into methods: it is shown once. */
  private boolean isShown(StackTraceElement frame, Spot spot) {
    boolean isSame = inner && spot.place().name(spot.line()).equals(shownAt);
    inner = isSame ? isInner(frame) : inner;
    return isSame;
  }

  private static boolean isInner(StackTraceElement frame) {
    return CellNames.isLambda(frame) || CellNames.isStatement(frame);
  }

  private void show(StackTraceElement frame, Spot spot) {
    Place place = spot.place();
    boolean isNamed = !(place.source().isWrapped() && CellNames.isLambda(frame));
    String method = isNamed ? CellNames.place(frame) : "";
    shown = frame;
    shownAt = place.name(spot.line());
    inner = isInner(frame);
    frames++;
    lines.add(
        "  "
            + Ansi.DIM
            + "at"
            + Ansi.PLAIN
            + " "
            + shownAt
            + (method.isEmpty() ? "" : ", in ")
            + method);
    place
        .text(spot.line())
        .ifPresent(text -> lines.add(Ansi.arrow(place.number(spot.line())) + text));
  }

  private void again() {
    if (same > 0) {
      lines.add("  ... the same " + same + (same == 1 ? " more time" : " more times"));
    }
    same = 0;
  }

  private List<String> end() {
    again();
    if (left > 0) {
      lines.add("  ... " + left + " more");
    }
    return lines;
  }
}
