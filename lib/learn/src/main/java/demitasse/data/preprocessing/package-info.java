/**
 * The steps between the bytes of an image and what a model sees. Begin with {@link
 * demitasse.data.preprocessing.Preprocessing}, which names them all.
 */
package demitasse.data.preprocessing;
