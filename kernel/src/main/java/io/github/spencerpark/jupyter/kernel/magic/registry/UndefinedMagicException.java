package io.github.spencerpark.jupyter.kernel.magic.registry;

/** Says that there is no such magic. */
public class UndefinedMagicException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String name;
  private final boolean line;

  /** Creates the exception. */
  public UndefinedMagicException(String name, boolean line) {
    super("there is no " + (line ? "line magic %" : "cell magic %%") + name);
    this.name = name;
    this.line = line;
  }

  /** Returns the name that is not known. */
  public String getMagicName() {
    return name;
  }

  /** Tells whether a line magic was meant. */
  public boolean isLineMagic() {
    return line;
  }

  /** Tells whether a cell magic was meant. */
  public boolean isCellMagic() {
    return !line;
  }
}
