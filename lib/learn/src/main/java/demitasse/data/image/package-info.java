/**
 * Images in memory, and how a picture file becomes one: {@link demitasse.data.image.Images} holds
 * the bytes of a whole set, {@link demitasse.data.image.ImageShape} the size of each of its images.
 */
package demitasse.data.image;
