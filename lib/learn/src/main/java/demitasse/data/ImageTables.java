package demitasse.data;

import static demitasse.numeric.Arguments.given;

import demitasse.data.image.PixelStatistics;
import java.util.Arrays;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a set of images holds, as tables that a notebook shows. The name of each table begins with
 * that of the set, so that a stand-in is seen to be one.
 */
public final class ImageTables {
  private static final List<String> RGB = List.of("red", "green", "blue");

  private ImageTables() {}

  /** Returns the label of each image. */
  public static IntColumn labels(ImageSet set) {
    given(set, "the images");
    return IntColumn.create("Label", set.labels());
  }

  /** Returns the name of the class of each image. */
  public static StringColumn classes(ImageSet set) {
    given(set, "the images");
    return StringColumn.create(
        "Class", Arrays.stream(set.labels()).mapToObj(set.classNames()::get).toList());
  }

  /** Returns a row for each image: its index, label and class. */
  public static Table images(ImageSet set) {
    given(set, "the images");
    return Table.create(
        set.name(), IntColumn.indexColumn("Image", set.size(), 0), labels(set), classes(set));
  }

  /** Returns a row for each class: label, name, number of images and their share of the set. */
  public static Table classBalance(ImageSet set) {
    given(set, "the images");
    int[] counts = new int[set.classNames().size()];
    for (int label : set.labels()) {
      counts[label]++;
    }
    double[] shares = Arrays.stream(counts).mapToDouble(n -> (double) n / set.size()).toArray();
    return Table.create(
        set.name() + ": classes",
        IntColumn.indexColumn("Label", counts.length, 0),
        StringColumn.create("Class", set.classNames()),
        IntColumn.create("Images", counts),
        DoubleColumn.create("Share", shares));
  }

  /**
   * Returns a row for each channel, and for colour images one for all together: mean, standard
   * deviation, smallest and largest of the stored values 0 to 255.
   */
  public static Table pixelStatistics(ImageSet set) {
    given(set, "the images");
    Table table =
        Table.create(
            set.name() + ": pixels",
            StringColumn.create("Channel"),
            DoubleColumn.create("Mean"),
            DoubleColumn.create("Deviation"),
            IntColumn.create("Min"),
            IntColumn.create("Max"));
    PixelStatistics[] channels = PixelStatistics.ofChannels(set);
    for (int c = 0; c < channels.length; c++) {
      append(table, channelName(set, c), channels[c]);
    }
    if (channels.length > 1) {
      append(table, "all", PixelStatistics.ofAll(set));
    }
    return table;
  }

  private static void append(Table table, String channel, PixelStatistics statistics) {
    table.stringColumn("Channel").append(channel);
    table.doubleColumn("Mean").append(statistics.mean());
    table.doubleColumn("Deviation").append(statistics.deviation());
    table.intColumn("Min").append(statistics.min());
    table.intColumn("Max").append(statistics.max());
  }

  /**
   * Returns a row for each class that has images: label, name, and the mean of each channel on the
   * scale 0 to 255. {@link ClassMeans} shows the same in full.
   */
  public static Table classMeans(ImageSet set) {
    given(set, "the images");
    Table table =
        Table.create(
            set.name() + ": means of the classes",
            IntColumn.create("Label"),
            StringColumn.create("Class"));
    int channels = set.imageShape().channels();
    for (int c = 0; c < channels; c++) {
      table.addColumns(DoubleColumn.create("Mean " + channelName(set, c)));
    }
    for (int label = 0; label < set.classNames().size(); label++) {
      ImageSet members = set.ofClass(label);
      if (members.size() > 0) {
        table.intColumn("Label").append(label);
        table.stringColumn("Class").append(set.classNames().get(label));
        PixelStatistics[] statistics = PixelStatistics.ofChannels(members);
        for (int c = 0; c < channels; c++) {
          table.doubleColumn("Mean " + channelName(set, c)).append(statistics[c].mean());
        }
      }
    }
    return table;
  }

  private static String channelName(ImageSet set, int channel) {
    return set.imageShape().channels() == 1 ? "grey" : RGB.get(channel);
  }
}
