/**
 * Renderers for libraries that bring none of their own. A jar apart, on the notebook's class path.
 */
package demitasse.kernel.renderers;
