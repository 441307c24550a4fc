/** The types that IJava renders texts and images in. */
package io.github.spencerpark.jupyter.kernel.display.common;
