/** IJava's base kernel: what is the same for every language. */
package io.github.spencerpark.jupyter.kernel;
