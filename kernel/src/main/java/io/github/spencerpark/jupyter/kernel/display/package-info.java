/** How IJava shows values: over JJava's types, which this kernel uses itself. */
package io.github.spencerpark.jupyter.kernel.display;
