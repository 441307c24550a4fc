package demitasse.widgets;

import java.util.Map;

/** A program that uses the widgets with a kernel that is not Demitasse's. */
final class AnotherKernel {
  private AnotherKernel() {}

  public static void main(String[] args) {
    FakeTransport front = FakeTransport.use();
    IntSlider slider = new IntSlider().value(3);
    Widgets.interact(slider, value -> "twice is " + 2 * value);
    front.line("IntSliderModel").update(Map.of("value", 4));
    System.out.println(front.shown.get(front.shown.size() - 1));
    System.out.println(slider.mimeBundle());
  }
}
