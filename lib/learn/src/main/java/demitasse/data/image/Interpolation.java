package demitasse.data.image;

/** How a resized pixel is made from the pixels it covers. */
public enum Interpolation {
  /** Takes the one pixel that the centre falls on. */
  NEAREST,
  /** Weighs the four pixels around the centre. */
  BILINEAR,
  /** Averages all pixels that the new one covers: the right way to make an image much smaller. */
  AREA
}
