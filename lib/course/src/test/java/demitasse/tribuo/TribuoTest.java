package demitasse.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.cluster.KMeans;
import demitasse.cluster.KMeansOptions;
import demitasse.cluster.KMeansResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.clustering.ClusterID;
import org.tribuo.clustering.ClusteringFactory;
import org.tribuo.clustering.evaluation.ClusteringEvaluator;
import org.tribuo.clustering.kmeans.KMeansModel;
import org.tribuo.clustering.kmeans.KMeansTrainer;
import org.tribuo.math.distance.L2Distance;
import org.tribuo.provenance.SimpleDataSourceProvenance;

class TribuoTest {
  private static float[][] normal(int n, int d, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] points = new float[n][d];
    for (float[] point : points) {
      for (int c = 0; c < d; c++) {
        point[c] = (float) random.nextGaussian();
      }
    }
    return points;
  }

  @Test
  void theModelPredictsTheLabelsAndKnowsWhereItComesFrom(@TempDir Path folder) throws IOException {
    float[][] points = normal(600, 12, 7);
    KMeansOptions options = KMeansOptions.of(5).seed(99);
    KMeansResult result = KMeans.fit(points, options);
    KMeansModel made = TribuoModel.of(points, result, options);
    Path file = folder.resolve("model");
    made.serializeToFile(file);
    assertTrue(Files.size(file) > 0);
    Model<ClusterID> read = Model.deserializeFromFile(file).castModel(ClusterID.class);
    for (Model<ClusterID> model : List.of(made, read)) {
      for (int i = 0; i < points.length; i++) {
        assertEquals(
            result.labels()[i], model.predict(TribuoModel.example(points[i])).getOutput().getID());
      }
      assertEquals(600, model.getProvenance().getDatasetProvenance().getNumExamples());
      assertEquals(12, model.getProvenance().getDatasetProvenance().getNumFeatures());
      String trainer = model.getProvenance().getTrainerProvenance().toString();
      assertTrue(trainer.contains("LloydTrainer") && trainer.contains("seed=99"), trainer);
    }
    assertEquals(points[0].length, made.getFeatureIDMap().size());
  }

  @Test
  void theTrainerDoesTheSameForATribuoDataSet() {
    float[][] points = normal(300, 11, 8);
    MutableDataset<ClusterID> data =
        new MutableDataset<>(
            new SimpleDataSourceProvenance("test", new ClusteringFactory()),
            new ClusteringFactory());
    for (float[] point : points) {
      data.add(TribuoModel.example(point));
    }
    KMeansOptions options = KMeansOptions.of(4);
    LloydTrainer trainer = new LloydTrainer(options);
    KMeansModel model = assertInstanceOf(KMeansModel.class, trainer.train(data));
    float[][] expected = KMeans.fit(points, options).centroids();
    for (int cluster = 0; cluster < 4; cluster++) {
      for (int c = 0; c < 11; c++) {
        assertEquals(expected[cluster][c], model.getCentroidVectors()[cluster].get(c), 1e-6);
      }
    }
    assertEquals(1, trainer.getInvocationCount());
  }

  /** Two clouds far apart: clusters that are the classes, for both trainers. */
  @Test
  void tribuosTrainerAndOursAreInterchangeableAndTribuoJudgesBoth() {
    float[][] points = normal(200, 3, 9);
    int[] classes = new int[200];
    for (int i = 100; i < 200; i++) {
      points[i][0] += 50;
      classes[i] = 1;
    }
    var data = TribuoData.of("two clouds", points, classes);
    for (Trainer<ClusterID> trainer :
        List.of(
            new KMeansTrainer(2, 20, new L2Distance(), 1, 5),
            new LloydTrainer(KMeansOptions.of(2)))) {
      Model<ClusterID> model = trainer.train(data);
      assertEquals(1, new ClusteringEvaluator().evaluate(model, data).normalizedMI(), 1e-9);
      String provenance = model.getProvenance().getDatasetProvenance().toString();
      assertTrue(provenance.contains("two clouds"), provenance);
    }
    int[] tooFew = new int[199];
    assertThrows(IllegalArgumentException.class, () -> TribuoData.of("two clouds", points, tooFew));
  }
}
