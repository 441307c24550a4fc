/** How IJava registers magics. */
package io.github.spencerpark.jupyter.kernel.magic.registry;
