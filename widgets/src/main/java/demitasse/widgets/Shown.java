package demitasse.widgets;

/** The place where a widget is shown. */
public final class Shown {
  private final Transport transport;
  private final String id;

  Shown(Transport transport, String id) {
    this.transport = transport;
    this.id = id;
  }

  /**
   * Shows something else in the widget's place, such as an image that stays when the kernel has
   * ended. The widget itself is not closed.
   *
   * @param type MIME type of the content, such as {@code image/svg+xml}
   */
  public void replace(String type, String content) {
    transport.replace(id, type, content);
  }
}
