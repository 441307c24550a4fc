package demitasse.data.image;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How a camera was held: the tag Orientation (1 to 8) in the Exif part of a JPG (Exif 2.3, section
 * 4.6; TIFF 6.0). 1, as it stands, for whatever has no such tag or is not to be understood.
 */
final class ExifOrientation {
  private static final int START_OF_IMAGE = 0xffd8;
  private static final int START_OF_SCAN = 0xffda;
  private static final int APP1 = 0xffe1;
  private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};
  private static final int TAG = 0x0112;
  private static final int ENTRY = 12;

  private ExifOrientation() {}

  static int of(Path file) throws IOException {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (in.readUnsignedShort() != START_OF_IMAGE) {
        return 1;
      }
      int marker = in.readUnsignedShort();
      while (marker >>> 8 == 0xff && marker != START_OF_SCAN) {
        byte[] segment = new byte[Math.max(0, in.readUnsignedShort() - 2)];
        in.readFully(segment);
        if (marker == APP1 && Arrays.mismatch(segment, EXIF) == EXIF.length) {
          return ofTiff(
              ByteBuffer.wrap(segment, EXIF.length, segment.length - EXIF.length).slice());
        }
        marker = in.readUnsignedShort();
      }
      return 1;
    } catch (EOFException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return 1; // offsets that lead nowhere
    }
  }

  private static int ofTiff(ByteBuffer tiff) {
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY;
      if ((tiff.getShort(entry) & 0xffff) == TAG) {
        int orientation = tiff.getShort(entry + 8);
        return orientation >= 1 && orientation <= 8 ? orientation : 1;
      }
    }
    return 1;
  }
}
