package demitasse.data.image;

/**
 * What images of any size are made into.
 *
 * @param shape of the small image
 * @param interpolation how its pixels are made
 * @param cropping whether the middle is cut out, or all of the image is stretched
 */
public record ImageForm(ImageShape shape, Interpolation interpolation, boolean cropping) {
  byte[] pixels(RgbImage image) {
    return (cropping ? image.croppedLike(shape) : image).resized(shape, interpolation);
  }
}
