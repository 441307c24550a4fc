package io.github.spencerpark.jupyter.kernel.display.mime;

import java.util.Objects;

/** A MIME type. */
public final class MIMEType {
  /** Every type. */
  public static final MIMEType ANY = parse("*");

  public static final MIMEType APPLICATION_XML = parse("application/xml");
  public static final MIMEType APPLICATION_JSON = parse("application/json");
  public static final MIMEType APPLICATION_JAVASCRIPT = parse("application/javascript");
  public static final MIMEType APPLICATION_PDF = parse("application/pdf");
  public static final MIMEType APPLICATION_FASTINFOSET = parse("application/fastinfoset");
  public static final MIMEType APPLICATION_VND_WAP_WBXML = parse("application/vnd.wap.wbxml");
  public static final MIMEType APPLICATION_ZIP = parse("application/zip");
  public static final MIMEType APPLICATION_CBOR = parse("application/cbor");
  public static final MIMEType TEXT_HTML = parse("text/html");
  public static final MIMEType TEXT_MARKDOWN = parse("text/markdown");
  public static final MIMEType TEXT_LATEX = parse("text/latex");
  public static final MIMEType TEXT_PLAIN = parse("text/plain");
  public static final MIMEType TEXT_CSS = parse("text/css");
  public static final MIMEType IMAGE_PNG = parse("image/png");
  public static final MIMEType IMAGE_JPEG = parse("image/jpeg");
  public static final MIMEType IMAGE_GIF = parse("image/gif");
  public static final MIMEType IMAGE_SVG = parse("image/svg+xml");

  private final org.dflib.jjava.jupyter.kernel.display.mime.MIMEType plain;

  private MIMEType(org.dflib.jjava.jupyter.kernel.display.mime.MIMEType plain) {
    this.plain = plain;
  }

  /** Creates a type of its parts; null for those that it has not. */
  public MIMEType(String group, String tree, String subtype, String suffix) {
    this(new org.dflib.jjava.jupyter.kernel.display.mime.MIMEType(group, tree, subtype, suffix));
  }

  /**
   * Reads a type such as {@code text/html}.
   *
   * @throws MIMETypeParseException if it is none
   */
  public static MIMEType parse(String text) {
    try {
      return of(org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.parse(text));
    } catch (RuntimeException e) {
      throw new MIMETypeParseException(e.getMessage(), e);
    }
  }

  /** Returns a type of JJava's as IJava's. */
  public static MIMEType of(org.dflib.jjava.jupyter.kernel.display.mime.MIMEType plain) {
    return new MIMEType(plain);
  }

  /** Returns the type as JJava's. */
  public org.dflib.jjava.jupyter.kernel.display.mime.MIMEType plain() {
    return plain;
  }

  /** Returns the part before the slash. */
  public String getGroup() {
    return plain.getGroup();
  }

  /** Returns the part between the slash and the first dot; null if there is none. */
  public String getTree() {
    return plain.getTree();
  }

  /** Returns the part after the slash and the tree. */
  public String getSubtype() {
    return plain.getSubtype();
  }

  /** Returns the part after the plus sign; null if there is none. */
  public String getSuffix() {
    return plain.getSuffix();
  }

  /** Tells whether it has a tree. */
  public boolean hasTree() {
    return plain.hasTree();
  }

  /** Tells whether it has a subtype. */
  public boolean hasSubtype() {
    return plain.hasSubtype();
  }

  /** Tells whether it has a suffix. */
  public boolean hasSuffix() {
    return plain.hasSuffix();
  }

  /** Returns the type without the suffix. */
  public MIMEType withoutSuffix() {
    return of(plain.withoutSuffix());
  }

  /** Tells whether the subtype stands for all. */
  public boolean subtypeIsWildcard() {
    return plain.subtypeIsWildcard();
  }

  /** Tells whether it stands for several types. */
  public boolean isWildcard() {
    return plain.isWildcard();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MIMEType type && plain.equals(type.plain);
  }

  @Override
  public int hashCode() {
    return Objects.hash(plain);
  }

  @Override
  public String toString() {
    return plain.toString();
  }
}
