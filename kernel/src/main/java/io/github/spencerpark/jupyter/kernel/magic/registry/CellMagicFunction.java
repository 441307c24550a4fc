package io.github.spencerpark.jupyter.kernel.magic.registry;

import java.util.List;

/** A cell magic. */
@FunctionalInterface
public interface CellMagicFunction<T> {
  /** Runs it. */
  T execute(List<String> args, String body) throws Exception;
}
