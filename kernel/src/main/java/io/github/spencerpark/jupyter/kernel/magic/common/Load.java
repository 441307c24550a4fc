package io.github.spencerpark.jupyter.kernel.magic.common;

import demitasse.kernel.api.Notebooks;
import java.util.List;

/** Stands for {@code %load}. */
public class Load {
  /** Runs code. */
  @FunctionalInterface
  public interface Executor {
    /** Runs it. */
    void execute(String code) throws Exception;
  }

  /** Creates the magic; this kernel knows itself what to run and how. */
  public Load(List<String> suffixes, Executor executor) {}

  /** Runs a file. */
  public void load(List<String> args) throws Exception {
    Notebooks.running().lineMagic("load", args);
  }
}
