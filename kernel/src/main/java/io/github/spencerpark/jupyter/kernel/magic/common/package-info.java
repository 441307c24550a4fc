/**
 * The magics that IJava's notebooks register first. This kernel has them from the beginning, so
 * that nothing here is annotated as one.
 */
package io.github.spencerpark.jupyter.kernel.magic.common;
