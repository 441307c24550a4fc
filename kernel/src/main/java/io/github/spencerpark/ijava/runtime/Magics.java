package io.github.spencerpark.ijava.runtime;

import io.github.spencerpark.ijava.IJava;
import java.util.List;

/** Magics as functions. */
public final class Magics {
  private Magics() {}

  /** Runs a line magic and returns its value. */
  public static <T> T lineMagic(String name, List<String> args) {
    return IJava.getKernelInstance().getMagics().applyLineMagic(name, args);
  }

  /** Runs a cell magic and returns its value. */
  public static <T> T cellMagic(String name, List<String> args, String body) {
    return IJava.getKernelInstance().getMagics().applyCellMagic(name, args, body);
  }
}
