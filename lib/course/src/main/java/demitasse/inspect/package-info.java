/**
 * A look into a trained network: what it gets wrong ({@link demitasse.inspect.Classification}),
 * what its filters look for and its layers make of an image, which of its units are dead, and the
 * way an optimizer takes.
 */
package demitasse.inspect;
