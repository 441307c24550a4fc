package io.github.spencerpark.jupyter.kernel.display.common;

import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;

/** The types that a text can be shown in. */
public final class Text {
  public static final MIMEType JS = MIMEType.APPLICATION_JAVASCRIPT;
  public static final MIMEType PLAIN = MIMEType.TEXT_PLAIN;
  public static final MIMEType MARKDOWN = MIMEType.TEXT_MARKDOWN;
  public static final MIMEType LATEX = MIMEType.TEXT_LATEX;
  public static final MIMEType HTML = MIMEType.TEXT_HTML;
  public static final MIMEType CSS = MIMEType.TEXT_CSS;
  public static final MIMEType SVG = MIMEType.IMAGE_SVG;
  public static final MIMEType JSON = MIMEType.APPLICATION_JSON;

  private Text() {}
}
