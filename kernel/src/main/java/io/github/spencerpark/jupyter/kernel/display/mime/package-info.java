/** MIME types as IJava has them. */
package io.github.spencerpark.jupyter.kernel.display.mime;
