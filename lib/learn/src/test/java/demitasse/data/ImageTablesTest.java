package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class ImageTablesTest {
  /** Three RGB images of two pixels. */
  private final ImageSet set =
      ImageSet.of(
          new Images(
              "three",
              false,
              new ImageShape(3, 1, 2),
              new byte[] {
                0,
                10,
                20,
                30,
                40,
                50, //
                10,
                20,
                30,
                40,
                50,
                (byte) 255, //
                (byte) 200,
                (byte) 201,
                (byte) 202,
                0,
                0,
                0
              },
              new int[] {2, 2, 0},
              List.of("a", "b", "c")));

  @Test
  void labelsAreColumns() {
    assertEquals(List.of(2, 2, 0), ImageTables.labels(set).asList());
    assertEquals(List.of("c", "c", "a"), ImageTables.classes(set).asList());
    Table table = ImageTables.images(set.slice(1, 3));
    assertEquals("three", table.name());
    assertEquals(List.of(0, 1), table.intColumn("Image").asList());
    assertEquals(List.of("c", "a"), table.stringColumn("Class").asList());
  }

  @Test
  void classBalanceCountsEveryClass() {
    Table table = ImageTables.classBalance(set);
    assertEquals("three: classes", table.name());
    assertEquals(List.of("a", "b", "c"), table.stringColumn("Class").asList());
    assertEquals(List.of(1, 0, 2), table.intColumn("Images").asList());
    assertEquals(2 / 3.0, table.doubleColumn("Share").get(2), 1e-12);
  }

  @Test
  void pixelStatisticsAreThoseOfEachChannel() {
    Table table = ImageTables.pixelStatistics(set.take(2));
    assertEquals(List.of("red", "green", "blue", "all"), table.stringColumn("Channel").asList());
    assertEquals(10, table.doubleColumn("Mean").get(0), 1e-12); // 0, 10, 10, 20
    assertEquals(Math.sqrt(50), table.doubleColumn("Deviation").get(0), 1e-12);
    assertEquals(0, table.intColumn("Min").get(0));
    assertEquals(255, table.intColumn("Max").get(2));
    assertEquals(555 / 12.0, table.doubleColumn("Mean").get(3), 1e-12);
  }

  @Test
  void meansOfTheClassesAreTablesAndImages() {
    Table table = ImageTables.classMeans(set);
    assertEquals(List.of("a", "c"), table.stringColumn("Class").asList());
    assertEquals(200.5, table.doubleColumn("Mean red").get(0), 1e-12);
    assertEquals(10, table.doubleColumn("Mean red").get(1), 1e-12);

    ImageSet means = ClassMeans.of(set);
    assertEquals("three: means of the classes", means.name());
    assertArrayEquals(new int[] {0, 2}, means.labels());
    assertArrayEquals(new byte[] {5, 15, 25, 35, 45, (byte) 153}, means.pixels(1)); // 152.5
  }

  @Test
  void realStatisticsAreTheKnownOnes() {
    // The figures that are usually given for normalising MNIST and CIFAR-100, on the scale 0 to 1.
    Table mnist = ImageTables.pixelStatistics(Mnist.read(Worlds.real("mnist")).train());
    assertEquals(0.1307, mnist.doubleColumn("Mean").get(0) / 255, 5e-5);
    assertEquals(0.3081, mnist.doubleColumn("Deviation").get(0) / 255, 5e-5);
    Table cifar = ImageTables.pixelStatistics(Cifar100.read(Worlds.real("cifar100")).train());
    double[] means = {0.5071, 0.4865, 0.4409};
    double[] deviations = {0.2673, 0.2564, 0.2762};
    for (int c = 0; c < 3; c++) {
      assertEquals(means[c], cifar.doubleColumn("Mean").get(c) / 255, 1e-4);
      assertEquals(deviations[c], cifar.doubleColumn("Deviation").get(c) / 255, 1e-4);
    }
  }

  @Test
  void aStandInIsNamedInEveryTable() {
    ImageSet digits = Mnist.generated().test();
    for (Table table :
        List.of(
            digits.summary(),
            ImageTables.images(digits),
            ImageTables.classBalance(digits),
            ImageTables.pixelStatistics(digits),
            ImageTables.classMeans(digits))) {
      assertTrue(table.name().startsWith("GENERATED digits (not MNIST) test"), table.name());
    }
    assertTrue(ClassMeans.of(digits).isGenerated());
    assertTrue(digits.toString().startsWith("GENERATED"), digits.toString());
  }
}
