package demitasse.explore;

import static demitasse.numeric.Arguments.given;

import demitasse.progress.ProgressLine;
import demitasse.widgets.Box;
import demitasse.widgets.IntSlider;
import demitasse.widgets.Play;
import demitasse.widgets.VBox;
import demitasse.widgets.Valued;
import demitasse.widgets.Widget;
import demitasse.widgets.Widgets;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A figure with controls that change it: {@code Explorer.of(slider, value -> figure).orElse(still)}
 * as the last line of a cell. Where nobody can move the controls (nbconvert, a kernel without
 * widgets), the cell shows the still figure instead.
 */
public final class Explorer {
  private final List<Valued<?>> controls;
  private final List<Widget> shown;
  private final Runnable link; // connects the controls with each other
  private final Supplier<BufferedImage> figure;
  private final boolean beside; // whether the figure stands to the right of the controls

  /** A function of three values. */
  @FunctionalInterface
  public interface Function3<A, B, C> {
    /** Returns the figure for these values. */
    BufferedImage apply(A a, B b, C c);
  }

  private Explorer(List<Valued<?>> controls, Supplier<BufferedImage> figure) {
    this(controls, widgets(controls), () -> {}, figure, false);
  }

  private Explorer(
      List<Valued<?>> controls,
      List<Widget> shown,
      Runnable link,
      Supplier<BufferedImage> figure,
      boolean beside) {
    this.controls = controls;
    this.shown = shown;
    this.link = link;
    this.figure = figure;
    this.beside = beside;
  }

  private static List<Widget> widgets(List<Valued<?>> controls) {
    return controls.stream().map(Widget.class::cast).toList();
  }

  /**
   * Begins a figure with one control.
   *
   * @param figure of its value
   */
  public static <A> Explorer of(Valued<A> a, Function<A, BufferedImage> figure) {
    given(a, "the control");
    given(figure, "the figure");
    return new Explorer(List.of(a), () -> figure.apply(a.value()));
  }

  /** Begins a figure with two controls. */
  public static <A, B> Explorer of(
      Valued<A> a, Valued<B> b, BiFunction<A, B, BufferedImage> figure) {
    given(a, "the first control");
    given(b, "the second control");
    given(figure, "the figure");
    return new Explorer(List.of(a, b), () -> figure.apply(a.value(), b.value()));
  }

  /** Begins a figure with three controls. */
  public static <A, B, C> Explorer of(
      Valued<A> a, Valued<B> b, Valued<C> c, Function3<A, B, C> figure) {
    given(a, "the first control");
    given(b, "the second control");
    given(c, "the third control");
    given(figure, "the figure");
    return new Explorer(List.of(a, b, c), () -> figure.apply(a.value(), b.value(), c.value()));
  }

  /**
   * Begins a figure with one control and a list of controls of one kind, such as a slider for each
   * unit of a layer. The controls stand beside the figure where the page is wide enough.
   *
   * @param more the list, in the order shown; at least one control
   * @param figure takes the value of the first control and the values of the list
   * @throws IllegalArgumentException if the list is empty
   */
  public static <A, B> Explorer of(
      Valued<A> a, List<? extends Valued<B>> more, BiFunction<A, List<B>, BufferedImage> figure) {
    given(a, "the control");
    given(more, "the other controls", "control");
    given(figure, "the figure");
    if (more.isEmpty()) {
      throw new IllegalArgumentException("there are no other controls");
    }
    List<Valued<B>> others = List.copyOf(more);
    List<Valued<?>> all = new ArrayList<>(List.of(a));
    all.addAll(others);
    return new Explorer(
        all,
        widgets(all),
        () -> {},
        () -> figure.apply(a.value(), others.stream().map(Valued::value).toList()),
        true);
  }

  /**
   * Begins a figure of what the learner draws, with the mouse, a pen, a finger or the keyboard.
   *
   * @param figure of the drawing, a grey image of 280 × 280 pixels, white on black; at first it is
   *     all black
   */
  public static Explorer draw(Function<BufferedImage, BufferedImage> figure) {
    given(figure, "the figure");
    DrawingPad pad = new DrawingPad();
    return new Explorer(
        List.of(pad.control()), pad.parts(), () -> {}, () -> figure.apply(pad.image()), true);
  }

  /**
   * Begins a series of figures with buttons that play it and a slider that selects one figure.
   *
   * @param frames the figures, in order
   * @param millis milliseconds between two figures, at least 1
   * @throws IllegalArgumentException if there is no frame
   */
  public static Explorer play(List<BufferedImage> frames, int millis) {
    given(frames, "the frames", "frame");
    if (frames.isEmpty() || millis < 1) {
      throw new IllegalArgumentException(
          "%d frames, one each %d milliseconds".formatted(frames.size(), millis));
    }
    List<BufferedImage> all = List.copyOf(frames);
    IntSlider slider = new IntSlider().bounds(0, all.size() - 1).description("step");
    Play play = new Play().bounds(0, all.size() - 1).interval(millis).showRepeat(false);
    return new Explorer(
        List.of(slider),
        List.of(play, slider),
        () -> Widgets.jslink(play, "value", slider, "value"),
        () -> all.get(slider.value()),
        false);
  }

  /**
   * Returns what the cell shows.
   *
   * @param still an image, or anything else that the kernel can show, for where nobody can move the
   *     controls
   * @return the controls and the figure, or {@code still}
   */
  public Object orElse(Object still) {
    given(still, "the still figure");
    if (!ProgressLine.interactive() || !Widgets.areAvailable()) {
      return still;
    }
    LiveFigure live = new LiveFigure(figure);
    controls.forEach(control -> control.onValue(value -> live.change()));
    link.run();
    Widget box = beside ? row(column(shown), column(live.parts())) : column(all(live));
    box.fallback(still);
    return box;
  }

  private List<Widget> all(LiveFigure live) {
    return Stream.concat(shown.stream(), live.parts().stream()).toList();
  }

  private static VBox column(List<Widget> widgets) {
    return new VBox(widgets.toArray(Widget[]::new));
  }

  /** In a narrow page the second stands below the first. */
  private static Box row(Widget... widgets) {
    Box box = new Box(widgets);
    box.layout().display("flex").flexFlow("row wrap");
    return box;
  }
}
