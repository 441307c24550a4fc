package demitasse.model;

import static demitasse.layer.Layers.input;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.layer.Activation;
import demitasse.layer.Node;
import demitasse.layer.Pass;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The chapters' models, to the unit. */
class ModelsTest {
  private static void assertCounts(Sequential model, long trainable, long nonTrainable) {
    Summary summary = model.summary();
    assertEquals(trainable, summary.trainable());
    assertEquals(nonTrainable, summary.nonTrainable());
    assertEquals(trainable + nonTrainable, summary.parameters());
  }

  private static List<String> rows(Sequential model) {
    return model.summary().rows().stream()
        .map(row -> "%s %s %d".formatted(row.layer(), row.outputShape(), row.parameters()))
        .toList();
  }

  @Test
  void convolutionalAutoencoder() {
    Sequential model = Autoencoders.convolutional(Activation.ELU);
    assertCounts(model, 421_377, 0);
    assertEquals(
        List.of(
            "conv2d (32, 14, 14) 160",
            "conv2d_1 (64, 7, 7) 8256",
            "flatten (3136) 0",
            "dense (64) 200768",
            "dense_1 (3136) 203840",
            "reshape (64, 7, 7) 0",
            "conv2d_transpose (32, 14, 14) 8224",
            "conv2d_transpose_1 (1, 28, 28) 129"),
        rows(model));
    List<String> activations =
        model.summary().rows().stream().map(Summary.Row::activation).toList();
    assertEquals(
        List.of("elu", "elu", "linear", "elu", "elu", "linear", "elu", "sigmoid"), activations);
  }

  @Test
  void cifar100Classifier() {
    Sequential model = Classifiers.cifar100();
    assertCounts(model, 936_964, 384);
    assertEquals(
        List.of(
            "conv2d (32, 30, 30) 896",
            "batch_normalization (32, 30, 30) 128",
            "conv2d_1 (32, 28, 28) 9248",
            "batch_normalization_1 (32, 28, 28) 128",
            "max_pooling2d (32, 14, 14) 0",
            "dropout (32, 14, 14) 0",
            "conv2d_2 (64, 12, 12) 18496",
            "batch_normalization_2 (64, 12, 12) 256",
            "conv2d_3 (64, 10, 10) 36928",
            "batch_normalization_3 (64, 10, 10) 256",
            "max_pooling2d_1 (64, 5, 5) 0",
            "dropout_1 (64, 5, 5) 0",
            "flatten (1600) 0",
            "dense (512) 819712",
            "dropout_2 (512) 0",
            "dense_1 (100) 51300"),
        rows(model));
  }

  @Test
  void mnistClassifier() {
    Sequential model = Classifiers.mnist();
    assertCounts(model, 5_259_594, 0);
    assertEquals(
        List.of(
            "conv2d (64, 28, 28) 640",
            "conv2d_1 (64, 28, 28) 36928",
            "max_pooling2d (64, 14, 14) 0",
            "conv2d_2 (128, 14, 14) 73856",
            "conv2d_3 (256, 12, 12) 295168",
            "max_pooling2d_1 (256, 6, 6) 0",
            "flatten (9216) 0",
            "dense (512) 4719104",
            "dropout (512) 0",
            "dense_1 (256) 131328",
            "dropout_1 (256) 0",
            "dense_2 (10) 2570"),
        rows(model));
  }

  @Test
  void resNet50CountsStageByStage() {
    Sequential model = ResNet50.of(input(3, 32, 32), 100);
    assertCounts(model, 23_739_492, 53_120);
    Map<String, Long> stages =
        model.summary().rows().stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.layer().replaceAll("_.*", ""),
                    Collectors.summingLong(Summary.Row::parameters)));
    assertEquals(9_728, stages.get("conv1"));
    assertEquals(220_032, stages.get("conv2"));
    assertEquals(1_230_336, stages.get("conv3"));
    assertEquals(7_129_088, stages.get("conv4"));
    assertEquals(14_998_528, stages.get("conv5"));
    assertEquals(204_900, stages.get("predictions"));
  }

  @Test
  void resNet50HasTheShapesOfBothVariants() {
    assertShape(32, "conv1_conv", new Shape(64, 16, 16));
    assertShape(32, "pool1_pool", new Shape(64, 8, 8));
    assertShape(32, "conv2_block3_out", new Shape(256, 8, 8));
    assertShape(32, "conv5_block3_out", new Shape(2048, 1, 1));
    assertShape(224, "conv1_conv", new Shape(64, 112, 112));
    assertShape(224, "pool1_pool", new Shape(64, 56, 56));
    assertShape(224, "conv3_block4_out", new Shape(512, 28, 28));
    assertShape(224, "conv5_block3_out", new Shape(2048, 7, 7));
    assertShape(224, "avg_pool", new Shape(2048));
    assertThrows(IllegalArgumentException.class, () -> ResNet50.of(input(3, 31, 32), 100));
  }

  private static void assertShape(int side, String layer, Shape expected) {
    Sequential model = ResNet50.of(input(3, side, side), 100);
    Node node =
        model.network().nodes().stream()
            .filter(each -> each.name().equals(layer))
            .findFirst()
            .orElseThrow();
    assertEquals(expected, node.outputShape(), layer + " of " + side);
  }

  @Test
  void summaryOfABranchingModelTellsWhatIsConnected() {
    String text = ResNet50.of(input(3, 32, 32), 100).summary().toString();
    assertTrue(text.lines().findFirst().orElseThrow().endsWith("Connected to"), text);
    assertTrue(
        text.lines()
            .anyMatch(
                line ->
                    line.startsWith("conv2_block1_add (Add)")
                        && line.endsWith("conv2_block1_3_bn, conv2_block1_0_bn")),
        text);
    assertTrue(
        text.lines()
            .anyMatch(
                line ->
                    line.startsWith("conv2_block2_add (Add)")
                        && line.endsWith("conv2_block2_3_bn, conv2_block1_out")),
        text);
    assertTrue(
        text.endsWith("Total parameters: 23,792,612 (trainable 23,739,492, non-trainable 53,120)"),
        text);
  }

  @Test
  void aPartThatEndsInTheMiddleOfABranchingModelIsWholeItself() {
    try (var model = ResNet50.of(input(3, 32, 32), 7)) {
      Sequential front = model.first(10);
      assertEquals(
          model.network().nodes().subList(0, front.network().nodes().size()).stream()
              .map(Node::name)
              .toList(),
          front.network().nodes().stream().map(Node::name).toList());
      try (NDManager scope = model.network().newScope()) {
        NDArray x = scope.ones(new Shape(2, 3, 32, 32));
        NDArray[] tenth = new NDArray[1];
        int[] count = {0};
        model
            .network()
            .visit(
                x,
                (node, y) -> {
                  if (++count[0] == 10) {
                    tenth[0] = y.duplicate();
                  }
                });
        NDArray found = front.network().forward(Pass.inference(), x);
        assertEquals(0, tenth[0].sub(found).abs().max().getFloat(), 1e-6f);
        NDArray whole = model.network().forward(Pass.inference(), x);
        assertEquals(new Shape(2, 7), whole.getShape());
        assertEquals(2, whole.sum().getFloat(), 1e-5f);
      }
    }
  }
}
