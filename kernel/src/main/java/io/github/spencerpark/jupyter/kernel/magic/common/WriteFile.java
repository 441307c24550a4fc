package io.github.spencerpark.jupyter.kernel.magic.common;

import demitasse.kernel.api.Notebooks;
import java.util.List;

/** Stands for {@code %%writefile}. */
public class WriteFile {
  /** Writes the text into a file. */
  public static Void writefile(List<String> args, String body) throws Exception {
    Notebooks.running().cellMagic("writefile", args, body);
    return null;
  }
}
