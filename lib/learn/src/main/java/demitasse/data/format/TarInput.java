package demitasse.data.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.apache.commons.compress.utils.ArchiveUtils;

/**
 * Reads the files of a tar archive one after the other, without unpacking anything to disk.
 *
 * <p>Only what a data set needs is read: plain files and folders with short names (POSIX ustar).
 * Links, devices and names that lead out of the archive are refused. The headers are parsed by
 * Commons Compress, but one by one: its stream would follow a header that promises a name of
 * gigabytes, and takes an archive that breaks off between two files for a whole one.
 */
public final class TarInput {
  private static final int BLOCK = TarConstants.DEFAULT_RCDSIZE;
  private static final int MAX_EXTENSION = 1 << 16;
  private static final int MAX_PADDING = 1 << 20;

  private final StrictInput in;
  private final byte[] header = new byte[BLOCK];

  /**
   * One file of the archive; its bytes come next from the input and must all be read.
   *
   * @param name in the archive
   * @param size in bytes
   */
  public record Member(String name, long size) {}

  /** Begins with the first file of the archive that this input holds. */
  public TarInput(StrictInput in) {
    this.in = in;
  }

  /** Returns the next file, or null after the last one, when the end of the archive is checked. */
  public Member next() {
    while (true) {
      skipPadding();
      long at = in.offset();
      in.read(header, 0, BLOCK, "a tar header");
      if (ArchiveUtils.isArrayZero(header, BLOCK)) {
        expectOnlyZeros();
        return null;
      }
      TarArchiveEntry entry = parse(at);
      String name = name(entry, at);
      switch (entry.getLinkFlag()) {
        case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM -> {
          return new Member(name, entry.getSize());
        }
        case TarConstants.LF_DIR -> {
          if (entry.getSize() != 0) {
            throw in.damaged(
                "holds the folder " + name + " with " + entry.getSize() + " bytes in it");
          }
        }
        case TarConstants.LF_PAX_EXTENDED_HEADER_LC, TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER ->
            skipExtension(name, entry.getSize()); // times and owners of newer archives
        case TarConstants.LF_LINK, TarConstants.LF_SYMLINK ->
            throw in.damaged("holds the link " + name + ", and links are not followed");
        default ->
            throw in.damaged(
                String.format(
                    Locale.ROOT,
                    "holds %s of the type '%c' at offset %d, which no data set needs",
                    name,
                    entry.getLinkFlag(),
                    at));
      }
    }
  }

  private TarArchiveEntry parse(long at) {
    try {
      String utf8 = StandardCharsets.UTF_8.name();
      var entry = new TarArchiveEntry(header, ZipEncodingHelper.getZipEncoding(utf8), false);
      if (entry.isCheckSumOK()) {
        return entry;
      }
    } catch (IOException | IllegalArgumentException e) {
      // A field that holds no number: the same damage.
    }
    throw in.damaged("is not a tar archive, or has a damaged header at offset " + at);
  }

  private String name(TarArchiveEntry entry, long at) {
    String name = entry.getName();
    if (name.isEmpty() || name.startsWith("/") || Arrays.asList(name.split("/")).contains("..")) {
      throw in.damaged("has the name \"" + name + "\" at offset " + at + ", which leads out of it");
    }
    return name;
  }

  private void skipPadding() {
    int beyond = (int) (in.offset() % BLOCK);
    if (beyond > 0) {
      in.read(new byte[BLOCK], 0, BLOCK - beyond, "padding");
    }
  }

  private void skipExtension(String name, long size) {
    if (size > MAX_EXTENSION) {
      throw in.damaged("holds " + name + " with " + size + " bytes of extended header");
    }
    in.read(new byte[MAX_EXTENSION], 0, (int) size, "an extended header");
  }

  private void expectOnlyZeros() {
    byte[] block = new byte[BLOCK];
    for (int done = 0; in.readAtMost(block, 0, BLOCK) > 0; done += BLOCK) {
      if (!ArchiveUtils.isArrayZero(block, BLOCK) || done > MAX_PADDING) {
        throw in.damaged(
            "has something after the end of the archive, before offset " + in.offset());
      }
    }
  }
}
