package demitasse.widgets;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What works on several widgets: a function of their values, and links between them. */
public final class Widgets {
  private Widgets() {}

  /** A function of three values. */
  @FunctionalInterface
  public interface Function3<A, B, C> {
    /** Returns what to show for these values; null for nothing. */
    Object apply(A a, B b, C c);
  }

  /** A function of four values. */
  @FunctionalInterface
  public interface Function4<A, B, C, D> {
    /** Returns what to show for these values; null for nothing. */
    Object apply(A a, B b, C c, D d);
  }

  /** Shows a widget, and below it what {@code function} makes of its value, at each change. */
  public static <A> void interact(Valued<A> a, Function<A, ?> function) {
    show(interactive(a, function));
  }

  /** Shows two widgets, and below them what {@code function} makes of their values. */
  public static <A, B> void interact(Valued<A> a, Valued<B> b, BiFunction<A, B, ?> function) {
    show(interactive(a, b, function));
  }

  /** Shows three widgets, and below them what {@code function} makes of their values. */
  public static <A, B, C> void interact(
      Valued<A> a, Valued<B> b, Valued<C> c, Function3<A, B, C> function) {
    show(interactive(a, b, c, function));
  }

  /** Shows four widgets, and below them what {@code function} makes of their values. */
  public static <A, B, C, D> void interact(
      Valued<A> a, Valued<B> b, Valued<C> c, Valued<D> d, Function4<A, B, C, D> function) {
    show(interactive(a, b, c, d, function));
  }

  /** Shows a widget and returns its place, where something else can be shown later. */
  public static Shown show(Widget widget) {
    Transport transport = WidgetManager.running().transport();
    widget.open();
    return new Shown(transport, transport.display(widget));
  }

  /**
   * Has the front end know of a widget before it is shown. To show it is then quick, even if it has
   * many others within it.
   */
  public static void prepare(Widget widget) {
    widget.open();
  }

  /** Tells whether this process is a kernel that can show widgets. */
  public static boolean areAvailable() {
    try {
      WidgetManager.running();
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /**
   * Runs {@code then} once the front end has proved to have widgets: immediately if it already has,
   * never if it has none. It may run on another thread.
   */
  public static void whenSupported(Runnable then) {
    WidgetManager.running().probe().whenAnswered(then);
  }

  /** Returns what {@link #interact(Valued, Function)} shows, to stand within other widgets. */
  public static <A> VBox interactive(Valued<A> a, Function<A, ?> function) {
    return interactive(List.of(a), () -> function.apply(a.value()));
  }

  /** Returns what {@link #interact(Valued, Valued, BiFunction)} shows. */
  public static <A, B> VBox interactive(Valued<A> a, Valued<B> b, BiFunction<A, B, ?> function) {
    return interactive(List.of(a, b), () -> function.apply(a.value(), b.value()));
  }

  /** Returns what {@link #interact(Valued, Valued, Valued, Function3)} shows. */
  public static <A, B, C> VBox interactive(
      Valued<A> a, Valued<B> b, Valued<C> c, Function3<A, B, C> function) {
    return interactive(List.of(a, b, c), () -> function.apply(a.value(), b.value(), c.value()));
  }

  /** Returns what {@link #interact(Valued, Valued, Valued, Valued, Function4)} shows. */
  public static <A, B, C, D> VBox interactive(
      Valued<A> a, Valued<B> b, Valued<C> c, Valued<D> d, Function4<A, B, C, D> function) {
    return interactive(
        List.of(a, b, c, d), () -> function.apply(a.value(), b.value(), c.value(), d.value()));
  }

  private static VBox interactive(List<Valued<?>> inputs, Supplier<?> function) {
    Transport transport = WidgetManager.running().transport();
    Output output = new Output();
    Object turn = new Object();
    Runnable show =
        () -> {
          synchronized (turn) { // two inputs may change at the same time
            output.replace(() -> display(transport, function.get()));
          }
        };
    inputs.forEach(input -> input.onValue(value -> show.run()));
    show.run();
    return new VBox(
        Stream.concat(inputs.stream().map(Widget.class::cast), Stream.of(output))
            .toArray(Widget[]::new));
  }

  private static void display(Transport transport, Object value) {
    if (value != null) {
      transport.display(value);
    }
  }

  /**
   * Keeps two attributes equal within the front end: without the kernel, at once.
   *
   * @param attribute the front end's name of one, such as {@code value}
   * @param otherAttribute the front end's name of the other
   */
  public static Link jslink(Widget one, String attribute, Widget other, String otherAttribute) {
    Link link = new Link().source(end(one, attribute)).target(end(other, otherAttribute));
    link.open();
    return link;
  }

  /** Has one attribute follow another within the front end: without the kernel, at once. */
  public static DirectionalLink jsdlink(
      Widget source, String attribute, Widget target, String targetAttribute) {
    DirectionalLink link =
        new DirectionalLink().source(end(source, attribute)).target(end(target, targetAttribute));
    link.open();
    return link;
  }

  private static List<Object> end(Widget widget, String attribute) {
    return List.of(widget, widget.attribute(attribute).name());
  }
}
