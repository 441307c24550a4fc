package io.github.spencerpark.jupyter.kernel.magic.registry;

import java.util.List;

/** A line magic. */
@FunctionalInterface
public interface LineMagicFunction<T> {
  /** Runs it. */
  T execute(List<String> args) throws Exception;
}
