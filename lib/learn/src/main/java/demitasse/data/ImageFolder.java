package demitasse.data;

import static demitasse.numeric.Arguments.given;

import demitasse.data.format.DataException;
import demitasse.data.image.ImageFile;
import demitasse.data.image.ImageForm;
import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import demitasse.data.image.Interpolation;
import demitasse.numeric.Parallel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A folder of images of any size (JPG, PNG, GIF, BMP) that becomes a set of small images of one
 * size.
 *
 * <p>The class of an image is the name of the folder inside this one that it lies in, or, if it
 * lies in none, its own name without a number at the end: {@code maple_tree-2.jpg} and {@code
 * maple_tree (3).jpg} show a {@code maple_tree}. Images are turned as their Exif orientation says;
 * what is transparent becomes white; grey becomes RGB, unless {@link #grayscale} is asked for.
 * Hidden files and what archives and indexers leave behind are passed over.
 *
 * <p>Immutable: every setting returns another one.
 */
public final class ImageFolder {
  private final Path folder;
  private final ImageForm form;
  private final List<String> classNames;
  private final boolean refusing;

  private ImageFolder(Path folder, ImageForm form, List<String> classNames, boolean refusing) {
    this.folder = folder;
    this.form = form;
    this.classNames = classNames;
    this.refusing = refusing;
  }

  /** Returns the images of a folder at 32×32, stretched with the nearest neighbour. */
  public static ImageFolder of(Path folder) {
    given(folder, "the folder");
    var form = new ImageForm(new ImageShape(3, 32, 32), Interpolation.NEAREST, false);
    return new ImageFolder(folder.toAbsolutePath().normalize(), form, List.of(), false);
  }

  /** Sets the size of the images. */
  public ImageFolder size(int height, int width) {
    return with(new ImageShape(form.shape().channels(), height, width));
  }

  /** Makes grey images of one channel, by the weights of ITU-R BT.601 (0.299, 0.587, 0.114). */
  public ImageFolder grayscale() {
    return with(new ImageShape(1, form.shape().height(), form.shape().width()));
  }

  private ImageFolder with(ImageShape shape) {
    return with(new ImageForm(shape, form.interpolation(), form.cropping()));
  }

  /** Sets how pixels are made from the larger or smaller image. */
  public ImageFolder interpolation(Interpolation interpolation) {
    given(interpolation, "the interpolation");
    return with(new ImageForm(form.shape(), interpolation, form.cropping()));
  }

  /** Cuts the middle out of each image in place of stretching it, so that nothing is distorted. */
  public ImageFolder centerCrop() {
    return with(new ImageForm(form.shape(), form.interpolation(), true));
  }

  private ImageFolder with(ImageForm other) {
    return new ImageFolder(folder, other, classNames, refusing);
  }

  /**
   * Sets the classes that labels count in, such as those of the set a model has learnt from. An
   * image of no such class is bad. Otherwise the classes are those found, in order of their names.
   */
  public ImageFolder classNames(List<String> names) {
    given(names, "the names of the classes", "name");
    return new ImageFolder(folder, form, List.copyOf(names), refusing);
  }

  /** Makes one bad image an error; otherwise it is skipped and reported. */
  public ImageFolder refuseBad() {
    return new ImageFolder(folder, form, classNames, true);
  }

  /**
   * What was read.
   *
   * @param images the good ones, in the order of the report
   * @param report a row for each file: file, class, size, and what is wrong with it, if anything
   */
  public record Reading(ImageSet images, Table report) {}

  /**
   * Reads all images.
   *
   * @throws DataException if there is no good one, or with {@link #refuseBad} if there is a bad one
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public Reading read() {
    List<FolderScan.Found> files = FolderScan.of(folder);
    if (files.isEmpty()) {
      throw DataException.in(folder, "holds no images", "Put JPG, PNG, GIF or BMP files there.");
    }
    List<String> classes = classes(files);
    var pixels = new ByteArrayOutputStream();
    List<Integer> labels = new ArrayList<>();
    Table report = emptyReport();
    for (FolderScan.Found file : files) {
      Parallel.checkInterrupt();
      requireRoom(labels.size() + 1);
      String size = "";
      String problem = "";
      try {
        int label = label(file, classes);
        ImageFile image = read(file);
        size = image.width() + "×" + image.height();
        pixels.writeBytes(image.pixels());
        labels.add(label);
      } catch (DataException e) {
        if (refusing) {
          throw e;
        }
        problem = e.getMessage().substring((file.path() + ": ").length());
      }
      String name = folder.relativize(file.path()).toString();
      append(report, name, file.className(classes), size, problem);
    }
    if (labels.isEmpty()) {
      throw DataException.in(
          folder,
          "holds no image that can be used, of " + files.size(),
          "The first: " + report.stringColumn("Problem").get(0));
    }
    int[] marks = labels.stream().mapToInt(Integer::intValue).toArray();
    var images = new Images(name(), false, form.shape(), pixels.toByteArray(), marks, classes);
    return new Reading(ImageSet.of(images), report);
  }

  private List<String> classes(List<FolderScan.Found> files) {
    if (!classNames.isEmpty()) {
      return classNames;
    }
    return files.stream()
        .filter(file -> file.problem().isEmpty())
        .map(file -> file.className(List.of()))
        .distinct()
        .sorted()
        .toList();
  }

  private Table emptyReport() {
    return Table.create(
        name() + ": images",
        StringColumn.create("File"),
        StringColumn.create("Class"),
        StringColumn.create("Size"),
        StringColumn.create("Problem"));
  }

  private static void append(Table report, String... cells) {
    for (int i = 0; i < cells.length; i++) {
      ((StringColumn) report.column(i)).append(cells[i]);
    }
  }

  /** The root of a file system has no name of its own. */
  private String name() {
    return folder.getFileName() == null ? folder.toString() : folder.getFileName().toString();
  }

  private static int label(FolderScan.Found file, List<String> classes) {
    if (!file.problem().isEmpty()) {
      throw DataException.in(file.path(), file.problem(), file.remedy());
    }
    String name = file.className(classes);
    int label = ClassNames.indexOf(classes, name);
    if (label < 0) {
      throw DataException.in(
          file.path(),
          "its name says \"" + name + "\", which is none of the classes",
          "Rename it after one of " + classes + ".");
    }
    return label;
  }

  private ImageFile read(FolderScan.Found file) {
    try {
      return ImageFile.read(file.path(), form);
    } catch (AccessDeniedException e) {
      throw DataException.in(
          file.path(), "may not be read by this user", "Change its permissions (chmod a+r).", e);
    } catch (IOException e) {
      throw DataException.in(
          file.path(),
          "cannot be decoded (" + e.getMessage() + ")",
          "Open it in an image program and save it as RGB, JPG or PNG.",
          e);
    }
  }

  /** All images lie in one array, which can have no more than 2 GB. */
  private void requireRoom(int count) {
    if ((long) count * form.shape().size() > Integer.MAX_VALUE - 8) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: more than %,d images of %s do not fit into memory. Ask for smaller ones.",
              folder,
              count - 1,
              form.shape()));
    }
  }

  @Override
  public String toString() {
    return "images of " + folder + " to be read as " + form.shape();
  }
}
