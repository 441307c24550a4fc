/**
 * IJava's programming interface over this kernel's, as far as notebooks use it. Its classes are
 * loaded when a cell or a library names one of them.
 */
package io.github.spencerpark.ijava;
