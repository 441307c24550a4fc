package demitasse.data;

import demitasse.data.format.DataException;
import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import demitasse.data.image.Interpolation;
import demitasse.data.image.Picture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A folder of pictures of any size (JPG, PNG, GIF, BMP) that becomes a set of small images of one
 * size.
 *
 * <p>The class of a picture is the name of the folder inside this one that it lies in, or, if it
 * lies in none, its own name without a number at the end: {@code maple_tree-2.jpg} shows a {@code
 * maple_tree}. Pictures are turned as their EXIF orientation says; what is transparent becomes
 * white; grey becomes RGB, unless {@link #grey} is asked for.
 *
 * <p>Immutable: every setting returns another one.
 */
public final class ImageFolder {
  private static final Set<String> PICTURES = Set.of("jpg", "jpeg", "png", "gif", "bmp");
  private static final Set<String> UNKNOWN_PICTURES =
      Set.of("webp", "heic", "heif", "avif", "tif", "tiff", "jp2", "svg");

  private final Path folder;
  private final Picture.Form form;
  private final List<String> classNames;
  private final boolean refusing;

  private ImageFolder(Path folder, Picture.Form form, List<String> classNames, boolean refusing) {
    this.folder = folder;
    this.form = form;
    this.classNames = classNames;
    this.refusing = refusing;
  }

  /** Returns the pictures of a folder at 32×32, stretched with the nearest neighbour. */
  public static ImageFolder of(Path folder) {
    var form = new Picture.Form(new ImageShape(3, 32, 32), Interpolation.NEAREST, false);
    return new ImageFolder(folder, form, List.of(), false);
  }

  /** Sets the size of the images. */
  public ImageFolder size(int height, int width) {
    var shape = new ImageShape(form.shape().channels(), height, width);
    return with(new Picture.Form(shape, form.interpolation(), form.cropping()));
  }

  /** Makes grey images of one channel, by the weights of ITU-R BT.601 (0.299, 0.587, 0.114). */
  public ImageFolder grey() {
    var shape = new ImageShape(1, form.shape().height(), form.shape().width());
    return with(new Picture.Form(shape, form.interpolation(), form.cropping()));
  }

  /** Sets how pixels are made from the larger or smaller picture. */
  public ImageFolder interpolation(Interpolation interpolation) {
    return with(new Picture.Form(form.shape(), interpolation, form.cropping()));
  }

  /**
   * Cuts the middle out of each picture in place of stretching it, so that nothing is distorted.
   */
  public ImageFolder centreCrop() {
    return with(new Picture.Form(form.shape(), form.interpolation(), true));
  }

  /**
   * Sets the classes that labels count in, such as those of the set a model has learnt from. A
   * picture of no such class is bad. Otherwise the classes are those found, in order of their
   * names.
   */
  public ImageFolder classNames(List<String> names) {
    return new ImageFolder(folder, form, List.copyOf(names), refusing);
  }

  /** Makes one bad picture an error; otherwise it is skipped and reported. */
  public ImageFolder refuseBad() {
    return new ImageFolder(folder, form, classNames, true);
  }

  private ImageFolder with(Picture.Form other) {
    return new ImageFolder(folder, other, classNames, refusing);
  }

  /**
   * What was read.
   *
   * @param images the good pictures, in the order of the report
   * @param report a row for each picture: file, class, size, and what is wrong with it, if anything
   */
  public record Pictures(ImageSet images, Table report) {}

  /**
   * Reads all pictures.
   *
   * @throws DataException if there is no good one, or with {@link #refuseBad} if there is a bad one
   */
  public Pictures read() {
    List<Path> files = files();
    if (files.isEmpty()) {
      throw DataException.in(folder, "holds no pictures", "Put JPG, PNG, GIF or BMP files there.");
    }
    List<String> classes =
        classNames.isEmpty()
            ? files.stream().map(this::className).distinct().sorted().toList()
            : classNames;
    Table report =
        Table.create(
            folder.getFileName() + ": pictures",
            StringColumn.create("File"),
            StringColumn.create("Class"),
            StringColumn.create("Size"),
            StringColumn.create("Problem"));
    var pixels = new ByteArrayOutputStream();
    List<Integer> labels = new ArrayList<>();
    for (Path file : files) {
      String size = "";
      String problem = "";
      try {
        int label = label(file, classes);
        Picture picture = Picture.read(file, form);
        size = picture.width() + "×" + picture.height();
        pixels.writeBytes(picture.pixels());
        labels.add(label);
      } catch (DataException e) {
        if (refusing) {
          throw e;
        }
        problem = e.getMessage().substring((file + ": ").length());
      }
      report.stringColumn("File").append(folder.relativize(file).toString());
      report.stringColumn("Class").append(className(file));
      report.stringColumn("Size").append(size);
      report.stringColumn("Problem").append(problem);
    }
    if (labels.isEmpty()) {
      throw DataException.in(
          folder,
          "holds no picture that can be used, of " + files.size(),
          "The first: " + report.stringColumn("Problem").get(0));
    }
    int[] marks = labels.stream().mapToInt(Integer::intValue).toArray();
    String name = folder.getFileName().toString();
    var images = new Images(name, false, form.shape(), pixels.toByteArray(), marks, classes);
    return new Pictures(ImageSet.of(images), report);
  }

  /** Returns the files that are, or may be taken for, pictures, in order of their names. */
  private List<Path> files() {
    try (Stream<Path> found = Files.walk(folder, 2)) {
      return found
          .filter(
              file -> PICTURES.contains(ending(file)) || UNKNOWN_PICTURES.contains(ending(file)))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw DataException.in(
          folder, "cannot be listed (" + e + ")", "Name a folder that may be read.", e);
    }
  }

  private int label(Path file, List<String> classes) {
    if (UNKNOWN_PICTURES.contains(ending(file))) {
      throw DataException.in(
          file,
          "is a " + ending(file).toUpperCase(Locale.ROOT) + " file",
          "Save it as JPG or PNG.");
    }
    int label = classes.indexOf(className(file));
    if (label < 0) {
      throw DataException.in(
          file,
          "its name says \"" + className(file) + "\", which is none of the classes",
          "Rename it after one of " + classes + ".");
    }
    return label;
  }

  private String className(Path file) {
    if (!file.getParent().equals(folder)) {
      return file.getParent().getFileName().toString();
    }
    String name = file.getFileName().toString();
    String stem = name.substring(0, name.lastIndexOf('.'));
    String bare = stem.replaceFirst("[-_ ]*[0-9]+$", "");
    return bare.isEmpty() ? stem : bare;
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
