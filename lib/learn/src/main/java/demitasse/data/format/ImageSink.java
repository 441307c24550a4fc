package demitasse.data.format;

import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import java.util.List;

/** Takes the images of a set from a reader: first all pixels, in order, then name and labels. */
public interface ImageSink {
  /** Announces about how many bytes of pixels will come. */
  default void expect(int bytes) {}

  /**
   * Takes the next pixels: unsigned bytes, image after image, each (channels, height, width).
   *
   * @param pixels may be used again afterwards
   * @param count how many of them, from the first
   */
  void add(byte[] pixels, int count);

  /**
   * Ends the set.
   *
   * @param name how tables and charts call it
   * @param shape of every image
   * @param labels one for each image
   * @param classNames the meaning of label 0, 1, …
   * @return the images with the pixels that were taken
   */
  Images finish(String name, ImageShape shape, int[] labels, List<String> classNames);

  /** Returns one that keeps the pixels in the heap. */
  static ImageSink heap() {
    return new HeapSink();
  }
}
