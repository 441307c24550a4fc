package demitasse.data;

import demitasse.data.format.DataException;
import demitasse.data.image.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What lies in a folder of images and in the folders inside it: files that are, or may be taken
 * for, images, and whatever else must not be passed over in silence.
 *
 * <p>Links are followed. What programs leave behind, hidden or not, is nobody's image.
 */
final class FolderScan {
  private static final Set<String> IMAGES =
      Set.of("jpg", "jpeg", "jpe", "jfif", "jif", "png", "gif", "bmp", "dib");
  private static final Set<String> UNKNOWN_IMAGES =
      Set.of(
          "webp", "heic", "heif", "avif", "tif", "tiff", "jp2", "jxl", "svg", "ico", "psd", "dng",
          "cr2", "cr3", "nef", "arw", "raf", "ppm", "pgm");
  private static final Set<String> LEFT_BEHIND =
      Set.of(
          "__MACOSX",
          "__pycache__",
          "@eaDir",
          "@Recycle",
          "@Recently-Snapshot",
          "#recycle",
          "#snapshot",
          "$RECYCLE.BIN",
          "RECYCLER",
          "System Volume Information",
          "lost+found",
          "Network Trash Folder",
          "Temporary Items");

  /** Files of an editor or a download that is not done, and backups. */
  private static final Pattern UNFINISHED =
      Pattern.compile(
          "~\\$.*|.*~|.*\\.(part|partial|crdownload|download|bak|swp)", Pattern.CASE_INSENSITIVE);

  /**
   * What file managers and browsers add to a second copy: " (1)", " - Copy (2)", " copy 2", also in
   * other languages.
   */
  private static final String COPY =
      "(( -)? (?iu:copy|kopie|copie|copia|cópia|kopia|копия)( \\d+)?| ?[(\\[]\\d+[)\\]])+$";

  /** And those that put it in front. */
  private static final String COPY_OF =
      "^(?iu:copy of|kopie von|copie de|copia de|cópia de|kopia) +";

  private static final String NUMBER = "[-_. ]*\\d+$";

  private final Path folder;
  private final List<Found> found = new ArrayList<>();

  /**
   * One file, or a folder that was not looked into.
   *
   * @param names what its class may be called, the likeliest first
   * @param problem why it cannot be read, or empty
   * @param remedy what to do about that, or empty
   */
  record Found(Path path, List<String> names, String problem, String remedy) {
    /** Returns the class: the first of its names that is one, or else the last of them. */
    String className(List<String> classes) {
      return names.stream()
          .filter(name -> ClassNames.indexOf(classes, name) >= 0)
          .findFirst()
          .orElse(names.get(names.size() - 1));
    }
  }

  private FolderScan(Path folder) {
    this.folder = folder;
  }

  /**
   * Looks through a folder.
   *
   * @param folder absolute
   * @return in the order of the names
   * @throws DataException if the folder cannot be listed
   */
  static List<Found> of(Path folder) {
    var scan = new FolderScan(folder);
    try {
      for (Path path : list(folder)) {
        if (Files.isDirectory(path)) {
          scan.lookInto(path);
        } else {
          scan.add(path, namesOf(path));
        }
      }
    } catch (IOException e) {
      throw DataException.in(folder, reason(e), "Name a folder that may be read.", e);
    }
    return scan.found;
  }

  private void lookInto(Path path) throws IOException {
    List<String> names = List.of(ClassNames.composed(path.getFileName().toString()));
    if (folder.toRealPath().startsWith(path.toRealPath())) {
      found.add(new Found(path, names, "is a link back to where it lies", "Remove it."));
      return;
    }
    try {
      for (Path inside : list(path)) {
        if (Files.isDirectory(inside)) {
          found.add(
              new Found(
                  inside,
                  names,
                  "is a folder inside a class's folder, and was not looked into",
                  "Move its images up, or name the folder that the classes lie in."));
        } else {
          add(inside, names);
        }
      }
    } catch (IOException e) {
      found.add(new Found(path, names, reason(e), "Change its permissions."));
    }
  }

  private void add(Path file, List<String> names) {
    String ending = ending(file);
    boolean named = IMAGES.contains(ending);
    if (UNKNOWN_IMAGES.contains(ending)) {
      String format = ending.toUpperCase(Locale.ROOT);
      found.add(new Found(file, names, "is a " + format + " file", "Save it as JPG or PNG."));
    } else if (named && Files.notExists(file)) {
      found.add(new Found(file, names, "is a link that leads nowhere", "Remove it."));
    } else if (Files.isRegularFile(file) && (named || ImageFile.isImage(file))) {
      found.add(new Found(file, names, "", ""));
    } else if (named && !Files.isRegularFile(file)) {
      found.add(new Found(file, names, "is not a regular file", "Remove it."));
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> !isLeftBehind(path.getFileName().toString())).sorted().toList();
    }
  }

  private static boolean isLeftBehind(String name) {
    return name.startsWith(".") || LEFT_BEHIND.contains(name) || UNFINISHED.matcher(name).matches();
  }

  /** A file outside of all folders is called after its class, and perhaps numbered. */
  private static List<String> namesOf(Path file) {
    String name = ClassNames.composed(file.getFileName().toString());
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    String original = stem.replaceFirst(COPY, "").replaceFirst(COPY_OF, "");
    return Stream.of(stem, original, original.replaceFirst(NUMBER, ""))
        .filter(each -> !each.isEmpty())
        .toList();
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "does not exist";
    }
    return e instanceof NotDirectoryException ? "is no folder" : "cannot be listed (" + e + ")";
  }
}
