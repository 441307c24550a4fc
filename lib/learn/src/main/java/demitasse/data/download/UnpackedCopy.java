package demitasse.data.download;

import demitasse.data.format.ImageSink;
import demitasse.data.format.MappedImages;
import demitasse.data.format.MappedImagesWriter;
import demitasse.data.image.Images;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads a data set by way of an unpacked copy of its images, which all processes of the machine map
 * into memory. The first process that needs it makes it; one that finds it damaged, or made from
 * other files, makes it again.
 *
 * <p>It lies in a folder {@code unpacked}: beside the files, or if nothing may be written there,
 * where downloads go, or in the user's cache. Where none of these can hold it, the images are read
 * into the heap, and a line says so.
 */
final class UnpackedCopy<T> {
  private final Surroundings surroundings;
  private final Format<T> format;
  private final Path folder;
  private final String source;

  /** Of the set that lies in {@code folder}. */
  UnpackedCopy(Surroundings surroundings, Format<T> format, Path folder) {
    this.surroundings = surroundings;
    this.format = format;
    this.folder = folder;
    this.source = describe(format.filesIn(folder));
  }

  /**
   * Reads the set.
   *
   * @throws demitasse.data.format.DataException if a file of it is missing or damaged
   */
  T read() {
    List<Path> places = places();
    for (Path place : places) {
      Optional<T> there = open(place);
      if (there.isPresent()) {
        return there.get();
      }
    }
    String reason = "no folder for it can be written to";
    for (Path place : places) {
      if (mayWrite(place)) {
        try {
          return make(place);
        } catch (IOException | UncheckedIOException e) {
          reason = place + " cannot hold it: " + reason(e);
        }
      }
    }
    tell(
        "Each notebook keeps "
            + format.title()
            + " in its own memory, without a copy that all share: "
            + reason
            + ".");
    return format.read(folder);
  }

  private void tell(String line) {
    surroundings.out().println(line);
  }

  private static String reason(Exception problem) {
    return problem instanceof UncheckedIOException e ? e.getCause().toString() : problem.toString();
  }

  /** Describes the files, to tell them from others of the same names. */
  private static String describe(List<Path> files) {
    StringBuilder text = new StringBuilder();
    try {
      for (Path file : files) {
        // Archives keep whole seconds.
        long seconds = Files.getLastModifiedTime(file).toMillis() / 1000;
        text.append(file.getFileName()).append(' ').append(Files.size(file));
        text.append(' ').append(seconds).append('\n');
      }
    } catch (IOException e) {
      return ""; // gone meanwhile; the reader has a better message
    }
    return text.toString();
  }

  private List<Path> places() {
    return Stream.of(
            folder,
            DataFolders.own(surroundings).resolve(format.set()),
            DataFolders.cache(surroundings).resolve(format.set()))
        .map(place -> place.resolve("unpacked"))
        .distinct()
        .toList();
  }

  /**
   * Tells whether we may write there. A folder that its owner has made read-only stays as it is,
   * also where we are the superuser.
   */
  private static boolean mayWrite(Path place) {
    Path there = place;
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    var view = Files.getFileAttributeView(there, PosixFileAttributeView.class);
    try {
      return Files.isWritable(there)
          && (view == null
              || view.readAttributes().permissions().contains(PosixFilePermission.OWNER_WRITE));
    } catch (IOException e) {
      return false;
    }
  }

  private static Path file(Path place, String part) {
    return place.resolve(part + MappedImages.ENDING);
  }

  private Optional<T> open(Path place) {
    Map<String, Images> parts = new HashMap<>();
    for (String part : format.parts()) {
      Optional<Images> images = MappedImages.open(file(place, part), source);
      if (images.isEmpty()) {
        return Optional.empty();
      }
      parts.put(part, images.get());
    }
    return Optional.of(format.of(parts));
  }

  /** Makes the copy, unless somebody else does. */
  private T make(Path place) throws IOException {
    return FolderLock.call(
        place,
        () -> tell("Another notebook is unpacking " + format.title() + "; waiting for it."),
        () -> open(place).orElseGet(() -> unpack(place)));
  }

  private T unpack(Path place) {
    Queue<MappedImagesWriter> writers = new ConcurrentLinkedQueue<>();
    Function<String, ImageSink> sinks =
        part -> {
          var writer = MappedImagesWriter.open(file(place, part), source);
          writers.add(writer);
          return writer;
        };
    try {
      T set = format.read(folder, sinks);
      writers.forEach(MappedImagesWriter::commit);
      return set;
    } finally {
      writers.forEach(MappedImagesWriter::close);
    }
  }
}
