package io.github.spencerpark.jupyter.kernel.magic.common;

import demitasse.kernel.api.Notebooks;
import java.util.List;

/** Stands for {@code %sh}. */
public class Shell {
  /** Runs a command, the program and its arguments; returns the lines it prints. */
  @SuppressWarnings("unchecked") // what this magic returns
  public static List<String> sh(List<String> args) throws Exception {
    return (List<String>) Notebooks.running().lineMagic("sh", args);
  }
}
