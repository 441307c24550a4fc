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
 * 4.6) or of a PNG (chunk eXIf, PNG third edition, section 11.3.3.4). 1, as it stands, for whatever
 * has no such tag or is not to be understood.
 */
final class Orientation {
  private static final int UPRIGHT = 1;
  private static final int START_OF_IMAGE = 0xffd8;
  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int APP1 = 0xe1;
  private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0};
  private static final int PNG_START = 0x8950;
  private static final int PNG_SIGNATURE = 8;
  private static final int PNG_EXIF = 0x65584966;
  private static final int PNG_END = 0x49454e44;
  private static final int PNG_SUM = 4;

  /** No Exif part is larger: a length beyond it is damage. */
  private static final int MAX_EXIF = 1 << 20;

  private Orientation() {}

  static int of(Path file) throws IOException {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      return switch (in.readUnsignedShort()) {
        case START_OF_IMAGE -> ofJpg(in);
        case PNG_START -> ofPng(in);
        default -> UPRIGHT;
      };
    } catch (EOFException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return UPRIGHT; // offsets that lead nowhere
    }
  }

  private static int ofJpg(DataInputStream in) throws IOException {
    while (true) {
      int marker = in.readUnsignedByte();
      if (marker != 0xff) {
        return UPRIGHT;
      }
      while (marker == 0xff) { // any number of them may fill the gap before a marker
        marker = in.readUnsignedByte();
      }
      if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
        return UPRIGHT;
      }
      if (standsAlone(marker)) {
        continue;
      }
      byte[] segment = in.readNBytes(Math.max(0, in.readUnsignedShort() - 2));
      if (marker == APP1 && Arrays.mismatch(segment, EXIF) == EXIF.length) {
        return ofTiff(segment, EXIF.length + 1);
      }
    }
  }

  /** TEM and the restart markers have no length behind them. */
  private static boolean standsAlone(int marker) {
    return marker == 0x01 || marker >= 0xd0 && marker <= 0xd7;
  }

  private static int ofPng(DataInputStream in) throws IOException {
    in.skipNBytes(PNG_SIGNATURE - 2);
    while (true) {
      int length = in.readInt();
      int type = in.readInt();
      if (type == PNG_END || length < 0) {
        return UPRIGHT;
      }
      if (type == PNG_EXIF && length <= MAX_EXIF) {
        byte[] chunk = in.readNBytes(length);
        // Some programs leave what a JPG has before it.
        boolean asInJpg = Arrays.mismatch(chunk, EXIF) == EXIF.length;
        return ofTiff(chunk, asInJpg ? EXIF.length + 1 : 0);
      }
      in.skipNBytes((long) length + PNG_SUM);
    }
  }

  /** Looks through the first directory (TIFF 6.0, section 2); the next describes the thumbnail. */
  private static int ofTiff(byte[] bytes, int start) {
    ByteBuffer tiff = ByteBuffer.wrap(bytes, start, bytes.length - start).slice();
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * 12;
      if ((tiff.getShort(entry) & 0xffff) == 0x0112) {
        int orientation = value(tiff, tiff.getShort(entry + 2), entry + 8);
        return orientation >= 1 && orientation <= 8 ? orientation : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /** A value shorter than four bytes stands to the left in its field. */
  private static int value(ByteBuffer tiff, int type, int at) {
    return switch (type) {
      case 1, 6, 7 -> tiff.get(at);
      case 3, 8 -> tiff.getShort(at);
      case 4, 9, 13 -> tiff.getInt(at);
      default -> UPRIGHT;
    };
  }
}
