package demitasse.explore;

import demitasse.widgets.Button;
import demitasse.widgets.FloatProgress;
import demitasse.widgets.HBox;
import demitasse.widgets.HTML;
import demitasse.widgets.Label;
import demitasse.widgets.VBox;
import demitasse.widgets.Widget;
import demitasse.widgets.Widgets;
import java.util.List;

/** What a live view consists of: a progress bar, a line of text, a button, and the curve. */
final class FitPanel {
  private final FloatProgress bar = new FloatProgress();
  private final Label text = new Label();
  private final Button stop = new Button("Stop after this epoch");
  private final HTML curve = new HTML();
  private final HBox row = new HBox(bar, text, stop);
  private final VBox whole = new VBox(row, curve);

  /**
   * Makes one.
   *
   * @param onStop what the button does
   */
  FitPanel(Runnable onStop) {
    bar.layout().flex("1 1 120px");
    stop.icon("stop").layout().flex("0 0 auto").width("auto");
    row.layout().flexFlow("row wrap").maxWidth("640px");
    stop.onClick(
        () -> {
          onStop.run();
          stop.disabled(true).description("Stops after this epoch");
        });
  }

  /** Tells the front end of it, which does not show it yet. */
  void open() {
    Widgets.prepare(whole);
  }

  /** Returns the widget to show. */
  Widget whole() {
    return whole;
  }

  void update(Pace pace, String svg) {
    bar.bounds(0.0, pace.total()).value(pace.done());
    text.value(pace.text());
    curve.value(svg);
  }

  void close() {
    List.of(bar, text, stop, curve, row, whole).forEach(Widget::close);
    // A widget's layout and style are widgets too, and outlive it.
    List.of(bar.layout(), text.layout(), stop.layout(), curve.layout()).forEach(Widget::close);
    List.of(row.layout(), whole.layout()).forEach(Widget::close);
    List.<Widget>of(bar.style(), text.style(), stop.style(), curve.style()).forEach(Widget::close);
  }
}
