/** A Java kernel for Jupyter that keeps IJava's contract. */
package demitasse.kernel;
