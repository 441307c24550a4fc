package io.github.spencerpark.jupyter.kernel.magic.registry;

import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.magic.MagicArgsParseException;

/** Which arguments a magic takes, and what they are called. */
public class MagicsArgs {
  private final org.dflib.jjava.jupyter.kernel.magic.MagicsArgs args;

  private MagicsArgs(org.dflib.jjava.jupyter.kernel.magic.MagicsArgs args) {
    this.args = args;
  }

  /** Begins to tell. */
  public static MagicsArgsBuilder builder() {
    return new MagicsArgsBuilder();
  }

  /**
   * Returns the values of each argument, flag and keyword.
   *
   * @throws io.github.spencerpark.jupyter.kernel.magic.registry.MagicArgsParseException if it takes
   *     others
   */
  public Map<String, List<String>> parse(List<String> words) {
    try {
      return args.parse(words);
    } catch (MagicArgsParseException e) {
      throw new io.github.spencerpark.jupyter.kernel.magic.registry.MagicArgsParseException(
          e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return args.toString();
  }

  /** How often a keyword may be given. */
  public enum KeywordSpec {
    ONCE,
    COLLECT,
    REPLACE;

    private org.dflib.jjava.jupyter.kernel.magic.MagicsArgs.KeywordSpec plain() {
      return org.dflib.jjava.jupyter.kernel.magic.MagicsArgs.KeywordSpec.valueOf(name());
    }
  }

  /** Tells which arguments there are. */
  public static class MagicsArgsBuilder {
    private final org.dflib.jjava.jupyter.kernel.magic.MagicsArgs.MagicsArgsBuilder builder =
        org.dflib.jjava.jupyter.kernel.magic.MagicsArgs.builder();

    /** Adds an argument that must be there. */
    public MagicsArgsBuilder required(String name) {
      builder.required(name);
      return this;
    }

    /** Adds an argument that may be there. */
    public MagicsArgsBuilder optional(String name) {
      builder.optional(name);
      return this;
    }

    /** Gives the arguments after all others a name. */
    public MagicsArgsBuilder varargs(String name) {
      builder.varargs(name);
      return this;
    }

    /** Adds a keyword, as in {@code --name=value}. */
    public MagicsArgsBuilder keyword(String name, KeywordSpec spec, KeywordSpec... more) {
      builder.keyword(
          name,
          spec.plain(),
          List.of(more).stream()
              .map(KeywordSpec::plain)
              .toArray(org.dflib.jjava.jupyter.kernel.magic.MagicsArgs.KeywordSpec[]::new));
      return this;
    }

    /** Adds a keyword that may be given several times. */
    public MagicsArgsBuilder keyword(String name) {
      builder.keyword(name);
      return this;
    }

    /** Adds a flag, as in {@code -n}, and the value that it stands for. */
    public MagicsArgsBuilder flag(String name, char letter, String value) {
      builder.flag(name, letter, value);
      return this;
    }

    /** Adds a flag, as in {@code -n}. */
    public MagicsArgsBuilder flag(String name, char letter) {
      builder.flag(name, letter);
      return this;
    }

    /** Takes every keyword. */
    public MagicsArgsBuilder anyKeyword() {
      builder.anyKeyword();
      return this;
    }

    /** Takes only the keywords that were told. */
    public MagicsArgsBuilder onlyKnownKeywords() {
      builder.onlyKnownKeywords();
      return this;
    }

    /** Takes every flag. */
    public MagicsArgsBuilder anyFlag() {
      builder.anyFlag();
      return this;
    }

    /** Takes only the flags that were told. */
    public MagicsArgsBuilder onlyKnownFlags() {
      builder.onlyKnownFlags();
      return this;
    }

    /** Returns what was told. */
    public MagicsArgs build() {
      return new MagicsArgs(builder.build());
    }
  }
}
